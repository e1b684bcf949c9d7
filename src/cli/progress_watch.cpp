#include "cli/progress_watch.hpp"

#include <unistd.h>

namespace hanfix::cli {

Progress::Mode progress_mode(const Command& command, bool beside_text) {
  if (command.progress == When::always) return Progress::Mode::immediate;
  if (command.json || command.verbosity == Verbosity::quiet) return Progress::Mode::off;
  if (command.progress == When::never || ::isatty(STDERR_FILENO) == 0) return Progress::Mode::off;
  if (beside_text && ::isatty(STDOUT_FILENO) != 0) return Progress::Mode::off;
  return Progress::Mode::patient;
}

}  // namespace hanfix::cli
