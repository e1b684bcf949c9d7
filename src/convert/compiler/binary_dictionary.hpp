/// \file  The binary dictionaries of an installed OpenCC.
#pragma once
#include <string>
#include <string_view>

#include "convert/compiler/text_dictionary.hpp"

namespace hanfix::convert::compiler {

/// Reads an `.ocd2` file: a marisa trie of the keys, then the values in the order of its numbers.
/// Error `bad_data`.
[[nodiscard]] Result<TextDictionary> parse_ocd2(std::string_view bytes, const std::string& path);

/// Reads an `.ocd` file of OpenCC up to 1.1 (fields of 64 bits) or since 1.4 (32 bits). Its Darts
/// trie is passed over: keys and values follow it in plain text. Error `bad_data`.
[[nodiscard]] Result<TextDictionary> parse_ocd(std::string_view bytes, const std::string& path);

}  // namespace hanfix::convert::compiler
