/// \file  What OpenCC's dictionaries say about the script and region a text is written for.
#pragma once
#include <cstdint>
#include <filesystem>

#include "convert/compiler/dictionary_files.hpp"

namespace hanfix::convert::compiler {

struct ScriptEvidence {
  std::map<char32_t, std::uint8_t> characters;  ///< image::Trait bits
  Entries words;                                ///< word → one image::Evidence character
};

/// Derived from the stock dictionaries by the rules in the source file, and from our own table of
/// regional words (`regional-words.tsv`), which wins. Error `bad_data` if that table is malformed.
[[nodiscard]] Result<ScriptEvidence> derive_script_evidence(
    DictionaryFiles& dictionaries, const std::filesystem::path& regional_words);

}  // namespace hanfix::convert::compiler
