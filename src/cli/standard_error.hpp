/// \file  Standard error: messages in whole lines, and one line of progress below them.
#pragma once
#include <mutex>
#include <string>
#include <string_view>

#include "hanfix/stage.hpp"

namespace hanfix::cli {

/// Collects messages and writes them together; a progress line is erased before and drawn again by
/// its owner. What cannot be written is dropped: there is no other place to complain. May be used
/// by several threads.
class StandardError : public Sink {
 public:
  explicit StandardError(int fd = 2) : fd_(fd) {}
  StandardError(const StandardError&) = delete;
  StandardError& operator=(const StandardError&) = delete;
  ~StandardError() override;
  void write(std::string_view lines) override;
  void flush();
  /// Replaces the line of progress; "" erases it.
  void draw(std::string_view line);

 private:
  void flush_held();
  void draw_held(std::string_view line);

  int fd_;
  std::mutex mutex_;
  std::string pending_;
  bool drawn_ = false;
};

}  // namespace hanfix::cli
