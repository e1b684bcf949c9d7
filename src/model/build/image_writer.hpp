/// \file  Estimates → the compiled image.
#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/build/conversion.hpp"
#include "model/build/estimate.hpp"
#include "model/image.hpp"

namespace hanfix::model::build {

/// The symbols of both tables: classes, characters of the counts, characters of the conversion.
struct Inventory {
  std::vector<char32_t> codes;  // by number; 0 is the line break
  std::unordered_map<char32_t, std::uint16_t> numbers;
  std::uint32_t unseen_han = 0;  // Han characters without a number of their own

  Inventory(const Counts& hans, const Counts& hant, const Conversion& conversion);
  /// Code points that share the symbol's probability.
  [[nodiscard]] std::uint32_t members(char32_t symbol) const;
};

/// The image as bytes. Throws std::runtime_error if something does not fit its field.
[[nodiscard]] std::string write_image(const Inventory& inventory, const Conversion& conversion,
                                      const std::unordered_map<char32_t, double>& shares,
                                      const Estimates (&tables)[image::kTables]);

}  // namespace hanfix::model::build
