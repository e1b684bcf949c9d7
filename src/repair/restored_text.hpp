/// \file  Text that a search read back, and its ending: what is written, and what stays in doubt.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "repair/family.hpp"

namespace hanfix::repair {

/// A character of a damaged text and its bytes [start, end) in the block.
struct Shown {
  char32_t code;
  std::uint32_t start, end;
};

/// A character that was read back, and the shown ones [first, last) that it came from.
struct Restored {
  char32_t code;
  std::uint32_t first, last;
  bool doubtful = false;  ///< something else may have stood there: it is not written
};

/// The damaged characters as plain ones.
template <typename Units>
[[nodiscard]] std::vector<Shown> shown_of(const Units& units) {
  std::vector<Shown> shown;
  shown.reserve(units.size());
  for (const auto& unit : units) shown.push_back({unit.code, unit.start, unit.end});
  return shown;
}

/// Where the characters in doubt are: from the first to the last of them; all, if there are none.
/// Precondition: `shown` is not empty.
[[nodiscard]] ByteRange place_of_doubt(std::span<const Shown> shown,
                                       std::span<const Restored> characters, const Block& block);

/// Adds the edits: one for each piece between ASCII that stays as it is. A character in doubt
/// becomes U+FFFD, those of one shown mark a single one; with OnDoubt::keep it stays as it is seen,
/// and with it what came from the same units. O(characters).
void write_restored(std::span<const Shown> shown, std::span<const Restored> characters,
                    const Block& block, std::string_view family, double confidence,
                    Findings& findings);

/// The remark on characters in doubt; `lost`: what would fit.
[[nodiscard]] Diagnostic bytes_are_gone(ByteRange range, const Block& block, std::string_view lost);

}  // namespace hanfix::repair
