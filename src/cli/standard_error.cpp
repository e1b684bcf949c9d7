#include "cli/standard_error.hpp"

#include "cli/posix.hpp"

namespace hanfix::cli {

constexpr std::size_t kFlushSize = 32 << 10;
constexpr std::string_view kEraseLine = "\r\033[K";

StandardError::~StandardError() {
  draw("");
  flush();
}

void StandardError::write(std::string_view lines) {
  const std::lock_guard lock(mutex_);
  pending_ += lines;
  if (pending_.size() >= kFlushSize) flush_held();
}

void StandardError::flush() {
  const std::lock_guard lock(mutex_);
  flush_held();
}

void StandardError::draw(std::string_view line) {
  const std::lock_guard lock(mutex_);
  draw_held(line);
}

void StandardError::flush_held() {
  if (pending_.empty()) return;
  draw_held("");
  (void)write_all(fd_, pending_);
  pending_.clear();
}

void StandardError::draw_held(std::string_view line) {
  if (!drawn_ && line.empty()) return;
  drawn_ = !line.empty();
  (void)write_all(fd_, std::string(kEraseLine).append(line));
}

}  // namespace hanfix::cli
