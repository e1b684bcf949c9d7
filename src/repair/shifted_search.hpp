/// \file  A line of double-byte text in which single bytes were lost or put in, read in step again.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "model/char_model.hpp"
#include "repair/double_byte_search.hpp"

namespace hanfix::repair {

/// An encoding whose bytes came out of step, and the decoders that may have read it.
struct ShiftedText {
  Reader shows;  ///< knows the bytes of everything that any of them shows
  Reader marks;  ///< shows the fewest pairs: what a mark may hide
  Written written;
};

/// What became of one unit.
struct ShiftStep {
  bool shifted = false;      ///< read back to bytes; otherwise as it stands
  bool slip = false;         ///< a byte is missing or too many here
  std::uint8_t count = 0;    ///< bytes of the text, if shifted
  std::uint8_t guessed = 0;  ///< which of them nothing shows, as bits
  std::array<std::uint8_t, 4> bytes{};
  int cost = 0;      ///< of the way up to here, 1/16 bit
  float rivals = 0;  ///< how much more probable all others are that meet it here, together
};

struct ShiftOptions {
  bool ends_line;         ///< nothing follows in the line
  std::uint64_t* budget;  ///< steps left; at 0 no byte that nothing shows is guessed
  int least_gain;         ///< a run that gains less, in 1/16 bit, is of no interest
};

struct ShiftResult {
  int cost = 0;  ///< of the whole line, 1/16 bit
  std::vector<ShiftStep> steps;
  float rivals = 0;  ///< at the end of the line
  bool out_of_budget = false;
};

/// The most probable text behind `line`: as it stands, but for runs that begin where a byte is
/// missing or too many, and end where the decoder came into step again: at a byte of ASCII that it
/// took for the second one of a character, at a mark, or at the next such place. A run costs
/// kSlipCost before it gains anything. Empty if no run can gain enough, which costs two look-ups
/// for each unit; else O(units · candidates of a byte), about 300 for each unit.
[[nodiscard]] ShiftResult read_in_step(std::span<const ShownUnit> line, const ShiftedText& text,
                                       const model::Scorer& scorer, const ShiftOptions& options);

inline constexpr int kSlipCost = 14 * model::kUnitsPerBit;

}  // namespace hanfix::repair
