#include "repair/rare_characters.hpp"

#include <algorithm>

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

void NaturalText::add(char32_t code) {
  const model::Symbol symbol = model::symbol(code);
  for (std::size_t i = 0; i < scorers_.size(); ++i) {
    const int cost = scorers_[i].advance(contexts_[i], symbol);
    if (code >= 0x80) costs_[i] += std::min(cost, code == 0xFFFD ? 10 * kBit : kDearest);
  }
  if (code < 0x80) return;
  for (std::size_t i = 0; i < std::size(kLanguages); ++i) {
    costs_[scorers_.size() + i] += natural_cost_in(i, code);
  }
}

std::int64_t NaturalText::cost() const noexcept {
  return *std::min_element(costs_.begin(), costs_.end());
}

}  // namespace hanfix::repair
