#include "cli/document_run.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "cli/input.hpp"
#include "cli/patience.hpp"

namespace hanfix::cli {
namespace {

/// Repair's blocks are due every 64 KiB, and those across two reads are copied: of reads of four
/// blocks each, two of them would be, the lines that decoding holds back lying between.
constexpr std::size_t kReadSize = (256 + 16) << 10;
/// A source that says nothing for so long is waited for: what threads still have is printed.
constexpr int kFlushMilliseconds = 5;
/// A source that says nothing for this long is paused; see Stage::idle().
constexpr int kIdleMilliseconds = 200;

// The encodings in which a byte 0A is a line feed and nothing else.
bool has_plain_newlines(const std::string& encoding) {
  return !encoding.starts_with("utf-16") && !encoding.starts_with("utf-32");
}

std::optional<std::uint64_t> line_of(const Input& input, const Summary& summary,
                                     std::uint64_t offset) {
  return has_plain_newlines(summary.encoding) ? input.line_of(offset) : std::nullopt;
}

// The document is not what was asked for.
void refuse(const DocumentRun& run, const char* code, const Job& job, const std::string& message,
            std::uint64_t offset = 0) {
  run.report.error(code, job.input, message, offset);
  if (run.page != nullptr) run.page->failed(job.input, message);
}

// The document cannot be done.
Outcome fail(const DocumentRun& run, const Error& error) {
  run.report.error(error);
  if (run.page != nullptr) run.page->failed(error.path, error.message);
  return Outcome::failed;
}

// Reads to the end, or to the first failure of either side; gives errno of reading.
int stream(Input& input, Pipeline& pipeline, Output& output, Watcher& watcher,
           std::uint64_t& size) {
  // Zeroed once a thread, not once a file: many files are smaller than that takes.
  thread_local std::vector<char> buffer(kReadSize);
  const auto show = [&] {
    output.flush();
    watcher.pause();
  };
  bool fed = false;  // since the last answer
  Patience patience;
  const auto answer = [&] {
    pipeline.idle(output);
    show();
    fed = false;
    patience.answered();
  };
  // Whether more came before the source paused, or had to be answered anyway.
  const auto wait = [&] {
    const auto begin = std::chrono::steady_clock::now();
    bool came = input.wait(kFlushMilliseconds);
    if (!came) {
      pipeline.flush(output);
      show();
      came = input.wait(std::min(kIdleMilliseconds - kFlushMilliseconds, patience.left()));
    }
    patience.waited(std::chrono::steady_clock::now() - begin);
    return came;
  };
  while (output.error() == 0) {
    const bool waits = !input.ready();
    if (waits) {
      show();
      if (fed && !wait()) {
        answer();
        continue;
      }
      if (!fed) (void)input.wait(-1);
    }
    const std::ptrdiff_t got = input.read(buffer);
    if (got == 0) break;
    if (got < 0) return static_cast<int>(-got);
    std::string_view chunk(buffer.data(), static_cast<std::size_t>(got));
    if (const std::size_t due = waits ? patience.due(chunk) : 0; due > 0) {
      pipeline.push(chunk.substr(0, due), output);
      answer();
      chunk.remove_prefix(due);
    }
    if (!chunk.empty()) {
      pipeline.push(chunk, output);
      patience.took(chunk);
      fed = true;
    }
    size += static_cast<std::uint64_t>(got);
    watcher.advance(static_cast<std::uint64_t>(got));
  }
  return 0;
}

// False, and said, if text was lost under --strict or --unmappable error, or if its encoding
// changes under --on-mixed strict.
bool lossless(const DocumentRun& run, const Job& job, const Summary& summary, const Input& input,
              bool replaces) {
  const Options& options = run.command.options;
  const std::string unwritten = replaces ? "; nothing was written" : "";
  if (options.unmappable == Unmappable::error && summary.unmappable > 0) {
    const std::uint64_t first = summary.first_unmappable;
    const auto line = line_of(input, summary, first);
    const bool one = summary.unmappable == 1;
    refuse(run, "loss", job,
           std::to_string(summary.unmappable) +
               (one ? " character is not in " : " characters are not in ") + options.to_code +
               (one ? ", at byte " : ", the first at byte ") + std::to_string(first) +
               (line ? ", line " + std::to_string(*line) : "") + unwritten +
               " (--unmappable substitute writes what is near)",
           first);
    return false;
  }
  if (options.on_mixed == OnMixed::strict && summary.encoding_changes > 0) {
    refuse(run, "mixed-encoding", job,
           "the encoding changes in " + std::to_string(summary.encoding_changes) +
               (summary.encoding_changes == 1 ? " place" : " places") + unwritten +
               " (--on-mixed segment follows it, --explain lists them)");
    return false;
  }
  // UTF-8 keeps malformed bytes as they are; the other encodings lose them.
  const bool lost = summary.lost > 0 || (summary.malformed > 0 && summary.encoding != "utf-8");
  if (!run.command.strict || !lost) return true;
  const std::uint64_t places = summary.lost > 0 ? summary.lost : summary.malformed;
  refuse(run, "loss", job,
         "text would be lost in " + std::to_string(places) + (places == 1 ? " place" : " places") +
             unwritten + " (--explain lists them)");
  return false;
}

}  // namespace

std::string unwritten(const Output& output) {
  return output.name() + ": cannot write it: " + reason(output.error()) +
         (output.hint().empty() ? "" : "; " + output.hint());
}

Outcome DocumentRun::operator()(const Job& job, Pipeline& pipeline) const {
  auto opened = Input::open(job.input);
  if (!opened) return fail(*this, opened.error());
  Input& input = opened.value();
  NoOutput nothing;
  std::unique_ptr<Output> file;
  Output* output = &standard_output;
  if (command.check) {
    output = &nothing;
  } else if (command.in_place || !job.output.empty()) {
    auto target = command.in_place ? open_in_place(job.input, command.backup_suffix, input)
                                   : open_output(job.output, &input);
    if (!target) return fail(*this, target.error());
    file = std::move(target.value());
    output = file.get();
  } else if (feeds_itself(input, STDOUT_FILENO)) {
    return fail(*this,
                {ErrorCode::unreadable_input,
                 "is also the output, and would never end; --in-place replaces it", job.input});
  }

  report.begin(job.input);
  watcher.begin(job, input.size());
  std::uint64_t size = 0;
  const int read_error = stream(input, pipeline, *output, watcher, size);
  if (output->error() == 0) pipeline.finish(*output);
  const Summary& summary = pipeline.summary();
  report.end(summary, [&](std::uint64_t offset) { return line_of(input, summary, offset); });
  if (page != nullptr) page->end(summary);
  if (read_error != 0) {
    // A stream gets what could be read; a file of which we saw a part is not replaced.
    const Outcome outcome = fail(
        *this, {ErrorCode::unreadable_input,
                "cannot read on after byte " + std::to_string(size) + ": " + reason(read_error),
                job.input, size});
    output->flush();
    return outcome;
  }
  const bool refused = !lossless(*this, job, summary, input, output->replaces());
  if (refused && output->replaces()) return Outcome::difference;
  if (output->error() == 0) output->commit(size);
  if (output != &standard_output && output->error() != 0) {
    // A closed pipe comes here only if our parent ignores SIGPIPE, which else has ended us quietly.
    report.error("unwritable-output", "", unwritten(*output));
    if (page != nullptr) page->failed(output->name(), unwritten(*output));
    return Outcome::failed;
  }
  const bool would_change = command.check && summary.changed;
  if (would_change) report.note("would-change", job.input, "would change");
  return refused || would_change ? Outcome::difference : Outcome::done;
}

}  // namespace hanfix::cli
