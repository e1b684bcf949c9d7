/// \file  Drawing progress while threads work.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "base/ordered_work.hpp"
#include "cli/command.hpp"
#include "cli/progress.hpp"

namespace hanfix::cli {

/// How often who waits looks up: to draw progress, or to see that nobody waits for it any more.
inline constexpr std::chrono::milliseconds kPatience(100);

/// What the options and standard error allow. `beside_text`: what is written to standard output may
/// come while a line of progress stands there; on the same terminal the two would mix.
[[nodiscard]] Progress::Mode progress_mode(const Command& command, bool beside_text);

/// Until front() of `work`, which has size() and seen() in bytes, is done. Called `name`, it is
/// begun in `progress` in any case: files are counted.
template <class Task>
void watch(OrderedWork<Task>& work, const std::string& name, Progress& progress) {
  const Task& task = work.front();
  bool begun = false;
  for (std::uint64_t drawn = 0; !work.done(kPatience);) {
    if (!begun) progress.begin(name, task.size());
    begun = true;
    const std::uint64_t seen = task.seen();
    progress.advance(seen - std::exchange(drawn, seen));
  }
  if (!begun) progress.begin(name, task.size());
}

}  // namespace hanfix::cli
