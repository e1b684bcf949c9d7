/// \file  What may leave a stage before there is anything to decide.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace hanfix {

/// Bytes at the start of `text` that are plain ASCII. Eight at a time.
[[nodiscard]] inline std::size_t ascii_prefix(std::string_view text) noexcept {
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + at, 8);
    if ((word & 0x8080808080808080u) != 0) break;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

/// Plain ASCII passes at once, but for the current line, up to this many bytes of it: "CNN:" before
/// the first hanzi of a line is context, and "SQL" may be the head of a dictionary's key.
inline constexpr std::size_t kAsciiHeld = 1 << 10;

/// How much of `held`, whose first `ascii` bytes are plain ASCII, may go out.
[[nodiscard]] inline std::size_t free_ascii(std::string_view held, std::size_t ascii) noexcept {
  const std::size_t line = held.substr(0, ascii).rfind('\n');
  const std::size_t whole_lines = line == std::string_view::npos ? 0 : line + 1;
  return std::max(whole_lines, ascii > kAsciiHeld ? ascii - kAsciiHeld : 0);
}

}  // namespace hanfix
