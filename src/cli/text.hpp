/// \file  Bytes of any kind as one line of text, or as a JSON string.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hanfix::cli {

struct Character {
  char32_t code = 0;
  std::size_t size = 0;  ///< bytes; 0: not well-formed
};

/// The character at the front of `bytes` (not empty), by table 3-7 of Unicode 15.
[[nodiscard]] Character front_character(std::string_view bytes) noexcept;

/// Zero-width characters, soft hyphen, line and paragraph separators, controls of writing
/// direction, annotations and tags, byte order mark.
[[nodiscard]] bool is_invisible(char32_t code) noexcept;

/// A JSON string with its quotes, valid UTF-8 whatever `bytes` holds: each byte that is not part
/// of a well-formed character becomes U+FFFD, controls are escaped.
[[nodiscard]] std::string json_string(std::string_view bytes);

/// `bytes` for a person's terminal, on one line: controls as \n, \t, \x1B; characters that are
/// invisible or turn the line around as \u{200B}; bytes that are not UTF-8 as \xFF.
[[nodiscard]] std::string one_line(std::string_view bytes);

/// How many columns of a terminal a line of UTF-8 takes: two for a Chinese character.
[[nodiscard]] std::size_t columns_of(std::string_view line);

/// A share of 1 in JSON: 0.9973. What is not in 0…1 (NaN too) becomes the nearest bound.
[[nodiscard]] std::string json_share(double value);
/// The same for a person: 1.00.
[[nodiscard]] std::string share(double value);

/// "1 file", "2 files".
[[nodiscard]] std::string plural(unsigned long long count, const char* noun);

/// 1536 → "1.5 KiB".
[[nodiscard]] std::string human_size(unsigned long long bytes);

}  // namespace hanfix::cli
