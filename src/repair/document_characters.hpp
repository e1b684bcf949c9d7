/// \file  What a damaged text says about itself: the characters that came through whole.
#pragma once
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/char_model.hpp"

namespace hanfix::repair {

/// A cache model (Kuhn and De Mori 1990) for a text in which bytes are missing. A text repeats its
/// own names and terms, so a character that it has elsewhere is a better guess than the general
/// model knows, and better still after the same character as there.
class DocumentCharacters {
 public:
  /// Characters in their order; whatever is neither Han nor punctuation parts them. O(sample).
  DocumentCharacters(std::u32string_view sample, model::Script script);

  /// Cost of `second` after `first` in 1/16 bit, given the general model's `cost`; never dearer.
  /// O(1).
  [[nodiscard]] int cost(model::Symbol first, model::Symbol second, int cost) const noexcept;

 private:
  std::vector<std::uint16_t> counts_;  // by symbol
  std::vector<std::uint8_t> gains_;    // by symbol: what it costs less than the general model says
  std::unordered_map<std::uint32_t, std::uint16_t> pairs_;  // cost
};

}  // namespace hanfix::repair
