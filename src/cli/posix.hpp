/// \file  The few system calls the program makes, restarted when a signal interrupts them.
#pragma once
#include <cerrno>
#include <string>
#include <string_view>
#include <utility>

namespace hanfix::cli {

/// Repeats a call that returns -1 for as long as EINTR is why.
template <class Call>
auto restarted(Call call) {
  decltype(call()) result;
  do result = call();
  while (result == -1 && errno == EINTR);
  return result;
}

/// Writes all of `bytes`; waits where the descriptor is non-blocking. Gives 0, or errno.
[[nodiscard]] int write_all(int fd, std::string_view bytes);

/// strerror() as a string.
[[nodiscard]] std::string reason(int error);

/// A file descriptor, closed at the end.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd, bool owned = true) : fd_(fd), owned_(owned) {}
  Descriptor(Descriptor&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), owned_(other.owned_) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    std::swap(owned_, other.owned_);
    return *this;
  }
  ~Descriptor() { (void)close(); }
  /// Gives 0, or errno: a write that failed late (quota, network) is told here.
  int close();
  [[nodiscard]] int get() const noexcept { return fd_; }
  [[nodiscard]] bool open() const noexcept { return fd_ >= 0; }

 private:
  int fd_ = -1;
  bool owned_ = true;
};

}  // namespace hanfix::cli
