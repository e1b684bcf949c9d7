/// \file  What a document says about itself: the pairs of characters that its sound parts hold.
#pragma once
#include <cmath>
#include <cstdint>
#include <unordered_map>

#include "model/char_model.hpp"

namespace hanfix::repair {

/// A cache model (Kuhn and De Mori 1990): an article repeats its own words, so a pair of characters
/// seen elsewhere in the document is a good guess where bytes are missing.
class BigramCache {
 public:
  void add(model::Symbol first, model::Symbol second) {
    ++firsts_[first];
    ++pairs_[key(first, second)];
  }

  /// Cost of `second` after `first` in 1/16 bit, given the general model's `cost`: the cheaper one,
  /// the document's own estimate weighing a fifth. O(1).
  [[nodiscard]] int cost(model::Symbol first, model::Symbol second, int cost) const {
    if (cost <= kFloor || pairs_.empty()) return cost;
    const auto pair = pairs_.find(key(first, second));
    if (pair == pairs_.end()) return cost;
    const double probability = 0.2 * pair->second / firsts_.at(first);
    return std::min(cost,
                    static_cast<int>(std::lround(-std::log2(probability) * model::kUnitsPerBit)));
  }

 private:
  static constexpr int kFloor = 37;  // 2.3 bits: the cache never says less
  static std::uint32_t key(model::Symbol first, model::Symbol second) {
    return std::uint32_t{first} << 16 | second;
  }

  std::unordered_map<std::uint32_t, std::uint32_t> pairs_;
  std::unordered_map<model::Symbol, std::uint32_t> firsts_;
};

}  // namespace hanfix::repair
