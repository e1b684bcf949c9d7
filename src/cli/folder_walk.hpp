/// \file  The files that paths stand for: themselves, or all that is in a folder.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "hanfix/result.hpp"

namespace hanfix::cli {

/// One file, or why a folder could not be looked into.
struct WalkItem {
  std::string path;
  std::size_t columns = 0;  ///< the widest name of those it is listed with, on a terminal
  std::optional<Error> error = {};
};

/// Gives one file after another, always in the same order: paths as they were named; of a folder
/// its files by name, then its folders by name.
///
/// A path that was named is taken as it is, links and hidden files too. In a folder, only regular
/// files are: opening a pipe would wait for ever, and a link would count a file twice or lead round
/// in a circle. Hidden files, and folders of version control (CVS, _darcs), only with `hidden`.
/// Memory: the names in the folders on the way to the current one.
class FolderWalk {
 public:
  FolderWalk(std::vector<std::string> paths, bool hidden);
  [[nodiscard]] std::optional<WalkItem> next();

 private:
  void enter(const std::string& folder);

  bool hidden_;
  std::vector<std::string> files_;    // of the current folder, last first
  std::vector<std::string> folders_;  // still to be entered, last first
  std::vector<std::string> paths_;    // named, last first
  std::size_t columns_ = 0;           // of files_
  std::size_t named_columns_ = 0;
  std::optional<WalkItem> failed_;
};

}  // namespace hanfix::cli
