// Annotated readings and byte-wise replaced punctuation.
//
// A crawler's tool worked on the GBK bytes of Mainland pages that were rendered in Traditional
// characters, blind to character borders: it put a reading behind some characters (發 → 發(fā)) and
// made full-width punctuation half-width. Where a replacement hit across two characters, a lead
// byte was left alone, became '?', swallowed the byte behind it, and the rest of the run was read
// shifted by one byte: 政府數十 → 政府?dāng)?shù)十, 國家。”“很明顯 → 國家?!薄昂苊黠@.
//
// Which characters a site annotates differs from site to site, so a document proves its own set: at
// least three different characters that only Traditional text uses, each with a reading of its own,
// most of their occurrences annotated, in running text, and hardly any other character annotated.
// Teaching texts, dictionaries and song lyrics fail one of these.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <span>
#include <unordered_map>

#include "base/utf8.hpp"
#include "model/char_model.hpp"
#include "repair/family.hpp"
#include "repair/gbk_pairs.hpp"
#include "repair/nearby_proofs.hpp"
#include "repair/readings_damage.hpp"
#include "repair/readings_evidence.hpp"
#include "repair/readings_items.hpp"
#include "repair/readings_scan.hpp"
#include "repair/readings_search.hpp"
#include "repair/search_budget.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = model::kUnitsPerBit;
constexpr std::uint64_t kMarksRange = 32 << 10;  // one of replaced marks alone

// What speaks against a full stop within a line of this document, where prose has one in forty
// hanzi. Of those that the damage hides most are stops.
int stop_cost(const ReadingsEvidence& evidence) {
  const double usual = (evidence.plain_hanzi + evidence.sites) / 40.0 + 1;
  const double bits = std::log2(usual / (evidence.stops_inside + evidence.hidden + 1));
  return static_cast<int>(std::clamp(bits, 0.0, 6.0) * kBit);
}

// Fills the cache from the parts that are read right: a '?' may begin a shifted run, which goes on
// to the next ASCII behind it, not counting the mark right behind the '?'.
void remember(const std::vector<Item>& items, BigramCache& cache) {
  enum class Run : std::uint8_t { sound, opened, shifted } run = Run::sound;
  model::Symbol last = model::kStart;
  for (const Item& item : items) {
    if (item.kind == Item::Kind::annotation) continue;
    if (item.kind == Item::Kind::stray_annotation || item.code == U'?') {
      run = Run::opened;
    } else if (item.code >= 0x80) {
      if (run == Run::opened) run = Run::shifted;
    } else if (run == Run::shifted || item.code == U'\n') {
      run = Run::sound;
    }
    const bool sound = run == Run::sound && item.code >= 0x80;
    const model::Symbol symbol = model::symbol(item.code);
    if (sound && last != model::kStart) cache.add(last, symbol);
    last = sound ? symbol : model::kStart;
  }
}

// One line of a block, or a piece of a long one.
struct Line {
  std::span<const Item> items;
  bool sites = false;   // annotations
  bool strays = false;  // '?'
  bool marks = false;   // half-width marks
};

// Lines without their breaks. A long line is cut behind a full stop or plain ASCII that has no '?'
// shortly before it, where no shifted run can be open, and at the latest at kLineMost items: memory
// and time of a search grow with its length.
std::vector<Line> divide(std::span<const Item> items) {
  constexpr std::size_t kLineUsual = 1024, kLineMost = 4096, kQuiet = 64;
  std::vector<Line> lines;
  Line line;
  std::size_t start = 0, last_stray = 0;
  const auto close = [&](std::size_t end, std::size_t next) {
    line.items = items.subspan(start, end - start);
    if (end > start) lines.push_back(line);
    line = {};
    start = next;
  };
  for (std::size_t at = 0; at < items.size(); ++at) {
    const Item& item = items[at];
    if (item.code == U'\n') {
      close(at, at + 1);
      continue;
    }
    const std::size_t size = at - start;
    const bool quiet = at > last_stray + kQuiet && item.kind == Item::Kind::character &&
                       (item.code == U'。' || (item.code < 0x80 && !is_halfwidth_mark(item.code)));
    if (size >= kLineMost || (size >= kLineUsual && quiet)) close(at, at);
    line.sites |= item.kind != Item::Kind::character;
    line.strays |= item.code == U'?';
    line.marks |= item.kind == Item::Kind::character && is_halfwidth_mark(item.code);
    if (item.code == U'?') last_stray = at;
  }
  close(items.size(), items.size());
  return lines;
}

// What is known of the tool, and where it was at work.
struct Proof {
  bool readings = false;
  bool marks = false;
  std::unordered_map<char32_t, Annotated> characters;
  std::vector<std::uint64_t> sites;   // input offsets, ascending
  std::uint64_t reach = kProofReach;  // bytes beyond a site for which it speaks

  /// Whether the tool was at work around input bytes [start, end).
  [[nodiscard]] bool covers(std::uint64_t start, std::uint64_t end) const {
    const auto after = std::lower_bound(sites.begin(), sites.end(), start);
    return (after != sites.end() && *after < end + reach) ||
           (after != sites.begin() && *(after - 1) + reach >= start);
  }
};

// A tool that annotates every hundred bytes was not at work where it left two thousand alone: eight
// usual gaps, but at least 2 KiB. A few sites tell no usual gap.
std::uint64_t reach_of(const std::vector<std::uint64_t>& sites) {
  if (sites.size() < 8) return kProofReach;
  std::vector<std::uint64_t> gaps;
  for (std::size_t i = 1; i < sites.size(); ++i) gaps.push_back(sites[i] - sites[i - 1]);
  const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
  std::nth_element(gaps.begin(), middle, gaps.end());
  return std::clamp<std::uint64_t>(8 * *middle, 2 << 10, kProofReach);
}

class Readings : public RepairFamily {
 public:
  [[nodiscard]] Signs suspicious_signs(RepairMode) const override {
    const Signs signs = sign::toned | sign::lone_behind | sign::lone_before;
    return near_ && carried_.marks ? signs | sign::mark_behind | sign::mark_before : signs;
  }
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode mode) const override;
  void notice(std::string_view text, std::uint64_t offset) override;
  void examine(const Block& block, RepairMode mode, Findings& findings) override;

 private:
  [[nodiscard]] Proof prove(ReadingsEvidence evidence, RepairMode mode) const;
  void describe_tool(const Proof& proof, ReadingsTool& tool) const;
  int gain(const Line& line, const Passage& passage, std::uint8_t quotes, const Language& language,
           const ReadingsTool& tool, const Proof& proof);
  std::uint8_t mend(const Line& line, std::uint8_t quotes, const Block& block,
                    const Language& language, const ReadingsTool& tool, const Proof& proof,
                    RepairMode mode, Findings& findings);
  void prove_marks(const std::vector<Line>& lines, const Block& block, const Language& language,
                   const ReadingsTool& tool, RepairMode mode, Proof& proof);

  Proof carried_;      // what the last damaged block proved
  bool near_ = false;  // whether that still speaks for the block at hand
  SearchBudget budget_{1'000'000, 150};
  bool gave_up_ = false;
};

void Readings::notice(std::string_view, std::uint64_t offset) {
  near_ = !carried_.sites.empty() && carried_.sites.back() + carried_.reach >= offset;
}

bool Readings::suspicious(std::string_view text, RepairMode /*mode*/) const {
  if (shows_toned_annotation(text)) return true;
  // Where nothing is known, a '?' proves something only in text that has hardly a full-width mark.
  if (shows_lone_lead_byte(text) && (near_ || is_chinese_with_narrow_marks(text))) return true;
  return near_ && carried_.marks && has_narrow_mark(text);
}

// Whether Han characters outnumber letters, of which a word of other languages has five.
bool is_mostly_han(std::u32string_view text) {
  std::size_t han = 0, letters = 0;
  for (const char32_t code : text) {
    if (model::is_han(code)) {
      ++han;
    } else {
      letters += code >= 0x80 ? code >= 0xC0 && code < 0x2000
                              : (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
    }
  }
  return han * 5 >= letters;
}

Proof Readings::prove(ReadingsEvidence evidence, RepairMode mode) const {
  const LeastReadings least = near_ && carried_.readings ? LeastReadings::none
                              : mode == RepairMode::max  ? LeastReadings::one
                                                         : LeastReadings::three;
  Proof proof;
  proof.readings = proves_readings(evidence, least);
  // Half-width marks are the tool's where hardly any full-width one is left. That they are there
  // proves nothing: people write them, in max mode as in safe.
  const bool narrow = evidence.wide_marks * 4 <= evidence.narrow_marks;
  proof.marks = narrow && (proof.readings || (near_ && carried_.marks));
  proof.characters = std::move(evidence.characters);
  proof.sites = std::move(evidence.at);
  proof.reach = reach_of(proof.sites);
  if (near_) {
    for (const auto& [character, count] : carried_.characters) {
      Annotated& sum = proof.characters[character];
      sum.with += count.with;
      sum.bare += count.bare;
      if (sum.reading.empty()) sum.reading = count.reading;
    }
    proof.sites.insert(proof.sites.begin(), carried_.sites.back());
  }
  return proof;
}

void Readings::describe_tool(const Proof& proof, ReadingsTool& tool) const {
  const auto cost = [](double probability) {
    return static_cast<std::int16_t>(std::lround(-std::log2(probability) * kBit));
  };
  for (const auto& [character, count] : proof.characters) {
    const GbkPair pair = GbkPairs::instance().pair(character);
    if (pair == 0) continue;
    const double found =
        std::clamp((count.with + 0.5) / (count.with + count.bare + 1.0), 0.05, 0.97);
    tool.found[pair] = std::max<std::int16_t>(1, cost(found));
    tool.passed_over[pair] = cost(1 - found);
  }
  for (const char32_t mark : std::u32string_view(U"!?,:;()")) {
    tool.passed_over[GbkPairs::instance().pair(fullwidth(mark))] =
        static_cast<std::int16_t>(tool.mark_passed_over);
  }
}

// Without annotations, only shifted runs prove that punctuation was replaced byte by byte: text
// that is improbable as it stands and probable once undone.
void Readings::prove_marks(const std::vector<Line>& lines, const Block& block,
                           const Language& language, const ReadingsTool& tool, RepairMode mode,
                           Proof& proof) {
  const int enough = (mode == RepairMode::max ? 20 : 30) * kBit;
  Proof assumed;
  assumed.marks = true;
  std::vector<std::uint64_t> sites;
  for (const Line& line : lines) {
    if (!line.strays) continue;
    const SearchResult result =
        search_line(line.items, language, tool, {false, true, true, 0, false, &budget_.left()});
    gave_up_ |= result.out_of_budget;
    for (const Passage& passage : result.passages) {
      if (passage.stray && gain(line, passage, 0, language, tool, assumed) >= enough) {
        sites.push_back(block.offset + line.items[passage.first].start);
      }
    }
  }
  if (sites.empty()) return;
  proof.marks = true;
  proof.reach = kMarksRange;  // shifted runs are rare: the gaps between them say nothing
  proof.sites.insert(proof.sites.end(), sites.begin(), sites.end());
}

// By how much undoing the stray bytes of a passage makes it more probable, in 1/16 bit. Measured on
// the passage and a few items around it.
int Readings::gain(const Line& line, const Passage& passage, std::uint8_t quotes,
                   const Language& language, const ReadingsTool& tool, const Proof& proof) {
  constexpr std::uint32_t kAround = 12;
  const std::uint32_t first = passage.first - std::min(passage.first, kAround);
  const auto last = std::min(passage.last + kAround, static_cast<std::uint32_t>(line.items.size()));
  const std::span<const Item> window = line.items.subspan(first, last - first);
  SearchOptions options{proof.readings, proof.marks, true, quotes, false, &budget_.left()};
  const int undone = search_line(window, language, tool, options).cost;
  options.strays = false;
  return search_line(window, language, tool, options).cost - undone;
}

// Undoes what the damage, run forwards on the result, explains.
std::uint8_t Readings::mend(const Line& line, std::uint8_t quotes, const Block& block,
                            const Language& language, const ReadingsTool& tool, const Proof& proof,
                            RepairMode mode, Findings& findings) {
  const auto observed = [&](std::uint32_t first, std::uint32_t last) {
    return first == last ? std::string_view()
                         : block.text.substr(line.items[first].start,
                                             line.items[last - 1].end - line.items[first].start);
  };
  const auto range = [&](std::uint32_t first, std::uint32_t last) {
    return ByteRange{block.offset + line.items[first].start,
                     block.offset + line.items[last - 1].end};
  };
  const SearchOptions options{
      proof.readings, proof.marks, line.strays, quotes, block.on_doubt == OnDoubt::best,
      &budget_.left()};
  const SearchResult result = search_line(line.items, language, tool, options);
  gave_up_ |= result.out_of_budget;
  for (const Passage& passage : result.passages) {
    double bits = 10;
    bool certain = damage(passage.script) == utf8::decode(observed(passage.first, passage.last));
    if (passage.stray && certain) {
      const int gained = gain(line, passage, quotes, language, tool, proof);
      certain = gained >= (mode == RepairMode::max ? 3 : 6) * kBit;
      bits = std::min(gained, result.margin) / double{kBit};
    }
    if (!certain) {
      findings.diagnostics.push_back(
          {DiagnosticCode::repair_declined, range(passage.first, passage.last),
           "looks damaged, but no reading of it is clearly better; left as it is"});
      continue;
    }
    if (block.on_doubt == OnDoubt::keep && (passage.lost || !passage.doubt.empty())) {
      findings.diagnostics.push_back(
          {DiagnosticCode::text_lost, range(passage.first, passage.last),
           "a character has lost bytes, the place was left as it is" +
               (passage.doubt.empty() ? "" : "; both fit: " + passage.doubt)});
      continue;
    }
    std::uint32_t first = passage.changed;
    std::string after = passage.after;
    if (after.empty() && first > passage.first) {  // 發(fā) → 發 reads better than (fā) → nothing
      --first;
      after = observed(first, first + 1);
    }
    const std::string_view before = observed(first, passage.last);
    if (before == after) continue;
    const double confidence = 1.0 / (1.0 + std::exp2(-std::max(bits, 0.0)));
    findings.edits.push_back({range(first, passage.last), "readings", std::string(before),
                              std::move(after), confidence});
    if (!passage.doubt.empty()) {
      findings.diagnostics.push_back(
          {DiagnosticCode::text_lost, range(first, passage.last),
           "a character has lost bytes, U+FFFD stands for it; both fit: " + passage.doubt +
               " (--on-doubt best takes the first)"});
    }
    if (passage.lost) {
      findings.diagnostics.push_back(
          {DiagnosticCode::text_lost, range(first, passage.last),
           "a character behind a lost byte is gone; a mark stands in its place"});
    }
  }
  return result.quotes;
}

void Readings::examine(const Block& block, RepairMode mode, Findings& findings) {
  // Han characters begin with E3 to F0; a text without any has no readings.
  const auto may_begin_han = [](char c) { return static_cast<unsigned char>(c) >= 0xE3; };
  if (std::none_of(block.text.begin(), block.text.end(), may_begin_han)) return;
  budget_.begin(block);
  gave_up_ = false;
  const std::vector<Item> items = itemize(block.text);
  const std::u32string window = utf8::decode(block.text.substr(0, 32 << 10));
  // A guess about marks is a guess about Chinese.
  if (!is_mostly_han(window)) mode = RepairMode::safe;
  ReadingsEvidence evidence = gather_readings(items, block.offset);
  // Text with '?' alone has lost bytes in another way: the tool replaces commas above all.
  const bool narrow = evidence.wide_marks * 8 <= evidence.narrow_marks &&
                      (evidence.narrow_marks - evidence.questions) * 3 >= evidence.questions;
  const int stop_inside = stop_cost(evidence);
  const bool all_marks = evidence.unusual >= 3;
  Proof proof = prove(std::move(evidence), mode);
  const std::vector<Line> lines = divide(items);

  const auto [simplified, traditional] = model::script_votes(window);
  const model::Script script = simplified > traditional ? model::Script::hans : model::Script::hant;
  Language language{model::Scorer(script, model::fit(script, window)), {}};
  remember(items, language.cache);
  const auto tool = std::make_unique<ReadingsTool>();
  describe_tool(proof, *tool);
  tool->stop_inside = stop_inside;
  if (all_marks) {  // one sentence in five is hit, and any character may end in A3 before it
    tool->unusual_mark = 2 * kBit;
    tool->sure = 0.95;
  }
  if (!proof.readings && narrow) prove_marks(lines, block, language, *tool, mode, proof);
  if (!proof.readings && !proof.marks) return;
  std::uint8_t quotes = 0;  // a quotation may go on from one line to the next, but not further
  for (const Line& line : lines) {
    const std::uint64_t start = block.offset + line.items.front().start;
    const std::uint64_t end = block.offset + line.items.back().end;
    const bool reached = proof.covers(start, end);
    if (reached && (line.sites || line.strays || (proof.marks && line.marks))) {
      const std::uint8_t open = mend(line, quotes, block, language, *tool, proof, mode, findings);
      quotes = open == quotes ? std::uint8_t{0} : open;
    }
  }
  if (!proof.sites.empty()) carried_ = std::move(proof);
  if (gave_up_) findings.diagnostics.push_back(out_of_budget(block));
}

}  // namespace

std::unique_ptr<RepairFamily> make_readings() { return std::make_unique<Readings>(); }

}  // namespace hanfix::repair
