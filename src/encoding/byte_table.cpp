#include "encoding/byte_table.hpp"

#include <string>

extern "C" const unsigned char hanfix_byte_tables[];

namespace hanfix {
namespace {

unsigned char at(std::string_view bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

template <class Item>
std::span<const Item> items(ByteTablesImage::Part part) {
  return {reinterpret_cast<const Item*>(hanfix_byte_tables + part.offset), part.count};
}

}  // namespace

ByteUnit ByteTable::decode(std::string_view bytes) const noexcept {
  std::size_t row = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::uint32_t entry = rows_[row][at(bytes, i)];
    const auto size = static_cast<std::uint8_t>(i + 1);
    if (entry < kNowhere) return {ByteUnit::Kind::character, size, entry};
    if (entry == kNowhere) {
      const bool swallows = i == 0 || at(bytes, i) >= 0x80;
      return {ByteUnit::Kind::malformed, swallows ? size : static_cast<std::uint8_t>(i)};
    }
    if ((entry & kNextRow) != 0) {
      row = entry & ~kNextRow;
    } else if ((entry & kTwo) != 0) {
      const CharacterPair& two = twos_[entry & ~kTwo];
      return {ByteUnit::Kind::character, size, two.first, two.second};
    } else {
      return four_bytes(bytes);
    }
  }
  return {ByteUnit::Kind::incomplete, static_cast<std::uint8_t>(bytes.size())};
}

ByteUnit ByteTable::four_bytes(std::string_view bytes) const noexcept {
  if (bytes.size() > 2 && (at(bytes, 2) < 0x81 || at(bytes, 2) > 0xFE)) {
    return {ByteUnit::Kind::malformed, 1};
  }
  if (bytes.size() > 3 && (at(bytes, 3) < 0x30 || at(bytes, 3) > 0x39)) {
    return {ByteUnit::Kind::malformed, 1};
  }
  if (bytes.size() < 4) {
    return {ByteUnit::Kind::incomplete, static_cast<std::uint8_t>(bytes.size())};
  }
  const std::uint32_t linear = ((at(bytes, 0) - 0x81u) * 10 + (at(bytes, 1) - 0x30u)) * 1260 +
                               (at(bytes, 2) - 0x81u) * 10 + (at(bytes, 3) - 0x30u);
  if (linear < four_.size()) return {ByteUnit::Kind::character, 4, four_[linear]};
  if (linear >= kFourByteSupplementary && linear < kFourByteSupplementary + 0x100000) {
    return {ByteUnit::Kind::character, 4, 0x10000 + linear - kFourByteSupplementary};
  }
  return {ByteUnit::Kind::malformed, 4};
}

void ByteTable::for_each(
    const std::function<void(std::string_view, char32_t, char32_t)>& visit) const {
  std::string bytes;
  const std::function<void(std::size_t)> walk = [&](std::size_t index) {
    for (std::uint32_t byte = 0; byte < 0x100; ++byte) {
      const std::uint32_t entry = rows_[index][byte];
      if (entry == kNowhere || entry == kFourBytes) continue;
      bytes.push_back(static_cast<char>(byte));
      if (entry < kNowhere) {
        visit(bytes, entry, 0);
      } else if ((entry & kNextRow) != 0) {
        walk(entry & ~kNextRow);
      } else {
        visit(bytes, twos_[entry & ~kTwo].first, twos_[entry & ~kTwo].second);
      }
      bytes.pop_back();
    }
  };
  walk(0);
  for (std::uint32_t linear = 0; linear < four_.size(); ++linear) {
    const char four[] = {
        static_cast<char>(0x81 + linear / 12600), static_cast<char>(0x30 + linear / 1260 % 10),
        static_cast<char>(0x81 + linear / 10 % 126), static_cast<char>(0x30 + linear % 10)};
    visit({four, 4}, four_[linear], 0);
  }
}

ByteTable::ByteTable(const ByteTablesImage::Table& table) noexcept
    : rows_(items<Row>(table.rows)),
      twos_(items<CharacterPair>(table.pairs)),
      four_(items<char16_t>(table.four_bytes)) {}

const ByteTable& byte_table(Encoding encoding) noexcept {
  static const std::vector<ByteTable> tables = [] {
    const auto& image = *reinterpret_cast<const ByteTablesImage*>(hanfix_byte_tables);
    std::vector<ByteTable> all;
    for (const ByteTablesImage::Table& table : image.tables) all.push_back(ByteTable(table));
    return all;
  }();
  return tables[static_cast<std::size_t>(encoding)];
}

bool in_gb2312(unsigned char lead, unsigned char trail) noexcept {
  const auto within = [trail](unsigned from, unsigned to) { return trail >= from && trail <= to; };
  if (!within(0xA1, 0xFE)) return false;
  switch (lead) {
    case 0xA1:
    case 0xA3:
      return true;
    case 0xA2:
      return within(0xB1, 0xE2) || within(0xE5, 0xEE) || within(0xF1, 0xFC);
    case 0xA4:
      return within(0xA1, 0xF3);
    case 0xA5:
      return within(0xA1, 0xF6);
    case 0xA6:
      return within(0xA1, 0xB8) || within(0xC1, 0xD8);
    case 0xA7:
      return within(0xA1, 0xC1) || within(0xD1, 0xF1);
    case 0xA8:
      return within(0xA1, 0xBA) || within(0xC5, 0xE9);
    case 0xA9:
      return within(0xA4, 0xEF);
    case 0xD7:
      return within(0xA1, 0xF9);
    default:
      return lead >= 0xB0 && lead <= 0xF7;
  }
}

}  // namespace hanfix
