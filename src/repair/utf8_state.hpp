/// \file  UTF-8 byte by byte, with the cost of the characters that the bytes make.
#pragma once
#include <cstdint>

#include "model/char_model.hpp"
#include "repair/prefix_costs.hpp"
#include "repair/text_cost.hpp"

namespace hanfix::repair {

/// A character of which some bytes are still to come.
struct UnfinishedCharacter {
  char32_t partial = 0;   ///< payload of the bytes so far
  std::uint8_t need = 0;  ///< bytes that it lacks; 0: between characters
  std::uint8_t size = 0;  ///< bytes that it has when complete

  /// Takes a byte; false if no UTF-8 has it here. `partial` is the character once `need` is 0.
  bool shift(unsigned byte) noexcept {
    if (need == 0) {
      if (byte < 0x80) {
        partial = byte;
        return true;
      }
      if (byte < 0xC2 || byte > 0xF4) return false;
      size = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
      need = static_cast<std::uint8_t>(size - 1);
      partial = byte & (0xFFu >> (size + 1));
      return true;
    }
    if (byte < 0x80 || byte > 0xBF) return false;
    partial = partial << 6 | (byte & 0x3F);
    --need;
    if (need != 0) return true;
    if (size == 3) return partial >= 0x800 && (partial < 0xD800 || partial > 0xDFFF);
    return size == 2 || (partial >= 0x10000 && partial <= 0x10FFFF);
  }
};

/// A way through a text so far: the UTF-8 automaton and the model's context.
struct Utf8State : UnfinishedCharacter {
  int cost = 0;  ///< of the characters that are complete, 1/16 bit
  model::Scorer::Context context;

  /// Takes a byte; false if no UTF-8 has it here.
  bool feed(unsigned byte, const TextCost& scorer) noexcept {
    if (!shift(byte)) return false;
    if (need == 0) cost += scorer.advance(context, partial);
    return true;
  }
};

}  // namespace hanfix::repair
