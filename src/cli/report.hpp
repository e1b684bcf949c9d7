/// \file  What the program says on standard error: as sentences, or as JSON lines.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "cli/command.hpp"
#include "hanfix/diagnostic.hpp"
#include "hanfix/pipeline.hpp"
#include "hanfix/result.hpp"
#include "hanfix/stage.hpp"

namespace hanfix::cli {

struct ReportStyle {
  bool json = false;     ///< JSON lines, nothing else
  bool explain = false;  ///< every edit and diagnostic; implied by json
  bool color = false;    ///< sentences only
  Verbosity verbosity = Verbosity::normal;
};

/// The input's name for a person; reports in JSON keep "-".
[[nodiscard]] std::string display_name(std::string_view file);
/// The stable name of an error in JSON, e.g. "unreadable-input".
[[nodiscard]] const char* error_name(ErrorCode code) noexcept;

/// Formats what happens to one document after another and hands whole lines to a sink.
///
/// By default a document gets at most one line for each kind of loss, when it ends: the first
/// place, and how many there are. Memory: one diagnostic of each kind.
class Reporter : public DiagnosticSink {
 public:
  /// Line number (from 1) of a byte of the input, where it can be told.
  using LineOf = std::function<std::optional<std::uint64_t>(std::uint64_t offset)>;

  /// `out` is borrowed and must outlive this.
  Reporter(ReportStyle style, Sink& out) : style_(style), out_(out) {}

  /// One of the same style that writes to `out`.
  [[nodiscard]] Reporter to(Sink& out) const { return {style_, out}; }

  /// The document that the next reports are about; "-" is standard input.
  void begin(std::string file);
  void edit(const Edit& edit) override;
  void diagnostic(const Diagnostic& diagnostic) override;
  [[nodiscard]] bool wants_doubts() const override { return style_.json || style_.explain; }
  void end(const Summary& summary, const LineOf& line_of);

  /// Said in any style, --quiet too. `file` may be empty; `code` is a stable name.
  void error(std::string_view code, std::string_view file, std::string_view message,
             std::uint64_t offset = 0);
  void error(const Error& error);
  /// Said unless --quiet.
  void note(std::string_view code, std::string_view file, std::string_view message);

 private:
  static constexpr std::size_t kCodes = 0
#define HANFIX_DIAGNOSTIC(name, text, description) +1
#include "hanfix/diagnostic_codes.def"
#undef HANFIX_DIAGNOSTIC
      ;
  struct Seen {
    std::uint64_t count = 0;
    Diagnostic first = {};
  };

  void json_line(std::string_view file, ByteRange range, std::string_view code,
                 std::string_view message);
  void sentence(std::string_view file, std::string_view message, bool is_error);
  [[nodiscard]] std::string paint(const char* color, std::string_view text) const;

  ReportStyle style_;
  Sink& out_;
  std::string file_;
  std::array<Seen, kCodes> seen_ = {};
};

}  // namespace hanfix::cli
