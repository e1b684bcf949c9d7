// GBK or Big5 from which a byte was lost, or that gained one: from there on the second byte of each
// character is taken for the first of the next, until ASCII or the line's end puts the decoder into
// step again. 昨天下午我在图书馆 becomes 昨滔挛缥以谕际楣�.
//
// All bytes are there but one. Which character it was of, and what it was, the model says: half of
// that character is known, and what stands around it. In doubt it is not written.
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>

#include "base/utf8.hpp"
#include "repair/ask_ahead.hpp"
#include "repair/double_byte_image.hpp"
#include "repair/family.hpp"
#include "repair/rare_characters.hpp"
#include "repair/rare_stretch.hpp"
#include "repair/restored_text.hpp"
#include "repair/search_budget.hpp"
#include "repair/sentence_mood.hpp"
#include "repair/shifted_evidence.hpp"
#include "repair/shifted_search.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = model::kUnitsPerBit;
constexpr std::size_t kReach = 4 << 10;         // bytes that are searched before and behind a place
constexpr std::size_t kVotesAtOnce = 60 << 10;  // bytes
constexpr std::size_t kAround = 120;  // bytes that are looked at on both sides of a rare place
constexpr float kMostDoubt = 0.003F;  // probability of all else, for what is certain

constexpr ShiftedText kGbk{Reader::gbk_windows, Reader::gbk_standard, Written::gbk};
constexpr ShiftedText kBig5{Reader::big5_windows, Reader::big5_unicode, Written::big5};

// What a run must gain, in bits.
struct Gate {
  double total;
  double each;        // what each of its characters may cost
  std::size_t dense;  // one guess in so many characters at most
  [[nodiscard]] bool lets_pass(double gain, double cost, std::size_t guesses,
                               std::size_t restored) const {
    return gain >= total && cost <= each && guesses * dense <= restored + kFree;
  }
  static constexpr std::size_t kFree = 2;  // characters: short runs have one guess at least
};
// Where most of a run is guessed, it says what the model likes to hear.
constexpr Gate kSafe{40, 10, 6}, kMax{4, 11.5, 2};
constexpr Gate kSeen{20, 11.5, 2};  // worth a remark

const Evidence& evidence_for(RepairMode mode) {
  return mode == RepairMode::max ? kSomeEvidence : kMuchEvidence;
}

bool holds_evidence(std::string_view text, const Evidence& evidence) {
  return find_out_of_step(text, evidence).at != std::string_view::npos;
}

// A line, or what is near a suspicious place of a long one.
struct Suspect {
  std::size_t start, end;  // bytes in the block, without a line break
  bool ends_line;
  Written written;
};

std::vector<Suspect> suspects_in(std::string_view text, const Evidence& evidence) {
  std::vector<Suspect> all;
  for (std::size_t at = 0; at < text.size();) {
    const OutOfStep found = find_out_of_step(text.substr(at), evidence);
    if (found.at == std::string_view::npos) break;
    const std::size_t inside = at + found.at;
    std::size_t start = std::max(at, text.rfind('\n', inside) + 1);
    if (inside - start > kReach) start = utf8::begin_from(text, inside - kReach);
    const std::size_t line = std::min(text.find('\n', inside), text.size());
    std::size_t end = line;
    if (end - inside > kReach) end = utf8::begin_from(text, inside + kReach);
    at = end == line ? end + 1 : end;
    if (end == line && end < text.size() && text[end - 1] == '\r') --end;
    all.push_back({start, end, at > line, found.written});
  }
  return all;
}

// The scripts that the text may be in: both where neither prevails.
std::vector<model::Script> scripts_of(std::string_view text) {
  const std::uint64_t* const sight = inner_sight();
  model::ScriptVotes votes;
  for (std::size_t at = 0; at < text.size();) {
    // Both counts in one number.
    std::uint32_t both = 0;
    for (const std::size_t end = std::min(text.size(), at + kVotesAtOnce); at < end;) {
      const char32_t code = utf8::next(text, at);
      if (code < 0x10000) {
        both += inner_pair::votes(sight[code]);
      } else {
        votes.add(code);
      }
    }
    votes.simplified += both & 0xFFFF;
    votes.traditional += both >> 16;
  }
  const auto [simplified, traditional] = votes;
  if (simplified > 20 && simplified > 4 * traditional) return {model::Script::hans};
  if (traditional > 20 && traditional > 4 * simplified) return {model::Script::hant};
  return {model::Script::hans, model::Script::hant};
}

// A line read in step.
struct ReadLine {
  std::vector<ShownUnit> units;
  ShiftResult found;
  WrittenTable written;
  model::Scorer scorer;
};

// A run of units that were out of step, and what speaks for it.
struct Run {
  std::size_t first, last;  // units
  std::vector<Restored> characters{};
  std::size_t restored = 0;  // characters beyond ASCII
  std::size_t guesses = 0;   // units with a byte that nothing shows
  std::size_t marks = 0;     // units that show none
  double gain = 0;           // bits
  double each = 0;           // what a character costs, bits
  double sureness = 1;       // of the most doubtful guess
};

// How much more probable all else is together than what was guessed at a unit: the ways that meet
// the best one soon behind it.
float doubt_at(const ShiftResult& found, std::size_t unit) {
  constexpr std::size_t kSoon = 5;
  const std::size_t size = found.steps.size();
  float doubt = unit + kSoon >= size ? found.rivals : 0;
  for (std::size_t k = unit; k < std::min(unit + kSoon, size); ++k) doubt += found.steps[k].rivals;
  return doubt;
}

Run restore(const ReadLine& line, std::size_t first, std::size_t last, bool guess) {
  Run run{first, last};
  unsigned lead = 0;
  std::uint32_t begun = 0;
  bool doubtful = false;
  std::size_t slipping = first;  // up to there another place for the slip gives other characters
  for (std::size_t i = first; i < last; ++i) {
    const ShiftStep& step = line.found.steps[i];
    const auto unit = static_cast<std::uint32_t>(i - first);
    bool unsure = false;
    if (step.guessed != 0 || step.slip) {
      const float doubt = doubt_at(line.found, i);
      unsure = !guess && doubt > kMostDoubt;
      run.sureness = std::min(run.sureness, 1 / (1 + double{doubt}));
      run.guesses += step.guessed != 0;
      run.marks += step.guessed == (1u << step.count) - 1;
      if (unsure && step.slip) slipping = i + 2;
    }
    for (unsigned n = 0; n < step.count; ++n) {
      const unsigned byte = step.bytes[n];
      if (lead == 0) {
        begun = unit;
        doubtful = false;
      }
      doubtful |= unsure && (step.guessed >> n & 1) != 0;
      if (lead == 0 && byte >= 0x80) {
        lead = byte;
        continue;
      }
      const char32_t code = lead == 0 ? byte : line.written.character(lead << 8 | byte);
      doubtful |= i < slipping && code >= 0x80;
      lead = 0;
      run.characters.push_back({code, begun, unit + 1, doubtful});
      run.restored += code >= 0x80;
    }
  }
  return run;
}

// Whether marks are left that no run explains: one may be a character's lost end, several are other
// damage. 锟 is what two marks become.
bool has_other_marks(const ReadLine& line) {
  const std::vector<ShownUnit>& units = line.units;
  std::size_t marks = 0, questions = 0;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (line.found.steps[i].shifted) continue;
    marks += units[i].code == 0xFFFD || units[i].code == U'锟';
    if (units[i].code != U'?' || i == 0 || i + 1 == units.size()) continue;
    const auto is_inside = [](char32_t code) { return code >= 0x80 || code == U'?'; };
    questions += is_inside(units[i - 1].code) && is_inside(units[i + 1].code);
  }
  return marks > 1 || questions > 2;
}

// Whether a run shows hanzi and not words of another script: out of step, letters are rare.
bool shows_hanzi(std::span<const ShownUnit> units) {
  std::size_t hanzi = 0, letters = 0;
  for (const ShownUnit& unit : units) {
    hanzi += model::is_ideograph(unit.code);
    letters += unit.code >= 0x80 && unit.code < 0x2000;
  }
  return hanzi > letters;
}

// Whether any run of the text could. Greek and box drawing, which single-byte pages show of GBK,
// are characters of two bytes, too.
bool may_show_hanzi(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (model::is_ideograph(utf8::next(text, at))) return true;
  }
  return false;
}

// What units cost as they stand, behind `context`: in the language that suits them best.
int shown_cost(std::span<const ShownUnit> units, const model::Scorer& scorer,
               model::Scorer::Context context) {
  NaturalText natural;
  int ascii = 0, standing = 0;
  for (const ShownUnit& unit : units) {
    natural.add(unit.code);
    const int cost = scorer.advance(context, unit.symbol);
    standing += unit.code < 0x80 ? cost : std::min(cost, unit.natural);
    if (unit.code < 0x80) ascii += cost;
  }
  return std::min(standing, static_cast<int>(natural.cost()) + ascii);
}

// What speaks for the run: what it gains, and two characters behind it.
void weigh(Run& run, const ReadLine& line) {
  const std::vector<ShiftStep>& steps = line.found.steps;
  std::size_t end = run.last;
  while (end < std::min(run.last + 2, steps.size()) && !steps[end].shifted) ++end;
  model::Scorer::Context context;
  for (std::size_t i = run.first - std::min<std::size_t>(run.first, 2); i < run.first; ++i) {
    line.scorer.advance(context, line.units[i].symbol);
  }
  const std::span<const ShownUnit> units(line.units);
  const int shown = shown_cost(units.subspan(run.first, end - run.first), line.scorer, context);
  const int before = run.first == 0 ? 0 : steps[run.first - 1].cost;
  run.gain = double(shown - (steps[end - 1].cost - before)) / kBit;
  run.each = double(steps[run.last - 1].cost - before - kSlipCost) / kBit /
             double(std::max<std::size_t>(run.restored, 1));
}

// Where all that is left of a line's last mark is that it is one of ！？，；：, what the sentence
// wants.
void settle_ending(Run& run, const ReadLine& line) {
  constexpr std::u32string_view kMarks = U"！？，；：";
  constexpr int kUnended = 4 * kBit;  // a line that ends within a sentence
  const ShiftStep& end = line.found.steps.back();
  if (run.last != line.units.size() || end.count != 1 || end.guessed == 0) return;
  char32_t& last = run.characters.back().code;
  if (kMarks.find(last) == std::u32string_view::npos) return;
  SentenceMood mood;
  model::Scorer::Context context;
  const auto take = [&](char32_t code) {
    mood.take(code);
    line.scorer.advance(context, model::symbol(code));
  };
  for (std::size_t i = 0; i < run.first; ++i) take(line.units[i].code);
  for (std::size_t i = 0; i + 1 < run.characters.size(); ++i) take(run.characters[i].code);
  std::optional<int> least;
  for (const char32_t code : kMarks) {
    SentenceMood ended = mood;
    model::Scorer::Context at = context;
    int cost = line.scorer.advance(at, model::symbol(code)) + ended.take(code) +
               line.scorer.advance(at, model::kStart);
    if (code != U'！' && code != U'？') cost += kUnended;
    if (least && cost >= *least) continue;
    least = cost;
    last = code;
  }
}

class Shifted : public RepairFamily {
 public:
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode mode) const override {
    RareStretches rare(text);
    return suspicious(text, rare, mode);
  }
  [[nodiscard]] bool looks_itself() const override { return true; }
  void examine(const Block& block, RepairMode mode, Findings& findings) override;

 private:
  static bool suspicious(std::string_view text, RareStretches& rare, RepairMode mode);
  std::optional<ReadLine> read(const Block& block, const Suspect& suspect,
                               std::span<const model::Script> scripts);
  static void write(const Run& run, const ReadLine& line, const Block& block, Findings& findings);

  SearchBudget budget_{1'500'000, 300};
  int least_gain_ = 0;  // of what is written or worth a remark
  bool gave_up_ = false;
};

bool Shifted::suspicious(std::string_view text, RareStretches& rare, RepairMode mode) {
  const Evidence& evidence = evidence_for(mode);
  if (mode == RepairMode::max) return holds_evidence(text, evidence);
  // Runs that safe mode repairs are long, and nearly always hold a stretch that the faster scan
  // finds.
  std::size_t before = 0;
  return std::ranges::any_of(rare.all(), [&](const RareStretch& stretch) {
    const std::size_t at = stretch.end;
    const std::size_t start = utf8::begin_from(text, at - std::min(at - before, kAround));
    const std::size_t end = utf8::begin_from(text, std::min(at + kAround, text.size()));
    before = at;
    const std::string_view around = text.substr(start, end - start);
    ask_ahead(inner_sight(), around);
    return holds_evidence(around, evidence);
  });
}

std::optional<ReadLine> Shifted::read(const Block& block, const Suspect& suspect,
                                      std::span<const model::Script> scripts) {
  const bool big5 = suspect.written == Written::big5;
  const ShiftedText& text = big5 ? kBig5 : kGbk;
  std::vector<ShownUnit> units =
      shown_units(block.text.substr(suspect.start, suspect.end - suspect.start),
                  static_cast<std::uint32_t>(suspect.start), text.shows);
  constexpr model::Script kHant[] = {model::Script::hant};
  std::optional<ReadLine> best;
  for (const model::Script script : big5 ? std::span<const model::Script>(kHant) : scripts) {
    const model::Scorer scorer(script);
    ShiftResult found =
        read_in_step(units, text, scorer, {suspect.ends_line, &budget_.left(), least_gain_});
    gave_up_ |= found.out_of_budget;
    if (found.steps.empty() || (best && best->found.cost <= found.cost)) continue;
    best.emplace(ReadLine{{}, std::move(found), WrittenTable::of(text.written), scorer});
  }
  if (best) best->units = std::move(units);
  return best;
}

void Shifted::write(const Run& run, const ReadLine& line, const Block& block, Findings& findings) {
  const std::span<const ShownUnit> units(line.units);
  const std::vector<Shown> shown = shown_of(units.subspan(run.first, run.last - run.first));
  write_restored(shown, run.characters, block, "shifted",
                 run.sureness / (1 + std::exp2(-std::min(run.gain, 40.0))), findings);
  std::string lost;
  for (const Restored& character : run.characters) {
    if (!character.doubtful) continue;
    if (!lost.empty()) lost += "; ";
    utf8::append(lost, character.code);
  }
  if (lost.empty()) return;
  findings.diagnostics.push_back(
      bytes_are_gone(place_of_doubt(shown, run.characters, block), block, lost));
}

void Shifted::examine(const Block& block, RepairMode mode, Findings& findings) {
  // In max the suspects are looked for in the same way.
  RareStretches own(block.text);
  RareStretches& rare = block.rare != nullptr ? *block.rare : own;
  if (mode != RepairMode::max && !suspicious(block.text, rare, mode)) return;
  const std::vector<Suspect> suspects = suspects_in(block.text, evidence_for(mode));
  if (suspects.empty()) return;
  const std::size_t before = findings.edits.size();
  budget_.begin(block);
  gave_up_ = false;
  const Gate& gate = mode == RepairMode::max ? kMax : kSafe;
  least_gain_ = static_cast<int>(std::min(gate.total, kSeen.total)) * kBit;
  const std::vector<model::Script> scripts = scripts_of(block.text);
  for (const Suspect& suspect : suspects) {
    if (!may_show_hanzi(block.text.substr(suspect.start, suspect.end - suspect.start))) continue;
    const std::optional<ReadLine> line = read(block, suspect, scripts);
    if (!line) continue;
    const std::vector<ShiftStep>& steps = line->found.steps;
    if (has_other_marks(*line)) continue;
    for (std::size_t first = 0, last = 0; first < steps.size(); first = last) {
      last = first + 1;
      if (!steps[first].shifted) continue;
      while (last < steps.size() && steps[last].shifted) ++last;
      Run run = restore(*line, first, last, block.on_doubt == OnDoubt::best);
      if (2 * run.marks >= last - first) continue;  // mostly guessed
      if (!shows_hanzi(std::span<const ShownUnit>(line->units).subspan(first, last - first))) {
        continue;
      }
      weigh(run, *line);
      settle_ending(run, *line);
      if (gate.lets_pass(run.gain, run.each, run.guesses, run.restored)) {
        write(run, *line, block, findings);
      } else if (kSeen.lets_pass(run.gain, run.each, run.guesses, run.restored)) {
        findings.diagnostics.push_back(
            {DiagnosticCode::repair_declined,
             {block.offset + line->units[first].start, block.offset + line->units[last - 1].end},
             "may be GBK or Big5 that lost or gained a byte"});
      }
    }
  }
  budget_.end(findings.edits.size() > before);
  if (gave_up_) findings.diagnostics.push_back(out_of_budget(block));
}

}  // namespace

std::unique_ptr<RepairFamily> make_shifted() { return std::make_unique<Shifted>(); }

}  // namespace hanfix::repair
