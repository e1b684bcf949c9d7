/// \file  Several writers, one place to write to: each in its turn.
#pragma once
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

#include "hanfix/stage.hpp"

namespace hanfix::cli {

/// Whose turn it is, by number from 0. One thread gives the turn; others wait for theirs.
class Turns {
 public:
  /// Now `number` may write, and none below.
  void give(std::size_t number);
  /// Nobody needs to wait any more: what is written from now on is dropped.
  void stop();
  [[nodiscard]] bool has(std::size_t number) const;
  /// True once `number` has the turn; false: stopped.
  [[nodiscard]] bool wait(std::size_t number);

 private:
  mutable std::mutex mutex_;
  std::condition_variable given_;
  std::size_t turn_ = 0;
  bool stopped_ = false;
};

/// Keeps what its writer writes before the turn, `limit` bytes and one more write at most; a writer
/// with more to say waits. In its turn everything is passed on at once.
///
/// The writer's thread writes; release() is called by whoever gave the turn once the writer has
/// ended.
class TurnSink : public Sink {
 public:
  /// `turns` and `out` are borrowed.
  TurnSink(Turns& turns, std::size_t number, Sink& out, std::size_t limit)
      : turns_(turns), number_(number), out_(out), limit_(limit) {}

  void write(std::string_view chunk) override;
  /// Passes on what is kept. Precondition: it is this one's turn.
  void release();

 private:
  Turns& turns_;
  std::size_t number_;
  Sink& out_;
  std::size_t limit_;
  std::string kept_;
};

}  // namespace hanfix::cli
