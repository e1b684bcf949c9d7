/// \file  Text that waits on the disk until it is known what comes before it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "cli/posix.hpp"
#include "hanfix/result.hpp"
#include "hanfix/stage.hpp"

namespace hanfix::cli {

/// A temporary file without a name: nothing is left of it, however the program ends.
///
/// Failures are kept: after the first nothing more is written, and error() is its errno.
class Spool : public Sink {
 public:
  /// Beside `path`, so that there is room for it where there is room for that.
  [[nodiscard]] static Result<Spool> open(const std::string& path);

  void write(std::string_view chunk) override;
  /// Bytes written so far.
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  /// Writes bytes [from, to) to `out`.
  void copy(std::uint64_t from, std::uint64_t to, Sink& out);
  [[nodiscard]] int error() const noexcept { return error_; }

 private:
  void flush();

  Descriptor file_;
  std::string buffer_;
  std::uint64_t size_ = 0;
  int error_ = 0;
};

}  // namespace hanfix::cli
