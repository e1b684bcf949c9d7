/// \file  A conversion done slowly, with an account of every decision.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "convert/compiler/config_reader.hpp"
#include "convert/conversion_chain.hpp"
#include "convert/user_words.hpp"
#include "hanfix/dictionaries.hpp"

namespace hanfix::convert {

/// Words of the user's own and where they come from.
struct NamedWords {
  std::shared_ptr<const WordSet> set;
  std::string origin;
};

/// One configuration of those that a text goes through.
struct ExplainedConfig {
  std::string name;
  compiler::ConfigSource source;
  bool context = false;  ///< as for open_config()
};

/// Fills in `result`, `steps` and `doubtful` for `text`, well-formed UTF-8: first the words, then
/// each configuration on what the one before gave. `guard` is as for WordFinder. The result is what
/// Converter gives for the same words and configurations.
[[nodiscard]] Explanation explain_conversion(std::string_view text,
                                             const std::vector<NamedWords>& words,
                                             const Dictionary* guard,
                                             const std::vector<ExplainedConfig>& configs);

}  // namespace hanfix::convert
