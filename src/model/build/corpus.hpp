/// \file  A folder of training text and its list of sources.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hanfix::model::build {

/// One row of SOURCES.md.
struct Source {
  std::string path, genre, origin, licence;  // path: without .txt.zst
  bool ship = false;                         // the last column is exactly "yes"
  unsigned weight = 1;                       // how often a line counts, by genre

  /// "hans" or "hant", from the folder.
  [[nodiscard]] std::string script() const { return path.substr(0, 4); }
};

/// In the order of the table. Throws std::runtime_error.
[[nodiscard]] std::vector<Source> sources(const std::string& corpus);

/// Calls `each` with every line; `measure` is true for every 50th block of 20 lines, which is
/// never trained on.
void for_each_line(const std::string& corpus, const Source& source,
                   const std::function<void(std::string_view line, bool measure)>& each);

}  // namespace hanfix::model::build
