/// \file  OpenCC's JSON configurations.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "convert/compiler/dictionary_files.hpp"
#include "convert/compiler/text_dictionary.hpp"

namespace hanfix::convert::compiler {

/// A dictionary as a configuration describes it: words, or a group of dictionaries.
struct DictionarySource {
  std::string origin = {};                           ///< the file; "inline"; empty for a group
  std::shared_ptr<const TextDictionary> words = {};  ///< null for a group
  MatchPolicy policy = MatchPolicy::short_circuit;   ///< of a group
  std::vector<DictionarySource> children = {};       ///< of a group
};

/// What a configuration does, in OpenCC's order. Dictionaries that are left out because they may
/// give rare characters, and stages that are nothing else, are not there.
struct ConfigSource {
  std::vector<DictionarySource> normalizations = {};
  std::optional<DictionarySource> segmentation = {};
  std::vector<DictionarySource> stages = {};
};

/// The same with each tree flattened into one dictionary.
struct ChainSource {
  std::vector<Entries> normalizations = {};
  std::optional<Entries> segmentation = {};
  std::vector<Entries> stages = {};
};

/// Reads the configuration `text`, whose file is `path`. `tofu` keeps dictionaries marked
/// `may_output_tofu`; the segmentation keeps them always, as OpenCC's does. Comments and trailing
/// commas are allowed, unknown members passed over. Dictionary types `text`, `ocd`, `ocd2`,
/// `inline` and `group` and segmentation `mmseg` are known; anything else is an Error `bad_data`
/// with path, offset and line, for it could not be followed exactly.
[[nodiscard]] Result<ConfigSource> read_config(std::string_view text, const std::string& path,
                                               DictionaryFiles& files, bool tofu);

[[nodiscard]] ChainSource flatten(const ConfigSource& config);
/// The one dictionary whose longest match is what `source` finds.
[[nodiscard]] Entries flatten(const DictionarySource& source);

}  // namespace hanfix::convert::compiler
