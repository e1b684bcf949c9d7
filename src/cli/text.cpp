#include "cli/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace hanfix::cli {

Character front_character(std::string_view bytes) noexcept {
  const auto at = [&](std::size_t i) -> std::uint8_t {
    return i < bytes.size() ? static_cast<std::uint8_t>(bytes[i]) : std::uint8_t{0};
  };
  const std::uint8_t lead = at(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead < 0xC2   ? 0
                           : lead < 0xE0 ? 2
                           : lead < 0xF0 ? 3
                           : lead < 0xF5 ? 4
                                         : 0;
  if (size == 0) return {};
  char32_t code = lead & (0x7Fu >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((at(i) & 0xC0) != 0x80) return {};
    code = code << 6 | (at(i) & 0x3Fu);
  }
  constexpr std::array<char32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kLeast[size] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {code, size};
}

bool is_invisible(char32_t code) noexcept {
  return code == 0xAD || code == 0x61C || (code >= 0x200B && code <= 0x200F) ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) ||
         code == 0xFEFF || (code >= 0xFFF9 && code <= 0xFFFB) ||
         (code >= 0xE0000 && code <= 0xE007F);
}

namespace {

void append_hex(std::string& out, const char* format, unsigned value) {
  std::array<char, 16> text;
  const int size = std::snprintf(text.data(), text.size(), format, value);
  out.append(text.data(), static_cast<std::size_t>(size));
}

// \n, \t …: the escapes JSON and people share. 0: none.
char short_escape(char32_t code) {
  switch (code) {
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
  }
}

// Written so that NaN, which nobody should give, becomes 0 and a line stays JSON.
std::string formatted(const char* format, double value) {
  std::array<char, 32> text;
  const int size =
      std::snprintf(text.data(), text.size(), format, value > 0 ? std::min(value, 1.0) : 0.0);
  return {text.data(), static_cast<std::size_t>(size)};
}

// The blocks whose characters are W or F in Unicode's EastAsianWidth.txt, without the gaps.
bool wide(char32_t code) {
  return (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0x303E) ||
         (code >= 0x3041 && code <= 0xA4CF) || (code >= 0xAC00 && code <= 0xD7A3) ||
         (code >= 0xF900 && code <= 0xFAFF) || (code >= 0xFE30 && code <= 0xFE6F) ||
         (code >= 0xFF01 && code <= 0xFF60) || (code >= 0xFFE0 && code <= 0xFFE6) ||
         (code >= 0x1F300 && code <= 0x1F64F) || (code >= 0x1F900 && code <= 0x1F9FF) ||
         (code >= 0x20000 && code <= 0x3FFFD);
}

}  // namespace

std::size_t columns_of(std::string_view line) {
  std::size_t columns = 0;
  while (!line.empty()) {
    const Character c = front_character(line);
    const bool combining = c.code >= 0x300 && c.code <= 0x36F;
    columns += combining ? 0 : wide(c.code) ? 2 : 1;
    line.remove_prefix(c.size == 0 ? 1 : c.size);
  }
  return columns;
}

std::string json_share(double value) { return formatted("%.4g", value); }
std::string share(double value) { return formatted("%.2f", value); }

std::string plural(unsigned long long count, const char* noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string json_string(std::string_view bytes) {
  std::string out = "\"";
  while (!bytes.empty()) {
    const Character c = front_character(bytes);
    if (c.size == 0) {
      out += "\uFFFD";
    } else if (c.code == '"' || c.code == '\\') {
      out += '\\';
      out += static_cast<char>(c.code);
    } else if (const char escape = short_escape(c.code); escape != 0) {
      out += '\\';
      out += escape;
    } else if (c.code < 0x20 || c.code == 0x7F) {
      append_hex(out, "\\u%04x", c.code);
    } else {
      out += bytes.substr(0, c.size);
    }
    bytes.remove_prefix(c.size == 0 ? 1 : c.size);
  }
  return out += '"';
}

std::string one_line(std::string_view bytes) {
  std::string out;
  while (!bytes.empty()) {
    const Character c = front_character(bytes);
    if (c.size == 0) {
      append_hex(out, "\\x%02X", static_cast<std::uint8_t>(bytes[0]));
    } else if (const char escape = short_escape(c.code); escape != 0) {
      out += '\\';
      out += escape;
    } else if (c.code < 0x20 || c.code == 0x7F) {
      append_hex(out, "\\x%02X", c.code);
    } else if ((c.code >= 0x80 && c.code < 0xA0) || is_invisible(c.code)) {
      append_hex(out, "\\u{%X}", c.code);
    } else {
      out += bytes.substr(0, c.size);
    }
    bytes.remove_prefix(c.size == 0 ? 1 : c.size);
  }
  return out;
}

std::string human_size(unsigned long long bytes) {
  constexpr std::array<const char*, 5> kUnits = {"B", "KiB", "MiB", "GiB", "TiB"};
  if (bytes < 1024) return std::to_string(bytes) + " B";
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 1024 && unit + 1 < kUnits.size(); ++unit) value /= 1024;
  std::array<char, 32> text;
  const int size = std::snprintf(text.data(), text.size(), "%.1f %s", value, kUnits[unit]);
  return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace hanfix::cli
