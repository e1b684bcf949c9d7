#include "cli/progress.hpp"

#include <utility>

#include "cli/text.hpp"

namespace hanfix::cli {

using std::chrono::milliseconds;

Progress::Progress(Mode mode, StandardError& err, std::size_t files)
    : mode_(mode), err_(err), files_(files), next_(Clock::now()) {
  if (mode == Mode::patient) next_ += milliseconds(1000);
}

void Progress::begin(std::string name, std::uint64_t size) {
  name_ = std::move(name);
  size_ = size;
  done_ = 0;
  ++file_;
  advance(0);
}

void Progress::advance(std::uint64_t bytes) {
  done_ += bytes;
  if (mode_ == Mode::off) return;
  const Clock::time_point now = Clock::now();
  if (now < next_) return;
  next_ = now + milliseconds(100);
  err_.draw(line());
}

void Progress::erase() { err_.draw(""); }

std::string Progress::line() const {
  std::string text = one_line(name_);
  if (files_ > 1) text += " (" + std::to_string(file_) + " of " + std::to_string(files_) + ")";
  text += ": " + human_size(done_);
  if (size_ > 0 && done_ <= size_) {
    const auto percent =
        static_cast<unsigned>(static_cast<double>(done_) * 100 / static_cast<double>(size_));
    text += " of " + human_size(size_) + ", " + std::to_string(percent) + " %";
  }
  return text;
}

}  // namespace hanfix::cli
