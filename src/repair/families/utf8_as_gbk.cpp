// UTF-8 that was read as code page 936, GBK or GB 18030: 中文 → 涓\uE15F枃, 的 → 鐨?, — → 鈥?.
//
// Windows reads a file without a byte order mark in its own code page, and a program writes what it
// read. Where the bytes make pairs nothing is lost, and writing the text as GBK gives the UTF-8
// back. Where a byte is left over, in front of ASCII or at the end of a line, the decoder shows a
// mark; some take the next byte with it. What stood there is found by a search with the character
// model.
//
// Proof is the gain: what the line costs as it stands, less what it costs once undone. Sound text
// is hardly ever valid UTF-8 when written as GBK, and never becomes more probable by it.
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <span>

#include "base/utf8.hpp"
#include "model/char_model.hpp"
#include "repair/family.hpp"
#include "repair/mark_doubt.hpp"
#include "repair/utf8_as_gbk_scan.hpp"
#include "repair/preimage_search.hpp"
#include "repair/wrong_decoder.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = model::kUnitsPerBit;
constexpr std::uint64_t kFactRange = 64 << 10;  // bytes for which a proof holds
constexpr std::uint64_t kBudget = 6'000'000;    // candidates for hidden bytes in a block
constexpr std::size_t kBeam = 40;

using Marks = WrongDecoder::Marks;
using Table = WrongDecoder::Table;

struct Line {
  std::uint32_t start, end;  // bytes in the block, without the line break
  bool damaged;
};

// A character that was read back, and the units [first, last) that it came from.
struct Restored {
  char32_t code;
  std::uint32_t first, last;
  bool doubtful = false;
};

// A stretch of a line that was read back.
struct Stretch {
  std::vector<SeenUnit> units;
  std::vector<Restored> characters;
  double gain = 0;      // bits
  double per_char = 0;  // of these, for each restored character
  std::size_t restored = 0;
  bool mostly_common = false;
  double sureness = 1;  // of the least sure mark
  std::string lost;     // what was left as a mark
  bool swallowed_lost = false;
};

// The decoders in use, and by how many bits each is rarer than Windows.
struct Candidate {
  WrongDecoder decoder;
  int rarity;
};
constexpr Candidate kCandidates[] = {
    {{Table::windows, true, Marks::question_pair}, 0},
    {{Table::windows, true, Marks::replacement_pair}, 0},
    {{Table::high, true, Marks::question_pair}, 2},
    {{Table::high, true, Marks::replacement_pair}, 2},
    {{Table::standard, true, Marks::question_pair}, 4},
    {{Table::standard, true, Marks::replacement_pair}, 4},
    {{Table::windows, false, Marks::question_pair}, 6},
    {{Table::windows, false, Marks::replacement_pair}, 6},
    {{Table::standard, true, Marks::question_byte}, 16},
    {{Table::standard, true, Marks::replacement_byte}, 16},
    {{Table::standard, false, Marks::question_byte}, 16},
    {{Table::standard, false, Marks::replacement_byte}, 16},
    {{Table::standard, false, Marks::question_pair}, 8},
    {{Table::standard, false, Marks::replacement_pair}, 8},
    {{Table::windows, true, Marks::question_byte}, 18},
    {{Table::windows, true, Marks::replacement_byte}, 18},
    {{Table::windows, false, Marks::question_byte}, 20},
    {{Table::windows, false, Marks::replacement_byte}, 20},
};

class Utf8AsGbk : public RepairFamily {
 public:
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode) const override {
    return may_be_utf8_as_gbk(text);
  }
  void examine(const Block& block, RepairMode mode, Findings& findings) override;

 private:
  struct Language {
    model::Scorer scorer;
    int enter;
  };
  WrongDecoder choose_decoder(const Block& block, const std::vector<Line>& lines,
                              const Language& language, RepairMode mode);
  Preimage search(std::span<const SeenUnit> units, bool ends_line, const WrongDecoder& decoder,
                  const Language& language, std::size_t beam);
  void mend(std::span<const SeenUnit> units, bool ends_line, const WrongDecoder& decoder,
            const Language& language, RepairMode mode, std::vector<Stretch>& stretches);
  std::optional<Stretch> restore(std::span<const SeenUnit> units, std::span<const Step> steps,
                                 const SeenUnit* next, bool ends_line, const WrongDecoder& decoder,
                                 const Language& language, RepairMode mode);

  std::optional<WrongDecoder> known_;  // from the last block that proved it
  std::uint64_t known_until_ = 0;      // input offset
  std::uint64_t budget_ = 0;
  bool gave_up_ = false;
  std::vector<std::pair<WrongDecoder, std::unique_ptr<HiddenBytes>>> hidden_;

  const HiddenBytes& hidden(const WrongDecoder& decoder) {
    for (const auto& [other, bytes] : hidden_) {
      if (other == decoder) return *bytes;
    }
    hidden_.emplace_back(decoder, std::make_unique<HiddenBytes>(decoder));
    return *hidden_.back().second;
  }
};

std::vector<Line> divide(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(text.find('\n', at), text.size());
    const std::size_t next = end + 1;
    if (end > at && end < text.size() && text[end - 1] == '\r') --end;
    const bool damaged = end > at && reads_as_utf8(text.substr(at, end - at));
    lines.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end), damaged});
    at = next;
  }
  return lines;
}

// A long line in pieces, cut where a character of the damaged UTF-8 begins: at a lead byte with a
// continuation byte behind it. Sound text may be cut anywhere.
std::vector<std::span<const SeenUnit>> pieces(std::span<const SeenUnit> units) {
  constexpr std::size_t kUsual = 512, kMost = 1024;
  std::vector<std::span<const SeenUnit>> all;
  std::size_t start = 0;
  for (std::size_t at = 0; at < units.size(); ++at) {
    const std::size_t size = at - start;
    const SeenUnit& unit = units[at];
    const bool begins = unit.kind == SeenUnit::Kind::pair && lead_of(unit.pair) >= 0xE2 &&
                        trail_of(unit.pair) < 0xC0;
    if (size >= kMost || (size >= kUsual && begins)) {
      all.push_back(units.subspan(start, size));
      start = at;
    }
  }
  if (start < units.size()) all.push_back(units.subspan(start));
  return all;
}

Preimage Utf8AsGbk::search(std::span<const SeenUnit> units, bool ends_line,
                           const WrongDecoder& decoder, const Language& language,
                           std::size_t beam) {
  Preimage found = search_preimage(units, decoder, hidden(decoder), language.scorer,
                                   {language.enter, beam, ends_line, &budget_});
  gave_up_ |= found.out_of_budget;
  return found;
}

// The decoder that makes the damaged lines most probable, tried on the first of them.
WrongDecoder Utf8AsGbk::choose_decoder(const Block& block, const std::vector<Line>& lines,
                                       const Language& language, RepairMode mode) {
  constexpr std::size_t kSampleUnits = 1200;
  std::vector<std::vector<SeenUnit>> sample;
  bool questions = false, replacements = false, euro = false, private_use = false;
  std::size_t size = 0;
  for (const Line& line : lines) {
    if (!line.damaged) continue;
    const std::string_view text = block.text.substr(line.start, line.end - line.start);
    const bool question = text.find('?') != std::string_view::npos;
    const bool replacement = text.find(utf8::kReplacement) != std::string_view::npos;
    questions |= question;
    replacements |= replacement;
    std::vector<SeenUnit> units = seen_units(text.substr(0, 3 * kSampleUnits));
    for (const SeenUnit& unit : units) {
      euro |= unit.kind == SeenUnit::Kind::euro;
      private_use |= model::in(unit.code, 0xE000, 0xF8FF);
    }
    size += units.size();
    if (question || replacement || euro) sample.push_back(std::move(units));
    if (size >= kSampleUnits) break;
  }
  if (!questions && !replacements) return {Table::windows, true, Marks::question_pair};
  WrongDecoder best;
  std::int64_t least = -1;
  for (const Candidate& candidate : kCandidates) {
    const WrongDecoder& decoder = candidate.decoder;
    const bool question =
        decoder.marks == Marks::question_pair || decoder.marks == Marks::question_byte;
    if (question ? replacements || !questions : !replacements) continue;
    if (private_use && decoder.table == Table::standard) continue;
    if (euro && !decoder.euro && decoder.table != Table::windows) continue;
    std::int64_t cost = candidate.rarity * kBit / (mode == RepairMode::max ? 3 : 1);
    for (const auto& units : sample) {
      for (const auto piece : pieces(units)) {
        const bool ends_line = piece.data() + piece.size() == units.data() + units.size();
        cost += search(piece, ends_line, decoder, language, 16).cost;
      }
    }
    if (least < 0 || cost < least) {
      least = cost;
      best = decoder;
    }
  }
  return best;
}

// In either script: a line of a document may be in the other one.
bool is_common(char32_t code) {
  const int cost = std::min(PrefixCosts::of(model::Script::hans).character(code),
                            PrefixCosts::of(model::Script::hant).character(code));
  return cost <= 19 * kBit &&
         (model::is_han(code) || model::in(code, 0x2010, 0x2026) || code == 0xB7 ||
          model::in(code, 0x3000, 0x301F) || model::in(code, 0xFF01, 0xFF5E));
}

std::optional<Stretch> Utf8AsGbk::restore(std::span<const SeenUnit> units,
                                          std::span<const Step> steps, const SeenUnit* next,
                                          bool ends_line, const WrongDecoder& decoder,
                                          const Language& language, RepairMode mode) {
  std::string bytes;
  for (const Step& step : steps) {
    for (std::size_t i = 0; i < step.count; ++i) bytes.push_back(static_cast<char>(step.bytes[i]));
  }
  if (!decoder.reproduces(bytes, units.data(), units.data() + units.size())) return std::nullopt;
  Stretch stretch;
  stretch.units.assign(units.begin(), units.end());

  // Which units each character came from, and what is doubtful.
  // Where a decoder loses three characters in a row, the neighbours that are taken as they are may
  // be wrong too.
  const bool dense = decoder.table == Table::standard || !decoder.euro;
  const double sure_enough = mode == RepairMode::max ? 0 : dense ? 0.997 : 0.985;
  Utf8State state;
  std::size_t at = 0;
  std::uint32_t begun = 0;
  std::vector<std::size_t> doubtful;  // bytes
  std::vector<std::size_t> lost_ascii;
  for (std::size_t u = 0; u < steps.size(); ++u) {
    if (steps[u].mark) {
      const SeenUnit* behind = u + 1 < units.size() ? &units[u + 1] : next;
      const MarkDoubt doubt = judge_mark(bytes, at, steps[u].count, behind, ends_line,
                                         hidden(decoder), language.scorer);
      bool lost = false;
      if (doubt.first < sure_enough) {
        doubtful.push_back(at);
        lost = true;
      }
      if (steps[u].count == 2 && (doubt.second < sure_enough || doubt.any_digit)) {
        doubtful.push_back(at + 1);
        lost = true;
      }
      if (lost) stretch.lost += (stretch.lost.empty() ? "" : "; ") + doubt.candidates;
      const double least = std::min(doubt.first, steps[u].count == 2 && !lost ? doubt.second : 1.0);
      stretch.sureness = std::min(stretch.sureness, least);
    }
    at += steps[u].count;
  }
  at = 0;
  std::size_t begun_at = 0;
  for (std::uint32_t u = 0; u < steps.size(); ++u) {
    for (std::size_t i = 0; i < steps[u].count; ++i, ++at) {
      if (state.need == 0) {
        begun = u;
        begun_at = at;
      }
      state.shift(steps[u].bytes[i]);
      if (state.need != 0) continue;
      const bool unsure = std::any_of(doubtful.begin(), doubtful.end(), [&](std::size_t place) {
        return place >= begun_at && place <= at;
      });
      stretch.characters.push_back({state.partial, begun, u + 1, unsure});
    }
  }

  model::Scorer::Context as_seen, as_restored;
  std::int64_t gain = 0;
  for (const SeenUnit& unit : units) {
    gain += language.scorer.advance(as_seen, model::symbol(unit.code));
  }
  std::size_t common = 0;
  for (const Restored& restored : stretch.characters) {
    gain -= language.scorer.advance(as_restored, model::symbol(restored.code));
    if (restored.code < 0x80) continue;
    ++stretch.restored;
    common += is_common(restored.code);
  }
  stretch.gain = static_cast<double>(gain) / kBit;
  stretch.per_char = stretch.gain / static_cast<double>(std::max<std::size_t>(stretch.restored, 1));
  stretch.mostly_common = common * 10 >= stretch.restored * 7;
  return stretch;
}

void Utf8AsGbk::mend(std::span<const SeenUnit> units, bool ends_line, const WrongDecoder& decoder,
                     const Language& language, RepairMode mode, std::vector<Stretch>& stretches) {
  const Preimage found = search(units, ends_line, decoder, language, kBeam);
  for (std::size_t first = 0; first < found.steps.size();) {
    std::size_t last = first + 1;
    while (last < found.steps.size() && found.steps[last].damaged == found.steps[first].damaged) {
      ++last;
    }
    if (found.steps[first].damaged) {
      const SeenUnit* next = last < units.size() ? &units[last] : nullptr;
      auto stretch = restore(units.subspan(first, last - first),
                             std::span(found.steps).subspan(first, last - first), next,
                             ends_line && last == units.size(), decoder, language, mode);
      if (stretch) stretches.push_back(std::move(*stretch));
    }
    first = last;
  }
}

// What a unit shows, for a mark that stays.
char32_t shown_mark(const Stretch& stretch, const Restored& restored) {
  for (std::uint32_t u = restored.first; u < restored.last; ++u) {
    const SeenUnit& unit = stretch.units[u];
    if (unit.kind == SeenUnit::Kind::replacement || unit.code == U'?') return unit.code;
  }
  return 0xFFFD;
}

void write_edits(const Stretch& stretch, const Block& block, double confidence,
                 Findings& findings) {
  const auto is_same = [&](const Restored& restored) {
    return restored.code < 0x80 && !restored.doubtful && restored.last - restored.first == 1 &&
           stretch.units[restored.first].code == restored.code;
  };
  const auto& characters = stretch.characters;
  for (std::size_t i = 0; i < characters.size();) {
    if (is_same(characters[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    std::string after;
    std::uint32_t marked = 0;  // behind the last mark that stays: one mark stays once
    while (end < characters.size() && !is_same(characters[end])) {
      const Restored& restored = characters[end++];
      if (!restored.doubtful) {
        utf8::append(after, restored.code);
      } else if (restored.first >= marked || marked == 0) {
        utf8::append(after, shown_mark(stretch, restored));
        marked = restored.last;
      }
    }
    const SeenUnit& first = stretch.units[characters[i].first];
    const SeenUnit& last = stretch.units[characters[end - 1].last - 1];
    const std::string_view before = block.text.substr(first.start, last.end - first.start);
    if (before != after) {
      findings.edits.push_back({{block.offset + first.start, block.offset + last.end},
                                "utf8-as-gbk",
                                std::string(before),
                                std::move(after),
                                confidence});
    }
    i = end;
  }
}

void Utf8AsGbk::examine(const Block& block, RepairMode mode, Findings& findings) {
  budget_ = kBudget;
  gave_up_ = false;
  const bool known = known_ && block.offset < known_until_;
  const std::vector<Line> lines = divide(block.text);

  std::u32string sample;
  for (const Line& line : lines) {
    if (line.damaged && sample.size() < (16 << 10)) {
      sample_utf8(block.text.substr(line.start, line.end - line.start), sample);
    }
  }
  if (sample.empty()) return;
  std::size_t simplified = 0, traditional = 0;
  for (const char32_t code : sample) {
    simplified += model::is_simplified_only(code);
    traditional += model::is_traditional_only(code);
  }
  const model::Script script = traditional > simplified ? model::Script::hant : model::Script::hans;
  const Language language{model::Scorer(script, model::fit(script, sample)),
                          (known ? 5 : 8) * kBit};
  const WrongDecoder decoder = known ? *known_ : choose_decoder(block, lines, language, mode);

  std::vector<Stretch> stretches;
  for (const Line& line : lines) {
    if (!line.damaged) continue;
    const std::vector<SeenUnit> units =
        seen_units(block.text.substr(line.start, line.end - line.start), line.start);
    for (const auto piece : pieces(units))
      mend(piece, piece.data() + piece.size() == units.data() + units.size(), decoder, language,
           mode, stretches);
  }

  // One strong stretch proves the damage for the weak ones around it.
  const bool strict = mode != RepairMode::max;
  const auto fits = [&](const Stretch& stretch) {
    return stretch.mostly_common && stretch.per_char >= (strict ? 4.5 : 3.0);
  };
  const double enough = strict ? 32 : 16;
  bool proven = known;
  for (const Stretch& stretch : stretches) proven |= fits(stretch) && stretch.gain >= 2 * enough;
  for (const Stretch& stretch : stretches) {
    const ByteRange range{block.offset + stretch.units.front().start,
                          block.offset + stretch.units.back().end};
    if (!fits(stretch) || stretch.gain < (proven ? enough / 2 : enough)) {
      if (stretch.gain >= 8) {
        findings.diagnostics.push_back(
            {DiagnosticCode::repair_declined, range,
             "looks like UTF-8 read as GBK, but there is too little of it to be sure"});
      }
      continue;
    }
    const double bits = std::min(stretch.gain, 40.0);
    write_edits(stretch, block, stretch.sureness / (1 + std::exp2(-bits)), findings);
    if (!stretch.lost.empty()) {
      findings.diagnostics.push_back(
          {DiagnosticCode::text_lost, range,
           "bytes are gone, their mark was left; what fits best: " + stretch.lost});
    }
    if (stretch.gain >= 2 * enough) {
      known_ = decoder;
      known_until_ = range.end + kFactRange;
    }
  }
  if (gave_up_) {
    findings.diagnostics.push_back(
        {DiagnosticCode::repair_declined,
         {block.offset, block.offset + block.text.size()},
         "too many lost bytes to search for all of them; some were left"});
  }
}

}  // namespace

std::unique_ptr<RepairFamily> make_utf8_as_gbk() { return std::make_unique<Utf8AsGbk>(); }

}  // namespace hanfix::repair
