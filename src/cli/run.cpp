#include "cli/run.hpp"

#include <unistd.h>

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "cli/input.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/replaced_file.hpp"
#include "cli/targets.hpp"

namespace hanfix::cli {
namespace {

constexpr std::size_t kReadSize = 256 << 10;
/// A source that says nothing for so long is waited for: what threads still have is printed.
constexpr int kFlushMilliseconds = 5;
/// A source that says nothing for this long is paused; see Stage::idle().
constexpr int kIdleMilliseconds = 200;

// A line of progress and text on the same terminal would mix.
Progress::Mode progress_mode(const Command& command) {
  if (command.progress == When::always) return Progress::Mode::immediate;
  if (command.json || command.verbosity == Verbosity::quiet) return Progress::Mode::off;
  if (command.progress == When::never || ::isatty(STDERR_FILENO) == 0) return Progress::Mode::off;
  const bool to_standard_output =
      !command.check && !command.in_place && (command.output.empty() || command.output == "-");
  if (to_standard_output && ::isatty(STDOUT_FILENO) != 0) return Progress::Mode::off;
  return Progress::Mode::patient;
}

// The encodings in which a byte 0A is a line feed and nothing else.
bool has_plain_newlines(const std::string& encoding) {
  return !encoding.starts_with("utf-16") && !encoding.starts_with("utf-32");
}

class Run {
 public:
  Run(const Command& command, Reporter& report, StandardError& err)
      : command_(command),
        report_(report),
        err_(err),
        progress_(progress_mode(command), err, command.files.size()),
        standard_output_(Descriptor(STDOUT_FILENO), "standard output"),
        buffer_(kReadSize) {}

  ExitCode operator()() {
    // Before any file is touched: are the names right?
    auto first = Pipeline::create(command_.options, report_);
    if (!first) {
      report_.error(first.error());
      return ExitCode::usage;
    }
    std::unique_ptr<Pipeline> pipeline = std::move(first).value();
    const auto jobs = plan_jobs(command_);
    if (!jobs) {
      const Error& error = jobs.error();
      if (error.code != ErrorCode::unknown_name) {
        report_.error(error);
        return ExitCode::failed;
      }
      report_.error("usage", "", error.message);
      return ExitCode::usage;
    }
    for (const Job& job : jobs.value()) {
      if (pipeline == nullptr) {
        auto next = Pipeline::create(command_.options, report_);
        if (!next) {
          report_.error(next.error());
          ++failed_;
          continue;
        }
        pipeline = std::move(next).value();
      }
      if (!document(job, std::move(pipeline))) ++failed_;
      err_.flush();
      if (standard_output_.error() != 0) break;
    }
    progress_.erase();
    standard_output_.close();
    if (standard_output_.error() != 0) {
      output_failed(standard_output_);
      return ExitCode::failed;
    }
    if (failed_ > 0) return failed_ < jobs.value().size() ? ExitCode::partial : ExitCode::failed;
    return difference_ ? ExitCode::difference : ExitCode::done;
  }

 private:
  // One document from opening to replacing; false: it failed, and the user knows.
  bool document(const Job& job, std::unique_ptr<Pipeline> pipeline) {
    auto opened = Input::open(job.input);
    if (!opened) {
      report_.error(opened.error());
      return false;
    }
    Input& input = opened.value();
    NoOutput nothing;
    std::unique_ptr<Output> file;
    Output* output = &standard_output_;
    if (command_.check) {
      output = &nothing;
    } else if (command_.in_place || !job.output.empty()) {
      auto target = command_.in_place ? open_in_place(job.input, command_.backup_suffix, input)
                                      : open_output(job.output, input);
      if (!target) {
        report_.error(target.error());
        return false;
      }
      file = std::move(target.value());
      output = file.get();
    } else if (feeds_itself(input, STDOUT_FILENO)) {
      report_.error("unreadable-input", job.input,
                    "is also the output, and would never end; --in-place replaces it");
      return false;
    }

    report_.begin(job.input);
    progress_.begin(display_name(job.input), input.size());
    std::uint64_t size = 0;
    const int read_error = stream(input, *pipeline, *output, size);
    if (output->error() == 0) pipeline->finish(*output);
    const Summary& summary = pipeline->summary();
    report_.end(summary, [&](std::uint64_t offset) {
      return has_plain_newlines(summary.encoding) ? input.line_of(offset) : std::nullopt;
    });
    if (read_error != 0) {
      report_.error("unreadable-input", job.input,
                    "cannot read on after byte " + std::to_string(size) + ": " + reason(read_error),
                    size);
      output->flush();  // a stream gets what could be read; a file of which we saw a part is not
                        // replaced
      return false;
    }
    if (!lossless(job, summary, input, output->replaces())) return true;
    if (output->error() == 0) output->commit(size);
    if (output != &standard_output_ && output->error() != 0) {
      output_failed(*output);
      return false;
    }
    if (command_.check && summary.changed) {
      difference_ = true;
      report_.note("would-change", job.input, "would change");
    }
    return true;
  }

  // Reads to the end, or to the first failure of either side; gives errno of reading.
  int stream(Input& input, Pipeline& pipeline, Output& output, std::uint64_t& size) {
    bool fed = false;  // since the last pause
    while (output.error() == 0) {
      if (!input.ready()) {
        show(output);
        if (fed && !input.wait(kFlushMilliseconds)) {
          pipeline.flush(output);
          show(output);
          if (!input.wait(kIdleMilliseconds - kFlushMilliseconds)) {
            pipeline.idle(output);
            show(output);
            fed = false;
          }
          continue;
        }
        (void)input.wait(-1);
      }
      const std::ptrdiff_t got = input.read(buffer_);
      if (got == 0) break;
      if (got < 0) return static_cast<int>(-got);
      pipeline.push({buffer_.data(), static_cast<std::size_t>(got)}, output);
      fed = true;
      size += static_cast<std::uint64_t>(got);
      progress_.advance(static_cast<std::uint64_t>(got));
    }
    return 0;
  }

  void show(Output& output) {
    output.flush();
    err_.flush();
  }

  // False if `job`'s file must stay as it is: text was lost under --strict or --unmappable error,
  // or its encoding changes under --on-mixed strict.
  bool lossless(const Job& job, const Summary& summary, const Input& input, bool replaces) {
    if (command_.options.unmappable == Unmappable::error && summary.unmappable > 0) {
      difference_ = true;
      const std::uint64_t first = summary.first_unmappable;
      const auto line = has_plain_newlines(summary.encoding) ? input.line_of(first) : std::nullopt;
      const bool one = summary.unmappable == 1;
      report_.error("loss", job.input,
                    std::to_string(summary.unmappable) +
                        (one ? " character is not in " : " characters are not in ") +
                        command_.options.to_code + (one ? ", at byte " : ", the first at byte ") +
                        std::to_string(first) + (line ? ", line " + std::to_string(*line) : "") +
                        (replaces ? "; nothing was written" : "") +
                        " (--unmappable substitute writes what is near)",
                    first);
      return !replaces;
    }
    if (command_.options.on_mixed == OnMixed::strict && summary.encoding_changes > 0) {
      difference_ = true;
      report_.error("mixed-encoding", job.input,
                    "the encoding changes in " + std::to_string(summary.encoding_changes) +
                        (summary.encoding_changes == 1 ? " place" : " places") +
                        (replaces ? "; nothing was written" : "") +
                        " (--on-mixed segment follows it, --explain lists them)");
      return !replaces;
    }
    // UTF-8 keeps malformed bytes as they are; the other encodings lose them.
    const bool lost = summary.lost > 0 || (summary.malformed > 0 && summary.encoding != "utf-8");
    if (!command_.strict || !lost) return true;
    difference_ = true;
    const std::uint64_t places = summary.lost > 0 ? summary.lost : summary.malformed;
    report_.error("loss", job.input,
                  "text would be lost in " + std::to_string(places) +
                      (places == 1 ? " place" : " places") +
                      (replaces ? "; nothing was written" : "") + " (--explain lists them)");
    return !replaces;
  }

  void output_failed(const Output& output) {
    // A closed pipe comes here only if our parent ignores SIGPIPE, which else has ended us quietly.
    report_.error("unwritable-output", "",
                  output.name() + ": cannot write it: " + reason(output.error()) +
                      (output.hint().empty() ? "" : "; " + output.hint()));
  }

  const Command& command_;
  Reporter& report_;
  StandardError& err_;
  Progress progress_;
  StreamOutput standard_output_;
  std::vector<char> buffer_;
  std::size_t failed_ = 0;
  bool difference_ = false;
};

}  // namespace

ExitCode run(const Command& command, Reporter& report, StandardError& err) {
  remove_temporary_file_on_signals();
  return Run(command, report, err)();
}

}  // namespace hanfix::cli
