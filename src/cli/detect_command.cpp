#include "cli/detect_command.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/ordered_work.hpp"
#include "cli/detect_lines.hpp"
#include "cli/folder_walk.hpp"
#include "cli/input.hpp"
#include "cli/output.hpp"
#include "cli/progress_watch.hpp"
#include "hanfix/detect.hpp"

namespace hanfix::cli {
namespace {

constexpr std::size_t kReadSize = 256 << 10;

// What one file is. operator() runs on a thread of its own; the rest is asked from another.
class FileTask {
 public:
  FileTask(WalkItem item, const DetectOptions& options, const std::atomic<bool>& stopped)
      : item_(std::move(item)), options_(options), stopped_(stopped), error_(item_.error) {}

  void operator()() {
    if (error_) return;
    auto opened = Input::open(item_.path);
    if (!opened) {
      error_ = opened.error();
      return;
    }
    auto detector = Detector::create(options_);
    if (!detector) {  // the options were tried before; a resource that is not there
      error_ = detector.error();
      return;
    }
    size_ = opened.value().size();
    const int failed = read(opened.value(), *detector.value());
    if (failed == 0) {
      report_ = detector.value()->finish();
    } else {
      error_ = {ErrorCode::unreadable_input,
                "cannot read on after byte " + std::to_string(seen_) + ": " + reason(failed),
                item_.path, seen_};
    }
  }

  [[nodiscard]] const WalkItem& item() const { return item_; }
  // While it runs.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] std::uint64_t seen() const { return seen_; }
  // Once it is done.
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  [[nodiscard]] const DetectReport& report() const { return report_; }

 private:
  // To the end, or as far as it matters; gives errno.
  int read(Input& input, Detector& detector) {
    // Zeroed once a thread, not once a file: many files are smaller than that takes.
    thread_local std::vector<char> buffer(kReadSize);
    // Reading the rest of a file that is no text is spared; the writer of a pipe is not stopped.
    while (!stopped_ && !(detector.decided() && input.regular())) {
      if (!input.wait(static_cast<int>(kPatience.count()))) continue;
      const std::ptrdiff_t got = input.read(buffer);
      if (got == 0) break;
      if (got < 0) return static_cast<int>(-got);
      detector.push({buffer.data(), static_cast<std::size_t>(got)});
      seen_ += static_cast<std::uint64_t>(got);
    }
    return 0;
  }

  WalkItem item_;
  const DetectOptions& options_;
  const std::atomic<bool>& stopped_;
  std::atomic<std::uint64_t> size_ = 0, seen_ = 0;
  std::optional<Error> error_;
  DetectReport report_;
};

class DetectRun {
 public:
  DetectRun(const Command& command, bool color, Reporter& report, StandardError& err)
      : command_(command),
        style_{color, command.verbosity == Verbosity::verbose},
        report_(report),
        err_(err),
        progress_(progress_mode(command, false), err, 1),
        output_(Descriptor(STDOUT_FILENO), "standard output"),
        walk_(command.files, command.hidden),
        work_(threads()) {
    options_.from = command.options.from;
    options_.candidates = command.options.candidates;
  }
  DetectRun(const DetectRun&) = delete;
  DetectRun& operator=(const DetectRun&) = delete;
  ~DetectRun() { stopped_ = true; }

  ExitCode operator()() {
    // Before any file is touched: are the names right?
    if (const auto tried = Detector::create(options_); !tried) {
      report_.error(tried.error());
      return ExitCode::usage;
    }
    bool more = true;
    while (output_.error() == 0) {
      while (more && !work_.full()) {
        auto item = walk_.next();
        more = item.has_value();
        if (item) work_.add(std::move(*item), options_, stopped_);
      }
      if (work_.empty()) break;
      wait();
      print(work_.front());
      work_.pop();
    }
    show();
    progress_.erase();
    stopped_ = true;
    output_.close();
    if (output_.error() != 0) {
      report_.error("unwritable-output", "",
                    output_.name() + ": cannot write it: " + reason(output_.error()));
      return ExitCode::failed;
    }
    if (failed_ == 0) return ExitCode::done;
    return done_ > 0 ? ExitCode::partial : ExitCode::failed;
  }

 private:
  [[nodiscard]] unsigned threads() const {
    const bool single = command_.files.size() == 1 && command_.files[0] == "-";
    if (single) return 1;
    return command_.options.threads;
  }

  // Until the file whose turn it is has been read. What is known by now is shown meanwhile.
  void wait() {
    if (work_.done(std::chrono::milliseconds(0))) return;
    show();
    watch(work_, display_name(work_.front().item().path), progress_);
    progress_.erase();
  }

  void print(const FileTask& task) {
    if (task.error()) {
      output_.flush();  // so that on a terminal the message stands where its file would
      report_.error(*task.error());
      err_.flush();
      ++failed_;
      return;
    }
    const WalkItem& item = task.item();
    output_.write(command_.json ? detect_json(item.path, task.report())
                                : detect_lines(item.path, task.report(), item.columns, style_));
    ++done_;
  }

  void show() {
    progress_.erase();
    output_.flush();
    err_.flush();
  }

  const Command& command_;
  DetectStyle style_;
  DetectOptions options_;
  Reporter& report_;
  StandardError& err_;
  Progress progress_;
  StreamOutput output_;
  FolderWalk walk_;
  std::atomic<bool> stopped_ = false;
  std::size_t done_ = 0, failed_ = 0;
  OrderedWork<FileTask> work_;  // last: its threads use what is above
};

}  // namespace

ExitCode run_detect(const Command& command, bool color, Reporter& report, StandardError& err) {
  return DetectRun(command, color, report, err)();
}

}  // namespace hanfix::cli
