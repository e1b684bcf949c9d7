/// \file  UTF-8 that was read through a code page: where a line shows it, and what for.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "repair/code_pages.hpp"

namespace hanfix::repair {

/// A character of a line and the byte where it begins.
struct LineCharacter {
  char32_t code;
  std::uint32_t at;
};

/// A few characters that are one character's UTF-8 bytes in a code page.
struct Utf8Site {
  enum class Kind : std::uint8_t {
    exact,
    blank,  ///< a space stands for byte A0, which had become one
    lossy,  ///< a '?' or U+FFFD stands for a byte that nothing tells
    cut,    ///< the line ends, behind Chinese text, before a character's last byte
  };
  std::uint32_t first, last;  ///< characters of the line, [first, last)
  char32_t code;  ///< what they were; U+FFFD for lossy sites, the first of 64 for cut ones
  Kind kind;
  bool keeps_blank = false;  ///< the space was a space, too: "voilÃ le" was "voilà le"
  bool quoted = false;       ///< stands alone between quotation marks
  int gain = 0;              ///< how much more natural that is, in 1/8 bit
  friend bool operator==(const Utf8Site&, const Utf8Site&) = default;
};

/// A line as one code page would have made it.
struct Utf8Reading {
  CodePage page;
  std::vector<Utf8Site> sites;  ///< ascending
  bool mixed = false;           ///< characters of the page stand outside the sites, too
  int total = 0;                ///< evidence that this was the damage, in 1/8 bit
};

/// What each page makes of `line` that has sites in it, the likeliest first: `total` is the
/// evidence less the page's rarity. Of pages that make the same of it only the commonest; and where
/// there is evidence for one page, none of those for which there cannot be any. Inexact sites count
/// little. O(line).
[[nodiscard]] std::vector<Utf8Reading> read_sites(std::span<const LineCharacter> line);

}  // namespace hanfix::repair
