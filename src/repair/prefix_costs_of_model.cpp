#include <algorithm>
#include <cmath>

#include "repair/prefix_costs.hpp"

namespace hanfix::repair {

PrefixCosts::PrefixCosts(model::Script script) {
  const model::Scorer scorer(script);
  std::array<double, 16> first{};
  std::array<double, 1024> second{};
  for (char32_t code = 0; code < 0x10000; ++code) {
    const int cost = scorer.unigram_cost(model::symbol(code));
    character_[code] = static_cast<std::uint16_t>(cost);
    if (code < 0x800 || (code >= 0xD800 && code < 0xE000)) continue;
    const double probability = std::exp2(-cost / double{model::kUnitsPerBit});
    first[code >> 12] += probability;
    second[code >> 6] += probability;
  }
  const auto cost = [](double probability) {
    const double bits = -std::log2(std::max(probability, 1e-9));
    return static_cast<std::uint16_t>(std::lround(std::max(bits, 0.0) * model::kUnitsPerBit));
  };
  for (std::size_t i = 0; i < first.size(); ++i) first_[i] = cost(first[i]);
  for (std::size_t i = 0; i < second.size(); ++i) second_[i] = cost(second[i]);
}

}  // namespace hanfix::repair
