#include <algorithm>
#include <iterator>

#include "repair/family.hpp"

namespace hanfix::repair {

void Findings::add(Findings found) {
  const auto earlier = [](const auto& a, const auto& b) { return a.range.start < b.range.start; };
  std::vector<Edit> all;
  all.reserve(edits.size() + found.edits.size());
  auto own = edits.begin();
  for (Edit& edit : found.edits) {
    while (own != edits.end() && own->range.end <= edit.range.start)
      all.push_back(std::move(*own++));
    if (own == edits.end() || own->range.start >= edit.range.end) all.push_back(std::move(edit));
  }
  std::move(own, edits.end(), std::back_inserter(all));
  edits = std::move(all);

  const auto middle = static_cast<std::ptrdiff_t>(diagnostics.size());
  std::move(found.diagnostics.begin(), found.diagnostics.end(), std::back_inserter(diagnostics));
  if (middle != 0) {
    std::stable_sort(diagnostics.begin(), diagnostics.end(), earlier);
  }
}

}  // namespace hanfix::repair
