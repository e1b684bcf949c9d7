#include "repair/escape_family.hpp"

#include <algorithm>
#include <string>

#include "repair/nearby_proofs.hpp"

namespace hanfix::repair {
namespace {

std::size_t line_end(std::string_view text, std::size_t at) {
  const std::size_t end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end + 1;
}

// Text that stands beside the same text in escapes: it is about them.
bool has_text_of(std::string_view neighbour, const EscapeVerdict& verdict) {
  return !verdict.runs.empty() &&
         std::all_of(verdict.runs.begin(), verdict.runs.end(), [&](const EscapeRun& run) {
           return neighbour.find(run.after) != std::string_view::npos;
         });
}

// A line that is cut by its block may end inside a reference, which needs no end of its own.
std::string_view without_torn_end(std::string_view line) {
  const std::size_t mark = line.rfind('&');
  const bool torn =
      mark != line.npos && line.size() - mark < 24 && line.find_first_of(";\n", mark) == line.npos;
  return torn ? line.substr(0, mark) : line;
}

}  // namespace

bool EscapeFamily::in_code(std::uint64_t offset) const {
  return code_ && (code_at_ >= offset || offset - code_at_ <= kProofReach);
}

void EscapeFamily::note_signs(std::initializer_list<std::string_view> signs, std::string_view text,
                              std::uint64_t offset) {
  for (const std::string_view sign : signs) {
    note_last(sign[0], text, offset,
              [&](std::size_t at) { return text.substr(at, sign.size()) == sign; });
  }
}

void EscapeFamily::examine(const Block& block, RepairMode mode, Findings& findings) {
  const std::string_view text = block.text;
  const bool max = mode == RepairMode::max;
  std::string_view before;
  for (std::size_t at = 0, end = 0; at < text.size(); at = end) {
    end = line_end(text, at);
    if (!suspicious(text.substr(at, end - at), mode)) {
      before = text.substr(at, end - at);
      continue;
    }
    while (end < text.size() && continues(text.substr(at, end - at))) end = line_end(text, end);
    std::string_view line = text.substr(at, end - at);
    if (end == text.size() && !block.ends_document) line = without_torn_end(line);
    const std::string_view behind = text.substr(end, line_end(text, end) - end);
    if (max || !in_code(block.offset + at)) {
      const EscapeReading reading = read(line, mode);
      const EscapeVerdict verdict = judge(line, reading, mode);
      if (max || (!has_text_of(before, verdict) && !has_text_of(behind, verdict))) {
        report(line, block.offset + at, reading, verdict, findings);
      }
    }
    before = line;
  }
}

void EscapeFamily::report(std::string_view line, std::uint64_t offset, const EscapeReading& reading,
                          const EscapeVerdict& verdict, Findings& findings) const {
  if (verdict.declined) {
    findings.diagnostics.push_back(
        {DiagnosticCode::repair_declined,
         {offset + reading.units.front().start, offset + reading.units.back().end},
         "escaped bytes that are text in two encodings; left as they are"});
  }
  for (const EscapeRun& run : verdict.runs) {
    findings.edits.push_back({{offset + run.start, offset + run.end},
                              std::string(name_),
                              std::string(line.substr(run.start, run.end - run.start)),
                              run.after,
                              verdict.confidence});
  }
}

}  // namespace hanfix::repair
