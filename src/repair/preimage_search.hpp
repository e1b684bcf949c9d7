/// \file  From what a decoder of GBK showed back to the UTF-8 that it was given.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "repair/text_cost.hpp"
#include "repair/utf8_state.hpp"
#include "repair/wrong_decoder.hpp"

namespace hanfix::repair {

/// The bytes that one mark may hide, for one decoder.
class HiddenBytes {
 public:
  explicit HiddenBytes(const WrongDecoder& decoder);

  /// A byte that may be the first one, or the only one, that a mark hides.
  struct First {
    std::uint8_t byte;
    bool alone;                            ///< it may be the only one
    std::span<const std::uint8_t> behind;  ///< what may be the second one
  };
  /// Calls visit(first) for each where `need` bytes of a character are missing. `next` is the unit
  /// behind the mark, or nullptr at the end of the line. A mark hides at least one continuation
  /// byte: every lead byte of UTF-8 with any continuation byte behind it is a character in all
  /// tables.
  template <typename Visit>
  void for_each(unsigned need, const SeenUnit* next, Visit&& visit) const {
    for (unsigned lead = 0x80; lead <= 0xBF; ++lead) {
      if (lead == 0x80 && decoder_.euro) continue;
      const First first{static_cast<std::uint8_t>(lead), alone(lead, next), behind(lead, need)};
      if (first.alone || !first.behind.empty()) visit(first);
    }
  }
  /// What a mark may hide behind `lead`, its first byte.
  [[nodiscard]] std::span<const std::uint8_t> behind(unsigned lead, unsigned need) const noexcept {
    if (!decoder_.takes_pairs()) return {};
    return need > 1 ? continuations_[lead - 0x80] : starts_[lead - 0x80];
  }

 private:
  [[nodiscard]] bool alone(unsigned lead, const SeenUnit* next) const noexcept;

  WrongDecoder decoder_;
  std::array<std::vector<std::uint8_t>, 64> starts_, continuations_;  // by lead byte - 0x80
};

/// One unit on the way that the search found.
struct Step {
  bool damaged = false;    ///< read back to bytes; otherwise as it stands
  bool whole = true;       ///< no character is unfinished behind it
  bool mark = false;       ///< a mark, whose bytes are a guess
  std::uint8_t count = 0;  ///< bytes, if damaged
  std::array<std::uint8_t, 2> bytes{};
};

struct PreimageOptions {
  int enter;               ///< cost of the border between sound and damaged text, 1/16 bit
  std::size_t beam;        ///< ways that are kept behind a mark
  bool ends_line;          ///< nothing follows in the line
  std::uint64_t* budget;   ///< steps left; at 0 no mark is solved
  bool cost_only = false;  ///< of the way: no steps, and words are not asked
};

struct Preimage {
  int cost = 0;  ///< of the whole line, 1/16 bit
  std::vector<Step> steps;
  bool out_of_budget = false;
};

/// The most probable text behind `line`: a beam search over its units, where each may stand as it
/// is or stand for the bytes it was read from. States are the UTF-8 automaton and the model's
/// context. O(units) where the bytes are known, O(beam · candidates) at a mark.
[[nodiscard]] Preimage search_preimage(std::span<const SeenUnit> line, const WrongDecoder& decoder,
                                       const HiddenBytes& hidden, const TextCost& scorer,
                                       const PreimageOptions& options);

}  // namespace hanfix::repair
