/// \file  Packs the keys of a dictionary into the arrays of an image.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "convert/compiler/text_dictionary.hpp"
#include "convert/image_format.hpp"

namespace hanfix::convert::compiler {

/// The numbering of the characters that occur in keys.
class CharacterClasses {
 public:
  /// Numbers the characters of the keys from 1, the frequent ones first.
  explicit CharacterClasses(const Entries& entries);
  /// 0 for a character of no key.
  [[nodiscard]] std::uint16_t of(char32_t code) const;
  /// Classes, the class 0 included.
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(codes_.size() + 1); }
  /// Characters in the order of their classes, from class 1.
  [[nodiscard]] const std::vector<char32_t>& codes() const { return codes_; }

 private:
  std::map<char32_t, std::uint16_t> numbers_;
  std::vector<char32_t> codes_;
};

/// What image::Dictionary points to, except the values.
struct DoubleArray {
  std::vector<std::uint16_t> pages;
  std::vector<image::Code> codes;
  std::vector<image::Root> roots;
  std::vector<image::Unit> units;
};

/// Value numbers + 1 are the positions of the keys in `entries`, from 1. Roots are complete but for
/// the values' text.
[[nodiscard]] DoubleArray build_double_array(const Entries& entries,
                                             const CharacterClasses& classes);

/// The record of `code` in a two-level table; makes its page where there is none yet.
template <class Record>
Record& paged(std::vector<std::uint16_t>& pages, std::vector<Record>& records, char32_t code) {
  pages.resize(image::kPages);
  if (records.empty()) records.resize(256);  // page 0: for all blocks without a record
  std::uint16_t& page = pages[code >> 8];
  if (page == 0) {
    page = static_cast<std::uint16_t>(records.size() / 256);
    records.resize(records.size() + 256);
  }
  return records[std::size_t{page} * 256 + (code & 0xFF)];
}

}  // namespace hanfix::convert::compiler
