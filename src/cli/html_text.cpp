#include "cli/html_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "cli/text.hpp"

namespace hanfix::cli {
namespace {

// The character reference for what means something in HTML, or "".
std::string_view reference(char32_t code) {
  switch (code) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

bool is_shown_by_name(char32_t code) {
  if (code == '\n' || code == '\t') return false;
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || is_invisible(code) ||
         (code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF);
}

}  // namespace

void append_html(std::string& out, std::string_view bytes) {
  std::array<char, 16> name;
  while (!bytes.empty()) {
    const Character c = front_character(bytes);
    const std::size_t size = std::max<std::size_t>(c.size, 1);
    if (c.size == 0 || is_shown_by_name(c.code)) {
      const unsigned value = c.size == 0 ? static_cast<unsigned char>(bytes[0]) : c.code;
      const int length =
          std::snprintf(name.data(), name.size(), c.size == 0 ? "\\x%02X" : "U+%04X", value);
      const bool ends_line = c.code == '\r' && bytes.size() > 1 && bytes[1] == '\n';
      out += ends_line ? "<span class=\"cr\">" : "<span class=\"c\">";
      out.append(name.data(), static_cast<std::size_t>(length));
      out += "</span>";
    } else if (const std::string_view escaped = reference(c.code); !escaped.empty()) {
      out += escaped;
    } else {
      out += bytes.substr(0, size);
    }
    bytes.remove_prefix(size);
  }
}

std::string html_line(std::string_view bytes) {
  std::string out;
  append_html(out, one_line(bytes));
  return out;
}

std::string_view first_characters(std::string_view text, std::size_t most) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if (!is_continuation(text[at]) && most-- == 0) break;
  }
  return text.substr(0, at);
}

std::size_t count_characters(std::string_view text) {
  return text.size() -
         static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_continuation));
}

std::string grouped(unsigned long long count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

std::string grouped(unsigned long long count, const char* noun) {
  return grouped(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace hanfix::cli
