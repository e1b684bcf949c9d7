/// \file  What a mistyped name probably meant.
#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace hanfix {

/// Levenshtein distance in bytes: insertions, deletions and replacements that turn `a` into `b`.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// "; did you mean A or B?" with at most three of `names`, nearest first, or "" if none is near:
/// within one edit, or two for names of more than five bytes. O(names × size²).
[[nodiscard]] std::string did_you_mean(std::string_view name,
                                       std::span<const std::string_view> names);

}  // namespace hanfix
