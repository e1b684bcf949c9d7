/// \file  One document from opening to replacing.
#pragma once
#include <cstdint>
#include <string>

#include "cli/command.hpp"
#include "cli/html_report.hpp"
#include "cli/output.hpp"
#include "cli/report.hpp"
#include "cli/targets.hpp"
#include "hanfix/pipeline.hpp"

namespace hanfix::cli {

/// Who wants to know how far a document is.
class Watcher {
 public:
  virtual ~Watcher() = default;
  /// `size` as Input::size().
  virtual void begin(const Job& job, std::uint64_t size) = 0;
  virtual void advance(std::uint64_t bytes) = 0;
  /// The source pauses: what has been said so far should be seen now.
  virtual void pause() = 0;
};

enum class Outcome : std::uint8_t {
  done,
  difference,  ///< it would change, under --check; or it loses what it must not lose
  failed,      ///< the user has been told
};

/// What documents are run with; all of it borrowed.
struct DocumentRun {
  const Command& command;
  Reporter& report;
  Watcher& watcher;
  /// For text that has no file of its own. Its failure is for the caller to report.
  StreamOutput& standard_output;
  HtmlReport* page = nullptr;  ///< nullptr: none is made

  /// `pipeline` is fresh.
  [[nodiscard]] Outcome operator()(const Job& job, Pipeline& pipeline) const;
};

/// What is wrong with `output`, in words: name, reason, next step.
[[nodiscard]] std::string unwritten(const Output& output);

}  // namespace hanfix::cli
