/// \file  Runs the repair stage, and the tool that did the damage.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.hpp"
#include "repair/gbk_pairs.hpp"
#include "repair/readings_damage.hpp"
#include "repair/repair_stage.hpp"
#include "support/streams.hpp"

namespace hanfix::repair {

inline test::Run repair(RepairMode mode, const test::Pieces& pieces,
                        std::vector<Edit>* edits = nullptr,
                        const std::vector<std::string>& families = {}) {
  test::Reports reports;
  test::StringSink sink;
  RepairStage stage(mode, families, reports);
  for (const std::string_view piece : pieces) stage.push(piece, sink);
  stage.finish(sink);
  if (edits != nullptr) *edits = reports.edits;
  return {sink.text, reports.lines};
}

/// What a site's tool looks for, in order: characters with the reading it puts behind them.
using ToolTable = std::vector<std::pair<char32_t, std::string>>;

/// "數shù 當dāng" as a table.
inline ToolTable parse_tool(std::string_view text) {
  ToolTable table;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    std::size_t at = 0;
    const char32_t character = utf8::next(text, at);
    table.emplace_back(character, std::string(text.substr(at, space - at)));
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return table;
}

/// Where the tool hits `clean`: every entry in turn over all the bytes, blind to the borders of
/// characters, but not where an earlier entry has put something in between; then A3 xx pairs: those
/// of seven marks, or all that have an ASCII form.
inline DamageScript hits(std::string_view clean, const ToolTable& table, bool all_marks = false) {
  DamageScript script;
  script.clean = utf8::decode(clean);
  std::vector<unsigned> bytes;
  for (const char32_t code : script.clean) {
    const GbkPair pair = code < 0x80 ? GbkPair{0} : GbkPairs::instance().pair(code);
    if (pair == 0) {
      bytes.push_back(0);
    } else {
      bytes.push_back(lead_of(pair));
      bytes.push_back(trail_of(pair));
    }
    if (code < 0x80) bytes.back() = static_cast<unsigned>(code);
  }
  std::vector<std::string> inserted(bytes.size() + 1);
  for (const auto& [character, reading] : table) {
    const GbkPair pair = GbkPairs::instance().pair(character);
    for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
      if (bytes[i] != lead_of(pair) || bytes[i + 1] != trail_of(pair)) continue;
      if (!inserted[i + 1].empty()) continue;
      inserted[i + 2].insert(0, "(" + reading + ")");
      ++i;
    }
  }
  for (std::size_t i = 0; i < inserted.size(); ++i) {
    if (!inserted[i].empty()) {
      script.annotations.push_back({static_cast<std::uint32_t>(i), inserted[i]});
    }
  }
  for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
    const bool ascii = bytes[i] == 0xA3 && bytes[i + 1] >= 0xA1 && bytes[i + 1] <= 0xFE;
    if (ascii && (all_marks || std::string_view("!?,:;()").find(static_cast<char>(
                                   bytes[i + 1] - 0x80)) != std::string_view::npos)) {
      script.halfwidth.push_back(static_cast<std::uint32_t>(i++));
    }
  }
  return script;
}

}  // namespace hanfix::repair
