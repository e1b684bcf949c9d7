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
  /// Counts the characters of the keys; call for every dictionary, then number().
  void count(const Entries& entries);
  /// Numbers the counted characters from 1, the frequent ones first.
  void number();
  /// 0 for a character of no key.
  [[nodiscard]] std::uint16_t of(char32_t code) const;
  /// Classes, the class 0 included.
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(codes_.size() + 1); }
  /// Characters in the order of their classes, from class 1.
  [[nodiscard]] const std::vector<char32_t>& codes() const { return codes_; }

 private:
  std::map<char32_t, std::uint32_t> counts_;
  std::map<char32_t, std::uint16_t> numbers_;
  std::vector<char32_t> codes_;
};

/// What image::Dictionary points to, except the values.
struct DoubleArray {
  std::vector<std::uint16_t> root_index;
  std::vector<image::Root> roots;
  std::vector<image::Unit> units;
};

/// Value numbers + 1 are the positions of the keys in `entries`, from 1.
[[nodiscard]] DoubleArray build_double_array(const Entries& entries,
                                             const CharacterClasses& classes);

}  // namespace hanfix::convert::compiler
