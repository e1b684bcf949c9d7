/// \file  Files of words of the user's own, and what is wrong with them.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "convert/compiler/text_dictionary.hpp"

namespace hanfix::convert::compiler {

/// What a finding is about: the code is stable, and the same in include/hanfix/dictionaries.hpp.
struct WordFinding {
  enum class Kind : std::uint8_t { error, warning, note };
  Kind kind;
  std::size_t line;  ///< from 1
  const char* code;
  std::string message;
};

struct WordList {
  Entries words;                      ///< of lines without an error, the first of each key
  std::vector<WordFinding> findings;  ///< in the order of the lines
};

/// Reads `KEY TAB VALUE` lines. The value is all that follows the tab, spaces too. `#` in column 1
/// starts a comment; empty lines, a byte order mark and CR before LF are passed over.
[[nodiscard]] WordList read_word_list(std::string_view text);

/// The same for words that stay as they are, one a line.
[[nodiscard]] WordList read_protected_words(std::string_view text);

/// The errors among the findings as Errors of the file at `path`.
[[nodiscard]] std::vector<Error> errors_of(const WordList& list, const std::string& path);
/// The first of them, which says how many more there are.
[[nodiscard]] std::optional<Error> first_error(const WordList& list, const std::string& path);

/// What keeps `key` from being a word of the user's: what keeps it from being any key, or its
/// length. `code` becomes the finding's code.
[[nodiscard]] std::optional<std::string> fault_of_word(std::string_view key, const char*& code);

}  // namespace hanfix::convert::compiler
