#include "model/char_model.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <vector>

namespace hanfix::model {
namespace {

constexpr int kTableUnits = kUnitsPerBit / int{image::kCostSteps};

int cost_of(double p) { return int(std::lround(-std::log2(p) * kUnitsPerBit)); }

// What the cheaper of two costs loses when the other, `difference` units dearer, is added to it:
// 16 log2(1 + 2^(-difference / 16)); 0 from the last one on.
constexpr std::uint8_t kSumGain[] = {
    16, 16, 15, 15, 14, 14, 13, 13, 12, 12, 12, 11, 11, 10, 10, 10, 9, 9, 9, 8, 8, 8, 8,
    7,  7,  7,  6,  6,  6,  6,  6,  5,  5,  5,  5,  5,  4,  4,  4,  4, 4, 4, 3, 3, 3, 3,
    3,  3,  3,  3,  3,  2,  2,  2,  2,  2,  2,  2,  2,  2,  2,  2,  2, 1, 1, 1, 1, 1, 1,
    1,  1,  1,  1,  1,  1,  1,  1,  1,  1,  1,  1,  1,  1,  1,  1,  1, 1, 1, 1, 0};

// Both components of the cost of c in Traditional text, without the mixture's weights.
struct Components {
  int native, converted;
};

Components step(const Tables& tables, GramTable::State& native, GramTable::State& converted,
                Symbol b, Symbol c) {
  const int own = tables.hant.step(native, b, c);
  const int other =
      tables.hans.step(converted, tables.to_hans[b], tables.to_hans[c]) + tables.share[c];
  return {own * kTableUnits, other * kTableUnits};
}

// Blocks of a text's symbols, each with the symbol before it in front: `next` fills the symbols of
// a block from a place on.
template <class Next, class Use>
void for_each_symbols(std::size_t size, Next next, Use use) {
  Symbol symbols[GramTable::kBlock + 1];
  symbols[0] = kStart;
  for (std::size_t at = 0; at < size;) {
    const std::size_t count = std::min(size - at, GramTable::kBlock);
    next(at, count, symbols + 1);
    use(static_cast<const Symbol*>(symbols), count);
    symbols[0] = symbols[count];
    at += count;
  }
}

// Calls use(costs, size) for each block; the costs are the table's.
template <class Next, class Use>
void for_each_block(const GramTable& table, std::size_t size, Next next, Use use) {
  GramTable::State state = 0;
  for_each_symbols(size, next, [&](const Symbol* symbols, std::size_t count) {
    std::int16_t costs[GramTable::kBlock];
    table.steps(state, symbols, count, costs);
    use(static_cast<const std::int16_t*>(costs), count);
  });
}

// Both components' costs, as the tables have them.
struct ComponentBlock {
  std::int16_t native[GramTable::kBlock], converted[GramTable::kBlock];
  std::size_t size;
};

template <class Next, class Use>
void for_each_block(std::size_t size, Next next, Use use) {
  const Tables& tables = Tables::embedded();
  GramTable::State native = 0, converted = 0;
  ComponentBlock block;
  for_each_symbols(size, next, [&](const Symbol* symbols, std::size_t count) {
    Symbol mapped[GramTable::kBlock + 1];
    for (std::size_t i = 0; i <= count; ++i) mapped[i] = tables.to_hans[symbols[i]];
    tables.hant.steps(native, symbols, count, block.native);
    tables.hans.steps(converted, mapped, count, block.converted);
    for (std::size_t i = 0; i < count; ++i) {
      block.converted[i] = std::int16_t(block.converted[i] + tables.share[symbols[i + 1]]);
    }
    block.size = count;
    use(static_cast<const ComponentBlock&>(block));
  });
}

auto symbols_of(std::u32string_view text) {
  return [text, &tables = Tables::embedded()](std::size_t at, std::size_t count, Symbol* out) {
    for (std::size_t i = 0; i < count; ++i) out[i] = tables.symbol(text[at + i]);
  };
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
  const auto difference = std::min(std::size_t(std::abs(a - b)), std::size(kSumGain) - 1);
  return std::min(a, b) - kSumGain[difference];
}

Scorer::Context Scorer::context(Symbol a, Symbol b) const noexcept {
  Context out{a, b, {}};
  if (b == kStart) return out;
  out.state[0] = own_table().bigram(a, b).state;
  if (two_components_) {
    out.state[1] = tables_->hans.bigram(tables_->to_hans[a], tables_->to_hans[b]).state;
  }
  return out;
}

int Scorer::advance(Context& at, Symbol c) const noexcept {
  const Symbol b = at.b;
  at.a = b;
  at.b = c;
  if (!two_components_) return own_table().step(at.state[0], b, c) * kTableUnits;
  const Components both = step(*tables_, at.state[0], at.state[1], b, c);
  return mixed(both.native, both.converted);
}

// Not by way of a Context: storing and loading it takes longer than the look-ups.
int Scorer::cost(Symbol a, Symbol b, Symbol c) const noexcept {
  GramTable::State native = b == kStart ? 0 : own_table().bigram(a, b).state;
  if (!two_components_) return own_table().step(native, b, c) * kTableUnits;
  GramTable::State converted =
      b == kStart ? 0 : tables_->hans.bigram(tables_->to_hans[a], tables_->to_hans[b]).state;
  const Components both = step(*tables_, native, converted, b, c);
  return mixed(both.native, both.converted);
}

int Scorer::unigram_cost(Symbol c) const noexcept {
  if (script_ == Script::hans) return tables_->hans.unigram(c) * kTableUnits;
  const int native = tables_->hant.unigram(c) * kTableUnits;
  if (!two_components_) return native;
  return mixed(native,
               (tables_->hans.unigram(tables_->to_hans[c]) + tables_->share[c]) * kTableUnits);
}

template <class Next, class Use>
void Scorer::for_each_cost(std::size_t size, Next next, Use use) const noexcept {
  if (two_components_) {
    for_each_block(size, next, [&](const ComponentBlock& block) {
      for (std::size_t i = 0; i < block.size; ++i) {
        use(mixed(block.native[i] * kTableUnits, block.converted[i] * kTableUnits));
      }
    });
  } else {
    for_each_block(own_table(), size, next, [&](const std::int16_t* costs, std::size_t count) {
      for (std::size_t i = 0; i < count; ++i) use(costs[i] * kTableUnits);
    });
  }
}

std::int64_t Scorer::total_cost(std::u32string_view text) const noexcept {
  std::int64_t total = 0;
  for_each_cost(text.size(), symbols_of(text), [&](int cost) { total += cost; });
  return total;
}

void Scorer::costs(std::span<const Symbol> text, std::span<int> out) const noexcept {
  const auto next = [&](std::size_t at, std::size_t count, Symbol* symbols) {
    std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(at), count, symbols);
  };
  std::size_t at = 0;
  for_each_cost(text.size(), next, [&](int cost) { out[at++] = cost; });
}

void Scorer::costs(std::u32string_view text, std::span<int> out) const noexcept {
  std::size_t at = 0;
  for_each_cost(text.size(), symbols_of(text), [&](int cost) { out[at++] = cost; });
}

Mixture fit(Script script, std::u32string_view window) {
  constexpr std::size_t kMost = 64 * 1024;
  constexpr int kRounds = 6;
  if (script == Script::hans || window.empty()) return {};
  window = window.substr(0, kMost);
  std::vector<float> ratios;  // p(converted) / p(native)
  ratios.reserve(window.size());
  for_each_block(window.size(), symbols_of(window), [&](const ComponentBlock& block) {
    for (std::size_t i = 0; i < block.size; ++i) {
      ratios.push_back(std::exp2(float(block.native[i] - block.converted[i]) / image::kCostSteps));
    }
  });
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
