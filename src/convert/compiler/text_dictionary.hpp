/// \file  OpenCC's text dictionaries: reading them, and flattening groups of them.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "hanfix/result.hpp"

namespace hanfix::convert::compiler {

/// Key → values in order; a conversion uses the first.
using TextDictionary = std::map<std::string, std::vector<std::string>, std::less<>>;
/// Key → the one value that a conversion writes.
using Entries = std::map<std::string, std::string, std::less<>>;

/// Reads `key TAB value[ SPACE value…]` lines. `#` in column 1 starts a comment; blank lines, a
/// byte order mark and CR before LF are skipped. Error `bad_data` with path and byte offset for a
/// line without a tab, a key that occurs twice, malformed UTF-8, an empty key or value, and a key
/// with a character that conversion gives a meaning of its own: line feed, NUL, U+FFFD, an
/// ideographic description operator.
[[nodiscard]] Result<TextDictionary> parse_text_dictionary(std::string_view text,
                                                           const std::string& path);

[[nodiscard]] Entries first_values(const TextDictionary& dictionary);

/// How a group of dictionaries finds its match.
enum class MatchPolicy {
  short_circuit,  ///< the first child with any match wins, even if a later one has a longer match
  longest,        ///< the longest match of all children, ties to the earlier ("union" in OpenCC)
};

/// The one dictionary whose longest match is what the group finds, for any text.
///
/// Longest: merge, the earlier child wins a shared key. Short circuit: merge, but drop every key of
/// a later child of which an earlier child's key is a prefix. The dropped key could only match
/// where the earlier key matches too, and there the group would not have asked the later child.
[[nodiscard]] Entries flatten(const std::vector<Entries>& children, MatchPolicy policy);

/// `text` with the longest match at each place replaced, from left to right. For texts without
/// description operators: the keys and values of dictionaries.
[[nodiscard]] std::string replace_longest(const Entries& entries, std::string_view text);

/// The whole file. Error `unreadable_input`.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);

}  // namespace hanfix::convert::compiler
