/// \file  Runs the documents of one command through the pipeline.
#pragma once
#include "cli/command.hpp"
#include "cli/exit_codes.hpp"
#include "cli/report.hpp"
#include "cli/standard_error.hpp"

namespace hanfix::cli {

/// Precondition: `command` comes from parse(). All messages go through `report` to `err`.
[[nodiscard]] ExitCode run(const Command& command, Reporter& report, StandardError& err);

}  // namespace hanfix::cli
