#include "encoding/byte_table.hpp"

#include <mutex>
#include <string>

#include "encoding/icu_converter.hpp"
#include "encoding/table_patches.hpp"

namespace hanfix {
namespace {

constexpr bool is_private_use(char32_t code) {
  return (code >= 0xE000 && code < 0xF900) || code >= 0xF0000;
}

unsigned char at(std::string_view bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

}  // namespace

class ByteTableBuilder {
 public:
  explicit ByteTableBuilder(Encoding encoding)
      : encoding_(encoding), icu_(info(encoding).icu_name) {}

  std::unique_ptr<ByteTable> build() {
    table_ = std::make_unique<ByteTable>();
    add_row();
    for (std::uint32_t byte = 0; byte < 0x80; ++byte) table_->rows_[0][byte] = byte;
    fill("", 0);
    if (encoding_ == Encoding::gb18030) add_four_bytes();
    if (encoding_ == Encoding::euc_tw) add_planes();
    for (const DecodePatch& patch : decode_patches(encoding_)) apply(patch);
    return std::move(table_);
  }

 private:
  std::size_t add_row() {
    table_->rows_.emplace_back().fill(ByteTable::kNowhere);
    return table_->rows_.size() - 1;
  }

  // The row behind `prefix`, as ICU has it. Trail bytes below 0x40 occur only in GB18030, below
  // 0xA1 never in EUC.
  void fill(const std::string& prefix, std::size_t row) {
    const bool euc = encoding_ == Encoding::euc_tw || encoding_ == Encoding::euc_jp;
    const std::uint32_t from = prefix.empty() ? 0x80 : euc ? 0xA1 : 0x40;
    for (std::uint32_t byte = from; byte < 0x100; ++byte) {
      const std::string bytes = prefix + static_cast<char>(byte);
      char32_t code = 0;
      switch (icu_.decode(bytes, code)) {
        case IcuConverter::Answer::character:
          if (!is_private_use(code) || !drops_private_use(encoding_)) {
            table_->rows_[row][byte] = code;
          }
          break;
        case IcuConverter::Answer::more: {
          if (bytes.size() >= 4) break;
          const std::size_t next = add_row();
          table_->rows_[row][byte] = ByteTable::kNextRow | static_cast<std::uint32_t>(next);
          fill(bytes, next);
          break;
        }
        case IcuConverter::Answer::nothing:
          break;
      }
    }
  }

  // GB18030's four-byte codes count through what the two-byte codes of its edition 2000 leave of
  // the BMP. Since then 8135F437 changed places with A8BC (edition 2005); no other code moved.
  void add_four_bytes() {
    std::vector<bool> taken(0x10000);
    for (const ByteTable::Row& row : table_->rows_) {
      for (const std::uint32_t entry : row) {
        if (entry < 0x10000) taken[entry] = true;
      }
    }
    for (std::uint32_t lead = 0x81; lead <= 0xFE; ++lead) {
      const std::uint32_t entry = table_->rows_[0][lead];
      for (std::uint32_t digit = 0x30; digit <= 0x39; ++digit) {
        table_->rows_[entry & ~ByteTable::kNextRow][digit] = ByteTable::kFourBytes;
      }
    }
    constexpr char32_t kSwapped2005 = 0x1E3F, kSwappedPrivateUse = 0xE7C7;
    taken[kSwapped2005] = false;
    taken[kSwappedPrivateUse] = true;
    for (std::uint32_t code = 0x80; code < 0x10000; ++code) {
      if (taken[code] || (code >= 0xD800 && code < 0xE000)) continue;
      table_->four_.push_back(
          static_cast<char16_t>(code == kSwapped2005 ? kSwappedPrivateUse : code));
    }
  }

  // EUC-TW: 8E A1…B0 names a plane of CNS 11643. Plane 1 is also reached that way; planes without
  // characters still take four bytes.
  void add_planes() {
    const std::uint32_t entry = table_->rows_[0][0x8E];
    if (entry == ByteTable::kNowhere) return;
    const std::size_t planes = entry & ~ByteTable::kNextRow;
    const auto no_trail = static_cast<std::uint32_t>(add_row());
    const auto no_lead = static_cast<std::uint32_t>(add_row());
    const auto plane1 = static_cast<std::uint32_t>(add_row());
    for (std::uint32_t byte = 0xA1; byte <= 0xFE; ++byte) {
      table_->rows_[no_lead][byte] = ByteTable::kNextRow | no_trail;
      const std::uint32_t own = table_->rows_[0][byte];
      table_->rows_[plane1][byte] =
          own == ByteTable::kNowhere ? ByteTable::kNextRow | no_trail : own;
    }
    table_->rows_[planes][0xA1] = ByteTable::kNextRow | plane1;
    for (std::uint32_t byte = 0xA2; byte <= 0xB0; ++byte) {
      std::uint32_t& plane = table_->rows_[planes][byte];
      if (plane == ByteTable::kNowhere) plane = ByteTable::kNextRow | no_lead;
    }
  }

  void apply(const DecodePatch& patch) {
    const CodeBytes bytes = unpacked(patch.bytes);
    std::size_t row = 0;
    for (std::size_t i = 0; i + 1 < bytes.size; ++i) {
      std::uint32_t entry = table_->rows_[row][static_cast<unsigned char>(bytes.data[i])];
      if ((entry & ByteTable::kNextRow) == 0) {
        entry = ByteTable::kNextRow | static_cast<std::uint32_t>(add_row());
        table_->rows_[row][static_cast<unsigned char>(bytes.data[i])] = entry;
      }
      row = entry & ~ByteTable::kNextRow;
    }
    std::uint32_t value = patch.first == 0 ? ByteTable::kNowhere : patch.first;
    if (patch.second != 0) {
      value = ByteTable::kTwo | static_cast<std::uint32_t>(table_->twos_.size());
      table_->twos_.push_back({patch.first, patch.second});
    }
    table_->rows_[row][static_cast<unsigned char>(bytes.data[bytes.size - 1u])] = value;
  }

  Encoding encoding_;
  IcuConverter icu_;
  std::unique_ptr<ByteTable> table_;
};

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
      const Two& two = twos_[entry & ~kTwo];
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

const ByteTable& byte_table(Encoding encoding) {
  static std::array<std::once_flag, kEncodingCount> once;
  static std::array<std::unique_ptr<ByteTable>, kEncodingCount> tables;
  const auto index = static_cast<std::size_t>(encoding);
  std::call_once(once[index], [&] { tables[index] = ByteTableBuilder(encoding).build(); });
  return *tables[index];
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
