// GBK and Big5 read as each other, or as the double-byte encodings of Korea and Japan: 笢恅, 櫓匡,
// ﾖﾐﾎﾄ, 嶄猟, いゅ.
//
// Nearly any two bytes are a character in all of these, so that bytes prove nothing: the text must.
// What such decoders show are characters that nobody uses together. A line that costs much in every
// language written in hanzi is turned back to bytes, by the decoder that makes it most probable;
// a stretch of it is repaired if it then is far more probable as Chinese, character by character,
// and if the decoder, run forwards, shows exactly what was there.
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "base/utf8.hpp"
#include "repair/double_byte_search.hpp"
#include "repair/family.hpp"
#include "repair/rare_characters.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = model::kUnitsPerBit;
constexpr std::uint64_t kFactRange = 64 << 10;  // bytes for which a proof holds
constexpr std::uint64_t kBudget = 1'000'000;    // candidates for hidden bytes in a block
constexpr std::size_t kBeam = 48;
constexpr int kBorder = 20 * kBit;        // between sound and damaged text in a line
constexpr std::size_t kMostUnits = 4096;  // searched at once
// From what mean cost of its characters on a line is looked at.
constexpr int kRare = 49, kRareNear = 42;  // quarters of a bit

using Marks = WrongDecoder::Marks;

struct Pairing {
  Reader reader;
  Written written;
  int rarity;  // bits
};
constexpr Pairing kPairings[] = {
    {Reader::big5_windows, Written::gbk, 0}, {Reader::big5_whatwg, Written::gbk, 0},
    {Reader::big5_unicode, Written::gbk, 0}, {Reader::cp949, Written::gbk, 2},
    {Reader::cp932, Written::gbk, 2},        {Reader::euc_jp, Written::gbk, 4},
    {Reader::gbk_windows, Written::big5, 0}, {Reader::gbk_standard, Written::big5, 2},
    {Reader::cp949, Written::big5, 4},       {Reader::cp932, Written::big5, 4},
};

// What a stretch must gain, in bits: all of it, and each of its characters.
struct Gate {
  std::size_t characters;
  double total, each;
  double most = 11.5;    // what each may cost
  bool careful = false;  // not where so much is lost that what is left may be misread, too
};
constexpr Gate kSafe = {6, 36, 3, 11.5, true}, kSafeNear = {2, 12, 3, 13, true};
constexpr Gate kMax = {4, 20, 2}, kMaxNear = {2, 8, 2, 14};
constexpr Gate kProof = {10, 60, 4};

struct Restored {
  char32_t code;
  std::uint32_t first, last;  // units
  bool doubtful;              // a mark of them may hide something else
};

struct Stretch {
  std::span<const ShownUnit> units;
  std::vector<Restored> characters;
  std::size_t restored = 0;  // beyond ASCII
  double gain = 0;           // bits
  double each = 0;           // what a restored character costs, bits
  std::size_t marks = 0;
  double sureness = 1;    // of the most doubtful mark
  bool explained = true;  // no mark of its line is outside

  [[nodiscard]] bool opens(const Gate& gate) const {
    if (gate.careful && (!explained || marks * 6 > restored)) return false;
    return restored >= gate.characters && gain >= gate.total &&
           gain >= gate.each * static_cast<double>(restored) && each <= gate.most;
  }
};

struct Line {
  std::uint32_t start, end;  // bytes in the block, without the line break
  bool rare;                 // else only where something near proves the damage
};

class DoubleByte : public RepairFamily {
 public:
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode) const override {
    return holds_rare_stretch(text, kRare);
  }
  void examine(const Block& block, RepairMode mode, Findings& findings) override;

 private:
  struct Found {
    std::vector<ShownUnit> units;  // of the line
    std::vector<Stretch> stretches;
  };
  void read_line(std::string_view text, const Line& line, const Reading& reading,
                 const model::Scorer& scorer, Found& found);
  std::optional<Reading> choose(std::string_view text, const std::vector<Line>& lines);
  ReadBack search(std::span<const ShownUnit> units, bool ends_line, const Reading& reading,
                  const model::Scorer& scorer, std::size_t beam);

  std::optional<Reading> known_;   // from the last block that proved it
  std::uint64_t known_until_ = 0;  // input offset
  std::uint64_t budget_ = 0;
  bool gave_up_ = false;
};

// A line as code points, with what each costs where it is meant.
struct Seen {
  std::u32string codes;
  std::vector<int> natural;
};

Seen see(std::string_view text) {
  Seen seen;
  for (std::size_t at = 0; at < text.size();) {
    seen.codes.push_back(utf8::next(text, at));
    seen.natural.push_back(natural_cost(seen.codes.back()));
  }
  return seen;
}

// What a line says when it is read back without a search: one way through it, marks skipped.
struct Glance {
  std::int64_t shown = 0, meant = 0;     // cost of what could be read back, 1/16 bit
  std::size_t characters = 0, lost = 0;  // read back; not
  std::u32string text;

  // Chinese characters in the place of others: cheaper, and hardly any of them impossible.
  [[nodiscard]] bool is_promising() const {
    return characters >= 2 && lost * 3 <= characters &&
           shown - meant >= std::int64_t(characters) * kBit;
  }
};

// `apart`: marks hide one byte, '?' among them.
Glance glance_once(const Seen& seen, const Pairing& pairing, bool apart) {
  constexpr std::size_t kEnough = 24;  // characters that show what is not damaged
  const ReaderTable& reader = ReaderTable::of(pairing.reader);
  const WrittenTable& written = WrittenTable::of(pairing.written);
  Glance out;
  unsigned lead = 0;
  bool skip = false;  // the next byte ends a character whose first byte a mark hides
  for (std::size_t i = 0; i < seen.codes.size(); ++i) {
    const char32_t code = seen.codes[i];
    const auto ascii = static_cast<std::uint8_t>(code);
    std::span<const std::uint8_t> bytes(&ascii, 1);
    if (code == 0xFFFD || (apart && code == U'?')) {
      skip = (lead != 0) != apart;
      lead = 0;
      continue;
    }
    if (code >= 0x80) {
      const std::span<const ShownBytes> all = reader.bytes(code);
      if (all.empty()) {
        ++out.lost;
        lead = 0;
        skip = false;
        continue;
      }
      bytes = {all[0].data.data(), all[0].size};
      out.shown += seen.natural[i];
    }
    for (const std::uint8_t byte : bytes) {
      if (skip) {
        skip = false;
      } else if (lead == 0) {
        if (byte >= 0x80) lead = byte;
      } else {
        const unsigned pair = lead << 8 | byte;
        lead = 0;
        const char32_t character = written.character(pair);
        if (character == 0) {
          ++out.lost;
          continue;
        }
        ++out.characters;
        out.meant += pairing.written == Written::big5
                         ? written.unigram(model::Script::hant, pair)
                         : std::min(written.unigram(model::Script::hans, pair),
                                    written.unigram(model::Script::hant, pair));
        out.text.push_back(character);
      }
    }
    if (out.characters + out.lost == kEnough && out.shown < out.meant) break;
  }
  return out;
}

Glance glance(const Seen& seen, const Pairing& pairing) {
  Glance together = glance_once(seen, pairing, false);
  if (together.is_promising()) return together;
  const bool marked = std::any_of(seen.codes.begin(), seen.codes.end(),
                                  [](char32_t code) { return code == 0xFFFD || code == U'?'; });
  return marked ? glance_once(seen, pairing, true) : together;
}

model::Scorer scorer_for(Written written, std::u32string_view sample) {
  std::size_t simplified = 0, traditional = 0;
  for (const char32_t code : sample) {
    simplified += model::is_simplified_only(code);
    traditional += model::is_traditional_only(code);
  }
  const model::Script script = written == Written::big5 || traditional > simplified
                                   ? model::Script::hant
                                   : model::Script::hans;
  return model::Scorer(script, model::fit(script, sample));
}

std::vector<Line> divide(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(text.find('\n', at), text.size());
    const std::size_t next = end + 1;
    if (end > at && end < text.size() && text[end - 1] == '\r') --end;
    const std::string_view line = text.substr(at, end - at);
    if (holds_rare_stretch(line, kRareNear)) {
      lines.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end),
                       holds_rare_stretch(line, kRare)});
    }
    at = next;
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
                            const Reading& reading, const model::Scorer& scorer, std::size_t beam) {
  ReadBack found = read_back(units, reading, scorer, {kBorder, beam, ends_line, &budget_});
  gave_up_ |= found.out_of_budget;
  return found;
}

// The reading that makes the rarest lines most probable, tried on the first of those for which any
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
    const Seen seen = see(content);
    bool promising = false;
    for (std::size_t i = 0; i < std::size(kPairings); ++i) {
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
  std::optional<Reading> best;
  std::int64_t least = 0;
  for (std::size_t i = 0; i < std::size(kPairings); ++i) {
    if (candidates[i].text.empty()) continue;
    const Pairing& pairing = kPairings[i];
    const model::Scorer scorer = scorer_for(pairing.written, candidates[i].text);
    for (const Marks kind : marks) {
      const Reading reading{pairing.reader, pairing.written, kind};
      std::int64_t cost = pairing.rarity * kBit + (kind == Marks::replacement_pair ? 0 : 6 * kBit);
      for (const std::string_view line : sample) {
        cost += search(shown_units(line, 0, reading.reader), true, reading, scorer, 12).cost;
      }
      if (!best || cost < least) {
        least = cost;
        best = reading;
      }
    }
  }
  return best;
}

// Characters of the damaged units [first, last) of a line, and what speaks for them.
Stretch restore(std::span<const ShownUnit> units, const ReadBack& found, std::size_t first,
                std::size_t last, const Reading& reading) {
  const WrittenTable& written = WrittenTable::of(reading.written);
  const std::span<const ReadStep> steps(found.steps);
  Stretch stretch;
  stretch.units = units.subspan(first, last - first);
  // The mass of all other ways that meet this one soon behind a mark is its doubt.
  std::vector<float> doubt(last - first, 0);
  // Two characters behind it, of up to two units each.
  const std::size_t kReach = reading.reader == Reader::cp932 ? 9 : 6;
  for (std::size_t i = first; i < last; ++i) {
    if (!steps[i].mark) continue;
    ++stretch.marks;
    for (std::size_t k = i; k < std::min(i + kReach, steps.size()); ++k) {
      doubt[i - first] += steps[k].rivals;
    }
    if (i + kReach >= steps.size()) doubt[i - first] += found.rivals;
    stretch.sureness = std::min(stretch.sureness, 1.0 / (1 + double(doubt[i - first])));
  }
  unsigned lead = 0;
  std::uint32_t begun = 0;
  bool doubtful = false;
  for (std::size_t i = first; i < last; ++i) {
    const auto unit = static_cast<std::uint32_t>(i - first);
    const bool unsure = steps[i].mark && doubt[unit] > 0.003F;
    for (unsigned n = 0; n < steps[i].count; ++n) {
      const unsigned byte = steps[i].bytes[n];
      if (lead == 0) {
        begun = unit;
        doubtful = false;
      }
      doubtful |= unsure;
      char32_t code = byte;
      if (lead != 0) {
        code = written.character(lead << 8 | byte);
        lead = 0;
      } else if (byte >= 0x80) {
        lead = byte;
        continue;
      }
      stretch.characters.push_back({code, begun, unit + 1, doubtful});
      if (code >= 0x80) ++stretch.restored;
    }
  }
  return stretch;
}

// A '?' that hides a byte moves everything behind it by one, up to the next ASCII: no words.
class AfterQuestion {
 public:
  void add(char32_t code, int cost) {
    if (code < 0x80) {
      close();
      open_ = code == U'?';
    } else if (open_) {
      ++count_;
      cost_ += cost;
    }
  }
  [[nodiscard]] bool reads_badly() {
    close();
    return bad_;
  }

 private:
  void close() {
    bad_ |= count_ >= 2 && cost_ > 10 * kBit * count_;
    count_ = cost_ = 0;
    open_ = false;
  }
  int count_ = 0, cost_ = 0;
  bool open_ = false, bad_ = false;
};

void DoubleByte::read_line(std::string_view text, const Line& line, const Reading& reading,
                           const model::Scorer& scorer, Found& found) {
  found.units =
      shown_units(text.substr(line.start, line.end - line.start), line.start, reading.reader);
  for (const std::span<const ShownUnit> units : pieces(found.units)) {
    const bool ends_line = units.data() + units.size() == found.units.data() + found.units.size();
    const ReadBack read = search(units, ends_line, reading, scorer, kBeam);
    bool explained = true;
    for (std::size_t i = 0; i < read.steps.size(); ++i) {
      explained &= read.steps[i].damaged || units[i].code != 0xFFFD;
    }
    for (std::size_t first = 0; first < read.steps.size();) {
      std::size_t last = first + 1;
      const bool damaged = read.steps[first].damaged;
      while (last < read.steps.size() && read.steps[last].damaged == damaged) ++last;
      if (damaged) {
        const int next = last < units.size() ? 0 : ends_line ? '\n' : -1;
        if (reproduces(units.subspan(first, last - first),
                       std::span(read.steps).subspan(first, last - first), reading, next)) {
          Stretch stretch = restore(units, read, first, last, reading);
          // What the units cost as they stand, ASCII excepted on both sides.
          stretch.explained = explained;
          NaturalText shown;
          for (const ShownUnit& unit : stretch.units) shown.add(unit.code);
          model::Scorer::Context meant;
          std::int64_t after = 0;
          AfterQuestion behind;
          for (const Restored& one : stretch.characters) {
            const int cost = scorer.advance(meant, model::symbol(one.code));
            if (one.code >= 0x80) after += cost;
            behind.add(one.code, cost);
          }
          if (behind.reads_badly()) stretch.explained = false;
          stretch.gain = static_cast<double>(shown.cost() - after) / kBit;
          stretch.each = static_cast<double>(after) / kBit /
                         static_cast<double>(std::max<std::size_t>(stretch.restored, 1));
          found.stretches.push_back(std::move(stretch));
        }
      }
      first = last;
    }
  }
}

// Edits for a stretch, ASCII between them left alone. `careful`: marks that may hide something else
// stay.
void write_edits(const Stretch& stretch, const Block& block, bool careful, double confidence,
                 Findings& findings, std::string& lost) {
  const auto& characters = stretch.characters;
  const auto is_same = [&](const Restored& one) {
    return one.code < 0x80 && one.last - one.first == 1 &&
           stretch.units[one.first].code == one.code;
  };
  for (std::size_t i = 0; i < characters.size();) {
    if (is_same(characters[i])) {
      ++i;
      continue;
    }
    const std::size_t from = i;
    std::string after;
    for (; i < characters.size() && !is_same(characters[i]); ++i) {
      const Restored& one = characters[i];
      if (!careful || !one.doubtful) {
        utf8::append(after, one.code);
        continue;
      }
      after += utf8::kReplacement;
      utf8::append(lost, one.code);
    }
    const ShownUnit& first = stretch.units[characters[from].first];
    const ShownUnit& last = stretch.units[characters[i - 1].last - 1];
    const std::string_view before = block.text.substr(first.start, last.end - first.start);
    if (before == after) continue;
    findings.edits.push_back({{block.offset + first.start, block.offset + last.end},
                              "double-byte",
                              std::string(before),
                              std::move(after),
                              confidence});
  }
}

void DoubleByte::examine(const Block& block, RepairMode mode, Findings& findings) {
  budget_ = kBudget;
  gave_up_ = false;
  const bool known = known_ && block.offset < known_until_;
  const std::vector<Line> lines = divide(block.text);
  const std::optional<Reading> reading = known ? known_ : choose(block.text, lines);
  if (!reading) return;
  const bool max = mode == RepairMode::max;
  if (!max && reading->asks()) {
    findings.diagnostics.push_back(
        {DiagnosticCode::repair_declined,
         {block.offset, block.offset + block.text.size()},
         "GBK or Big5 read through another double-byte encoding, with '?' for lost bytes"});
    return;
  }
  std::u32string sample;
  for (const Line& line : lines) {
    if (sample.size() >= (8 << 10)) break;
    if (!line.rare) continue;
    const std::string_view text = block.text.substr(line.start, line.end - line.start);
    const Glance look = glance(see(text), {reading->reader, reading->written, 0});
    if (look.is_promising()) sample += look.text;
  }
  const model::Scorer scorer = scorer_for(reading->written, sample);

  std::vector<Found> all(lines.size());
  bool proven = known;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].rare) continue;
    read_line(block.text, lines[i], *reading, scorer, all[i]);
    for (const Stretch& stretch : all[i].stretches) proven |= stretch.opens(kProof);
  }
  for (std::size_t i = 0; proven && i < lines.size(); ++i) {
    if (!lines[i].rare) read_line(block.text, lines[i], *reading, scorer, all[i]);
  }
  const Gate& gate = proven ? (max ? kMaxNear : kSafeNear) : max ? kMax : kSafe;
  for (const Found& found : all) {
    for (const Stretch& stretch : found.stretches) {
      const ByteRange range{block.offset + stretch.units.front().start,
                            block.offset + stretch.units.back().end};
      if (!stretch.opens(gate)) {
        if (!max && stretch.opens(kMax)) {
          findings.diagnostics.push_back(
              {DiagnosticCode::repair_declined, range,
               "may be GBK or Big5 read through another double-byte encoding"});
        }
        continue;
      }
      std::string lost;
      const double bits = std::min(stretch.gain, 40.0);
      write_edits(stretch, block, !max, stretch.sureness / (1 + std::exp2(-bits)), findings, lost);
      if (!lost.empty()) {
        findings.diagnostics.push_back(
            {DiagnosticCode::text_lost, range,
             "bytes are gone, their mark was left; what fits best: " + lost});
      }
      if (stretch.opens(kProof)) {
        known_ = reading;
        known_until_ = range.end + kFactRange;
      }
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

std::unique_ptr<RepairFamily> make_double_byte() { return std::make_unique<DoubleByte>(); }

}  // namespace hanfix::repair
