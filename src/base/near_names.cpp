#include "base/near_names.hpp"

#include <algorithm>
#include <numeric>
#include <system_error>
#include <utility>

namespace hanfix {
namespace {

constexpr std::size_t kLongestSensible = 64;  // bytes of a name

}  // namespace

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

std::string did_you_mean(std::string_view name, std::span<const std::string_view> names,
                         std::string_view prefix) {
  constexpr std::size_t kMost = 3;
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
    text.append(prefix).append(near[i].second);
  }
  return text.empty() ? text : text + "?";
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  constexpr std::size_t kMost = 4096;
  std::vector<std::string> names;
  std::error_code failed;
  std::filesystem::directory_iterator entry(folder, failed);
  while (!failed && entry != std::filesystem::directory_iterator() && names.size() < kMost) {
    names.push_back(entry->path().filename().string());
    entry.increment(failed);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string did_you_mean_file(const std::filesystem::path& path,
                              std::span<const std::string_view> names) {
  const std::string name = path.filename().string();
  if (name.size() > kLongestSensible) return "";
  const std::size_t stem = path.stem().string().size();
  std::vector<std::string_view> near;
  for (const std::string_view candidate : names) {
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < stem && distance <= (stem > 5 ? 2u : 1u)) near.push_back(candidate);
  }
  const std::string whole = path.string();
  return did_you_mean(name, near, std::string_view(whole).substr(0, whole.size() - name.size()));
}

std::string did_you_mean_file(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.parent_path();
  const std::vector<std::string> names = names_in(folder.empty() ? "." : folder);
  return did_you_mean_file(path, std::vector<std::string_view>(names.begin(), names.end()));
}

}  // namespace hanfix
