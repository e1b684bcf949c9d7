#include "convert/config_file.hpp"

#include <array>
#include <cstdlib>
#include <filesystem>

#include "base/near_names.hpp"
#include "convert/compiler/compile_chain.hpp"
#include "convert/stock_files.hpp"

namespace hanfix::convert {
namespace {

constexpr std::array kInstalled = {"/usr/local/share/opencc", "/usr/share/opencc"};

// The folder that OpenCC's users name by a variable, or "".
std::string data_folder() {
  const char* const folder = std::getenv("OPENCC_DATA_DIR");
  return folder == nullptr ? "" : folder;
}

struct ConfigText {
  std::string text;
  std::string path;
  std::string folder;  // empty: built in
};

Result<ConfigText> read(const std::string& path) {
  std::error_code failure;
  if (!std::filesystem::is_regular_file(path, failure) &&
      !std::filesystem::is_fifo(path, failure)) {
    return Error{ErrorCode::unreadable_input,
                 "is not a file; --config takes a file of OpenCC's format, or a name (--list "
                 "configs)",
                 path};
  }
  Result<std::string> text = compiler::read_file(path);
  if (!text) return text.error();
  std::string folder = std::filesystem::path(path).parent_path().string();
  return ConfigText{std::move(text).value(), path, folder.empty() ? "." : folder};
}

// What may have been meant by a path: a file beside it, or a built-in configuration.
std::string near_names(const std::string& config) {
  std::string near = did_you_mean_file(config);
  if (!near.empty()) return near;
  std::vector<std::string> names;
  for (const ConfigInfo& info : config_list()) names.push_back(std::string(info.name) + ".json");
  return did_you_mean_file(std::filesystem::path(config).filename(),
                           std::vector<std::string_view>(names.begin(), names.end()));
}

Result<ConfigText> find(const std::string& config) {
  std::error_code failure;
  if (is_config_path(config) && std::filesystem::exists(config, failure)) return read(config);
  const std::string name = is_config_path(config) ? config : config + ".json";
  if (const auto* stock = compiler::find_stock(stock_files(), "config/" + name)) {
    return ConfigText{std::string(stock->text), std::string(stock->name), ""};
  }
  const std::string folder = data_folder();
  if (!folder.empty()) {
    const std::string path = (std::filesystem::path(folder) / name).string();
    if (std::filesystem::exists(path, failure)) return read(path);
  }
  return Error{ErrorCode::unreadable_input,
               "there is no such configuration; looked for it as a file, among the built-in ones "
               "(--list configs)" +
                   (folder.empty() ? std::string() : " and in " + folder) + near_names(config),
               config};
}

}  // namespace

bool is_config_path(std::string_view config) noexcept {
  return config.find('/') != std::string_view::npos || config.ends_with(".json");
}

Result<compiler::ConfigSource> read_config_source(const std::string& config, bool tofu) {
  const Result<ConfigText> found = find(config);
  if (!found) return found.error();
  const ConfigText& file = found.value();
  std::vector<std::string> first, later;
  if (!file.folder.empty()) first = {file.folder, "."};
  if (first.size() == 2 && first[0] == ".") first.pop_back();
  if (!data_folder().empty()) later.push_back(data_folder());
  later.insert(later.end(), kInstalled.begin(), kInstalled.end());
  compiler::DictionaryFiles files(std::move(first), stock_files(), std::move(later));
  return compiler::read_config(file.text, file.path, files, tofu);
}

Result<std::shared_ptr<const ConversionChain>> open_config_file(const std::string& path, bool tofu,
                                                                bool context) {
  compiler::ChainSource flat;
  {
    // What was read is not needed any more once it is flattened, nor would there be room for both.
    const Result<compiler::ConfigSource> source = read_config_source(path, tofu);
    if (!source) return source.error();
    flat = flatten(source.value());
  }
  auto chain = compiler::compile_chain(std::move(flat), context);
  if (chain) return chain;
  Error error = chain.error();
  error.path = path;
  return error;
}

}  // namespace hanfix::convert
