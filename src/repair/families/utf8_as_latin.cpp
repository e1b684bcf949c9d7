// UTF-8 that was read through a single-byte code page, one to three times: ä¸­æ–‡, Ã©, â€™.
//
// The bytes come back by reading the characters the other way, and UTF-8 is redundant: text that is
// not damaged hardly ever gives well-formed sequences. "Hardly ever" is weighed: each place counts
// how much more natural its characters would be as what they might have been, a line counts its
// places together, page by page, and what a line proves beyond doubt makes the lines around it
// likelier. One pair is enough where no language would write it (NicolÃ¡s), not where one would
// („Ä“, CONCLUSÃO).
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "base/utf8.hpp"
#include "model/char_model.hpp"
#include "repair/family.hpp"
#include "repair/mojibake_costs.hpp"
#include "repair/mojibake_scan.hpp"
#include "repair/nearby_proofs.hpp"
#include "repair/rewrite.hpp"
#include "repair/utf8_sites.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = MojibakeCosts::kBit;
constexpr int kLayers = 4;
// Evidence that a line takes by itself, and beside lines that prove the same page.
constexpr int kSafe = 20 * kBit, kSafeNear = 8 * kBit;
constexpr int kMax = 7 * kBit, kMaxNear = 2 * kBit;
constexpr int kProof = 40 * kBit;
// A place that looks less natural repaired stays, whatever the rest of the line proves, if it
// stands alone.
constexpr int kWorse = -2 * kBit;
constexpr int kUnusual = 10 * kBit;
constexpr int kWorseLong = -6 * kBit;

std::vector<LineCharacter> characters(std::string_view line) {
  std::vector<LineCharacter> out;
  out.reserve(line.size() / 2 + 1);
  for (std::size_t at = 0; at < line.size();) {
    const auto start = static_cast<std::uint32_t>(at);
    out.push_back({utf8::next(line, at), start});
  }
  return out;
}

// What one layer of a line becomes.
struct Layer {
  CodePage page = CodePage::latin;
  int total = 0;  // with the layers below it
  std::vector<std::vector<Change>> steps;
  bool lossy = false;  // bytes of some characters are lost
  bool exact = false;
  bool cut = false;  // its last character lacks a byte
};

class Utf8AsLatin : public RepairFamily {
 public:
  [[nodiscard]] Signs suspicious_signs(RepairMode) const override { return sign::kMojibake; }
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode mode) const override {
    return shows_utf8(text, mode);
  }
  void examine(const Block& block, RepairMode mode, Findings& findings) override;

 private:
  struct Line {
    std::size_t start;
    std::string_view text;
    Layer layer;
  };
  void mend(const Line& line, const Block& block, RepairMode mode, Findings& findings) const;

  std::array<NearbyProofs, kCodePages> proofs_;
};

// What a site that stands alone must gain: beside sound text, „Ä“ may be just that.
int worst(const Utf8Site& site, bool mixed) {
  if (site.last - site.first > 2) return kWorseLong;
  return mixed ? kUnusual : kWorse;
}

// Whether a site is repaired, given that its line is.
bool takes(const Utf8Reading& reading, std::size_t i, RepairMode mode, OnDoubt on_doubt) {
  const std::vector<Utf8Site>& sites = reading.sites;
  const Utf8Site& site = sites[i];
  if (site.quoted && mode != RepairMode::max) return false;
  switch (site.kind) {
    case Utf8Site::Kind::exact:
      return site.gain >= worst(site, reading.mixed) ||
             (i > 0 && sites[i - 1].last == site.first) ||
             (i + 1 < sites.size() && sites[i + 1].first == site.last);
    case Utf8Site::Kind::blank:
      // Beside exact sites; three bytes are seldom a chance.
      if (mode == RepairMode::max) return site.gain > (site.last - site.first > 2 ? kWorseLong : 0);
      return site.gain > 0 && (site.last - site.first > 2 || !site.keeps_blank);
    case Utf8Site::Kind::cut:
      return on_doubt != OnDoubt::keep;
    default:
      return mode == RepairMode::max && on_doubt != OnDoubt::keep;
  }
}

// What fits best where the last byte of the last site is gone.
char32_t guess_cut(const std::vector<Utf8Site>& sites) {
  std::u32string before;
  for (const Utf8Site& site : sites) before.push_back(site.code);
  const auto [simplified, traditional] = model::script_votes(before);
  const char32_t first = before.back();
  before.pop_back();
  const model::Scorer scorer(traditional > simplified ? model::Script::hant : model::Script::hans);
  const auto symbol = [&](std::size_t back) {
    return back <= before.size() ? model::symbol(before[before.size() - back]) : model::kStart;
  };
  char32_t best = first;
  int least = std::numeric_limits<int>::max();
  for (char32_t code = first; code < first + 64; ++code) {
    model::Scorer::Context context = scorer.context(symbol(2), symbol(1));
    int cost = scorer.advance(context, model::symbol(code));
    cost += scorer.advance(context, model::kStart);
    if (cost >= least) continue;
    least = cost;
    best = code;
  }
  return best;
}

Layer undo(const std::string& text, RepairMode mode, OnDoubt on_doubt, int layers);

// One layer through one page, and the best way to undo what is below it.
Layer undo_page(const std::string& text, const std::vector<LineCharacter>& line,
                Utf8Reading reading, RepairMode mode, OnDoubt on_doubt, int layers) {
  Layer out;
  std::vector<Change> changes;
  for (std::size_t i = 0; i < reading.sites.size(); ++i) {
    const Utf8Site& site = reading.sites[i];
    const bool cut = site.kind == Utf8Site::Kind::cut;
    out.lossy |= site.kind == Utf8Site::Kind::lossy || (cut && on_doubt != OnDoubt::best);
    if (!takes(reading, i, mode, on_doubt)) {
      if (site.quoted) reading.total -= std::max(0, site.gain);
      continue;
    }
    out.cut |= cut;
    out.exact |= site.kind == Utf8Site::Kind::exact;
    char32_t code = site.code;
    if (cut) code = on_doubt == OnDoubt::best ? guess_cut(reading.sites) : char32_t{0xFFFD};
    // Sites side by side are one change.
    const std::size_t start = line[site.first].at;
    if (changes.empty() || changes.back().range.end != start)
      changes.push_back({{start, start}, {}});
    Change& change = changes.back();
    change.range.end = site.last < line.size() ? line[site.last].at : text.size();
    utf8::append(change.after, code);
    if (site.kind == Utf8Site::Kind::blank && site.keeps_blank) change.after += ' ';
  }
  if (changes.empty()) return out;
  out.page = reading.page;
  out.total = reading.total;
  Layer below;
  if (layers > 1) {
    Rewrite repaired(text);
    repaired.apply(changes);
    below = undo(repaired.text(), mode, on_doubt, layers - 1);
  }
  out.steps.push_back(std::move(changes));
  const bool max = mode == RepairMode::max;
  if (below.total >= (max ? kMax : kSafeNear) && (below.exact || max)) {
    out.total += below.total;
    out.lossy |= below.lossy;
    for (auto& step : below.steps) out.steps.push_back(std::move(step));
  }
  return out;
}

// The best way to undo the outermost layer and what is below it. Where pages are much alike (1250
// and 8859-2), the layers below tell which it was.
Layer undo(const std::string& text, RepairMode mode, OnDoubt on_doubt, int layers) {
  constexpr std::size_t kRivals = 3;
  const std::vector<LineCharacter> line = characters(text);
  std::vector<Utf8Reading> readings = read_sites(line);
  Layer best;
  std::vector<Utf8Reading> tried;
  for (Utf8Reading& reading : readings) {
    if (reading.total <= -10 * kBit) break;
    if (tried.size() == kRivals || (!tried.empty() && reading.total * 3 < tried[0].total * 2))
      break;
    const bool same = std::any_of(tried.begin(), tried.end(), [&](const Utf8Reading& other) {
      return other.sites == reading.sites;
    });
    if (same) continue;
    Layer layer = undo_page(text, line, reading, mode, on_doubt, layers);
    if (tried.empty() || layer.total > best.total) best = std::move(layer);
    tried.push_back(std::move(reading));
  }
  return best;
}

void Utf8AsLatin::examine(const Block& block, RepairMode mode, Findings& findings) {
  for (NearbyProofs& proofs : proofs_) proofs.begin_block();
  std::vector<Line> lines;
  for (std::size_t at = 0; at < block.text.size();) {
    const std::size_t end = std::min(block.text.find('\n', at), block.text.size());
    const std::string_view text = block.text.substr(at, end - at);
    if (suspicious(text, mode)) {
      Layer layer = undo(std::string(text), mode, block.on_doubt, kLayers);
      if (layer.total >= kProof && layer.exact) {
        proofs_[static_cast<std::size_t>(layer.page)].add(block.offset + at);
      }
      lines.push_back({at, text, std::move(layer)});
    }
    at = end + 1;
  }
  for (const Line& line : lines) mend(line, block, mode, findings);
}

void Utf8AsLatin::mend(const Line& line, const Block& block, RepairMode mode,
                       Findings& findings) const {
  const bool max = mode == RepairMode::max;
  const Layer& layer = line.layer;
  const std::uint64_t offset = block.offset + line.start;
  const bool near = proofs_[static_cast<std::size_t>(layer.page)].reach(offset);
  const int least = max ? (near ? kMaxNear : kMax) : near ? kSafeNear : kSafe;
  const bool accepted = layer.total >= least && (max || layer.exact);
  Rewrite rewrite(line.text);
  if (accepted) {
    for (const auto& step : layer.steps) rewrite.apply(step);
  }
  if (max) {
    // Latin-1's controls are windows-1252's characters wherever they came from.
    std::vector<Change> controls;
    const std::string& text = rewrite.text();
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t start = at;
      const char32_t code = utf8::next(text, at);
      if (const char32_t meant = CodePages::instance().windows_character(code); meant != 0) {
        std::string after;
        utf8::append(after, meant);
        controls.push_back({{start, at}, std::move(after)});
      }
    }
    rewrite.apply(controls);
  }
  const double confidence =
      accepted ? std::clamp(1 - std::exp2(-double(layer.total) / (4 * kBit)), 0.5, 1.0) : 0.6;
  for (const Rewrite::Piece& piece : rewrite.pieces()) {
    const Span from = piece.original, to = piece.current;
    std::string before(line.text.substr(from.start, from.end - from.start));
    std::string after = rewrite.text().substr(to.start, to.end - to.start);
    if (before == after) continue;
    findings.edits.push_back({{offset + from.start, offset + from.end},
                              "utf8-as-latin",
                              std::move(before),
                              std::move(after),
                              confidence});
  }
  const ByteRange range{offset, offset + line.text.size()};
  if (accepted && layer.lossy) {
    const bool marked = (max || layer.cut) && block.on_doubt != OnDoubt::keep;
    findings.diagnostics.push_back(
        {DiagnosticCode::text_lost, range,
         std::string("UTF-8 read through a single-byte code page; bytes of some characters are "
                     "lost, ") +
             (marked ? "U+FFFD stands for them" : "the places were left as they are")});
  } else if (!accepted && !max && layer.total >= kMax && layer.exact) {
    findings.diagnostics.push_back({DiagnosticCode::repair_declined, range,
                                    "may be UTF-8 read through a single-byte code page"});
  }
}

}  // namespace

std::unique_ptr<RepairFamily> make_utf8_as_latin() { return std::make_unique<Utf8AsLatin>(); }

}  // namespace hanfix::repair
