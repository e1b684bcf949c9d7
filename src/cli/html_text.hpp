/// \file  Bytes of any kind as text in an HTML page, where none of them can be markup or move the
/// text around it.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace hanfix::cli {

/// Appends `bytes` as the content of an element. Line feeds and tabs stay; what cannot be seen
/// (controls, zero-width characters, controls of writing direction, noncharacters) is written as
/// <span class="c">U+202E</span>, a byte that is not UTF-8 as <span class="c">\xFF</span>. The CR
/// of a line end has the class "cr".
void append_html(std::string& out, std::string_view bytes);

/// `bytes` on one line (see one_line()), for the content of an element or a quoted attribute.
[[nodiscard]] std::string html_line(std::string_view bytes);

/// Whether `byte` goes on with a character of UTF-8.
[[nodiscard]] constexpr bool is_continuation(char byte) noexcept {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}
/// As much of `text` as `most` characters, and no part of one.
[[nodiscard]] std::string_view first_characters(std::string_view text, std::size_t most);
/// Code points of well-formed UTF-8. O(text), vectorised.
[[nodiscard]] std::size_t count_characters(std::string_view text);

/// 3214 → "3,214".
[[nodiscard]] std::string grouped(unsigned long long count);
/// "1 line", "3,214 lines".
[[nodiscard]] std::string grouped(unsigned long long count, const char* noun);

}  // namespace hanfix::cli
