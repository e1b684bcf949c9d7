#include "repair/readings_items.hpp"

#include "base/utf8.hpp"
#include "repair/reading_table.hpp"

namespace hanfix::repair {
namespace {

// Code points of a bracketed syllable at most: opening mark, six letters, closing mark.
constexpr std::size_t kAnnotationMost = 8;

// Size in bytes of "(reading)" or "?reading)" at `at`, and where the reading lies; 0 if none is
// there. A syllable without a tone mark is a word of many languages: it must be one of the readings
// of `before`, the character it follows, as 麼(me) is.
std::size_t match_annotation(std::string_view text, std::size_t at, char32_t before,
                             std::string_view& reading) {
  char32_t code[kAnnotationMost];
  std::size_t byte[kAnnotationMost + 1];
  std::size_t count = 0;
  for (std::size_t next = at; next < text.size() && count < kAnnotationMost; ++count) {
    byte[count] = next;
    code[count] = utf8::next(text, next);
    byte[count + 1] = next;
  }
  if (count < 3) return 0;
  const auto [letters, toned] = match_syllable(std::u32string_view(code + 1, count - 1));
  if (letters == 0 || letters + 1 >= count) return 0;
  const char32_t close = code[letters + 1];
  if (close != (code[0] == U'（' ? U'）' : U')')) return 0;
  reading = text.substr(byte[1], byte[letters + 1] - byte[1]);
  if (!toned && (code[0] == U'?' || !reading_table::has(before, reading))) return 0;
  return byte[letters + 2] - at;
}

}  // namespace

std::vector<Item> itemize(std::string_view text) {
  std::vector<Item> items;
  items.reserve(text.size() / 2);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const char32_t code = utf8::next(text, at);
    Item item{Item::Kind::character, code, static_cast<std::uint32_t>(start), 0, {}};
    if (code == U'(' || code == U'（' || code == U'?') {
      const char32_t before = items.empty() ? U'\n' : items.back().code;
      if (const std::size_t size = match_annotation(text, start, before, item.reading); size != 0) {
        item.kind = code == U'?' ? Item::Kind::stray_annotation : Item::Kind::annotation;
        at = start + size;
      }
    }
    item.end = static_cast<std::uint32_t>(at);
    items.push_back(item);
  }
  return items;
}

std::u32string annotation_text(const Item& item) {
  std::u32string text(1, item.code);
  text += utf8::decode(item.reading);
  text += item.code == U'（' ? U'）' : U')';
  return text;
}

}  // namespace hanfix::repair
