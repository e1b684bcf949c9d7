#include "model/char_model.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace hanfix::model {
namespace {

constexpr int kTableUnits = kUnitsPerBit / int{image::kCostSteps};

double probability(int cost) { return std::exp2(-double(cost) / kUnitsPerBit); }
int cost_of(double p) { return int(std::lround(-std::log2(p) * kUnitsPerBit)); }

// What the cheaper of two costs loses when the other, `difference` dearer, is added to it.
const std::array<std::uint8_t, 128>& sum_gain() {
  static const std::array<std::uint8_t, 128> table = [] {
    std::array<std::uint8_t, 128> out{};
    for (int i = 0; i < 128; ++i) {
      out[std::size_t(i)] = std::uint8_t(-cost_of(1 + probability(i)));
    }
    return out;
  }();
  return table;
}

// Both components of the cost of c in Traditional text, without the mixture's weights.
struct Components {
  int native, converted;
};

Components step(const Tables& tables, Scorer::Context& at, Symbol c) {
  const int native = tables.hant.step(at.state[0], at.b, c);
  const int converted =
      tables.hans.step(at.state[1], tables.to_hans[at.b], tables.to_hans[c]) + tables.share[c];
  at.a = at.b;
  at.b = c;
  return {native * kTableUnits, converted * kTableUnits};
}

char32_t image_of(const Symbol* map, char32_t code) {
  if (!is_han(code)) return code;
  const Tables& tables = Tables::embedded();
  const Symbol own = tables.symbol(code);
  return map[own] == own ? code : tables.codes[map[own]];
}

}  // namespace

char32_t to_hans(char32_t code) noexcept { return image_of(Tables::embedded().to_hans, code); }
char32_t to_hant(char32_t code) noexcept { return image_of(Tables::embedded().to_hant, code); }

Scorer::Scorer(Script script, Mixture mixture) noexcept
    : tables_(&Tables::embedded()), script_(script) {
  if (script == Script::hant && mixture.converted != 0) {
    const double converted = mixture.converted / 256.0;
    two_components_ = true;
    native_weight_ = cost_of(1 - converted);
    converted_weight_ = cost_of(converted);
  }
}

int Scorer::mixed(int native, int converted) const noexcept {
  const int a = native + native_weight_;
  const int b = converted + converted_weight_;
  const auto difference = std::size_t(std::min(std::abs(a - b), 127));
  return std::min(a, b) - sum_gain()[difference];
}

Scorer::Context Scorer::context(Symbol a, Symbol b) const noexcept {
  Context out{a, b, {}};
  if (b == kStart) return out;
  const GramTable& own = script_ == Script::hans ? tables_->hans : tables_->hant;
  out.state[0] = own.bigram(a, b).state;
  if (two_components_) {
    out.state[1] = tables_->hans.bigram(tables_->to_hans[a], tables_->to_hans[b]).state;
  }
  return out;
}

int Scorer::advance(Context& at, Symbol c) const noexcept {
  if (two_components_) {
    const Components both = step(*tables_, at, c);
    return mixed(both.native, both.converted);
  }
  const GramTable& own = script_ == Script::hans ? tables_->hans : tables_->hant;
  const int cost = own.step(at.state[0], at.b, c);
  at.a = at.b;
  at.b = c;
  return cost * kTableUnits;
}

int Scorer::cost(Symbol a, Symbol b, Symbol c) const noexcept {
  Context at = context(a, b);
  return advance(at, c);
}

int Scorer::unigram_cost(Symbol c) const noexcept {
  if (script_ == Script::hans) return tables_->hans.unigram(c) * kTableUnits;
  const int native = tables_->hant.unigram(c) * kTableUnits;
  if (!two_components_) return native;
  return mixed(native,
               (tables_->hans.unigram(tables_->to_hans[c]) + tables_->share[c]) * kTableUnits);
}

std::int64_t Scorer::total_cost(std::u32string_view text) const noexcept {
  Context at;
  std::int64_t total = 0;
  for (const char32_t code : text) total += advance(at, tables_->symbol(code));
  return total;
}

Mixture fit(Script script, std::u32string_view window) {
  constexpr std::size_t kMost = 64 * 1024;
  constexpr int kRounds = 6;
  if (script == Script::hans || window.empty()) return {};
  window = window.substr(0, kMost);
  const Tables& tables = Tables::embedded();
  std::vector<float> ratios;  // p(converted) / p(native)
  ratios.reserve(window.size());
  Scorer::Context at;
  for (const char32_t code : window) {
    const Components both = step(tables, at, tables.symbol(code));
    ratios.push_back(float(probability(both.converted - both.native)));
  }
  double weight = Mixture{}.converted / 256.0;
  for (int round = 0; round < kRounds; ++round) {
    double expected = 0;
    for (const float ratio : ratios) {
      expected += weight * double(ratio) / (1 - weight + weight * double(ratio));
    }
    // As if the default had been seen for a hundred characters: short texts say little.
    constexpr double kPrior = 100;
    weight = (expected + kPrior * Mixture{}.converted / 256.0) / (double(ratios.size()) + kPrior);
  }
  return {std::uint8_t(std::clamp(std::lround(weight * 256), 4L, 252L))};
}

double bits_per_char(const Scorer& scorer, std::u32string_view text) noexcept {
  if (text.empty()) return 0;
  return double(scorer.total_cost(text)) / kUnitsPerBit / double(text.size());
}

}  // namespace hanfix::model
