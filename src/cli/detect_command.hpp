/// \file  `hanfix detect`: says what files are.
#pragma once
#include "cli/command.hpp"
#include "cli/exit_codes.hpp"
#include "cli/report.hpp"
#include "cli/standard_error.hpp"

namespace hanfix::cli {

/// Prints a line, or with --json an object, for each file; in order, whatever the threads do.
/// `report` and `err` are borrowed. `color`: on standard output.
[[nodiscard]] ExitCode run_detect(const Command& command, bool color, Reporter& report,
                                  StandardError& err);

}  // namespace hanfix::cli
