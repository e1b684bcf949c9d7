/// \file  Compiles ICU's converters and the patches beside them into the image that ByteTable
/// reads.
#include <cstdint>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "encoding/byte_table.hpp"
#include "encoding/icu_converter.hpp"
#include "encoding/table_patches.hpp"

namespace hanfix {
namespace {

constexpr bool is_private_use(char32_t code) {
  return (code >= 0xE000 && code < 0xF900) || code >= 0xF0000;
}

struct Parts {
  std::vector<ByteTable::Row> rows;
  std::vector<CharacterPair> pairs;
  std::vector<char16_t> four_bytes;
};

class Builder {
 public:
  explicit Builder(Encoding encoding) : encoding_(encoding), icu_(info(encoding).icu_name) {}

  Parts build() {
    add_row();
    for (std::uint32_t byte = 0; byte < 0x80; ++byte) table_.rows[0][byte] = byte;
    fill("", 0);
    if (encoding_ == Encoding::gb18030) add_four_bytes();
    if (encoding_ == Encoding::euc_tw) add_planes();
    for (const DecodePatch& patch : decode_patches(encoding_)) apply(patch);
    return std::move(table_);
  }

 private:
  std::size_t add_row() {
    table_.rows.emplace_back().fill(ByteTable::kNowhere);
    return table_.rows.size() - 1;
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
            table_.rows[row][byte] = code;
          }
          break;
        case IcuConverter::Answer::more: {
          if (bytes.size() >= 4) break;
          const std::size_t next = add_row();
          table_.rows[row][byte] = ByteTable::kNextRow | static_cast<std::uint32_t>(next);
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
    for (const ByteTable::Row& row : table_.rows) {
      for (const std::uint32_t entry : row) {
        if (entry < 0x10000) taken[entry] = true;
      }
    }
    for (std::uint32_t lead = 0x81; lead <= 0xFE; ++lead) {
      const std::uint32_t entry = table_.rows[0][lead];
      for (std::uint32_t digit = 0x30; digit <= 0x39; ++digit) {
        table_.rows[entry & ~ByteTable::kNextRow][digit] = ByteTable::kFourBytes;
      }
    }
    constexpr char32_t kSwapped2005 = 0x1E3F, kSwappedPrivateUse = 0xE7C7;
    taken[kSwapped2005] = false;
    taken[kSwappedPrivateUse] = true;
    for (std::uint32_t code = 0x80; code < 0x10000; ++code) {
      if (taken[code] || (code >= 0xD800 && code < 0xE000)) continue;
      table_.four_bytes.push_back(
          static_cast<char16_t>(code == kSwapped2005 ? kSwappedPrivateUse : code));
    }
  }

  // EUC-TW: 8E A1…B0 names a plane of CNS 11643. Plane 1 is also reached that way; planes without
  // characters still take four bytes.
  void add_planes() {
    const std::uint32_t entry = table_.rows[0][0x8E];
    if (entry == ByteTable::kNowhere) return;
    const std::size_t planes = entry & ~ByteTable::kNextRow;
    const auto no_trail = static_cast<std::uint32_t>(add_row());
    const auto no_lead = static_cast<std::uint32_t>(add_row());
    const auto plane1 = static_cast<std::uint32_t>(add_row());
    for (std::uint32_t byte = 0xA1; byte <= 0xFE; ++byte) {
      table_.rows[no_lead][byte] = ByteTable::kNextRow | no_trail;
      const std::uint32_t own = table_.rows[0][byte];
      table_.rows[plane1][byte] = own == ByteTable::kNowhere ? ByteTable::kNextRow | no_trail : own;
    }
    table_.rows[planes][0xA1] = ByteTable::kNextRow | plane1;
    for (std::uint32_t byte = 0xA2; byte <= 0xB0; ++byte) {
      std::uint32_t& plane = table_.rows[planes][byte];
      if (plane == ByteTable::kNowhere) plane = ByteTable::kNextRow | no_lead;
    }
  }

  void apply(const DecodePatch& patch) {
    const CodeBytes bytes = unpacked(patch.bytes);
    std::size_t row = 0;
    for (std::size_t i = 0; i + 1 < bytes.size; ++i) {
      std::uint32_t entry = table_.rows[row][static_cast<unsigned char>(bytes.data[i])];
      if ((entry & ByteTable::kNextRow) == 0) {
        entry = ByteTable::kNextRow | static_cast<std::uint32_t>(add_row());
        table_.rows[row][static_cast<unsigned char>(bytes.data[i])] = entry;
      }
      row = entry & ~ByteTable::kNextRow;
    }
    std::uint32_t value = patch.first == 0 ? ByteTable::kNowhere : patch.first;
    if (patch.second != 0) {
      value = ByteTable::kTwo | static_cast<std::uint32_t>(table_.pairs.size());
      table_.pairs.push_back({patch.first, patch.second});
    }
    table_.rows[row][static_cast<unsigned char>(bytes.data[bytes.size - 1u])] = value;
  }

  Encoding encoding_;
  IcuConverter icu_;
  Parts table_;
};

int compile(const char* path) {
  ByteTablesImage image{};
  std::string data;
  const auto add = [&](const auto& items) {
    const ByteTablesImage::Part part{static_cast<std::uint32_t>(sizeof image + data.size()),
                                     static_cast<std::uint32_t>(items.size())};
    if (!items.empty()) {
      data.append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof items[0]);
    }
    data.resize((data.size() + 3) / 4 * 4);
    return part;
  };
  for (std::size_t i = 0; i < kEncodingCount; ++i) {
    const auto encoding = static_cast<Encoding>(i);
    if (info(encoding).coding != Coding::table) continue;
    const Parts parts = Builder(encoding).build();
    image.tables[i] = {add(parts.rows), add(parts.pairs), add(parts.four_bytes)};
  }
  std::ofstream out(path, std::ios::binary);
  out.write(reinterpret_cast<const char*>(&image), sizeof image);
  out.write(data.data(), static_cast<std::streamsize>(data.size()));
  if (out.flush()) return 0;
  std::cerr << path << ": cannot be written\n";
  return 1;
}

}  // namespace
}  // namespace hanfix

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: compile_byte_tables OUT\n";
    return 2;
  }
  return hanfix::compile(argv[1]);
}
