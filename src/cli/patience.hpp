/// \file  How long a source that never pauses may keep its reader waiting.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace hanfix::cli {

/// A source that says a little again and again never pauses, and windows of evidence would take
/// minutes to fill. So it is answered all the same when it has let us wait long enough, at the end
/// of a line if one comes. What fills windows by itself is left alone, and the time that our own
/// work takes does not count: how a file is read through a pipe does not depend on either.
class Patience {
 public:
  using Duration = std::chrono::steady_clock::duration;
  /// Waited in all since the last answer: enough at the end of a line, enough anywhere.
  static constexpr std::chrono::milliseconds kAtLine{500}, kAnywhere{2000};
  /// Bytes, as many as the largest window of evidence: a source that says so much counts anew.
  static constexpr std::size_t kWindow = 64 << 10;

  /// The reader of the output has what there is.
  void answered() { *this = {}; }
  void waited(Duration duration) { waited_ += duration; }
  void took(std::string_view bytes) {
    if (bytes.empty()) return;
    at_line_ = bytes.back() == '\n';
    bytes_ += bytes.size();
    if (bytes_ < kWindow) return;
    bytes_ = 0;
    waited_ = {};
  }

  /// What may still be waited for more, in whole milliseconds; 0: an answer is due.
  [[nodiscard]] int left() const {
    const Duration limit = at_line_ ? kAtLine : kAnywhere;
    if (waited_ >= limit) return 0;
    return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(limit - waited_).count());
  }
  /// How much of `bytes`, which were waited for, to take before an answer; 0: none is due yet.
  [[nodiscard]] std::size_t due(std::string_view bytes) const {
    if (waited_ >= kAnywhere) return bytes.size();
    return waited_ >= kAtLine ? bytes.rfind('\n') + 1 : 0;
  }

 private:
  Duration waited_{};
  std::size_t bytes_ = 0;
  bool at_line_ = false;
};

}  // namespace hanfix::cli
