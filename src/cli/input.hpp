/// \file  One input: a file, a pipe, a terminal.
#pragma once
#include <sys/stat.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "cli/posix.hpp"
#include "hanfix/result.hpp"

namespace hanfix::cli {

class Input {
 public:
  /// "-" is standard input. A folder is an error.
  [[nodiscard]] static Result<Input> open(const std::string& name);

  /// Up to `buffer.size()` bytes; 0 at the end; negative: -errno.
  [[nodiscard]] std::ptrdiff_t read(std::span<char> buffer);
  /// Whether read() would return at once. Always true for regular files, which never pause.
  [[nodiscard]] bool ready() const { return wait(0); }
  /// Waits for bytes or the end, `milliseconds` at most (-1: for ever); false: neither came.
  [[nodiscard]] bool wait(int milliseconds) const;

  /// Line (from 1) of the byte at `offset`, by reading a regular file again; its own file position
  /// stays. Nothing for pipes. Cost: one pass to `offset`.
  [[nodiscard]] std::optional<std::uint64_t> line_of(std::uint64_t offset) const;

  [[nodiscard]] bool regular() const { return S_ISREG(status_.st_mode); }
  /// Bytes of a regular file from where it was opened, else 0.
  [[nodiscard]] std::uint64_t size() const;
  /// As it was when the file was opened.
  [[nodiscard]] const struct stat& status() const { return status_; }
  [[nodiscard]] int descriptor() const { return descriptor_.get(); }

 private:
  Descriptor descriptor_;
  struct stat status_ = {};
  off_t start_ = 0;  ///< where standard input stood
};

/// Whether writing to `output` would feed `input` again, as in `hanfix a >> a`.
[[nodiscard]] bool feeds_itself(const Input& input, int output);

}  // namespace hanfix::cli
