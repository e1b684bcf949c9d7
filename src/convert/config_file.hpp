/// \file  Configurations by path, and the sources of those by name.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "convert/compiler/config_reader.hpp"
#include "convert/conversion_chain.hpp"

namespace hanfix::convert {

/// Whether `config` is a path: it holds a slash or ends in `.json`.
[[nodiscard]] bool is_config_path(std::string_view config) noexcept;

/// What a configuration, by path or by name, is made of.
///
/// A file is looked for as the path says, then among the built-in ones (s2t.json), then in
/// $OPENCC_DATA_DIR; its dictionaries in its own folder, the working directory, among the built-in
/// ones, in $OPENCC_DATA_DIR, and where OpenCC is usually installed. Errors as for read_config();
/// what is not found says where it was looked for.
[[nodiscard]] Result<compiler::ConfigSource> read_config_source(const std::string& config,
                                                                bool tofu);

/// The configuration at `path`, compiled. Errors as for read_config_source(); with `context` also
/// `bad_data` if keys hold what is in no run of words (context/runs.hpp).
[[nodiscard]] Result<std::shared_ptr<const ConversionChain>> open_config_file(
    const std::string& path, bool tofu, bool context = false);

}  // namespace hanfix::convert
