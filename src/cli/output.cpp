#include "cli/output.hpp"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include <utility>

#include "cli/replaced_file.hpp"
#include "cli/text.hpp"

namespace hanfix::cli {
namespace {

constexpr std::size_t kBufferSize = 64 << 10;
constexpr std::size_t kNotCopied = 16 << 10;

Error unwritable(const std::string& path, std::string message) {
  return {ErrorCode::unwritable_output, std::move(message), path};
}

// The file behind symbolic links, or "" with errno. A path that is no link stays as the user wrote
// it, in messages too.
std::string resolved(const std::string& path) {
  struct stat status = {};
  if (::lstat(path.c_str(), &status) == 0 && !S_ISLNK(status.st_mode)) return path;
  char* const real = ::realpath(path.c_str(), nullptr);
  std::string text = real == nullptr ? "" : real;
  ::free(real);  // NOLINT: realpath() allocates with malloc
  return text;
}

// The process's umask. It can only be read by setting it, for all threads, and so is read once.
mode_t creation_mask() {
  static const mode_t mask = [] {
    const mode_t found = ::umask(0);
    ::umask(found);
    return found;
  }();
  return mask;
}

}  // namespace

void Output::write(std::string_view chunk) {
  if (error_ != 0 || chunk.empty()) return;
  const bool large = chunk.size() >= kNotCopied;
  if (large || buffer_.size() + chunk.size() > kBufferSize) flush();
  if (!large) {
    buffer_ += chunk;
  } else if (error_ == 0) {
    send(chunk);
  }
}

void Output::flush() {
  if (error_ == 0 && !buffer_.empty()) send(buffer_);
  buffer_.clear();
}

void StreamOutput::close() {
  flush();
  fail(descriptor_.close());
}

Result<std::unique_ptr<Output>> open_output(const std::string& path, const Input* input) {
  struct stat status = {};
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) return unwritable(path, "is a folder, not a file");
  if (exists && !S_ISREG(status.st_mode)) {
    Descriptor device(
        restarted([&] { return ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY); }));
    if (!device.open()) return unwritable(path, "cannot write it: " + reason(errno));
    return std::unique_ptr<Output>(std::make_unique<StreamOutput>(std::move(device), path));
  }
  ReplacedFile::Plan plan;
  plan.shown_path = path;
  plan.path = path;
  if (exists) {
    plan.path = resolved(path);
    plan.mode = status.st_mode;
    plan.owner = status.st_uid;
    plan.group = status.st_gid;
    plan.keep_owner = true;
    if (::access(path.c_str(), W_OK) != 0)
      return unwritable(path, "is write-protected; chmod u+w allows to replace it");
  } else if (struct stat link = {}; ::lstat(path.c_str(), &link) == 0) {
    return unwritable(path, "is a symbolic link to nothing; remove it or create its target");
  } else {
    plan.mode = (input != nullptr && input->regular() ? input->status().st_mode : 0666) & 0777 &
                ~creation_mask();
  }
  return std::unique_ptr<Output>(std::make_unique<ReplacedFile>(std::move(plan), input));
}

Result<std::unique_ptr<Output>> open_in_place(const std::string& path, const std::string& suffix,
                                              const Input& input) {
  if (!input.regular())
    return unwritable(path, "is not a regular file and cannot be replaced in place");
  if (::access(path.c_str(), W_OK) != 0)
    return unwritable(path, "is write-protected; chmod u+w allows to replace it");
  ReplacedFile::Plan plan;
  plan.shown_path = path;
  plan.path = resolved(path);
  if (plan.path.empty()) return unwritable(path, "cannot find it: " + reason(errno));
  if (!suffix.empty()) plan.backup = plan.path + suffix;
  plan.mode = input.status().st_mode;
  plan.owner = input.status().st_uid;
  plan.group = input.status().st_gid;
  plan.keep_owner = true;
  plan.unless_equal = true;
  return std::unique_ptr<Output>(std::make_unique<ReplacedFile>(std::move(plan), &input));
}

}  // namespace hanfix::cli
