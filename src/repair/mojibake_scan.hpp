/// \file  Whether a text may hold bytes that were read through a single-byte code page.
#pragma once
#include <string_view>

#include "hanfix/options.hpp"

namespace hanfix::repair {

/// What mojibake through such pages nearly always shows: two neighbours of U+0080…U+04FF,
/// U+2000…U+25FF that clean text seldom has side by side (a letter and a symbol, two letters with
/// marks), or a C1 control. False for nearly all Chinese text. Gigabytes a second, as the others.
[[nodiscard]] bool shows_mojibake(std::string_view text) noexcept;

/// Whether one of those places is, in some code page, a whole sequence of UTF-8, as clean text of
/// other languages has about once in a book; in max also with a blank for a byte, and C1 controls.
[[nodiscard]] bool shows_utf8(std::string_view text, RepairMode mode) noexcept;

/// Whether the characters around one of those places are strange enough that double-byte text may
/// explain them better, or a line mixes_cyrillic_case(). It misses single characters, and lines in
/// which ASCII stands between all the others.
[[nodiscard]] bool shows_double_bytes(std::string_view text) noexcept;

/// Whether a Cyrillic capital follows a small letter, three times within a line: what double-byte
/// text is in windows-1251, and words are not.
[[nodiscard]] bool mixes_cyrillic_case(std::string_view text) noexcept;

}  // namespace hanfix::repair
