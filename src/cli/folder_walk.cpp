#include "cli/folder_walk.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <iterator>
#include <system_error>
#include <utility>

#include "cli/posix.hpp"
#include "cli/report.hpp"
#include "cli/text.hpp"

namespace hanfix::cli {
namespace {

namespace fs = std::filesystem;

bool is_folder(const std::string& path) {
  std::error_code unknown;  // what cannot be told will fail as a file, with the reason
  return path != "-" && fs::is_directory(path, unknown);
}

bool is_ignored(const std::string& name) {
  return name.starts_with('.') || name == "CVS" || name == "_darcs";
}

std::string join(const std::string& folder, const std::string& name) {
  return folder.ends_with('/') ? folder + name : folder + "/" + name;
}

std::size_t widest(const std::vector<std::string>& paths) {
  std::size_t columns = 0;
  for (const std::string& path : paths) columns = std::max(columns, columns_of(display_name(path)));
  return columns;
}

template <class T>
std::optional<T> pop(std::vector<T>& list) {
  if (list.empty()) return std::nullopt;
  T last = std::move(list.back());
  list.pop_back();
  return last;
}

}  // namespace

FolderWalk::FolderWalk(std::vector<std::string> paths, bool hidden)
    : hidden_(hidden), paths_(std::move(paths)) {
  std::vector<std::string> files;
  std::copy_if(paths_.begin(), paths_.end(), std::back_inserter(files),
               [](const std::string& path) { return !is_folder(path); });
  named_columns_ = widest(files);
  std::reverse(paths_.begin(), paths_.end());
}

std::optional<WalkItem> FolderWalk::next() {
  for (;;) {
    if (failed_) return std::exchange(failed_, std::nullopt);
    if (auto file = pop(files_)) return WalkItem{std::move(*file), columns_};
    if (const auto folder = pop(folders_)) {
      enter(*folder);
      continue;
    }
    auto path = pop(paths_);
    if (!path) return std::nullopt;
    if (!is_folder(*path)) return WalkItem{std::move(*path), named_columns_};
    enter(*path);
  }
}

void FolderWalk::enter(const std::string& folder) {
  std::vector<std::string> folders;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!hidden_ && is_ignored(name)) continue;
    std::error_code unknown;
    switch (entry->symlink_status(unknown).type()) {
      case fs::file_type::none:  // it is there and cannot be asked: fails as a file, with the
                                 // reason
      case fs::file_type::regular:
        files_.push_back(join(folder, name));
        break;
      case fs::file_type::directory:
        folders.push_back(join(folder, name));
        break;
      default:
        break;
    }
  }
  if (error)
    failed_ = {folder, 0,
               Error{ErrorCode::unreadable_input,
                     "cannot read this folder: " + reason(error.value()), folder}};
  std::sort(files_.begin(), files_.end(), std::greater<>());
  std::sort(folders.begin(), folders.end(), std::greater<>());
  folders_.insert(folders_.end(), std::make_move_iterator(folders.begin()),
                  std::make_move_iterator(folders.end()));
  columns_ = widest(files_);
}

}  // namespace hanfix::cli
