#include "repair/reading_table.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

extern "C" const unsigned char hanfix_readings[];

namespace hanfix::repair {
namespace {

static_assert(std::endian::native == std::endian::little, "the image is little-endian");

std::uint32_t number(std::size_t offset) noexcept {
  std::uint32_t value;
  std::memcpy(&value, hanfix_readings + offset, sizeof value);
  return value;
}

// The character's readings, comma-separated; empty if it has none.
std::string_view readings(char32_t character) noexcept {
  std::size_t low = 0, high = number(0);
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    const std::uint32_t code = number(4 + 8 * middle);
    if (code == character) {
      return reinterpret_cast<const char*>(hanfix_readings) + number(8 + 8 * middle);
    }
    if (code < character) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return {};
}

bool is_toned(char32_t code) noexcept {
  constexpr std::u32string_view kToned = U"āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ";
  return code >= 0x80 && kToned.find(code) != std::u32string_view::npos;
}

}  // namespace

bool reading_table::has(char32_t character, std::string_view reading) noexcept {
  std::string_view list = readings(character);
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    if (list.substr(0, comma) == reading) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
  return false;
}

bool reading_table::is_first(char32_t character, std::string_view reading) noexcept {
  const std::string_view list = readings(character);
  return !list.empty() && list.substr(0, list.find(',')) == reading;
}

Syllable match_syllable(std::u32string_view text) noexcept {
  std::size_t size = 0, tones = 0;
  while (size < text.size() && size < 7) {
    const char32_t code = text[size];
    if (is_toned(code)) {
      ++tones;
    } else if (!(code >= U'a' && code <= U'z') && code != U'ü' && code != U'ê') {
      break;
    }
    ++size;
  }
  if (tones > 1 || size > 6) return {};
  return {size, tones == 1};
}

}  // namespace hanfix::repair
