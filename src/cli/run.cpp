#include "cli/run.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include "base/ordered_work.hpp"
#include "cli/document_run.hpp"
#include "cli/html_report.hpp"
#include "cli/output.hpp"
#include "cli/progress_watch.hpp"
#include "cli/replaced_file.hpp"
#include "cli/targets.hpp"
#include "cli/turns.hpp"

namespace hanfix::cli {
namespace {

/// What a document may have to say before its turn, in bytes; with more, its thread waits.
constexpr std::size_t kReportsKept = 256 << 10;

// Whether documents go to standard output while others are at work.
bool prints_text(const Command& command) {
  return !command.check && !command.in_place && (command.output.empty() || command.output == "-");
}

// Something in the folder for temporary files.
std::string temporary_folder() {
  std::error_code failed;
  const auto folder = std::filesystem::temp_directory_path(failed);
  return failed ? "/tmp/page" : (folder / "page").string();
}

// Hands on what is reported to whoever listens.
class Listeners : public DiagnosticSink {
 public:
  Listeners(Reporter& report, bool page) : report_(report), page_wanted_(page) {}
  void set_page(HtmlReport& page) { page_ = &page; }

  void edit(const Edit& edit) override {
    report_.edit(edit);
    if (page_ != nullptr) page_->edit(edit);
  }
  void diagnostic(const Diagnostic& diagnostic) override {
    report_.diagnostic(diagnostic);
    if (page_ != nullptr) page_->diagnostic(diagnostic);
  }
  [[nodiscard]] bool wants_text() const override { return page_wanted_; }
  [[nodiscard]] bool wants_doubts() const override {
    return page_wanted_ || report_.wants_doubts();
  }
  void text(std::string_view text, ByteRange range) override {
    if (page_ != nullptr) page_->text(text, range);
  }

 private:
  Reporter& report_;
  bool page_wanted_;
  HtmlReport* page_ = nullptr;  // once it has been opened
};

// Whether each document has a file of its own, so that several may be at work at once.
bool have_own_files(const Command& command, const std::vector<Job>& jobs) {
  if (command.check) return true;
  if (!command.in_place) return !jobs.front().output.empty();
  // A file named twice is read again after it has been replaced.
  std::set<std::filesystem::path> files;
  std::error_code unknown;
  for (const Job& job : jobs) files.insert(std::filesystem::weakly_canonical(job.input, unknown));
  return files.size() == jobs.size();
}

// One document after another: progress is drawn as it is read.
class Following : public Watcher {
 public:
  Following(Progress& progress, StandardError& err) : progress_(progress), err_(err) {}
  void begin(const Job& job, std::uint64_t size) override {
    progress_.begin(display_name(job.input), size);
  }
  void advance(std::uint64_t bytes) override { progress_.advance(bytes); }
  void pause() override { err_.flush(); }

 private:
  Progress& progress_;
  StandardError& err_;
};

// One of several documents at work. operator() runs on a thread of its own, watched from another.
class DocumentTask : private Watcher {
 public:
  DocumentTask(const Job& job, std::size_t number, const Command& command, const Options& options,
               const Reporter& report, StreamOutput& standard_output, Turns& turns,
               StandardError& err)
      : job_(job),
        command_(command),
        options_(options),
        standard_output_(standard_output),
        messages_(turns, number, err, kReportsKept),
        report_(report.to(messages_)) {}

  void operator()() {
    auto pipeline = Pipeline::create(options_, report_);
    if (!pipeline) {
      report_.error(pipeline.error());
      return;
    }
    outcome_ = DocumentRun{command_, report_, *this, standard_output_}(job_, *pipeline.value());
  }

  // While it runs.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] std::uint64_t seen() const { return seen_; }
  // Once it is done, in its turn.
  [[nodiscard]] Outcome end() {
    messages_.release();
    return outcome_;
  }

 private:
  void begin(const Job&, std::uint64_t size) override { size_ = size; }
  void advance(std::uint64_t bytes) override { seen_ += bytes; }
  void pause() override {}  // what it says waits for its end, its text does not

  const Job& job_;
  const Command& command_;
  const Options& options_;
  StreamOutput& standard_output_;
  TurnSink messages_;
  Reporter report_;
  std::atomic<std::uint64_t> size_ = 0, seen_ = 0;
  Outcome outcome_ = Outcome::failed;
};

class Run {
 public:
  Run(const Command& command, Reporter& report, StandardError& err)
      : command_(command),
        report_(report),
        err_(err),
        listeners_(report, !command.report.empty()),
        options_(command.options),
        progress_(progress_mode(command, prints_text(command)), err, command.files.size()),
        standard_output_(Descriptor(STDOUT_FILENO), "standard output") {}

  ExitCode operator()() {
    // Before any file is touched: are the names right? The conversion is made ready once for all.
    auto conversion = Conversion::create(options_);
    if (!conversion) {
      report_.error(conversion.error());
      return exit_code(conversion.error());
    }
    options_.conversion = std::move(conversion).value();
    auto first = Pipeline::create(options_, listeners_);
    if (!first) {
      report_.error(first.error());
      return exit_code(first.error());
    }
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
    if (!command_.report.empty()) {
      if (const auto refused = report_conflict(command_, jobs.value())) {
        report_.error("usage", "", refused->message);
        return ExitCode::usage;
      }
      if (!open_page()) return ExitCode::failed;
    }
    // The page is written document by document.
    const bool together = options_.threads > 1 && jobs.value().size() > 1 && !page_ &&
                          have_own_files(command_, jobs.value());
    if (together) {
      first.value().reset();
      run_together(jobs.value());
    } else {
      run_in_order(jobs.value(), std::move(first).value());
    }
    progress_.erase();
    standard_output_.close();
    if (standard_output_.error() != 0) output_failed();
    const bool page_failed = page_ && !write_page();
    if (standard_output_.error() != 0 || page_failed) return ExitCode::failed;
    if (failed_ > 0) return failed_ < jobs.value().size() ? ExitCode::partial : ExitCode::failed;
    return difference_ ? ExitCode::difference : ExitCode::done;
  }

 private:
  void run_in_order(const std::vector<Job>& jobs, std::unique_ptr<Pipeline> pipeline) {
    Following following(progress_, err_);
    const DocumentRun run = {command_, report_, following, standard_output_,
                             page_ ? &*page_ : nullptr};
    for (const Job& job : jobs) {
      if (page_) page_->begin(job.input);
      if (pipeline == nullptr) {
        auto next = Pipeline::create(options_, listeners_);
        if (!next) {
          report_.error(next.error());
          if (page_) page_->failed(job.input, next.error().message);
          ++failed_;
          continue;
        }
        pipeline = std::move(next).value();
      }
      count(run(job, *pipeline));
      pipeline.reset();
      err_.flush();
      if (standard_output_.error() != 0) break;
    }
  }

  // By several threads, several documents at once; what is said comes in their order all the same.
  void run_together(const std::vector<Job>& jobs) {
    const auto threads = static_cast<unsigned>(
        std::min<std::size_t>({options_.threads, jobs.size(), ReplacedFile::kMostAtOnce}));
    options_.threads /= threads;  // those that are left convert
    Turns turns;
    OrderedWork<DocumentTask> work(threads);
    const Ended ended{turns};
    std::size_t begun = 0;
    for (std::size_t turn = 0; turn < jobs.size(); ++turn) {
      for (; begun < jobs.size() && !work.full(); ++begun)
        work.add(jobs[begun], begun, command_, options_, report_, standard_output_, turns, err_);
      turns.give(turn);
      watch(work, display_name(jobs[turn].input), progress_);  // until its turn has ended
      count(work.front().end());
      work.pop();
      err_.flush();
    }
  }

  void count(Outcome outcome) {
    failed_ += outcome == Outcome::failed;
    difference_ = difference_ || outcome == Outcome::difference;
  }

  // Threads that wait for their turn do so no longer: it will not come if an exception ends this.
  struct Ended {
    Turns& turns;
    ~Ended() { turns.stop(); }
  };

  void output_failed() {
    // A closed pipe comes here only if our parent ignores SIGPIPE, which else has ended us quietly.
    const std::string message = unwritten(standard_output_);
    report_.error("unwritable-output", "", message);
    if (page_) page_->failed(standard_output_.name(), message);
  }

  // Before any file is touched: can the page be written where it is to go? A file is opened again
  // when it is; a device or a pipe stays open.
  bool open_page() {
    auto target = open_output(command_.report, nullptr);
    if (target && target.value()->error() != 0) {
      report_.error("unwritable-output", "", unwritten(*target.value()));
      return false;
    }
    const bool replaces = target && target.value()->replaces();
    auto spool =
        target ? Spool::open(replaces ? command_.report : temporary_folder()) : target.error();
    if (!target || !spool) {
      report_.error(target ? spool.error() : target.error());
      return false;
    }
    if (!replaces) page_output_ = std::move(target.value());
    listeners_.set_page(page_.emplace(command_, std::move(spool).value()));
    return true;
  }

  bool write_page() {
    if (page_output_ == nullptr) {
      auto target = open_output(command_.report, nullptr);
      if (!target) {
        report_.error(target.error());
        return false;
      }
      page_output_ = std::move(target.value());
    }
    page_->write(*page_output_);
    if (page_->error() == 0) page_output_->commit(0);
    if (page_->error() == 0 && page_output_->error() == 0) return true;
    report_.error("unwritable-output", "",
                  page_->error() == 0
                      ? unwritten(*page_output_)
                      : command_.report + ": cannot write beside it: " + reason(page_->error()));
    return false;
  }

  const Command& command_;
  Reporter& report_;
  StandardError& err_;
  Listeners listeners_;
  std::optional<HtmlReport> page_;  // with --report
  std::unique_ptr<Output> page_output_;
  Options options_;
  Progress progress_;
  StreamOutput standard_output_;
  std::size_t failed_ = 0;
  bool difference_ = false;
};

}  // namespace

ExitCode run(const Command& command, Reporter& report, StandardError& err) {
  remove_temporary_files_on_signals();
  return Run(command, report, err)();
}

}  // namespace hanfix::cli
