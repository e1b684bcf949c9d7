/// \file  Work on several threads, results in the order in which it was given.
#pragma once
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace hanfix {

/// A bounded queue of tasks. One thread adds tasks and takes them out again, first in, first out,
/// once they are done; others do them, or the owner itself with help(). `Task` has `void
/// operator()()`, which may throw: done() throws it again, when it is that task's turn.
///
/// With no threads, or if the system gives none, done() does the task itself, however long it
/// takes.
template <class Task>
class OrderedWork {
 public:
  explicit OrderedWork(unsigned threads) : most_(std::size_t{16} * std::max(threads, 1u)) {
    try {
      threads_.reserve(threads);
      for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
    } catch (const std::exception&) {
      // A limit on threads or memory: those that there are, or none, do it.
    }
  }
  OrderedWork(const OrderedWork&) = delete;
  OrderedWork& operator=(const OrderedWork&) = delete;
  /// Waits for tasks that have begun; the others are not done any more.
  ~OrderedWork() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  [[nodiscard]] bool full() const { return slots_.size() >= most_; }
  [[nodiscard]] bool empty() const { return slots_.empty(); }
  [[nodiscard]] std::size_t size() const { return slots_.size(); }
  /// Tasks that no thread has taken yet.
  [[nodiscard]] std::size_t waiting() const {
    const std::lock_guard lock(mutex_);
    return slots_.size() - begun_;
  }

  template <class... Arguments>
  void add(Arguments&&... arguments) {
    {
      const std::lock_guard lock(mutex_);
      slots_.emplace_back(std::forward<Arguments>(arguments)...);
    }
    changed_.notify_one();
  }

  /// The task whose turn it is; it may be under way. Precondition: !empty().
  [[nodiscard]] Task& front() { return slots_.front().task; }

  /// Whether front() is done; waits for it no longer than `patience`.
  [[nodiscard]] bool done(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    Slot& slot = slots_.front();
    if (threads_.empty() && !slot.done) run_next(lock);
    if (!finished_.wait_for(lock, patience, [&] { return slot.done; })) return false;
    if (slot.failure) std::rethrow_exception(slot.failure);
    return true;
  }

  /// The owner does a task that no thread has taken, the first of them; false: there is none.
  bool help() {
    std::unique_lock lock(mutex_);
    if (begun_ == slots_.size()) return false;
    run_next(lock);
    return true;
  }

  /// Removes front(). Precondition: it is done.
  void pop() {
    const std::lock_guard lock(mutex_);
    slots_.pop_front();
    --begun_;
  }

 private:
  struct Slot {
    template <class... Arguments>
    explicit Slot(Arguments&&... arguments) : task{std::forward<Arguments>(arguments)...} {}
    Task task;
    bool done = false;
    std::exception_ptr failure = {};
  };

  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] { return stopped_ || begun_ < slots_.size(); });
      if (stopped_) return;
      run_next(lock);
      finished_.notify_one();
    }
  }

  // Does the first task that nobody has taken. Precondition: there is one, and `lock` is held.
  void run_next(std::unique_lock<std::mutex>& lock) {
    Slot& slot = slots_[begun_++];  // stays where it is: a deque moves nothing at its ends
    lock.unlock();
    std::exception_ptr failure;
    try {
      slot.task();
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    slot.failure = std::move(failure);
    slot.done = true;
  }

  std::size_t most_;
  mutable std::mutex mutex_;
  std::condition_variable changed_, finished_;
  std::deque<Slot> slots_;  // changed only by the owner's thread, under the lock
  std::size_t begun_ = 0;   // tasks at the front that a thread has taken
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace hanfix
