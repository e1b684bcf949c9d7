#include "repair/character_map.hpp"

#include <unicode/unorm2.h>

#include <algorithm>
#include <cstring>

#include "base/utf8.hpp"

extern "C" const unsigned char hanfix_radicals[];  // compile_radicals.cpp says how

namespace hanfix::repair {
namespace {

// The single character that ICU decomposes `code` to; 0 if there is none.
char32_t decomposed(const UNormalizer2* normalizer, char32_t code) {
  if (normalizer == nullptr) return 0;
  UChar units[32];
  UErrorCode error = U_ZERO_ERROR;
  const auto point = static_cast<UChar32>(code);
  const int32_t size = unorm2_getDecomposition(normalizer, point, units, 32, &error);
  if (U_FAILURE(error) || size <= 0) return 0;
  int32_t at = 0;
  UChar32 first;
  U16_NEXT(units, at, size, first);
  return at == size ? static_cast<char32_t>(first) : 0;
}

std::uint32_t image_number(std::size_t index) {
  std::uint32_t value;
  std::memcpy(&value, hanfix_radicals + 4 * index, sizeof value);
  return value;
}

}  // namespace

CharacterMap::CharacterMap(std::vector<Entry> entries) : entries_(std::move(entries)) {
  std::sort(entries_.begin(), entries_.end());
}

char32_t CharacterMap::find(char32_t code) const noexcept {
  const auto at = std::lower_bound(entries_.begin(), entries_.end(), Entry{code, 0});
  return at != entries_.end() && at->first == code ? at->second : 0;
}

const CharacterMap& compatibility_map() {
  static const CharacterMap map = [] {
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2* nfd = unorm2_getNFDInstance(&error);
    std::vector<CharacterMap::Entry> entries;
    const auto add = [&](char32_t first, char32_t last) {
      for (char32_t code = first; code <= last; ++code) {
        if (const char32_t to = decomposed(nfd, code); to != 0) entries.emplace_back(code, to);
      }
    };
    add(0xF900, 0xFAFF);
    add(0x2F800, 0x2FA1F);
    return CharacterMap(std::move(entries));
  }();
  return map;
}

const CharacterMap& radical_map() {
  static const CharacterMap map = [] {
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2* nfkd = unorm2_getNFKDInstance(&error);
    std::vector<CharacterMap::Entry> entries;
    for (char32_t code = 0x2E80; code <= 0x2FD5; ++code) {
      if (const char32_t to = decomposed(nfkd, code); to != 0) entries.emplace_back(code, to);
    }
    for (std::size_t row = 0; row < image_number(0); ++row) {
      entries.emplace_back(image_number(1 + 2 * row), image_number(2 + 2 * row));
    }
    return CharacterMap(std::move(entries));
  }();
  return map;
}

void replace_runs(const Block& block, Line line, const CharacterMap& map, std::string_view family,
                  const std::function<bool(std::size_t first, std::size_t last)>& accept,
                  Findings& findings) {
  for (std::size_t first = 0; first < line.size(); ++first) {
    std::string after;
    std::size_t last = first;
    for (char32_t to; last < line.size() && (to = map.find(line[last].code)) != 0; ++last) {
      utf8::append(after, to);
    }
    if (last == first) continue;
    if (accept(first, last)) {
      findings.edits.push_back(make_edit(block, line, first, last, family, std::move(after), 1.0));
    }
    first = last;
  }
}

}  // namespace hanfix::repair
