/// \file  OpenCC's text dictionaries: reading them, and flattening groups of them.
#pragma once
#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
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
/// byte order mark and CR before LF are skipped. The first value may be empty: conversion then
/// deletes the key. Error `bad_data` with path, byte offset and line for a line without a tab, a
/// key that occurs twice, malformed UTF-8, and what fault_of_key() refuses.
[[nodiscard]] Result<TextDictionary> parse_text_dictionary(std::string_view text,
                                                           const std::string& path);

/// What keeps `key` from being a key: it is empty, or holds a character that conversion gives a
/// meaning of its own: line feed, NUL, U+FFFD.
[[nodiscard]] std::optional<std::string> fault_of_key(std::string_view key);

/// The values that a line gives behind the tab, separated by single spaces. At least one.
[[nodiscard]] std::vector<std::string> split_values(std::string_view text);

/// Bytes before the first sequence that is not well-formed UTF-8; nothing if all is.
[[nodiscard]] std::optional<std::size_t> malformed_at(std::string_view text);

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

/// The longest key that `text` starts with, or that it is; or the end. O(size × log entries) at
/// most, mostly O(log entries).
[[nodiscard]] Entries::const_iterator longest_prefix(const Entries& entries, std::string_view text);

/// `text` with the longest match at each place replaced, from left to right; description sequences
/// stay as they are.
[[nodiscard]] std::string replace_longest(const Entries& entries, std::string_view text);
/// The same; nothing if that is more than `most` bytes.
[[nodiscard]] std::optional<std::string> replace_longest(const Entries& entries,
                                                         std::string_view text, std::size_t most);

/// The whole file. Error `unreadable_input`, with the system's reason.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);

}  // namespace hanfix::convert::compiler
