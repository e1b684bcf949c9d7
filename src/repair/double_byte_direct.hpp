/// \file  Lines that lost no byte: read back without a search.
#pragma once
#include <optional>
#include <span>

#include "model/char_model.hpp"
#include "repair/double_byte_search.hpp"

namespace hanfix::repair {

/// What search_back() finds, where that is beyond doubt: each unit of `line` stands for bytes in
/// one way only, these are text from end to end, and no part of the line costs so little as it
/// stands that borders around it would pay. Nothing if any of this is not so; never of a line with
/// marks. O(size).
[[nodiscard]] std::optional<ReadBack> read_directly(std::span<const ShownUnit> line,
                                                    const Reading& reading,
                                                    const model::Scorer& scorer,
                                                    const ReadOptions& options);

}  // namespace hanfix::repair
