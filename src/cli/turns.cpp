#include "cli/turns.hpp"

namespace hanfix::cli {

void Turns::give(std::size_t number) {
  {
    const std::lock_guard lock(mutex_);
    turn_ = number;
  }
  given_.notify_all();
}

void Turns::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  given_.notify_all();
}

bool Turns::has(std::size_t number) const {
  const std::lock_guard lock(mutex_);
  return turn_ == number;
}

bool Turns::wait(std::size_t number) {
  std::unique_lock lock(mutex_);
  given_.wait(lock, [&] { return stopped_ || turn_ == number; });
  return !stopped_;
}

void TurnSink::write(std::string_view chunk) {
  kept_ += chunk;
  if (turns_.has(number_) || (kept_.size() > limit_ && turns_.wait(number_))) return release();
  if (kept_.size() > limit_) kept_.clear();  // stopped: nobody will read it
}

void TurnSink::release() {
  if (!kept_.empty()) out_.write(kept_);
  kept_.clear();
}

}  // namespace hanfix::cli
