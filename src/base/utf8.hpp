/// \file  UTF-8, one code point at a time, for text that is known to be well-formed.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace hanfix::utf8 {

/// U+FFFD as bytes.
inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Bytes in the sequence that `lead` starts (1 to 4); 1 for anything that is not a lead byte.
[[nodiscard]] constexpr std::size_t sequence_length(unsigned char lead) noexcept {
  return lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/// Whether a byte goes on with a sequence that began before it.
[[nodiscard]] constexpr bool is_continuation(char byte) noexcept {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}
/// The first place at or behind `at` where a sequence begins, or the end of `text`.
[[nodiscard]] constexpr std::size_t begin_from(std::string_view text, std::size_t at) noexcept {
  while (at < text.size() && is_continuation(text[at])) ++at;
  return at;
}
/// The last place before `at` where a sequence begins. Precondition: `at` > 0.
[[nodiscard]] constexpr std::size_t begin_before(std::string_view text, std::size_t at) noexcept {
  do --at;
  while (at > 0 && is_continuation(text[at]));
  return at;
}

/// Whether a sequence of three bytes begins at `at`. Precondition: `text` is well-formed UTF-8, but
/// that it may be cut.
[[nodiscard]] constexpr bool is_three_at(std::string_view text, std::size_t at) noexcept {
  return at + 3 <= text.size() && (text[at] & 0xF0) == 0xE0;
}

/// The code point of the sequence of three bytes at `at`. Precondition: there is one.
[[nodiscard]] constexpr char32_t three_at(const char* at) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(at[i]); };
  return char32_t((byte(0) & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu));
}

/// The code point at `at`, and `at` moved behind it. Precondition: well-formed, at < text.size().
[[nodiscard]] constexpr char32_t next(std::string_view text, std::size_t& at) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned char lead = byte(0);
  char32_t code = lead;
  switch (sequence_length(lead)) {
    case 1:
      at += 1;
      return code;
    case 2:
      code = char32_t((lead & 0x1Fu) << 6 | (byte(1) & 0x3Fu));
      at += 2;
      return code;
    case 3:
      code = three_at(text.data() + at);
      at += 3;
      return code;
    default:
      code = char32_t((lead & 0x07u) << 18 | (byte(1) & 0x3Fu) << 12 | (byte(2) & 0x3Fu) << 6 |
                      (byte(3) & 0x3Fu));
      at += 4;
      return code;
  }
}

/// Appends `code` (a Unicode scalar value) to `out`.
constexpr void append(std::string& out, char32_t code) {
  const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6), put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12), put(0x80 | (code >> 6 & 0x3F)), put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18), put(0x80 | (code >> 12 & 0x3F)), put(0x80 | (code >> 6 & 0x3F)),
        put(0x80 | (code & 0x3F));
  }
}

/// Bytes of `code` (a Unicode scalar value) in UTF-8.
[[nodiscard]] constexpr std::size_t size_of(char32_t code) noexcept {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/// How many code points a well-formed text has. O(bytes).
[[nodiscard]] constexpr std::size_t count(std::string_view text) noexcept {
  std::size_t count = 0;
  for (const char byte : text) count += !is_continuation(byte);
  return count;
}

/// Code points of a well-formed text.
[[nodiscard]] inline std::u32string decode(std::string_view text) {
  std::u32string out;
  out.reserve(text.size() / 2);
  for (std::size_t at = 0; at < text.size();) out.push_back(next(text, at));
  return out;
}

[[nodiscard]] inline std::string encode(std::u32string_view text) {
  std::string out;
  out.reserve(text.size() * 3);
  for (const char32_t code : text) append(out, code);
  return out;
}

/// Bytes at the end of `text` that begin a sequence without completing it (0 to 3): what a stage
/// keeps back when a chunk ends inside a character.
[[nodiscard]] constexpr std::size_t incomplete_tail(std::string_view text) noexcept {
  for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if (byte >= 0xC0) return sequence_length(byte) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

}  // namespace hanfix::utf8
