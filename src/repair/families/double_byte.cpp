// GBK and Big5 read as each other, or as the double-byte encodings of Korea and Japan: 笢恅, 櫓匡,
// ﾖﾐﾎﾄ, 嶄猟, いゅ; UTF-8 read as CP932, CP949 or Big5: 荳ｭ譁, 訝�뻼, 銝剜.
//
// Nearly any two bytes are a character in all of these, so that bytes prove nothing: the text must.
// What such decoders show are characters that nobody uses together. A line that costs much in every
// language written in hanzi is turned back to bytes, by the decoder that makes it most probable;
// a stretch of it is repaired if it then is far more probable as Chinese, character by character,
// and if the decoder, run forwards, shows exactly what was there. UTF-8 loses a byte in every
// second character then, but tells by itself which bytes belong together.
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "base/utf8.hpp"
#include "repair/double_byte_glance.hpp"
#include "repair/double_byte_outlook.hpp"
#include "repair/double_byte_search.hpp"
#include "repair/double_byte_stretch.hpp"
#include "repair/family.hpp"
#include "repair/nearby_proofs.hpp"
#include "repair/rare_stretch.hpp"
#include "repair/search_budget.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = model::kUnitsPerBit;
constexpr std::size_t kBeam = 48, kUtf8Beam = 16;
constexpr int kReadings = 2;              // in a block
constexpr int kBorder = 20 * kBit;        // between sound and damaged text in a line
constexpr std::size_t kMostUnits = 4096;  // searched at once
// From what mean cost of its characters on a line is looked at; Near: where something near proves
// the damage.
constexpr int kRare = 48, kRareNear = 42;  // quarters of a bit
static_assert(kRare >= RareStretches::kLeast);

using Marks = WrongDecoder::Marks;

constexpr Gate kSafe = {6, 36, 3, 11.5, true}, kSafeNear = {2, 12, 3, 13, true};
constexpr Gate kMax = {4, 20, 2}, kMaxNear = {2, 8, 2, 14};
constexpr Gate kSeen = {4, 20, 2, 11.5, false, 1};  // worth a remark
constexpr Gate kProof = {10, 60, 4};
// Nothing comes of a line of which this is not known to be possible, unless something near proves
// the damage.
static_assert(kOutlookCharacters <= kSeen.characters && kOutlookCharacters <= kMax.characters);
constexpr int kOutlookGain = 20 * kBit;
static_assert(kOutlookGain <= kSeen.total * kBit && kOutlookGain <= kMax.total * kBit);

struct Line {
  std::uint32_t start, end;              // bytes in the block, without the line break
  bool rare = true;                      // else only where something near proves the damage
  std::vector<ByteRange> declined = {};  // stretches that look damaged, in the input
};

class DoubleByte : public RepairFamily {
 public:
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode) const override {
    return holds_rare_stretch(text, kRare);
  }
  [[nodiscard]] bool looks_itself() const override { return true; }
  void examine(const Block& block, RepairMode mode, Findings& findings) override;

 private:
  struct Found {
    std::vector<ShownUnit> units;  // of the line
    std::vector<DoubleByteStretch> stretches;
  };
  void read_line(std::string_view text, const Line& line, const Reading& reading,
                 const model::Scorer& scorer, Found& found);
  bool read_rare_lines(std::string_view text, const std::vector<Line>& lines,
                       const Reading& reading, const model::Scorer& scorer, bool proven,
                       std::vector<Found>& all);
  void add_near(std::string_view text, std::vector<Line>& lines, std::vector<Found>& all);
  std::vector<Line> mend(const Block& block, std::vector<Line> lines, const Reading& reading,
                         bool known, RepairMode mode, Findings& findings);
  std::optional<Reading> choose(std::string_view text, const std::vector<Line>& lines);
  ReadBack search(std::span<const ShownUnit> units, bool ends_line, const Reading& reading,
                  const model::Scorer& scorer, std::size_t beam, bool cost_only = false);

  std::optional<Reading> known_;   // from the last block that proved it
  std::uint64_t known_until_ = 0;  // input offset
  SearchBudget budget_{3'000'000, 600};
  bool gave_up_ = false;
  bool guess_ = false;                 // write what fits best
  bool near_ = false;                  // the lines that are less rare have been added
  std::vector<std::uint32_t> mended_;  // where lines that are repaired begin
};

// The line of a rare stretch's last byte.
Line line_at(std::string_view text, std::size_t stretch_end) {
  const std::size_t inside = stretch_end - 1;
  const std::size_t start = text.rfind('\n', inside) + 1;
  std::size_t end = std::min(text.find('\n', inside), text.size());
  if (end < text.size() && text[end - 1] == '\r') --end;
  return {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)};
}

// The lines that cost more than kRare a character.
std::vector<Line> rare_lines(const Block& block) {
  std::vector<Line> lines;
  RareStretches own(block.text);
  for (const RareStretch& stretch : (block.rare != nullptr ? *block.rare : own).all()) {
    if (!stretch.costs_more_than(kRare)) continue;
    if (lines.empty() || lines.back().end < stretch.end) {
      lines.push_back(line_at(block.text, stretch.end));
    }
  }
  return lines;
}

// The lines that cost more than `quarters` a character.
std::vector<Line> rare_lines(std::string_view text, int quarters) {
  std::vector<Line> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t rare = find_rare_stretch(text.substr(at), quarters);
    if (rare == std::string_view::npos) break;
    lines.push_back(line_at(text, at + rare));
    at = text.find('\n', lines.back().end);
    if (at == std::string_view::npos) break;
    ++at;
  }
  return lines;
}

// Long lines in pieces, if possible behind ASCII, where every reader starts afresh.
std::vector<std::span<const ShownUnit>> pieces(std::span<const ShownUnit> units) {
  std::vector<std::span<const ShownUnit>> all;
  while (units.size() > kMostUnits) {
    std::size_t size = kMostUnits;
    while (size > kMostUnits / 2 && units[size - 1].code >= 0x40) --size;
    if (size == kMostUnits / 2) size = kMostUnits;
    all.push_back(units.first(size));
    units = units.subspan(size);
  }
  if (!units.empty()) all.push_back(units);
  return all;
}

ReadBack DoubleByte::search(std::span<const ShownUnit> units, bool ends_line,
                            const Reading& reading, const model::Scorer& scorer, std::size_t beam,
                            bool cost_only) {
  ReadBack found =
      read_back(units, reading, scorer, {kBorder, beam, ends_line, &budget_.left(), cost_only});
  gave_up_ |= found.out_of_budget;
  return found;
}

// The reading that makes the rare lines most probable, tried on the first of those for which any
// reading is promising.
std::optional<Reading> DoubleByte::choose(std::string_view text, const std::vector<Line>& lines) {
  constexpr std::size_t kSample = 4096;  // bytes
  struct Candidate {
    std::vector<std::string_view> lines;
    std::u32string text;
  };
  std::array<Candidate, std::size(kPairings)> candidates;
  std::vector<std::string_view> sample;
  std::size_t size = 0;
  bool replacements = false, questions = false;
  for (const Line& line : lines) {
    if (!line.rare) continue;
    std::string_view content = text.substr(line.start, line.end - line.start).substr(0, kSample);
    content.remove_suffix(utf8::incomplete_tail(content));
    const unsigned worth = worth_a_glance(content);
    if (worth == 0) continue;
    const Seen seen = see(content);
    bool promising = false;
    for (std::size_t i = 0; i < std::size(kPairings); ++i) {
      if ((worth >> i & 1) == 0) continue;
      const Glance look = glance(seen, kPairings[i]);
      if (!look.is_promising()) continue;
      promising = true;
      candidates[i].text += look.text;
    }
    if (!promising) continue;
    replacements |= content.find(utf8::kReplacement) != std::string_view::npos;
    questions |= content.find('?') != std::string_view::npos;
    sample.push_back(content);
    size += content.size();
    if (size >= kSample) break;
  }
  std::vector<Marks> marks = {Marks::replacement_pair};
  if (replacements) {
    marks.push_back(Marks::replacement_byte);
  } else if (questions) {
    marks.push_back(Marks::question_pair);
    marks.push_back(Marks::question_byte);
  }
  const auto count = std::count_if(candidates.begin(), candidates.end(),
                                   [](const Candidate& of) { return !of.text.empty(); });
  std::optional<Reading> best;
  std::int64_t least = 0;
  for (std::size_t i = 0; i < std::size(kPairings); ++i) {
    if (candidates[i].text.empty()) continue;
    const Pairing& pairing = kPairings[i];
    if (count == 1 && marks.size() == 1) {  // there is no choice
      return Reading{pairing.reader, pairing.written, marks.front()};
    }
    const model::Scorer scorer = scorer_for(pairing.written, candidates[i].text);
    for (const Marks kind : marks) {
      const Reading reading{pairing.reader, pairing.written, kind};
      std::int64_t cost = pairing.rarity * kBit + (kind == Marks::replacement_pair ? 0 : 6 * kBit);
      for (const std::string_view line : sample) {
        cost += search(shown_units(line, 0, reading.reader), true, reading, scorer, 12, true).cost;
      }
      if (!best || cost < least) {
        least = cost;
        best = reading;
      }
    }
  }
  return best;
}

std::vector<ShownUnit> units_of(std::string_view text, const Line& line, const Reading& reading) {
  return shown_units(text.substr(line.start, line.end - line.start), line.start, reading.reader);
}

void DoubleByte::read_line(std::string_view text, const Line& line, const Reading& reading,
                           const model::Scorer& scorer, Found& found) {
  if (found.units.empty()) found.units = units_of(text, line, reading);
  for (const std::span<const ShownUnit> units : pieces(found.units)) {
    const bool ends_line = units.data() + units.size() == found.units.data() + found.units.size();
    const ReadBack read = search(units, ends_line, reading, scorer,
                                 reading.written == Written::utf8 ? kUtf8Beam : kBeam);
    for (DoubleByteStretch& stretch :
         restore_stretches(units, read, ends_line, reading, scorer, guess_)) {
      found.stretches.push_back(std::move(stretch));
    }
  }
}

// Whether the damage is proven, there or before. Until it is, lines of which nothing can come are
// not searched.
bool DoubleByte::read_rare_lines(std::string_view text, const std::vector<Line>& lines,
                                 const Reading& reading, const model::Scorer& scorer, bool proven,
                                 std::vector<Found>& all) {
  std::vector<std::size_t> left;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].rare) continue;
    all[i].units = units_of(text, lines[i], reading);
    if (!proven && !may_gain(all[i].units, reading, scorer, kOutlookGain)) {
      left.push_back(i);
      continue;
    }
    read_line(text, lines[i], reading, scorer, all[i]);
    for (const DoubleByteStretch& stretch : all[i].stretches) proven |= stretch.opens(kProof);
  }
  for (const std::size_t i : left) {
    if (proven) read_line(text, lines[i], reading, scorer, all[i]);
  }
  return proven;
}

void report_declined(const Line& line, Findings& findings) {
  for (const ByteRange& range : line.declined) {
    findings.diagnostics.push_back(
        {DiagnosticCode::repair_declined, range,
         "may be GBK, Big5 or UTF-8 read through another double-byte encoding"});
  }
}

void DoubleByte::examine(const Block& block, RepairMode mode, Findings& findings) {
  const std::size_t before = findings.edits.size();
  budget_.begin(block);
  gave_up_ = false;
  guess_ = block.on_doubt == OnDoubt::best;
  std::vector<Line> lines = rare_lines(block);
  if (lines.empty()) return;
  near_ = false;
  mended_.clear();
  std::optional<Reading> reading;
  if (known_ && block.offset < known_until_) reading = known_;
  for (int i = 0; i < kReadings; ++i) {
    const bool known = reading.has_value();
    if (!known) reading = choose(block.text, lines);
    if (!reading) break;
    if (mode != RepairMode::max && reading->asks()) {
      findings.diagnostics.push_back({DiagnosticCode::repair_declined,
                                      {block.offset, block.offset + block.text.size()},
                                      "GBK, Big5 or UTF-8 read through another double-byte "
                                      "encoding, with '?' for lost bytes"});
      break;
    }
    const std::size_t to_read = lines.size();
    lines = mend(block, std::move(lines), *reading, known, mode, findings);
    if (lines.size() == to_read && !known) break;
    reading.reset();
  }
  for (const Line& line : lines) report_declined(line, findings);
  std::sort(findings.edits.begin(), findings.edits.end(),
            [](const Edit& a, const Edit& b) { return a.range.start < b.range.start; });
  budget_.end(findings.edits.size() > before);
  if (gave_up_) findings.diagnostics.push_back(out_of_budget(block));
}

// Adds the lines that are less rare, but not those that are repaired. `all`: one for each line.
void DoubleByte::add_near(std::string_view text, std::vector<Line>& lines,
                          std::vector<Found>& all) {
  near_ = true;
  std::vector<Line> near = rare_lines(text, kRareNear);  // the rare ones are among them
  std::erase_if(near, [&](const Line& line) {
    return std::find(mended_.begin(), mended_.end(), line.start) != mended_.end();
  });
  std::vector<Found> found(near.size());
  for (std::size_t i = 0, rare = 0; i < near.size(); ++i) {
    near[i].rare = rare < lines.size() && lines[rare].start == near[i].start;
    if (near[i].rare) found[i] = std::move(all[rare++]);
  }
  lines = std::move(near);
  all = std::move(found);
}

// Among the bits of worth_a_glance().
unsigned bit_of(const Reading& reading) {
  unsigned bit = 1;
  for (const Pairing& pairing : kPairings) {
    if (pairing.reader == reading.reader && pairing.written == reading.written) break;
    bit <<= 1;
  }
  return bit;
}

// Repairs the lines that `reading` explains; what is left of them.
std::vector<Line> DoubleByte::mend(const Block& block, std::vector<Line> lines,
                                   const Reading& reading, bool known, RepairMode mode,
                                   Findings& findings) {
  const unsigned pairing = bit_of(reading);
  std::u32string sample;
  for (const Line& line : lines) {
    if (sample.size() >= (8 << 10)) break;
    if (!line.rare) continue;
    const std::string_view text = block.text.substr(line.start, line.end - line.start);
    if ((worth_a_glance(text) & pairing) == 0) continue;
    const Glance look = glance(see(text), {reading.reader, reading.written, 0});
    if (look.is_promising()) sample += look.text;
  }
  const model::Scorer scorer = scorer_for(reading.written, sample);

  std::vector<Found> all(lines.size());
  const bool proven = read_rare_lines(block.text, lines, reading, scorer, known, all);
  if (proven && !near_) add_near(block.text, lines, all);
  for (std::size_t i = 0; proven && i < lines.size(); ++i) {
    if (!lines[i].rare) read_line(block.text, lines[i], reading, scorer, all[i]);
  }
  const bool max = mode == RepairMode::max;
  Gate gate = proven ? (max ? kMaxNear : kSafeNear) : max ? kMax : kSafe;
  // Where Big5 loses three bytes of UTF-8 in four characters, guesses support each other.
  if (reading.written == Written::utf8 && is_big5(reading.reader)) gate.wrong = 0.05;
  std::vector<Line> left;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    lines[i].declined.clear();
    bool mended = false;
    for (const DoubleByteStretch& stretch : all[i].stretches) {
      const ByteRange range{block.offset + stretch.units.front().start,
                            block.offset + stretch.units.back().end};
      if (!stretch.opens(gate)) {
        if (stretch.opens(kSeen)) lines[i].declined.push_back(range);
        continue;
      }
      mended = true;
      const double bits = std::min(stretch.gain, 40.0);
      const std::vector<Shown> shown = shown_of(stretch.units);
      write_restored(shown, stretch.characters, block, "double-byte",
                     stretch.sureness / (1 + std::exp2(-bits)), findings);
      if (!stretch.lost.empty()) {
        findings.diagnostics.push_back(
            bytes_are_gone(place_of_doubt(shown, stretch.characters, block), block, stretch.lost));
      }
      if (stretch.opens(kProof)) {
        known_ = reading;
        known_until_ = range.end + kProofReach;
      }
    }
    if (mended) {
      report_declined(lines[i], findings);
      mended_.push_back(lines[i].start);
    } else {
      left.push_back(std::move(lines[i]));
    }
  }
  return left;
}

}  // namespace

std::unique_ptr<RepairFamily> make_double_byte() { return std::make_unique<DoubleByte>(); }

}  // namespace hanfix::repair
