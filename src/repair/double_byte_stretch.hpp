/// \file  A stretch of a line that was read back: its characters, and what speaks for them.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/char_model.hpp"
#include "repair/double_byte_search.hpp"
#include "repair/restored_text.hpp"

namespace hanfix::repair {

/// What a stretch must gain, in bits: all of it, and each of its characters.
struct Gate {
  std::size_t characters;
  double total, each;
  double most = 11.5;    ///< what each may cost
  bool careful = false;  ///< not where so much is lost that what is left may be misread, too
  double wrong = 0.2;    ///< how many of its characters may be wrong, by what is known
};

struct DoubleByteStretch {
  std::span<const ShownUnit> units;
  std::vector<Restored> characters;
  std::size_t restored = 0;  ///< beyond ASCII
  double gain = 0;           ///< bits
  double each = 0;           ///< what a restored character costs, bits
  std::size_t marks = 0;     ///< whose bytes were guessed; in UTF-8, which helps, those in doubt
  double wrong = 0;          ///< guesses that are expected to be wrong
  double sureness = 1;       ///< of the most doubtful mark
  std::string lost;          ///< what fits best where characters are in doubt
  bool explained = true;     ///< no mark of its line is outside

  [[nodiscard]] bool opens(const Gate& gate) const {
    if (gate.careful && (!explained || marks * 6 > restored)) return false;
    if (wrong > gate.wrong * static_cast<double>(restored)) return false;
    return restored >= gate.characters && gain >= gate.total &&
           gain >= gate.each * static_cast<double>(restored) && each <= gate.most;
  }
};

/// The damaged stretches of a line, or of a piece of it, as the search found them; those only for
/// which the reader shows what is there. Spans of `units`, which must outlive them. Without `guess`
/// characters are in doubt that a mark may hide.
[[nodiscard]] std::vector<DoubleByteStretch> restore_stretches(
    std::span<const ShownUnit> units, const ReadBack& found, bool ends_line, const Reading& reading,
    const model::Scorer& scorer, bool guess);

}  // namespace hanfix::repair
