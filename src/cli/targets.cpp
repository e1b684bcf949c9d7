#include "cli/targets.hpp"

#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

namespace hanfix::cli {
namespace {

// "a/b/" and "a/b" are both b.
std::string base_name(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path.substr(path.rfind('/') + 1);
}

Error usage(std::string message) { return {ErrorCode::unknown_name, std::move(message)}; }

}  // namespace

std::optional<Error> report_conflict(const Command& command, const std::vector<Job>& jobs) {
  std::error_code unknown;
  const auto place = [&](const std::string& path) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(path, unknown), unknown);
  };
  const auto page = place(command.report);
  const auto refuse = [&](const std::string& path, const char* what) {
    return usage("--report " + command.report + " would replace " + path + ", which is " + what);
  };
  for (const Job& job : jobs) {
    if (job.input != "-" && std::filesystem::equivalent(job.input, command.report, unknown))
      return refuse(job.input, "an input");
    if (!job.output.empty() && place(job.output) == page) return refuse(job.output, "an output");
    const std::string backup = place(job.input).string() + command.backup_suffix;
    if (command.in_place && !command.backup_suffix.empty() && place(backup) == page)
      return refuse(job.input + command.backup_suffix, "a backup");
  }
  return std::nullopt;
}

Result<std::vector<Job>> plan_jobs(const Command& command) {
  std::vector<Job> jobs;
  for (const std::string& file : command.files) jobs.push_back({file, ""});
  if (command.output.empty() || command.output == "-") return jobs;

  std::error_code unknown;  // no information is as good as no folder
  const bool named_folder = command.output.back() == '/';
  const bool is_folder = std::filesystem::is_directory(command.output, unknown);
  if (!named_folder && !is_folder) {
    if (jobs.size() > 1)
      return usage(std::to_string(jobs.size()) + " inputs need a folder, but '" + command.output +
                   "' is none; write '" + command.output + "/' to make it one");
    jobs[0].output = command.output;
    return jobs;
  }

  const std::string folder = named_folder ? command.output : command.output + "/";
  std::map<std::string, std::string> input_of;
  for (Job& job : jobs) {
    if (job.input == "-")
      return usage("standard input has no name to get in the folder " + folder +
                   "; give -o a file");
    job.output = folder + base_name(job.input);
    const auto [other, is_new] = input_of.emplace(job.output, job.input);
    if (!is_new)
      return usage("'" + other->second + "' and '" + job.input + "' would both become '" +
                   job.output + "'; use --in-place, or a folder for each");
  }
  if (!is_folder && !command.check) {
    std::error_code failed;
    std::filesystem::create_directories(command.output, failed);
    if (failed)
      return Error{ErrorCode::unwritable_output, "cannot make this folder: " + failed.message(),
                   command.output};
  }
  return jobs;
}

}  // namespace hanfix::cli
