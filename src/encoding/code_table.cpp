#include <algorithm>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "encoding/byte_table.hpp"
#include "encoding/icu_converter.hpp"
#include "encoding/table_patches.hpp"

namespace hanfix {
namespace {

constexpr std::size_t kSubsetCount = 0
#define HANFIX_SUBSET(id, name, encoding, aliases) +1
#include "encoding/subsets.def"
#undef HANFIX_SUBSET
    ;

}  // namespace

void CodeTable::set(char32_t code, std::string_view bytes) {
  std::uint16_t& page = pages_of_[code >> 8];
  if (page == 0) {
    pages_.emplace_back().fill(0);
    page = static_cast<std::uint16_t>(pages_.size());
  }
  pages_[page - 1u][code & 0xFF] = hanfix::packed(bytes);
}

std::uint32_t CodeTable::packed_four_bytes(char32_t code) noexcept {
  const std::uint32_t linear = code - 0x10000 + kFourByteSupplementary;
  return (0x81 + linear / 12600) << 24 | (0x30 + linear / 1260 % 10) << 16 |
         (0x81 + linear / 10 % 126) << 8 | (0x30 + linear % 10);
}

CodeBytes CodeTable::encode(char32_t code) const noexcept {
  return code == 0 ? CodeBytes{1, {}} : unpacked(packed(code));
}

bool CodeTable::is_first_of_two(char32_t code) const noexcept {
  return std::any_of(twos_.begin(), twos_.end(), [&](const Two& two) { return two.first == code; });
}

CodeBytes CodeTable::encode(char32_t first, char32_t second) const noexcept {
  for (const Two& two : twos_) {
    if (two.first == first && two.second == second) return two.bytes;
  }
  return {};
}

CodeTable make_code_table(Encoding encoding) {
  CodeTable out;
  out.gb18030_ = encoding == Encoding::gb18030;
  std::unordered_map<char32_t, std::vector<std::string>> rivals;
  byte_table(encoding).for_each([&](std::string_view bytes, char32_t first, char32_t second) {
    if (second != 0) {
      out.twos_.push_back({first, second, unpacked(packed(bytes))});
      return;
    }
    if (first < 0x80) return;
    const CodeBytes known = out.encode(first);
    if (known.size == 0) {
      out.set(first, bytes);
    } else {
      std::vector<std::string>& all = rivals[first];
      if (all.empty()) all.emplace_back(known.view());
      all.emplace_back(bytes);
    }
  });
  IcuConverter icu(info(encoding).icu_name);
  for (auto& [code, all] : rivals) {
    std::string chosen;
    if (encoding == Encoding::big5_hkscs) {
      // The standard's "index Big5 pointer": not from HKSCS's part before A1 if there is another,
      // and for these six the last.
      constexpr std::u32string_view kLast = U"═╞╡╪十卅";
      const auto own = std::find_if(all.begin(), all.end(), [](const std::string& bytes) {
        return static_cast<unsigned char>(bytes[0]) >= 0xA1;
      });
      chosen = kLast.find(code) != std::u32string_view::npos ? all.back()
               : own != all.end()                            ? *own
                                                             : all.front();
    } else if (encoding == Encoding::gb18030) {
      // Two bytes before one (80 is only read) and before four (codes of older editions).
      chosen = *std::find_if(all.begin(), all.end(),
                             [](const std::string& bytes) { return bytes.size() == 2; });
    } else {
      chosen = icu.encode(code);
      if (std::find(all.begin(), all.end(), chosen) == all.end()) chosen = all.front();
    }
    out.set(code, chosen);
  }
  for (const EncodePatch& patch : encode_patches(encoding)) {
    out.set(patch.code, unpacked(patch.bytes).view());
  }
  return out;
}

CodeTable make_subset_table(Encoding encoding, Subset subset) {
  const CodeTable& whole = code_table(encoding);
  // What Microsoft's code pages have is what programs of that time can read: neither the characters
  // that GB 18030 put between GBK's, nor ETEN's and Hong Kong's, whose codes are user-defined
  // there.
  const std::unique_ptr<IcuConverter> cp936 =
      subset == Subset::gbk ? std::make_unique<IcuConverter>("windows-936-2000") : nullptr;
  const ByteTable* cp950 = subset == Subset::big5 ? &byte_table(Encoding::windows_950) : nullptr;
  const auto holds = [&](std::string_view bytes, char32_t code) {
    if (code >= 0xE000 && code < 0xF900) return false;
    if (cp950 != nullptr) {
      const ByteUnit unit = cp950->decode(bytes);
      return unit.kind == ByteUnit::Kind::character && unit.first == code;
    }
    if (cp936 != nullptr) {
      char32_t there = 0;
      return cp936->decode(bytes, there) == IcuConverter::Answer::character && there == code;
    }
    return in_gb2312(static_cast<unsigned char>(bytes[0]), static_cast<unsigned char>(bytes[1]));
  };
  CodeTable out;
  byte_table(encoding).for_each([&](std::string_view bytes, char32_t first, char32_t second) {
    if (bytes.size() != 2 || second != 0 || !holds(bytes, first)) return;
    // The whole's choice where it is in the part: 仝 is C6DF there, and C969 in Big5.
    if (out.packed(first) == 0 || whole.packed(first) == packed(bytes)) out.set(first, bytes);
  });
  if (subset == Subset::gbk) out.set(U'€', "\x80");  // as in code page 936
  return out;
}

const CodeTable& code_table(Encoding encoding, Subset subset) {
  static constexpr std::size_t kCount = kEncodingCount + kSubsetCount;
  static std::array<std::once_flag, kCount> once;
  static std::array<std::unique_ptr<CodeTable>, kCount> tables;
  const bool whole = subset == Subset::whole;
  const std::size_t index = whole ? static_cast<std::size_t>(encoding)
                                  : kEncodingCount + static_cast<std::size_t>(subset) - 1;
  std::call_once(once[index], [&] {
    tables[index] = std::make_unique<CodeTable>(whole ? make_code_table(encoding)
                                                      : make_subset_table(encoding, subset));
  });
  return *tables[index];
}

}  // namespace hanfix
