// The program: reads the command line and hands over.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "cli/detect_command.hpp"
#include "cli/dict_command.hpp"
#include "cli/exit_codes.hpp"
#include "cli/help.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/report.hpp"
#include "cli/run.hpp"
#include "cli/standard_error.hpp"

namespace hanfix::cli {
namespace {

// A closed standard descriptor would be given to the next file we open, and messages would end up
// in the text. Each gets a /dev/null that refuses its use, so that the use is still an error.
void fill_closed_descriptors() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) == -1)
      (void)::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

bool use_color(When when, int fd) {
  if (when != When::automatic) return when == When::always;
  const char* const no_color = std::getenv("NO_COLOR");
  const char* const terminal = std::getenv("TERM");
  if (no_color != nullptr && *no_color != '\0') return false;
  if (terminal == nullptr || std::string_view(terminal) == "dumb") return false;
  return ::isatty(fd) != 0;
}

ExitCode print(const std::string& text, Reporter& report) {
  StreamOutput out(Descriptor(STDOUT_FILENO), "standard output");
  out.write(text);
  out.close();
  if (out.error() == 0) return ExitCode::done;
  report.error("unwritable-output", "", out.name() + ": cannot write it: " + reason(out.error()));
  return ExitCode::failed;
}

ExitCode program(const std::vector<std::string>& words) {
  StandardError err;
  const Result<Command> parsed = parse(words);
  if (!parsed) {
    // Who wants JSON gets it for a mistake in the command line as well.
    const auto files = std::find(words.begin(), words.end(), "--");
    const bool json = std::find(words.begin(), files, "--json") != files;
    Reporter({.json = json, .color = use_color(When::automatic, STDERR_FILENO)}, err)
        .error("usage", "", parsed.error().message);
    return ExitCode::usage;
  }
  const Command& command = parsed.value();
  Reporter report({.json = command.json,
                   .explain = command.explain,
                   .color = use_color(command.color, STDERR_FILENO),
                   .verbosity = command.verbosity},
                  err);
  switch (command.action) {
    case Action::help:
      return print(help_text(command.verb), report);
    case Action::version:
      return print(version_text(), report);
    case Action::list:
      return print(list_text(command.list), report);
    case Action::run:
      break;
  }
  const bool color = use_color(command.color, STDOUT_FILENO);
  if (command.verb == Verb::pipeline) return run(command, report, err);
  if (command.verb == Verb::detect) return run_detect(command, color, report, err);
  return run_dict(command, color, report);
}

}  // namespace
}  // namespace hanfix::cli

int main(int argc, char** argv) {
  hanfix::cli::fill_closed_descriptors();
  try {
    const std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
    return static_cast<int>(hanfix::cli::program(words));
  } catch (const std::bad_alloc&) {  // a file half written has been removed on the way here
    constexpr std::string_view kMessage = "hanfix: out of memory\n";
    (void)hanfix::cli::write_all(STDERR_FILENO, kMessage);
    return static_cast<int>(hanfix::cli::ExitCode::failed);
  }
}
