#include "base/near_names.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace hanfix {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> names) {
  constexpr std::size_t kMost = 3;
  constexpr std::size_t kLongestSensible = 64;
  std::vector<std::pair<std::size_t, std::string_view>> near;
  if (name.size() <= kLongestSensible) {
    for (const std::string_view candidate : names) {
      const std::size_t distance = edit_distance(name, candidate);
      if (distance <= (name.size() > 5 ? 2u : 1u)) near.emplace_back(distance, candidate);
    }
  }
  std::stable_sort(near.begin(), near.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  if (near.size() > kMost) near.resize(kMost);
  std::string text;
  for (std::size_t i = 0; i < near.size(); ++i) {
    text += i == 0 ? "; did you mean " : i + 1 == near.size() ? " or " : ", ";
    text += near[i].second;
  }
  return text.empty() ? text : text + "?";
}

}  // namespace hanfix
