/// \file  A slow model straight from the counts: maps, doubles, no hashing, no quantisation.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "model/build/conversion.hpp"
#include "model/build/counts.hpp"
#include "model/build/estimate.hpp"

namespace hanfix::model {

/// p(c|ab) of one table, by the formula: discounted share of the count, and what is left over in
/// proportion to the shorter context.
class ReferenceModel {
 public:
  explicit ReferenceModel(const build::Counts& counts, build::Discounts discounts = {});

  /// Symbols by representative; divided by the members of a class.
  [[nodiscard]] double probability(char32_t a, char32_t b, char32_t c, double code_points,
                                   double members) const;

 private:
  struct Context {
    double total = 0;
    std::map<char32_t, double> discounted;
    double kept = 0;
  };
  std::map<std::u32string, Context> contexts_;
};

}  // namespace hanfix::model
