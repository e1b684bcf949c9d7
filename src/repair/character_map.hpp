/// \file  One character for another: targeted maps, and the engine that applies them.
///
/// Never a normalisation form as a whole: NFKC would fold ，into a comma, NFC the twelve
/// ideographs that only look like compatibility ones by where they stand.
#pragma once
#include <functional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "repair/han_lines.hpp"

namespace hanfix::repair {

/// Immutable once made. 0 stands for "no entry".
class CharacterMap {
 public:
  using Entry = std::pair<char32_t, char32_t>;
  explicit CharacterMap(std::vector<Entry> entries);
  /// O(log entries).
  [[nodiscard]] char32_t find(char32_t code) const noexcept;
  [[nodiscard]] std::span<const Entry> entries() const noexcept { return entries_; }

 private:
  std::vector<Entry> entries_;
};

/// CJK compatibility ideographs to unified ones, as ICU's canonical decompositions have them. Made
/// on first use and kept, like every map here; safe to call from any thread.
[[nodiscard]] const CharacterMap& compatibility_map();

/// Kangxi radicals by ICU's compatibility decompositions, the CJK radicals supplement by
/// dictionaries/radicals.tsv.
[[nodiscard]] const CharacterMap& radical_map();

/// Calls `accept` for every longest run of characters of `line` that have an entry, as [first,
/// last), and makes an edit of each for which it holds.
void replace_runs(const Block& block, Line line, const CharacterMap& map, std::string_view family,
                  const std::function<bool(std::size_t first, std::size_t last)>& accept,
                  Findings& findings);

}  // namespace hanfix::repair
