/// \file  From counts to probabilities: interpolated absolute discounting, and what to leave out.
#pragma once
#include <cstddef>
#include <vector>

#include "model/build/counts.hpp"

namespace hanfix::model::build {

/// Probability of a symbol after its context, and the weight of the shorter context for symbols
/// that are not listed after this n-gram as a context.
struct Estimate {
  Key key;
  double probability;
  double backoff = 1;
};

/// p(c|ab) is listed, or backoff(ab) p(c|b); p(c|b) is listed, or backoff(b) p(c).
/// Sums to one over all symbols after any context. Each vector is sorted by key.
struct Estimates {
  std::vector<Estimate> unigrams, bigrams, trigrams;
  /// Mass that the unigrams leave to what has no row, to be shared by code points.
  double unseen = 0;
};

/// Subtracted from counts of 1, 2 and 3 or more (of these at most kMost of the count); what is
/// subtracted, and what rows left out would have had, goes to the shorter context. Tuned on text
/// set aside (tools/measure_model).
struct Discounts {
  static constexpr double kMost = 0.8;
  double bigram[3] = {0.75, 1.2, 1.6};
  double trigram[3] = {0.85, 1.3, 1.6};
  double unigram = 0.75;
};

[[nodiscard]] Estimates estimate(const Counts& counts, const Discounts& discounts = {});

/// Leaves the rows whose loss costs most: those whose count times the bits that the row saves
/// against its shorter context is largest. A kept trigram keeps its two bigrams.
void prune(Counts& counts, std::size_t bigrams, std::size_t trigrams,
           const Discounts& discounts = {});

}  // namespace hanfix::model::build
