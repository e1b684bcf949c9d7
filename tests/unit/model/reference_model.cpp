#include "reference_model.hpp"

#include <algorithm>

namespace hanfix::model {
namespace {

std::u32string symbols_of(build::Key key, unsigned order) {
  std::u32string out;
  for (unsigned i = order; i-- > 0;) out += build::last_of(key >> i * build::kSymbolBits);
  return out;
}

}  // namespace

ReferenceModel::ReferenceModel(const build::Counts& counts, build::Discounts discounts) {
  const auto add = [&](const build::Table& table, unsigned order, auto discount) {
    for (const build::Count& row : table) {
      const std::u32string gram = symbols_of(row.key, order);
      Context& context = contexts_[gram.substr(0, order - 1)];
      const double own = row.count - discount(row.count);
      context.discounted[gram.back()] = own;
      context.kept += own;
      if (order < 3) contexts_[gram].total = row.count;
      if (order == 1) context.total += row.count;
    }
  };
  const auto by_count = [](const double(&d)[3]) {
    return [&d](std::uint32_t count) {
      if (count == 1) return d[0];
      if (count == 2) return d[1];
      return std::min(d[2], count * 0.8);
    };
  };
  add(counts.unigrams, 1, [&](std::uint32_t) { return discounts.unigram; });
  add(counts.bigrams, 2, by_count(discounts.bigram));
  add(counts.trigrams, 3, by_count(discounts.trigram));
}

double ReferenceModel::probability(char32_t a, char32_t b, char32_t c, double code_points,
                                   double members) const {
  const Context& all = contexts_.at(U"");
  double p = 1 / code_points;
  const auto better = [&](const Context& context) {
    const auto own = context.discounted.find(c);
    const double listed =
        own == context.discounted.end() ? 0 : own->second / context.total / members;
    p = listed + (1 - context.kept / context.total) * p;
  };
  const auto apply = [&](const std::u32string& gram) {
    const auto found = contexts_.find(gram);
    if (found != contexts_.end() && !found->second.discounted.empty()) better(found->second);
  };
  better(all);
  // The image lists a bigram only below a unigram and a trigram only below both bigrams.
  apply({b});
  apply({a, b});
  return p;
}

}  // namespace hanfix::model
