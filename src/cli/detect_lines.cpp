#include "cli/detect_lines.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "cli/report.hpp"
#include "cli/text.hpp"

namespace hanfix::cli {
namespace {

constexpr std::size_t kEncodingColumns =
    14;                                     // "windows-1252", "utf-16le +BOM"; no other has a mark
constexpr std::size_t kVariantColumns = 9;  // "hant-tw", "unknown"
constexpr std::size_t kWidestName = 60;     // a longer name pushes its own line only
constexpr std::size_t kPlacesShown = 5;
constexpr std::size_t kRunsShown = 10;

void pad(std::string& text, std::size_t used, std::size_t columns) {
  if (used < columns) text.append(columns - used, ' ');
}

// One string of many parts: operator+ would draw false warnings from GCC 12 (its bug 105651).
std::string text_of(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  return text;
}
std::string text_of(std::uint64_t number) { return std::to_string(number); }
// Whole bits: the next digit says nothing.
std::string bits(double margin) { return std::to_string(std::lround(margin)); }

std::string join(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) text.append(text.empty() ? "" : between).append(word);
  return text;
}

// "damage: readings; perhaps: invisible; 2 malformed places"
std::string remarks(const DetectReport& report, const char* alarm, const char* plain) {
  std::vector<std::string> parts;
  if (!report.damage.empty())
    parts.push_back(text_of({alarm, "damage: ", join(report.damage, ", "), plain}));
  if (!report.perhaps.empty()) parts.push_back("perhaps: " + join(report.perhaps, ", "));
  if (report.malformed > 0) parts.push_back(plural(report.malformed, "malformed place"));
  if (!report.switches.empty())
    parts.push_back(text_of({plural(report.switches.size(), "change"), " of encoding"}));
  return join(parts, "; ");
}

std::string guesses(const DetectReport& report) {
  std::string text = text_of({"margin ", bits(report.margin), " bits"});
  const char* before = " over ";
  for (const EncodingGuess& guess : report.candidates) {
    if (guess.encoding == report.encoding) continue;
    text += text_of({before, guess.encoding, " (", share(guess.score), ")"});
    before = ", ";
  }
  return text;
}

std::string counted(const ScriptCounts& counts) {
  std::string text = text_of({"Chinese characters: ", text_of(counts.han)});
  const auto add = [&](std::uint64_t count, const char* what) {
    if (count > 0) text += text_of({", ", what, ": ", text_of(count)});
  };
  add(counts.simplified, "only Simplified");
  add(counts.traditional, "only Traditional");
  add(counts.japanese, "only Japanese");
  add(counts.kana, "kana");
  add(counts.hangul, "hangul");
  add(counts.taiwan, "words of Taiwan");
  add(counts.hong_kong, "words of Hong Kong");
  return text;
}

std::string places(const ScriptMinority& minority) {
  std::string text =
      text_of({"characters of ", minority.script, " only: ", text_of(minority.count)});
  if (minority.positions.empty()) return text;
  const std::size_t shown = std::min(minority.positions.size(), kPlacesShown);
  text += shown == 1 ? ", at byte" : ", at bytes";
  for (std::size_t i = 0; i < shown; ++i)
    text += text_of({i == 0 ? " " : ", ", text_of(minority.positions[i])});
  return minority.count > shown ? text + " …" : text;
}

std::string list(const std::vector<std::string>& items) {
  return text_of({"[", join(items, ","), "]"});
}

}  // namespace

std::string detect_lines(std::string_view file, const DetectReport& report, std::size_t columns,
                         DetectStyle style) {
  const char* const bold = style.color ? "\033[1m" : "";
  const char* const red = style.color ? "\033[31m" : "";
  const char* const plain = style.color ? "\033[0m" : "";
  const std::string name = text_of({display_name(file), ":"});
  std::string line = text_of({bold, name, plain});
  pad(line, columns_of(name), std::min(columns, kWidestName) + 2);
  if (line.back() != ' ') line += ' ';
  const std::string encoding = text_of({report.encoding, report.bom ? " +BOM" : ""});
  line += encoding;
  pad(line, encoding.size(), kEncodingColumns);
  line += text_of({share(report.confidence), "  "});
  if (const std::string more = remarks(report, red, plain); more.empty()) {
    line += report.variant;
  } else {
    line += report.variant;
    pad(line, report.variant.size(), kVariantColumns);
    line += more;
  }
  line += '\n';
  if (!style.verbose) return line;

  const auto detail = [&](const std::string& text) {
    if (!text.empty()) line.append("    ").append(one_line(text)).append("\n");
  };
  detail(guesses(report));
  detail(report.explanation);
  if (!report.declared.empty()) detail(text_of({"says of itself: ", report.declared}));
  detail(counted(report.counts));
  if (report.minority.count > 0) detail(places(report.minority));
  for (std::size_t i = 0; i < report.paragraphs.size(); ++i) {
    if (i == kRunsShown) {
      detail("… (--json lists all of them)");
      break;
    }
    const ScriptRun& run = report.paragraphs[i];
    detail(text_of({"bytes ", text_of(run.start), "-", text_of(run.end), ": ", run.variant}));
  }
  for (const EncodingSwitch& change : report.switches)
    detail(text_of({"from byte ", text_of(change.offset), ": ", change.encoding}));
  return line;
}

std::string detect_json(std::string_view file, const DetectReport& report) {
  std::vector<std::string> damage, perhaps, candidates, positions, paragraphs, switches;
  for (const std::string& family : report.damage) damage.push_back(json_string(family));
  for (const std::string& family : report.perhaps) perhaps.push_back(json_string(family));
  for (const EncodingGuess& guess : report.candidates)
    candidates.push_back(text_of({"{\"encoding\":", json_string(guess.encoding),
                                  ",\"score\":", json_share(guess.score), "}"}));
  for (const std::uint64_t at : report.minority.positions) positions.push_back(text_of(at));
  for (const ScriptRun& run : report.paragraphs)
    paragraphs.push_back(text_of({"{\"start\":", text_of(run.start), ",\"end\":", text_of(run.end),
                                  ",\"variant\":", json_string(run.variant), "}"}));
  for (const EncodingSwitch& change : report.switches)
    switches.push_back(text_of({"{\"offset\":", text_of(change.offset),
                                ",\"encoding\":", json_string(change.encoding), "}"}));
  std::string text = text_of({"{\"file\":", json_string(file)});
  const auto field = [&](std::string_view name, std::string_view value) {
    text += text_of({text.back() == '{' ? "\"" : ",\"", name, "\":", value});
  };
  // The first seven are a promise to other programs; so is the order.
  field("encoding", json_string(report.encoding));
  field("bom", report.bom ? "true" : "false");
  field("confidence", json_share(report.confidence));
  field("variant", json_string(report.variant));
  field("damage", list(damage));
  field("candidates", list(candidates));
  field("margin", bits(report.margin));
  field("explanation", json_string(report.explanation));
  field("declared", json_string(report.declared));
  field("perhaps", list(perhaps));
  field("malformed", text_of(report.malformed));
  field("switches", list(switches));
  const ScriptCounts& n = report.counts;
  field("counts", "");
  text += '{';
  field("han", text_of(n.han));
  field("simplified", text_of(n.simplified));
  field("traditional", text_of(n.traditional));
  field("japanese", text_of(n.japanese));
  field("kana", text_of(n.kana));
  field("hangul", text_of(n.hangul));
  field("taiwan", text_of(n.taiwan));
  field("hong_kong", text_of(n.hong_kong));
  text += '}';
  field("minority", "");
  text += '{';
  field("script", json_string(report.minority.script));
  field("count", text_of(report.minority.count));
  field("positions", list(positions));
  text += '}';
  field("paragraphs", list(paragraphs));
  return text += "}\n";
}

}  // namespace hanfix::cli
