#include "convert/compiler/dictionary_files.hpp"

#include <filesystem>
#include <optional>
#include <set>

#include "base/near_names.hpp"
#include "convert/compiler/binary_dictionary.hpp"

namespace hanfix::convert::compiler {
namespace {

Result<TextDictionary> parse(std::string_view bytes, const std::string& path, FileKind kind) {
  switch (kind) {
    case FileKind::ocd:
      return parse_ocd(bytes, path);
    case FileKind::ocd2:
      return parse_ocd2(bytes, path);
    case FileKind::text:
      break;
  }
  return parse_text_dictionary(bytes, path);
}

// Where `file` is in one of `folders`; nothing if it is in none.
std::optional<std::string> find_in(const std::vector<std::string>& folders,
                                   const std::string& file) {
  for (const std::string& folder : folders) {
    const std::filesystem::path path = std::filesystem::path(folder) / file;
    std::error_code failure;
    if (std::filesystem::exists(path, failure)) return path.lexically_normal().string();
  }
  return std::nullopt;
}

}  // namespace

const StockFile* find_stock(std::span<const StockFile> stock, std::string_view name) {
  for (const StockFile& file : stock) {
    if (file.name == name) return &file;
  }
  return nullptr;
}

// What may have been meant by a file that is nowhere.
std::string DictionaryFiles::near_names(const std::string& file) const {
  const std::filesystem::path path(file);
  std::set<std::string> names;
  for (const auto* folders : {&first_, &later_}) {
    for (const std::string& folder : *folders) {
      const std::filesystem::path place(folder.empty() ? "." : folder);
      for (std::string& name : names_in(place / path.parent_path())) names.insert(std::move(name));
    }
  }
  for (const StockFile& own : stock_) {
    std::filesystem::path name(own.name);
    if (name.has_parent_path()) continue;  // a configuration
    names.insert(name.replace_extension(path.extension()).string());
  }
  return did_you_mean_file(path, std::vector<std::string_view>(names.begin(), names.end()));
}

Result<FoundDictionary> DictionaryFiles::get(const std::string& file, FileKind kind) {
  std::optional<std::string> path = find_in(first_, file);
  const StockFile* own = nullptr;
  if (!path) {
    own = find_stock(stock_, std::filesystem::path(file).replace_extension(".txt").string());
    if (own == nullptr) path = find_in(later_, file);
  }
  if (!path && own == nullptr) {
    std::string places;
    for (const auto* folders : {&first_, &later_}) {
      for (const std::string& folder : *folders) {
        places += (places.empty() ? "" : ", ") + (folder.empty() ? "." : folder);
      }
      if (folders == &first_ && !stock_.empty()) places += ", the built-in dictionaries";
    }
    return Error{
        ErrorCode::unreadable_input,
        "the dictionary '" + file + "' is nowhere; looked in: " + places + near_names(file), ""};
  }
  const std::string origin = path ? *path : std::filesystem::path(own->name).stem().string();
  std::shared_ptr<const TextDictionary>& words = read_[origin];
  if (!words) {
    const Result<std::string> bytes = path ? read_file(*path) : std::string(own->text);
    if (!bytes) return bytes.error();
    Result<TextDictionary> parsed = parse(bytes.value(), origin, path ? kind : FileKind::text);
    if (!parsed) return parsed.error();
    words = std::make_shared<const TextDictionary>(std::move(parsed).value());
  }
  return FoundDictionary{words, origin};
}

}  // namespace hanfix::convert::compiler
