/// \file  Base64, as mail and UTF-7 write it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hanfix::repair {

/// A digit's value, -1 for what is none.
[[nodiscard]] constexpr int base64_digit(char c) noexcept {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/// The bytes; blanks are passed over, '=' is wanted only at the end, and not missed there.
[[nodiscard]] inline std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes;
  std::uint32_t value = 0;
  unsigned bits = 0;
  bool ended = false;
  for (const char c : text) {
    if (c == ' ') continue;
    const int digit = base64_digit(c);
    if (c == '=') {
      ended = true;
      continue;
    }
    if (digit < 0 || ended) return std::nullopt;
    value = (value << 6 | static_cast<std::uint32_t>(digit)) & 0xFFFF;
    bits += 6;
    if (bits >= 8) bytes.push_back(static_cast<char>(value >> (bits -= 8) & 0xFF));
  }
  return bytes;
}

}  // namespace hanfix::repair
