/// \file  Where a configuration's dictionaries are, and what is in them.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "convert/compiler/text_dictionary.hpp"

namespace hanfix::convert::compiler {

/// A file that is part of the program.
struct StockFile {
  std::string_view name;  ///< "STPhrases.txt", "config/s2t.json"
  std::string_view text;
};

/// How a dictionary file is written: the `type` of a configuration.
enum class FileKind : std::uint8_t { text, ocd, ocd2 };

/// A dictionary, and where it came from: a path, or the name of a built-in one, "STPhrases".
struct FoundDictionary {
  std::shared_ptr<const TextDictionary> words;
  std::string origin;
};

/// Finds dictionaries and reads each once. Not synchronised.
class DictionaryFiles {
 public:
  /// Looks in `first`, then among `stock`, then in `later`. OpenCC's own order, with `stock` as its
  /// package's data folder. `stock` is borrowed.
  explicit DictionaryFiles(std::vector<std::string> first, std::span<const StockFile> stock = {},
                           std::vector<std::string> later = {})
      : first_(std::move(first)), stock_(stock), later_(std::move(later)) {}

  /// Among `stock` any kind of file finds the text dictionary of the same name: `STPhrases.ocd2`
  /// is `STPhrases.txt`. Error `unreadable_input` lists where it looked, without a path, and what
  /// may have been meant; `bad_data` as the parsers.
  [[nodiscard]] Result<FoundDictionary> get(const std::string& file,
                                            FileKind kind = FileKind::text);

 private:
  [[nodiscard]] std::string near_names(const std::string& file) const;

  std::vector<std::string> first_;
  std::span<const StockFile> stock_;
  std::vector<std::string> later_;
  std::map<std::string, std::shared_ptr<const TextDictionary>> read_;  // by origin
};

/// The file of that name, or null.
[[nodiscard]] const StockFile* find_stock(std::span<const StockFile> stock, std::string_view name);

}  // namespace hanfix::convert::compiler
