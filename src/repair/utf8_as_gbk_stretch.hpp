/// \file  A stretch of a line that was read back to UTF-8: what it was, and what speaks for it.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "repair/family.hpp"
#include "repair/preimage_search.hpp"
#include "repair/restored_text.hpp"
#include "repair/text_cost.hpp"
#include "repair/wrong_decoder.hpp"

namespace hanfix::repair {

/// A stretch of a line that was read back.
struct Stretch {
  std::vector<SeenUnit> units;
  std::vector<Restored> characters;
  double gain = 0;      ///< bits
  double per_char = 0;  ///< of these, for each restored character
  std::size_t restored = 0;
  bool mostly_common = false;
  double sureness = 1;  ///< of the least sure mark
  std::string lost;     ///< what would fit where characters are in doubt
  bool quoted = false;  ///< alone between quotation marks, in a line of sound Chinese
  std::string deeper;   ///< the text, if it had been damaged more than once
};

/// What the search found, worked out: nothing if the decoder, run forwards, does not give the
/// units. `next` is the unit behind the stretch or nullptr; without `guess` doubtful characters are
/// marked. Judging takes what it looks at from `budget`; without any left all are doubtful.
[[nodiscard]] std::optional<Stretch> restore_stretch(
    std::span<const SeenUnit> units, std::span<const Step> steps, const SeenUnit* next,
    bool ends_line, const WrongDecoder& decoder, const HiddenBytes& hidden, const TextCost& scorer,
    bool guess, std::uint64_t& budget);

/// Where its characters in doubt are: from the first to the last of them.
[[nodiscard]] ByteRange place_of_doubt(const Stretch& stretch, const Block& block);

/// The edits of a stretch of `block`: one for each piece between plain ASCII, and between the
/// characters that stay as they are (OnDoubt::keep).
void write_edits(const Stretch& stretch, const Block& block, double confidence, Findings& findings);

}  // namespace hanfix::repair
