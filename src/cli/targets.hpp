/// \file  Which output each input gets; decided before anything is written.
#pragma once
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "hanfix/result.hpp"

namespace hanfix::cli {

struct Job {
  std::string input;   ///< "-": standard input
  std::string output;  ///< a path; empty: standard output, or the input itself with --in-place
};

/// One job an input, in order. Inputs that would overwrite each other are an error. Makes the
/// output folder, except under --check.
[[nodiscard]] Result<std::vector<Job>> plan_jobs(const Command& command);

}  // namespace hanfix::cli
