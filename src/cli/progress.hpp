/// \file  How far the work is, in one line on standard error.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>

#include "cli/standard_error.hpp"

namespace hanfix::cli {

class Progress {
 public:
  enum class Mode : std::uint8_t {
    off,
    patient,    ///< nothing in the first second: short work needs no progress
    immediate,  ///< from the first byte
  };

  /// `err` is borrowed and must outlive this.
  Progress(Mode mode, StandardError& err, std::size_t files);

  /// `size`: bytes of the input, or 0 if nobody knows.
  void begin(std::string name, std::uint64_t size);
  /// Cheap; draws at most ten times a second.
  void advance(std::uint64_t bytes);
  void erase();

  /// The line for a moment: "news.txt (2 of 3): 1.5 MiB of 3.0 MiB, 50 %".
  [[nodiscard]] std::string line() const;

 private:
  using Clock = std::chrono::steady_clock;
  Mode mode_;
  StandardError& err_;
  std::size_t files_;
  std::size_t file_ = 0;
  std::string name_;
  std::uint64_t size_ = 0;
  std::uint64_t done_ = 0;
  Clock::time_point next_;
};

}  // namespace hanfix::cli
