/// \file  Where in a line of double-byte text a byte may be missing: what can be known before the
/// search, at a hundredth of its cost.
#pragma once
#include <span>
#include <vector>

#include "model/char_model.hpp"
#include "repair/double_byte_search.hpp"

namespace hanfix::repair {

struct ShiftOutlook {
  /// By unit: whether a run that begins with it could gain enough. Empty if none could, which is so
  /// of nearly all clean lines.
  std::vector<bool> begins;
  std::vector<int> standing;  ///< what each unit costs as it stands, 1/16 bit
  /// What a run that is out of step behind the unit can still gain at most, 1/16 bit.
  std::vector<int> prospects;
};

/// Where in `line` a run could gain `least_gain` beyond kSlipCost, in 1/16 bit.
///
/// What a run gains is bounded by what its characters cost as they stand less what those cost that
/// their inner bytes make. It goes on over marks, which may hide anything, and ends where the
/// decoder comes into step: behind ASCII and at a pair of bytes that is no character. O(units), two
/// look-ups in the model for each.
[[nodiscard]] ShiftOutlook look_ahead(std::span<const ShownUnit> line, const WrittenTable& written,
                                      const model::Scorer& scorer, int least_gain);

/// What the ends of a run, and the context behind it, may bring beyond that.
inline constexpr int kShiftSlack = 6 * model::kUnitsPerBit;

}  // namespace hanfix::repair
