/// \file  What OpenCC's dictionaries say about the script and region a text is written for.
#pragma once
#include "convert/compiler/config_reader.hpp"

namespace hanfix::convert::compiler {

struct ScriptEvidence {
  std::map<char32_t, std::uint8_t> characters;  ///< image::Trait bits
  Entries words;                                ///< word → one image::Evidence character
};

/// Derived from the stock dictionaries by the rules in the source file.
[[nodiscard]] Result<ScriptEvidence> derive_script_evidence(DictionaryFolder& dictionaries);

}  // namespace hanfix::convert::compiler
