/// \file  What goes into the image: from the committed counts to the counts of its two tables.
#pragma once
#include <string>
#include <unordered_map>

#include "model/build/conversion.hpp"
#include "model/build/image_writer.hpp"

namespace hanfix::model::build {

struct Prepared {
  Inventory inventory;
  std::unordered_map<char32_t, double> shares;  // see image_shares
  Counts hans, hant;                            // pruned to the image's size
  Discounts hans_discounts, hant_discounts;

  [[nodiscard]] Estimates estimate_hans() const { return estimate(hans, hans_discounts); }
  [[nodiscard]] Estimates estimate_hant() const { return estimate(hant, hant_discounts); }
};

/// `hans_path`, `hant_path`: the .tsv.zst files; `words_path`: jieba's dict.txt. Throws
/// std::runtime_error.
[[nodiscard]] Prepared prepare(const std::string& hans_path, const std::string& hant_path,
                               const std::string& words_path, const Conversion& conversion);

}  // namespace hanfix::model::build
