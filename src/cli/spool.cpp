#include "cli/spool.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "cli/replaced_file.hpp"

namespace hanfix::cli {
namespace {

constexpr std::size_t kBufferSize = 64 << 10;

}  // namespace

Result<Spool> Spool::open(const std::string& path) {
  Spool spool;
  spool.file_ = open_unnamed(path);
  if (!spool.file_.open()) {
    return Error{ErrorCode::unwritable_output, "cannot write beside it: " + reason(errno), path};
  }
  return spool;
}

void Spool::write(std::string_view chunk) {
  if (error_ != 0) return;
  buffer_ += chunk;
  size_ += chunk.size();
  if (buffer_.size() >= kBufferSize) flush();
}

void Spool::flush() {
  if (error_ == 0) error_ = write_all(file_.get(), buffer_);
  buffer_.clear();
}

void Spool::copy(std::uint64_t from, std::uint64_t to, Sink& out) {
  flush();
  std::vector<char> buffer(kBufferSize);
  while (error_ == 0 && from < to) {
    const std::size_t wanted = std::min<std::uint64_t>(buffer.size(), to - from);
    const ssize_t got = restarted(
        [&] { return ::pread(file_.get(), buffer.data(), wanted, static_cast<off_t>(from)); });
    if (got <= 0) {
      error_ = got < 0 ? errno : EIO;
      return;
    }
    out.write({buffer.data(), static_cast<std::size_t>(got)});
    from += static_cast<std::uint64_t>(got);
  }
}

}  // namespace hanfix::cli
