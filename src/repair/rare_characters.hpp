/// \file  Text of characters that hardly anybody writes: what double-byte mojibake looks like.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

#include "model/char_model.hpp"

namespace hanfix::repair {

/// What `code` costs as a character of Chinese, Japanese or Korean text, in the language that likes
/// it best, at most kDearest; in 1/16 bit as the model's costs.
[[nodiscard]] int natural_cost(char32_t code) noexcept;
/// The same in one of these languages, by number.
[[nodiscard]] int natural_cost_in(std::size_t language, char32_t code) noexcept;
inline constexpr std::size_t kNaturalLanguages = 4;
inline constexpr int kDearest = 17 * model::kUnitsPerBit;

/// What a text beyond ASCII costs in the one of these languages that suits it best, or, if that is
/// less, by the model in either script; 1/16 bit.
class NaturalText {
 public:
  void add(char32_t code) { codes_.push_back(code); }
  [[nodiscard]] std::int64_t cost() const;

 private:
  std::u32string codes_;
};

}  // namespace hanfix::repair
