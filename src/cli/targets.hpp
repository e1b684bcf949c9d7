/// \file  Which output each input gets; decided before anything is written.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "hanfix/result.hpp"

namespace hanfix::cli {

struct Job {
  std::string input;   ///< "-": standard input
  std::string output;  ///< a path; empty: standard output, or the input itself with --in-place
};

/// Why the page of --report cannot go where it is to go: there is an input, or an output. Costs a
/// look at each file.
[[nodiscard]] std::optional<Error> report_conflict(const Command& command,
                                                   const std::vector<Job>& jobs);

/// One job an input, in order. Inputs that would overwrite each other are an error. Makes the
/// output folder, except under --check.
[[nodiscard]] Result<std::vector<Job>> plan_jobs(const Command& command);

}  // namespace hanfix::cli
