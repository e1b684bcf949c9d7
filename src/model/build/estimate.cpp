#include "model/build/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace hanfix::model::build {
namespace {

double discount(const double (&by_count)[3], std::uint32_t count) {
  return count < 3 ? by_count[count - 1] : std::min(by_count[2], Discounts::kMost * count);
}

const Estimate* find(const std::vector<Estimate>& rows, Key key) {
  const auto found = std::lower_bound(rows.begin(), rows.end(), key,
                                      [](const Estimate& row, Key k) { return row.key < k; });
  return found != rows.end() && found->key == key ? &*found : nullptr;
}

// Fills `rows` from `table`, context by context, and the contexts' back-off weights.
template <class Lower>
void interpolate(const Table& table, const Table& context_counts, const double (&discounts)[3],
                 std::vector<Estimate>& contexts, std::vector<Estimate>& rows, Lower lower) {
  rows.reserve(table.size());
  auto context = contexts.begin();
  for (std::size_t at = 0; at < table.size();) {
    const Key prefix = context_of(table[at].key);
    const double total = count_in(context_counts, prefix);
    while (context != contexts.end() && context->key < prefix) ++context;
    std::size_t end = at;
    double kept = 0;
    for (; end < table.size() && context_of(table[end].key) == prefix; ++end) {
      kept += table[end].count - discount(discounts, table[end].count);
    }
    const double backoff = 1 - kept / total;
    for (; at < end; ++at) {
      const double own = (table[at].count - discount(discounts, table[at].count)) / total;
      rows.push_back({table[at].key, own + backoff * lower(table[at].key)});
    }
    if (context != contexts.end() && context->key == prefix) context->backoff = backoff;
  }
}

struct Gain {
  std::int64_t gain;
  Key key;
};

// The keys of the `keep` largest gains; equal gains in the order of the keys.
std::unordered_set<Key> largest(std::vector<Gain>& gains, std::size_t keep) {
  const auto better = [](const Gain& a, const Gain& b) {
    return a.gain != b.gain ? a.gain > b.gain : a.key < b.key;
  };
  if (keep < gains.size()) {
    std::nth_element(gains.begin(), gains.begin() + std::ptrdiff_t(keep), gains.end(), better);
    gains.resize(keep);
  }
  std::unordered_set<Key> keys;
  keys.reserve(gains.size());
  for (const Gain& each : gains) keys.insert(each.key);
  return keys;
}

// Whole 1/16 bits, so that the choice does not hang on the last digit of a logarithm.
std::int64_t saved(std::uint32_t count, double listed, double otherwise) {
  return std::llround(16.0 * count * std::log2(listed / otherwise));
}

}  // namespace

Estimates estimate(const Counts& counts, const Discounts& discounts) {
  Estimates model;
  double total = 0;
  for (const Count& row : counts.unigrams) total += row.count;
  double kept = 0;
  for (const Count& row : counts.unigrams) {
    const double p = (row.count - discounts.unigram) / total;
    kept += p;
    model.unigrams.push_back({row.key, p});
  }
  model.unseen = 1 - kept;
  interpolate(counts.bigrams, counts.unigrams, discounts.bigram, model.unigrams, model.bigrams,
              [&](Key key) { return find(model.unigrams, last_of(key))->probability; });
  interpolate(counts.trigrams, counts.bigrams, discounts.trigram, model.bigrams, model.trigrams,
              [&](Key key) {
                const Estimate* bigram = find(model.bigrams, suffix_of(key));
                return bigram != nullptr ? bigram->probability
                                         : find(model.unigrams, last_of(context_of(key)))->backoff *
                                               find(model.unigrams, last_of(key))->probability;
              });
  return model;
}

void prune(Counts& counts, std::size_t bigrams, std::size_t trigrams, const Discounts& discounts) {
  const Estimates model = estimate(counts, discounts);
  std::vector<Gain> gains;
  for (std::size_t i = 0; i < counts.trigrams.size(); ++i) {
    const Key key = counts.trigrams[i].key;
    const Estimate* context = find(model.bigrams, context_of(key));
    const Estimate* lower = find(model.bigrams, suffix_of(key));
    if (context == nullptr || lower == nullptr) continue;
    const double otherwise = context->backoff * lower->probability;
    gains.push_back(
        {saved(counts.trigrams[i].count, model.trigrams[i].probability, otherwise), key});
  }
  const std::unordered_set<Key> kept_trigrams = largest(gains, trigrams);
  std::unordered_set<Key> needed;
  for (const Key key : kept_trigrams) needed.insert({context_of(key), suffix_of(key)});
  gains.clear();
  for (std::size_t i = 0; i < counts.bigrams.size(); ++i) {
    const Key key = counts.bigrams[i].key;
    if (needed.count(key) != 0) continue;
    const double otherwise = find(model.unigrams, context_of(key))->backoff *
                             find(model.unigrams, last_of(key))->probability;
    gains.push_back({saved(counts.bigrams[i].count, model.bigrams[i].probability, otherwise), key});
  }
  const std::unordered_set<Key> kept_bigrams =
      largest(gains, bigrams > needed.size() ? bigrams - needed.size() : 0);
  std::erase_if(counts.trigrams,
                [&](const Count& row) { return kept_trigrams.count(row.key) == 0; });
  std::erase_if(counts.bigrams, [&](const Count& row) {
    return kept_bigrams.count(row.key) == 0 && needed.count(row.key) == 0;
  });
}

}  // namespace hanfix::model::build
