/// \file  Code page 936: GBK's double-byte pairs and what Windows reads them as.
#pragma once
#include <array>
#include <cstdint>

namespace hanfix::repair {

/// Two bytes as one number, lead byte high: 數 is 0x94B5.
using GbkPair = std::uint16_t;

[[nodiscard]] constexpr GbkPair make_pair(unsigned lead, unsigned trail) noexcept {
  return static_cast<GbkPair>(lead << 8 | trail);
}
/// Code page 936 has one character of one byte above ASCII: 80 is the euro sign.
inline constexpr char32_t kEuro = 0x20AC;

[[nodiscard]] constexpr unsigned lead_of(GbkPair pair) noexcept { return pair >> 8; }
[[nodiscard]] constexpr unsigned trail_of(GbkPair pair) noexcept { return pair & 0xFFu; }

/// The table of ICU's "windows-936-2000", which fills the user-defined areas with private-use
/// characters as Windows does. Decoders that lack those areas show '?' there: see `assigned`.
class GbkPairs {
 public:
  /// The table, embedded: compile_pairs makes it when the program is built.
  [[nodiscard]] static const GbkPairs& instance() noexcept;

  /// What `code` is the character of; called by that tool, by ascending pairs.
  void add(GbkPair pair, char16_t code) noexcept {
    character_[pair] = code;
    if (pair_[code] == 0) pair_[code] = pair;
  }
  void add_elsewhere(GbkPair pair, char16_t code) noexcept { pair_anywhere_[code] = pair; }

  /// The character of a pair, private-use ones included; 0 where there is none.
  [[nodiscard]] char32_t character(GbkPair pair) const noexcept { return character_[pair]; }
  /// The pair of a character; 0 where there is none.
  [[nodiscard]] GbkPair pair(char32_t code) const noexcept {
    return code < 0x10000 ? pair_[code] : GbkPair{0};
  }
  /// The pair of a character of the BMP in this table or else in GB 18030, which has characters
  /// where code page 936 has private use: both are the same two bytes. 0 where there is none.
  [[nodiscard]] GbkPair pair_anywhere(char16_t code) const noexcept { return pair_anywhere_[code]; }
  /// What pair_anywhere() looks up.
  [[nodiscard]] const GbkPair* pairs_anywhere() const noexcept { return pair_anywhere_.data(); }
  /// True for a pair with a character that people write, not a private-use one.
  [[nodiscard]] bool assigned(GbkPair pair) const noexcept {
    const char32_t code = character_[pair];
    return code != 0 && (code < 0xE000 || code > 0xF8FF);
  }
  /// True for a pair that the crawler's decoder shows as a character. It fills the user-defined
  /// areas with private-use characters, but not where their trail byte is ASCII, nor where GB 18030
  /// has a standard character that GBK lacks. (CPython's "gbk" with GB 18030's private-use areas
  /// behaves so, and reproduces the wild pages.)
  [[nodiscard]] bool shown(GbkPair pair) const noexcept {
    if (assigned(pair)) return true;
    const auto in = [pair](GbkPair first, GbkPair last) { return pair >= first && pair <= last; };
    return character_[pair] != 0 && trail_of(pair) >= 0x80 && pair != 0xA8BF &&
           !in(0xA989, 0xA995) && !in(0xFE80, 0xFE8F) && !in(0xFE92, 0xFE9F);
  }

 private:
  std::array<char16_t, 65536> character_{};
  std::array<GbkPair, 65536> pair_{}, pair_anywhere_{};
};

}  // namespace hanfix::repair
