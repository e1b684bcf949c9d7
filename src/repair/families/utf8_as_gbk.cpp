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
#include <string>
#include <utility>

#include "base/utf8.hpp"
#include "model/char_model.hpp"
#include "repair/document_characters.hpp"
#include "repair/family.hpp"
#include "repair/nearby_proofs.hpp"
#include "repair/preimage_direct.hpp"
#include "repair/preimage_search.hpp"
#include "repair/search_budget.hpp"
#include "repair/utf8_as_gbk_scan.hpp"
#include "repair/utf8_as_gbk_stretch.hpp"
#include "repair/wrong_decoder.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = model::kUnitsPerBit;
constexpr int kLayers = 3;
constexpr std::size_t kBeam = 32;

using Marks = WrongDecoder::Marks;
using Table = WrongDecoder::Table;

struct Line {
  std::uint32_t start, end;  // bytes in the block, without the line break
  bool damaged;
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
    model::Scorer general;
    std::u32string sample;
    int enter;
    std::optional<TextCost> scorer = std::nullopt;  // once it is asked for

    const TextCost& costs() {
      if (!scorer) {
        scorer.emplace(general,
                       std::make_shared<const DocumentCharacters>(sample, general.script()));
      }
      return *scorer;
    }
  };
  static Language language_of(std::u32string sample, bool known);
  WrongDecoder choose_decoder(const Block& block, const std::vector<Line>& lines,
                              Language& language, RepairMode mode);
  Preimage search(std::span<const SeenUnit> units, bool ends_line, const WrongDecoder& decoder,
                  Language& language, std::size_t beam, bool cost_only = false);
  void mend(std::span<const SeenUnit> units, bool ends_line, const WrongDecoder& decoder,
            Language& language, RepairMode mode, std::vector<Stretch>& stretches, int layer = 1);
  void read_deeper(Stretch& stretch, bool ends_line, const WrongDecoder& decoder, RepairMode mode,
                   int layer);

  std::optional<WrongDecoder> known_;  // from the last block that proved it
  std::uint64_t known_until_ = 0;      // input offset
  SearchBudget budget_{2'000'000, 600};
  bool gave_up_ = false;
  bool guess_ = false;  // write what fits best
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
                           const WrongDecoder& decoder, Language& language, std::size_t beam,
                           bool cost_only) {
  const PreimageOptions options{language.enter, beam, ends_line, &budget_.left(), cost_only};
  if (auto direct = read_directly(units, decoder, language.general, options)) {
    return *std::move(direct);
  }
  Preimage found = search_preimage(units, decoder, hidden(decoder), language.costs(), options);
  gave_up_ |= found.out_of_budget;
  return found;
}

Utf8AsGbk::Language Utf8AsGbk::language_of(std::u32string sample, bool known) {
  const auto [simplified, traditional] = model::script_votes(sample);
  const model::Script script = traditional > simplified ? model::Script::hant : model::Script::hans;
  const model::Scorer general(script, model::fit(script, sample));
  return {general, std::move(sample), (known ? 5 : 8) * kBit};
}

// The decoder that makes the damaged lines most probable, tried on the first of them.
WrongDecoder Utf8AsGbk::choose_decoder(const Block& block, const std::vector<Line>& lines,
                                       Language& language, RepairMode mode) {
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
        cost += search(piece, ends_line, decoder, language, 16, true).cost;
      }
    }
    if (least < 0 || cost < least) {
      least = cost;
      best = decoder;
    }
  }
  return best;
}

bool is_quote(const SeenUnit& unit) {
  return std::u32string_view(U"\"'`“”‘’「」『』").find(unit.code) != std::u32string_view::npos;
}

// A text about this damage shows it: “涓枃” alone between quotation marks, in a sound sentence.
bool is_quoted(std::span<const SeenUnit> units, std::span<const Step> steps, std::size_t first,
               std::size_t last) {
  while (first < last && units[first].code < 0x80) ++first;
  while (first < last && units[last - 1].code < 0x80 && !steps[last - 1].mark) --last;
  if (first == 0 || last == units.size()) return false;
  if (!is_quote(units[first - 1]) || !is_quote(units[last])) return false;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (!steps[i].damaged && model::is_han(units[i].code)) return true;
  }
  return false;
}

void Utf8AsGbk::mend(std::span<const SeenUnit> units, bool ends_line, const WrongDecoder& decoder,
                     Language& language, RepairMode mode, std::vector<Stretch>& stretches,
                     int layer) {
  const Preimage found = search(units, ends_line, decoder, language, kBeam);
  const std::span<const Step> steps = found.steps;
  const bool marks = std::any_of(steps.begin(), steps.end(), [](const Step& s) { return s.mark; });
  const TextCost costs = marks ? language.costs() : TextCost(language.general);
  for (std::size_t first = 0; first < steps.size();) {
    std::size_t last = first + 1;
    while (last < steps.size() && steps[last].damaged == steps[first].damaged) ++last;
    if (steps[first].damaged) {
      const SeenUnit* next = last < units.size() ? &units[last] : nullptr;
      const bool ends = ends_line && last == units.size();
      auto stretch =
          restore_stretch(units.subspan(first, last - first), steps.subspan(first, last - first),
                          next, ends, decoder, hidden(decoder), costs, guess_, budget_.left());
      gave_up_ |= budget_.is_spent();
      if (stretch) {
        stretch->quoted = is_quoted(units, steps, first, last);
        if (!stretch->mostly_common && layer < kLayers) {
          read_deeper(*stretch, ends, decoder, mode, layer);
        }
        stretches.push_back(std::move(*stretch));
      }
    }
    first = last;
  }
}

// Text that was read wrongly again after it had been: the first answer reads as UTF-8 too.
void Utf8AsGbk::read_deeper(Stretch& stretch, bool ends_line, const WrongDecoder& decoder,
                            RepairMode mode, int layer) {
  if (!stretch.lost.empty()) return;
  std::string text;
  for (const Restored& restored : stretch.characters) utf8::append(text, restored.code);
  std::u32string sample;
  sample_utf8(text, sample);
  if (sample.empty() || !reads_as_utf8(text)) return;
  Language language = language_of(std::move(sample), false);
  std::vector<Stretch> inner;
  mend(seen_units(text), ends_line, decoder, language, mode, inner, layer + 1);
  if (inner.size() != 1 || !inner.front().mostly_common ||
      inner.front().units.size() * 10 < stretch.characters.size() * 9) {
    return;
  }
  Findings findings;
  write_edits(inner.front(), {text, 0, true}, 1, findings);
  std::size_t at = 0;
  for (const Edit& edit : findings.edits) {
    stretch.deeper.append(text, at, static_cast<std::size_t>(edit.range.start) - at);
    stretch.deeper += edit.after;
    at = static_cast<std::size_t>(edit.range.end);
  }
  stretch.deeper.append(text, at);
  stretch.gain += inner.front().gain;
  stretch.restored = inner.front().restored;
  stretch.per_char = stretch.gain / static_cast<double>(std::max<std::size_t>(stretch.restored, 1));
  stretch.mostly_common = true;
  stretch.sureness = std::min(stretch.sureness, inner.front().sureness);
  stretch.lost = inner.front().lost;
}

void Utf8AsGbk::examine(const Block& block, RepairMode mode, Findings& findings) {
  const std::size_t before = findings.edits.size();
  budget_.begin(block);
  gave_up_ = false;
  guess_ = block.on_doubt == OnDoubt::best;
  const bool known = known_ && block.offset < known_until_;
  const std::vector<Line> lines = divide(block.text);

  std::u32string sample;
  for (const Line& line : lines) {
    if (line.damaged && sample.size() < (16 << 10)) {
      sample_utf8(block.text.substr(line.start, line.end - line.start), sample);
    }
  }
  if (sample.empty()) return;
  Language language = language_of(std::move(sample), known);
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
    if (strict && stretch.quoted) {
      findings.diagnostics.push_back({DiagnosticCode::repair_declined, range,
                                      "UTF-8 read as GBK, between quotation marks in sound text: "
                                      "perhaps it is quoted; left as it is"});
      continue;
    }
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
          bytes_are_gone(place_of_doubt(stretch, block), block, stretch.lost));
    }
    if (stretch.gain >= 2 * enough) {
      known_ = decoder;
      known_until_ = range.end + kProofReach;
    }
  }
  budget_.end(findings.edits.size() > before);
  if (gave_up_) findings.diagnostics.push_back(out_of_budget(block));
}

}  // namespace

std::unique_ptr<RepairFamily> make_utf8_as_gbk() { return std::make_unique<Utf8AsGbk>(); }

}  // namespace hanfix::repair
