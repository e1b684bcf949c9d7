#include "cli/posix.hpp"

#include <poll.h>
#include <unistd.h>

#include <cstring>

namespace hanfix::cli {

int write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      pollfd room = {fd, POLLOUT, 0};
      (void)::poll(&room, 1, -1);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

std::string reason(int error) { return std::strerror(error); }

int Descriptor::close() {
  const int fd = std::exchange(fd_, -1);
  // Not restarted: Linux has released the descriptor even when close() says EINTR.
  if (fd < 0 || !owned_ || ::close(fd) == 0 || errno == EINTR) return 0;
  return errno;
}

}  // namespace hanfix::cli
