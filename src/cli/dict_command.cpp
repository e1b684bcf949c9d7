#include "cli/dict_command.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "cli/explain_lines.hpp"
#include "cli/input.hpp"
#include "cli/output.hpp"
#include "cli/text.hpp"
#include "hanfix/dictionaries.hpp"

namespace hanfix::cli {
namespace {

constexpr std::size_t kReadSize = 64 << 10;

// What the library opens for a name of the command line.
std::string path_of(const std::string& file) { return file == "-" ? "/dev/stdin" : file; }

ExitCode unwritable(const Output& out, Reporter& report) {
  report.error("unwritable-output", "",
               out.name() + ": cannot write it: " + reason(out.error()) +
                   (out.hint().empty() ? "" : "; " + out.hint()));
  return ExitCode::failed;
}

// Writes to standard output; `code` is what the work itself came to.
ExitCode print(const std::string& text, ExitCode code, Reporter& report) {
  StreamOutput out(Descriptor(STDOUT_FILENO), "standard output");
  out.write(text);
  out.close();
  return out.error() == 0 ? code : unwritable(out, report);
}

// The first ones, and how many more there are.
void report_faults(const std::vector<Error>& faults, Reporter& report) {
  constexpr std::size_t kMost = 20;
  for (std::size_t i = 0; i < std::min(kMost, faults.size()); ++i) report.error(faults[i]);
  if (faults.size() > kMost) {
    report.error(
        "bad-data", "",
        std::to_string(faults.size() - kMost) + " more errors (hanfix dict check lists all)");
  }
}

ExitCode build(const Command& command, Reporter& report) {
  std::vector<std::string> paths;
  for (const std::string& file : command.files) {
    paths.push_back(path_of(file));
    std::error_code none;
    if (!std::filesystem::equivalent(paths.back(), command.output, none)) continue;
    report.error("usage", command.output,
                 "is a file of words, which the image would replace; give --output another name");
    return ExitCode::usage;
  }
  std::vector<Error> faults;
  const Result<std::string> image = build_dictionary(paths, &faults);
  if (!image) {
    if (faults.empty()) faults.push_back(image.error());
    report_faults(faults, report);
    return exit_code(image.error());
  }
  if (command.output == "-") return print(image.value(), ExitCode::done, report);
  // The new file gets the attributes of the first one it is made from.
  auto input = Input::open(command.files.front());
  if (!input) {
    report.error(input.error());
    return ExitCode::failed;
  }
  auto output = open_output(command.output, &input.value());
  if (!output) {
    report.error(output.error());
    return ExitCode::failed;
  }
  output.value()->write(image.value());
  output.value()->commit(input.value().size());
  return output.value()->error() == 0 ? ExitCode::done : unwritable(*output.value(), report);
}

const char* name_of(DictionaryFinding::Kind kind) {
  return kind == DictionaryFinding::Kind::error     ? "error"
         : kind == DictionaryFinding::Kind::warning ? "warning"
                                                    : "note";
}

ExitCode check(const Command& command, Reporter& report) {
  std::string text;
  bool faults = false;
  std::size_t failed = 0;
  for (const std::string& file : command.files) {
    const auto findings = check_dictionary(path_of(file));
    if (!findings) {
      report.error(findings.error());
      ++failed;
      continue;
    }
    for (const DictionaryFinding& finding : findings.value()) {
      faults = faults || finding.kind != DictionaryFinding::Kind::note;
      if (command.verbosity == Verbosity::quiet && finding.kind == DictionaryFinding::Kind::note)
        continue;
      const std::string line = std::to_string(finding.line);
      if (command.json) {
        text += "{\"file\":" + json_string(file) + ",\"line\":" + line +
                ",\"kind\":" + json_string(name_of(finding.kind)) +
                ",\"code\":" + json_string(finding.code) +
                ",\"message\":" + json_string(finding.message) + "}\n";
      } else {
        text += display_name(file) + ":" + line + ": " + name_of(finding.kind) + ": " +
                one_line(finding.message) + "\n";
      }
    }
  }
  ExitCode code = faults ? ExitCode::difference : ExitCode::done;
  if (failed > 0) code = failed < command.files.size() ? ExitCode::partial : ExitCode::failed;
  return print(text, code, report);
}

Result<std::string> read_standard_input() {
  auto input = Input::open("-");
  if (!input) return input.error();
  std::string text;
  std::vector<char> buffer(kReadSize);
  for (;;) {
    const std::ptrdiff_t got = input.value().read(buffer);
    if (got < 0) {
      return Error{ErrorCode::unreadable_input, "cannot read it: " + reason(static_cast<int>(-got)),
                   "-"};
    }
    if (got == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

ExitCode explain_texts(const Command& command, bool color, Reporter& report) {
  Options options = command.options;
  auto conversion = Conversion::create(options);
  if (!conversion) {
    report.error(conversion.error());
    return exit_code(conversion.error());
  }
  options.conversion = std::move(conversion).value();
  std::string out;
  for (const std::string& word : command.files) {
    const Result<std::string> text = word == "-" ? read_standard_input() : word;
    if (!text) {
      report.error(text.error());
      return ExitCode::failed;
    }
    const auto explanations = explain(options, text.value());
    if (!explanations) {
      report.error(explanations.error());
      return exit_code(explanations.error());
    }
    for (const Explanation& explanation : explanations.value()) {
      out += command.json ? explanation_json(explanation) : explanation_lines(explanation, color);
    }
  }
  return print(out, ExitCode::done, report);
}

}  // namespace

ExitCode run_dict(const Command& command, bool color, Reporter& report) {
  if (command.verb == Verb::dict_build) return build(command, report);
  if (command.verb == Verb::dict_check) return check(command, report);
  return explain_texts(command, color, report);
}

}  // namespace hanfix::cli
