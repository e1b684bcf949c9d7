/// \file  Text in the encodings that it was written in, byte by byte.
#pragma once
#include <cstdint>

#include "repair/double_byte_tables.hpp"
#include "repair/utf8_state.hpp"

namespace hanfix::repair {

/// What the bytes of a text are, in one encoding and one script.
class WrittenText {
 public:
  explicit WrittenText(Written written, model::Script script = model::Script::hans)
      : written_(written),
        script_(script),
        pairs_(WrittenTable::of(written)),
        costs_(PrefixCosts::of(script)) {}

  /// Takes a byte behind `open`; false: no text has it there. Where `open.need` is 0 then, the
  /// character that it ends is `open.partial`. O(1).
  bool take(UnfinishedCharacter& open, unsigned byte) const noexcept {
    if (written_ == Written::utf8) return open.shift(byte);
    if (open.need == 0) {
      open = {byte, static_cast<std::uint8_t>(byte < 0x80 ? 0 : 1), 0};
      return byte < 0x80 || WrittenTable::leads(byte);
    }
    open.need = 0;
    open.partial = pairs_.character(open.partial << 8 | byte);
    return open.partial != 0;
  }

  /// What `code` costs whatever came before, 1/16 bit.
  [[nodiscard]] int usual(char32_t code) const noexcept { return costs_.character(code); }

  /// What the character costs that `open` begins, on average or with what is known of it: `next`
  /// is the byte behind it, or -1. Negative: there is none.
  [[nodiscard]] int coming(UnfinishedCharacter open, int next) const noexcept {
    if (next < 0) return least(open);
    if (!take(open, static_cast<unsigned>(next))) return -1;
    return open.need == 0 ? usual(open.partial) * 3 / 4 : least(open);
  }

 private:
  [[nodiscard]] int least(const UnfinishedCharacter& open) const noexcept {
    if (written_ != Written::utf8) return pairs_.least(script_, open.partial);
    return costs_.pending(open.partial, open.size, open.need);
  }

  Written written_;
  model::Script script_;
  const WrittenTable& pairs_;  // if it is written in pairs
  const PrefixCosts& costs_;
};

}  // namespace hanfix::repair
