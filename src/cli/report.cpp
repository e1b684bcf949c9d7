#include "cli/report.hpp"

#include <utility>

#include "cli/text.hpp"

namespace hanfix::cli {
namespace {

constexpr const char* kBold = "\033[1m";
constexpr const char* kRed = "\033[31m";
constexpr const char* kGreen = "\033[32m";
constexpr const char* kPlain = "\033[0m";

std::string range_text(ByteRange range) {
  return "bytes " + std::to_string(range.start) + "-" + std::to_string(range.end);
}

// Whether somebody who did not ask is to be told.
bool is_news(DiagnosticCode code) {
  return code != DiagnosticCode::encoding_detected && code != DiagnosticCode::conversion_doubt;
}

}  // namespace

std::string display_name(std::string_view file) {
  return file == "-" ? "standard input" : one_line(file);
}

const char* error_name(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::unknown_name:
      return "unknown-name";
    case ErrorCode::unreadable_input:
      return "unreadable-input";
    case ErrorCode::unwritable_output:
      return "unwritable-output";
    case ErrorCode::bad_data:
      return "bad-data";
    case ErrorCode::loss:
      return "loss";
  }
  return "";
}

std::string Reporter::paint(const char* color, std::string_view text) const {
  return style_.color ? std::string(color).append(text).append(kPlain) : std::string(text);
}

void Reporter::json_line(std::string_view file, ByteRange range, std::string_view code,
                         std::string_view message) {
  out_.write("{\"file\":" + json_string(file) + ",\"start\":" + std::to_string(range.start) +
             ",\"end\":" + std::to_string(range.end) + ",\"code\":" + json_string(code) +
             ",\"message\":" + json_string(message) + "}\n");
}

void Reporter::sentence(std::string_view file, std::string_view message, bool is_error) {
  out_.write(paint(is_error ? kRed : kBold, "hanfix:") + " " +
             (file.empty() ? "" : display_name(file) + ": ") + one_line(message) + "\n");
}

void Reporter::begin(std::string file) {
  file_ = std::move(file);
  seen_ = {};
}

void Reporter::edit(const Edit& edit) {
  if (style_.verbosity == Verbosity::quiet) return;
  if (style_.json) {
    out_.write(
        "{\"file\":" + json_string(file_) + ",\"start\":" + std::to_string(edit.range.start) +
        ",\"end\":" + std::to_string(edit.range.end) + ",\"family\":" + json_string(edit.family) +
        ",\"before\":" + json_string(edit.before) + ",\"after\":" + json_string(edit.after) +
        ",\"confidence\":" + json_share(edit.confidence) + "}\n");
  } else if (style_.explain) {
    out_.write(paint(kBold, display_name(file_) + ":") + " " + range_text(edit.range) + ": " +
               one_line(edit.family) + ": " + paint(kRed, one_line(edit.before)) + " → " +
               paint(kGreen, one_line(edit.after)) + " (confidence " + share(edit.confidence) +
               ")\n");
  }
}

void Reporter::diagnostic(const Diagnostic& diagnostic) {
  if (style_.verbosity == Verbosity::quiet) return;
  if (style_.json) {
    json_line(file_, diagnostic.range, to_string(diagnostic.code), diagnostic.message);
  } else if (style_.explain) {
    out_.write(paint(kBold, display_name(file_) + ":") + " " + range_text(diagnostic.range) + ": " +
               to_string(diagnostic.code) + ": " + one_line(diagnostic.message) + "\n");
  } else if (is_news(diagnostic.code)) {
    Seen& seen = seen_[static_cast<std::size_t>(diagnostic.code)];
    if (seen.count++ == 0) seen.first = diagnostic;
  }
}

void Reporter::end(const Summary& summary, const LineOf& line_of) {
  for (const Seen& seen : seen_) {
    if (seen.count == 0) continue;
    const std::uint64_t offset = seen.first.range.start;
    const std::optional<std::uint64_t> line = line_of(offset);
    std::string text = "byte " + std::to_string(offset) +
                       (line ? ", line " + std::to_string(*line) : "") + ": " + seen.first.message;
    if (seen.count > 1) text += " (--explain lists all " + std::to_string(seen.count) + ")";
    sentence(file_, text, false);
  }
  if (style_.verbosity != Verbosity::verbose) return;
  std::string text = summary.encoding.empty()
                         ? "encoding not decided"
                         : summary.encoding + " (confidence " + share(summary.confidence) + ")";
  if (!summary.variant.empty()) text += ", " + summary.variant;
  if (!summary.config.empty()) text += ", by " + summary.config;
  text += "; " + plural(summary.edits, "repair") + ", " +
          plural(summary.malformed, "malformed place") + ", " + std::to_string(summary.lost) +
          (summary.lost == 1 ? " loss; " : " losses; ") +
          (summary.changed ? "changed" : "unchanged");
  note("summary", file_, text);
}

void Reporter::error(std::string_view code, std::string_view file, std::string_view message,
                     std::uint64_t offset) {
  if (style_.json) {
    json_line(file, {offset, offset}, code, message);
  } else {
    sentence(file, message, true);
  }
}

void Reporter::error(const Error& failed) {
  // What the library opens for '-' where it reads a file.
  const std::string_view file = failed.path == "/dev/stdin" ? "-" : std::string_view(failed.path);
  error(error_name(failed.code), file, failed.message, failed.offset);
}

void Reporter::note(std::string_view code, std::string_view file, std::string_view message) {
  if (style_.verbosity == Verbosity::quiet) return;
  if (style_.json) {
    json_line(file, {}, code, message);
  } else {
    sentence(file, message, false);
  }
}

}  // namespace hanfix::cli
