#include "repair/wrong_decoder.hpp"

#include "base/utf8.hpp"
#include "encoding/byte_table.hpp"

namespace hanfix::repair {
namespace {

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

}  // namespace

GbkPair gbk_pair_of(char32_t code) noexcept {
  if (code < 0x10000) return GbkPairs::instance().pair_anywhere(static_cast<char16_t>(code));
  const std::uint32_t bytes = code_table(Encoding::gb18030).packed(code);
  return bytes > 0xFF && bytes <= 0xFFFF ? static_cast<GbkPair>(bytes) : GbkPair{0};
}

std::vector<SeenUnit> seen_units(std::string_view text, std::uint32_t base) {
  std::vector<SeenUnit> units;
  units.reserve(text.size() / 2);
  for (std::size_t at = 0; at < text.size();) {
    const auto start = static_cast<std::uint32_t>(at);
    SeenUnit unit{SeenUnit::Kind::other, 0, utf8::next(text, at), base + start, 0};
    unit.end = base + static_cast<std::uint32_t>(at);
    if (unit.code < 0x80) {
      unit.kind = SeenUnit::Kind::ascii;
    } else if (unit.code == kEuro) {
      unit.kind = SeenUnit::Kind::euro;
    } else if (unit.code == 0xFFFD) {
      unit.kind = SeenUnit::Kind::replacement;
    } else if (const GbkPair pair = gbk_pair_of(unit.code); pair != 0) {
      unit.kind = SeenUnit::Kind::pair;
      unit.pair = pair;
    }
    units.push_back(unit);
  }
  return units;
}

bool WrongDecoder::shows(unsigned lead, unsigned trail) const noexcept {
  const GbkPair pair = make_pair(lead, trail);
  switch (table) {
    case Table::windows:
      return GbkPairs::instance().character(pair) != 0;
    case Table::high:
      return pair != kEuroPair && GbkPairs::instance().shown(pair);
    case Table::standard:
      break;
  }
  return GbkPairs::instance().assigned(pair);
}

std::size_t WrongDecoder::mark_size(std::string_view bytes, std::size_t at) const noexcept {
  if (!takes_pairs() || at + 1 == bytes.size()) return 1;
  const unsigned next = byte_at(bytes, at + 1);
  if (marks == Marks::replacement_pair) return next >= 0x80 ? 2 : 1;
  return next != '\n' && next != '\r' ? 2 : 1;
}

bool WrongDecoder::reproduces(std::string_view bytes, const SeenUnit* first,
                              const SeenUnit* last) const noexcept {
  std::size_t at = 0;
  for (; first != last; ++first) {
    if (at >= bytes.size()) return false;
    const unsigned byte = byte_at(bytes, at);
    if (byte < 0x80) {
      if (first->kind != SeenUnit::Kind::ascii || first->code != byte) return false;
      ++at;
    } else if (byte == 0x80 && euro) {
      if (first->kind != SeenUnit::Kind::euro) return false;
      ++at;
    } else if (at + 1 < bytes.size() && shows(byte, byte_at(bytes, at + 1))) {
      const GbkPair pair = make_pair(byte, byte_at(bytes, at + 1));
      const bool same = first->kind == SeenUnit::Kind::pair   ? first->pair == pair
                        : first->kind == SeenUnit::Kind::euro ? pair == kEuroPair
                                                              : false;
      if (!same) return false;
      at += 2;
    } else {
      if (!is_mark(*first)) return false;
      at += mark_size(bytes, at);
    }
  }
  return at == bytes.size();
}

}  // namespace hanfix::repair
