#include "repair/han_lines.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace hanfix::repair {

void for_each_line(std::string_view text, const std::function<bool(std::string_view)>& wanted,
                   const std::function<void(Line)>& visit) {
  std::vector<Placed> characters;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    if (wanted(text.substr(start, end - start))) {
      characters.clear();
      const std::size_t text_end = end > start && text[end - 1] == '\r' ? end - 1 : end;
      for (std::size_t at = start; at < text_end;) {
        const auto place = static_cast<std::uint32_t>(at);
        characters.push_back({utf8::next(text, at), place});
      }
      characters.push_back({U'\n', static_cast<std::uint32_t>(text_end)});
      visit(Line(characters).first(characters.size() - 1));
    }
    start = end + 1;
  }
}

bool is_hanzi(char32_t code) noexcept {
  return (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x3400 && code <= 0x4DBF) ||
         (code >= 0x20000 && code <= 0x2F7FF) || (code >= 0x30000 && code <= 0x3FFFF) ||
         code == U'々' || code == U'〇';
}
bool is_compatibility_ideograph(char32_t code) noexcept {
  return (code >= 0xF900 && code <= 0xFAFF) || (code >= 0x2F800 && code <= 0x2FA1F);
}
bool is_radical(char32_t code) noexcept { return code >= 0x2E80 && code <= 0x2FDF; }
bool is_private_use(char32_t code) noexcept { return code >= 0xE000 && code <= 0xF8FF; }
bool is_kana(char32_t code) noexcept {
  return (code >= 0x3041 && code <= 0x30FF) || (code >= 0x31F0 && code <= 0x31FF) ||
         (code >= 0xFF66 && code <= 0xFF9F);
}
bool is_hangul(char32_t code) noexcept {
  return (code >= 0xAC00 && code <= 0xD7AF) || (code >= 0x1100 && code <= 0x11FF) ||
         (code >= 0x3130 && code <= 0x318F);
}
bool is_chinese_mark(char32_t code) noexcept {
  return (code >= 0x3001 && code <= 0x301F && code != U'々' && code != U'〇') ||
         (code >= 0xFF01 && code <= 0xFF0F) || (code >= 0xFF1A && code <= 0xFF20) ||
         (code >= 0xFF3B && code <= 0xFF40) || (code >= 0xFF5B && code <= 0xFF65) ||
         (code >= 0x2014 && code <= 0x201F) || code == U'…' || code == U'·' ||
         (code >= 0xFE10 && code <= 0xFE19) || (code >= 0xFE30 && code <= 0xFE6B);
}
bool is_ascii_letter_or_digit(char32_t code) noexcept {
  return (code >= U'0' && code <= U'9') || (code >= U'a' && code <= U'z') ||
         (code >= U'A' && code <= U'Z');
}

std::size_t count_if(Line line, bool (*test)(char32_t) noexcept) {
  return static_cast<std::size_t>(
      std::count_if(line.begin(), line.end(), [&](const Placed& c) { return test(c.code); }));
}

bool is_about_characters(Line line, std::span<const std::u32string_view> words) {
  const auto holds = [&](std::u32string_view word) {
    return std::search(line.begin(), line.end(), word.begin(), word.end(),
                       [](const Placed& c, char32_t code) { return c.code == code; }) != line.end();
  };
  return holds(U"U+") || std::any_of(words.begin(), words.end(), holds);
}

Edit make_edit(const Block& block, Line line, std::size_t first, std::size_t last,
               std::string_view family, std::string after, double confidence) {
  const std::size_t start = line[first].start;
  const std::size_t end = line.data()[last].start;  // the line break's place, if need be
  return {{block.offset + start, block.offset + end},
          std::string(family),
          std::string(block.text.substr(start, end - start)),
          std::move(after),
          confidence};
}

}  // namespace hanfix::repair
