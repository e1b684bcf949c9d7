/// \file  Whether a text may hold bytes that were read through a single-byte code page.
#pragma once
#include <string_view>

namespace hanfix::repair {

/// What mojibake through such pages always shows: two neighbours of U+0080…U+04FF, U+2000…U+25FF
/// that clean text seldom has side by side (a letter and a symbol, two accented letters), or a C1
/// control. False for nearly all Chinese text. Gigabytes a second where there is nothing.
[[nodiscard]] bool shows_mojibake(std::string_view text) noexcept;

/// Whether a Cyrillic capital follows a small letter, three times within the text: what double-byte
/// text is in windows-1251, and words are not.
[[nodiscard]] bool mixes_cyrillic_case(std::string_view text) noexcept;

}  // namespace hanfix::repair
