#include "repair/private_use_maps.hpp"

#include "encoding/byte_table.hpp"
#include "repair/gbk_pairs.hpp"

namespace hanfix::repair {
namespace {

// The single standard character that `bytes` stand for; 0 if there is none. A compatibility
// ideograph or a radical becomes what those families would make of it, lest a second run does.
char32_t standard(const ByteTable& table, unsigned lead, unsigned trail) {
  const char bytes[2] = {static_cast<char>(lead), static_cast<char>(trail)};
  const ByteUnit unit = table.decode({bytes, 2});
  const bool one = unit.kind == ByteUnit::Kind::character && unit.size == 2 && unit.second == 0;
  if (!one || is_private_use(unit.first) || unit.first >= 0xF0000) return 0;
  if (const char32_t to = compatibility_map().find(unit.first); to != 0) return to;
  if (const char32_t to = radical_map().find(unit.first); to != 0) return to;
  return unit.first;
}

// Code page 950 numbers its user-defined areas through, 157 characters a lead byte. This is the
// order in which HKSCS filled U+E000…F848.
struct Area {
  unsigned first, last;  // bytes
  char32_t code;         // of the first
};
constexpr Area kAreas[] = {
    {0xFA40, 0xFEFE, 0xE000},
    {0x8E40, 0xA0FE, 0xE311},
    {0x8140, 0x8DFE, 0xEEB8},
    {0xC6A1, 0xC8FE, kEtenFirst},
};

}  // namespace

const CharacterMap& gb_private_use_map() {
  static const CharacterMap map = [] {
    std::vector<CharacterMap::Entry> entries;
    const ByteTable& table = byte_table(Encoding::gb18030);
    for (unsigned lead = 0x81; lead <= 0xFE; ++lead) {
      for (unsigned trail = 0x40; trail <= 0xFE; ++trail) {
        const char32_t from = GbkPairs::instance().character(make_pair(lead, trail));
        if (!is_private_use(from)) continue;
        if (const char32_t to = standard(table, lead, trail); to != 0) {
          entries.emplace_back(from, to);
        }
      }
    }
    return CharacterMap(std::move(entries));
  }();
  return map;
}

const CharacterMap& eten_private_use_map() {
  static const CharacterMap map = [] {
    std::vector<CharacterMap::Entry> entries;
    for (const CharacterMap::Entry& entry : hkscs_private_use_map().entries()) {
      if (entry.first >= kEtenFirst && entry.first <= kEtenLast) entries.push_back(entry);
    }
    return CharacterMap(std::move(entries));
  }();
  return map;
}

const CharacterMap& hkscs_private_use_map() {
  static const CharacterMap map = [] {
    std::vector<CharacterMap::Entry> entries;
    const ByteTable& table = byte_table(Encoding::big5_hkscs);
    for (const Area& area : kAreas) {
      char32_t from = area.code;
      for (unsigned pair = area.first; pair <= area.last; ++pair) {
        const unsigned trail = pair & 0xFF;
        if (trail < 0x40 || (trail > 0x7E && trail < 0xA1) || trail == 0xFF) continue;
        if (const char32_t to = standard(table, pair >> 8, trail); to != 0) {
          entries.emplace_back(from, to);
        }
        ++from;
      }
    }
    return CharacterMap(std::move(entries));
  }();
  return map;
}

}  // namespace hanfix::repair
