/// \file  What a mistyped name probably meant.
#pragma once
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hanfix {

/// Levenshtein distance in bytes: insertions, deletions and replacements that turn `a` into `b`.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// "; did you mean A or B?" with at most three of `names`, nearest first, or "" if none is near:
/// within one edit, or two for names of more than five bytes. `prefix` is put before each of them.
/// O(names × size²).
[[nodiscard]] std::string did_you_mean(std::string_view name,
                                       std::span<const std::string_view> names,
                                       std::string_view prefix = {});

/// The names in `folder`, of at most some thousand entries, sorted; empty if it cannot be read.
[[nodiscard]] std::vector<std::string> names_in(const std::filesystem::path& folder);

/// did_you_mean() for a file that does not exist: `names` beside it are told as paths. What an
/// ending like .txt has in common is no likeness.
[[nodiscard]] std::string did_you_mean_file(const std::filesystem::path& path,
                                            std::span<const std::string_view> names);
/// The same, of the names that are there.
[[nodiscard]] std::string did_you_mean_file(const std::filesystem::path& path);

}  // namespace hanfix
