/// \file  The programs that read UTF-8 as GBK: what each shows for which bytes.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "repair/gbk_pairs.hpp"

namespace hanfix::repair {

/// GB 18030 has a second euro sign, in place of code page 936's private use.
inline constexpr GbkPair kEuroPair = 0xA2E3;

/// A character of a damaged text as the bytes it was read from.
struct SeenUnit {
  enum class Kind : std::uint8_t {
    ascii,        ///< `code`; a '?' may also be a mark
    pair,         ///< two bytes, `pair`
    euro,         ///< the single byte 80 of code page 936, or GB 18030's A2E3
    replacement,  ///< U+FFFD
    other,        ///< no decoder of GBK shows it
  };
  Kind kind;
  GbkPair pair;
  char32_t code;
  std::uint32_t start, end;  ///< bytes in the block
};

/// The two bytes of a character in code page 936 or else GB 18030; 0: none. O(1).
[[nodiscard]] GbkPair gbk_pair_of(char32_t code) noexcept;

/// Units of well-formed `text`, in order and without gaps; `base` is added to their positions.
[[nodiscard]] std::vector<SeenUnit> seen_units(std::string_view text, std::uint32_t base = 0);

/// A decoder of GBK as one of the programs in use has it. They agree on the characters that people
/// write and differ in the user-defined areas and in what becomes of bytes that are no character.
struct WrongDecoder {
  /// Which pairs are characters.
  enum class Table : std::uint8_t {
    windows,   ///< every pair: code page 936 fills the user-defined areas with private use, and
               ///< GB 18030 has characters there
    high,      ///< user-defined areas, but not where the trail byte is ASCII
    standard,  ///< only what GBK assigns: CPython, glibc
  };
  /// What stands for bytes that are no character.
  enum class Marks : std::uint8_t {
    replacement_pair,  ///< U+FFFD for the lead byte and a trail byte that is not ASCII (WHATWG)
    replacement_byte,  ///< U+FFFD for the lead byte alone
    question_pair,     ///< '?' for the lead byte and any byte behind it, line breaks excepted
    question_byte,     ///< '?' for the lead byte alone
  };
  Table table = Table::windows;
  bool euro = true;  ///< 80 is a character of its own; otherwise a lead byte without characters
  Marks marks = Marks::question_pair;

  /// Whether the two bytes are shown as a character. Precondition: lead >= 0x80.
  [[nodiscard]] bool shows(unsigned lead, unsigned trail) const noexcept;
  [[nodiscard]] bool takes_pairs() const noexcept {
    return marks == Marks::replacement_pair || marks == Marks::question_pair;
  }
  [[nodiscard]] bool is_mark(const SeenUnit& unit) const noexcept {
    const bool question = marks == Marks::question_pair || marks == Marks::question_byte;
    return question ? unit.kind == SeenUnit::Kind::ascii && unit.code == U'?'
                    : unit.kind == SeenUnit::Kind::replacement;
  }
  /// How many bytes at bytes[at] one mark stands for. Precondition: they are no character.
  [[nodiscard]] std::size_t mark_size(std::string_view bytes, std::size_t at) const noexcept;

  /// The damage, run forwards: whether this decoder shows exactly `units` for `bytes` with the end
  /// of a line behind them.
  [[nodiscard]] bool reproduces(std::string_view bytes, const SeenUnit* first,
                                const SeenUnit* last) const noexcept;

  friend bool operator==(const WrongDecoder&, const WrongDecoder&) = default;
};

}  // namespace hanfix::repair
