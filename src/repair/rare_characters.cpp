#include "repair/rare_characters.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "encoding/language_costs.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = model::kUnitsPerBit;

constexpr detection::Language kLanguages[] = {detection::Language::hans, detection::Language::hant,
                                              detection::Language::ja, detection::Language::ko};
static_assert(std::size(kLanguages) == kNaturalLanguages);

int cost_in(detection::Language language, char32_t code) {
  return std::min(
      int{detection::Image::embedded().cost(language, code)} * kBit / detection::kStepsPerBit,
      kDearest);
}

int least_cost(char32_t code) {
  const detection::Image& image = detection::Image::embedded();
  std::uint8_t least = 255;
  for (const detection::Language language : kLanguages) {
    least = std::min(least, image.cost(language, code));
  }
  return std::min(int{least} * kBit / detection::kStepsPerBit, kDearest);
}

}  // namespace

int natural_cost(char32_t code) noexcept {
  if (code == 0xFFFD) return 10 * kBit;
  return code < 0x80 ? 0 : least_cost(code);
}

int natural_cost_in(std::size_t language, char32_t code) noexcept {
  if (code == 0xFFFD) return 10 * kBit;
  return code < 0x80 ? 0 : cost_in(kLanguages[language], code);
}

std::int64_t NaturalText::cost() const {
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  std::vector<int> costs(codes_.size());
  for (const model::Script script : {model::Script::hans, model::Script::hant}) {
    model::Scorer(script).costs(codes_, costs);
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < codes_.size(); ++i) {
      if (codes_[i] >= 0x80) sum += std::min(costs[i], codes_[i] == 0xFFFD ? 10 * kBit : kDearest);
    }
    least = std::min(least, sum);
  }
  for (std::size_t language = 0; language < kNaturalLanguages; ++language) {
    std::int64_t sum = 0;
    for (const char32_t code : codes_) sum += natural_cost_in(language, code);
    least = std::min(least, sum);
  }
  return least;
}

}  // namespace hanfix::repair
