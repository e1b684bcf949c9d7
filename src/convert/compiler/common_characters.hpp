/// \file  How common Han characters are, roughly.
#pragma once
#include <unordered_map>

namespace hanfix::convert::compiler {

class CommonCharacters {
 public:
  CommonCharacters();
  /// The share of `code` in running text of the script it is more common in, to within a factor
  /// of two; for rare characters the same small number.
  [[nodiscard]] double share(char32_t code) const {
    const auto found = shares_.find(code);
    return found == shares_.end() ? rare_ : found->second;
  }
  /// Those that are not rare.
  [[nodiscard]] const std::unordered_map<char32_t, double>& all() const { return shares_; }

 private:
  std::unordered_map<char32_t, double> shares_;
  double rare_ = 0;
};

}  // namespace hanfix::convert::compiler
