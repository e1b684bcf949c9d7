/// \file  OpenCC's JSON configurations as chains of flattened dictionaries.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "convert/compiler/text_dictionary.hpp"

namespace hanfix::convert::compiler {

/// What a configuration does, in OpenCC's order.
struct ChainSource {
  std::vector<Entries> normalizations;
  std::optional<Entries> segmentation;
  std::vector<Entries> stages;
};

/// Reads text dictionaries, each file once.
class DictionaryFolder {
 public:
  explicit DictionaryFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}
  /// The dictionary in `file`. The reference lives as long as the folder.
  [[nodiscard]] Result<const TextDictionary*> get(const std::string& file);

 private:
  std::filesystem::path folder_;
  std::map<std::string, TextDictionary> read_;
};

/// Reads the configuration at `path`; `tofu` keeps dictionaries marked `may_output_tofu`.
/// Dictionary types `text`, `inline` and `group` and segmentation `mmseg` are known; anything else
/// is an Error `bad_data`, for it could not be followed exactly.
[[nodiscard]] Result<ChainSource> read_config(const std::filesystem::path& path,
                                              DictionaryFolder& dictionaries, bool tofu);

}  // namespace hanfix::convert::compiler
