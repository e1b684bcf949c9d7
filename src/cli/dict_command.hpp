/// \file  `hanfix dict`: words of the user's own.
#pragma once
#include "cli/command.hpp"
#include "cli/exit_codes.hpp"
#include "cli/report.hpp"

namespace hanfix::cli {

/// `dict build`, `dict check` or `dict explain`, as `command.verb` says. `report` is borrowed.
/// `color`: on standard output.
[[nodiscard]] ExitCode run_dict(const Command& command, bool color, Reporter& report);

}  // namespace hanfix::cli
