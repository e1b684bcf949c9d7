/// \file  Whether a line may hold a damaged stretch: what can be known before the search, at a
/// fraction of its cost.
#pragma once
#include <cstddef>
#include <span>

#include "model/char_model.hpp"
#include "repair/double_byte_search.hpp"

namespace hanfix::repair {

/// The least of what any gate asks of a stretch that is looked for.
inline constexpr std::size_t kOutlookCharacters = 4;

/// Whether restore_stretches() may give a stretch of the line that has kOutlookCharacters and gains
/// `least_gain`, in 1/16 bit. True wherever that is not plain: in UTF-8, where there are marks, and
/// where a character is shown for several sequences of bytes.
///
/// Elsewhere there is one way on from each unit, whether it begins a stretch or ends a character,
/// and what a character costs depends on the start of the stretch for the first two only. A stretch
/// ends at bytes that are no character. What it costs as it stands is bounded by what it costs in
/// one language. O(units), two look-ups in the model at most for each, and two more where a stretch
/// may begin.
[[nodiscard]] bool may_gain(std::span<const ShownUnit> line, const Reading& reading,
                            const model::Scorer& scorer, int least_gain);

}  // namespace hanfix::repair
