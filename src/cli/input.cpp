#include "cli/input.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

namespace hanfix::cli {
namespace {

Error unreadable(const std::string& name, std::string message) {
  return {ErrorCode::unreadable_input, std::move(message), name};
}

}  // namespace

Result<Input> Input::open(const std::string& name) {
  Input input;
  if (name == "-") {
    input.descriptor_ = Descriptor(STDIN_FILENO, false);
  } else {
    input.descriptor_ = Descriptor(
        restarted([&] { return ::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY); }));
    if (!input.descriptor_.open()) return unreadable(name, "cannot open it: " + reason(errno));
  }
  if (::fstat(input.descriptor(), &input.status_) != 0)
    return unreadable(name, "cannot read it: " + reason(errno));
  if (S_ISDIR(input.status_.st_mode))
    return unreadable(name, "is a folder; name the files in it, such as " +
                                (name == "-" ? std::string("FOLDER") : name) + "/*.txt");
  if (input.regular()) input.start_ = std::max<off_t>(::lseek(input.descriptor(), 0, SEEK_CUR), 0);
  return input;
}

std::ptrdiff_t Input::read(std::span<char> buffer) {
  for (;;) {
    const ssize_t size = ::read(descriptor(), buffer.data(), buffer.size());
    if (size >= 0) return size;
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
      (void)wait(-1);  // a non-blocking pipe that somebody handed down
    } else if (errno != EINTR) {
      return -errno;
    }
  }
}

bool Input::wait(int milliseconds) const {
  if (regular()) return true;
  pollfd source = {descriptor(), POLLIN, 0};
  return restarted([&] { return ::poll(&source, 1, milliseconds); }) != 0;
}

std::optional<std::uint64_t> Input::line_of(std::uint64_t offset) const {
  if (!regular()) return std::nullopt;
  std::array<char, 64 << 10> buffer;
  std::uint64_t line = 1;
  for (std::uint64_t at = 0; at < offset;) {
    const std::size_t wanted = std::min<std::uint64_t>(buffer.size(), offset - at);
    const ssize_t size = restarted([&] {
      return ::pread(descriptor(), buffer.data(), wanted, start_ + static_cast<off_t>(at));
    });
    if (size <= 0) return std::nullopt;
    line += static_cast<std::uint64_t>(std::count(buffer.data(), buffer.data() + size, '\n'));
    at += static_cast<std::uint64_t>(size);
  }
  return line;
}

std::uint64_t Input::size() const {
  return regular() && status_.st_size > start_
             ? static_cast<std::uint64_t>(status_.st_size - start_)
             : 0;
}

bool feeds_itself(const Input& input, int output) {
  struct stat target = {};
  if (!input.regular() || ::fstat(output, &target) != 0) return false;
  if (target.st_dev != input.status().st_dev || target.st_ino != input.status().st_ino)
    return false;
  // `hanfix a > a` found the file emptied by the shell: nothing to read, nothing to feed.
  return target.st_size > 0;
}

}  // namespace hanfix::cli
