// GBK and Big5 that were read through a single-byte code page: ÖÐÎÄ, ÓůÓĂČíĽţ, ¤¤¤å.
//
// Any two bytes are a character here, so that the bytes prove nothing: the text must. A stretch is
// repaired if it is far more probable as Chinese, to the character model, than as what it shows,
// where each character is weighed by the language that likes it best. Four characters at least, or
// fewer beside lines that leave no doubt about page and encoding.
#include <algorithm>
#include <cmath>
#include <optional>

#include "base/utf8.hpp"
#include "encoding/byte_table.hpp"
#include "model/char_model.hpp"
#include "repair/family.hpp"
#include "repair/mojibake_costs.hpp"
#include "repair/mojibake_scan.hpp"
#include "repair/nearby_proofs.hpp"
#include "repair/utf8_sites.hpp"

namespace hanfix::repair {
namespace {

constexpr Encoding kEncodings[] = {Encoding::gb18030, Encoding::big5_hkscs};

// What a stretch must gain, in bits: all of it, and each of its characters.
struct Gate {
  std::size_t characters;
  double total, each;
};
constexpr Gate kSafe = {4, 36, 9}, kSafeNear = {2, 18, 9};
constexpr Gate kMax = {2, 24, 12}, kMaxNear = {1, 8, 7};
constexpr Gate kProof = {6, 80, 9};
// Where there is more of it, less will do: in Big5 half of a character is often plain ASCII.
constexpr Gate kLong = {8, 60, 5};

bool opens(const Gate& gate, std::size_t characters, double gain) {
  const auto through = [&](const Gate& one) {
    return characters >= one.characters && gain >= one.total &&
           gain >= one.each * static_cast<double>(characters);
  };
  return through(gate) || (gate.characters < kProof.characters && through(kLong));
}

// A stretch of a line as Chinese in one encoding.
struct Chinese {
  struct Unit {
    std::uint32_t first, last;  // characters of the line
    char32_t code, second;
  };
  CodePage page;
  std::size_t encoding;  // in kEncodings
  std::vector<Unit> units;
  std::size_t characters = 0;  // beyond ASCII
  double gain = 0;             // bits
};

class GbkAsLatin : public RepairFamily {
 public:
  [[nodiscard]] Signs suspicious_signs(RepairMode) const override {
    return sign::kMojibake | sign::mixed_case;
  }
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode) const override {
    return shows_double_bytes(text) || (proven_ && shows_mojibake(text));
  }
  void examine(const Block& block, RepairMode mode, Findings& findings) override;

 private:
  struct Line {
    std::size_t start;
    std::string_view text;
    std::vector<LineCharacter> characters;
    std::vector<Chinese> stretches;
  };
  [[nodiscard]] NearbyProofs& proofs(const Chinese& chinese) {
    return proofs_[static_cast<std::size_t>(chinese.page)][chinese.encoding];
  }
  template <class Wanted>
  void read_lines(const Block& block, std::vector<Line>& lines, Wanted wanted);
  [[nodiscard]] bool near_proof(const Block& block) const;
  void mend(const Line& line, const Block& block, RepairMode mode, Findings& findings);

  NearbyProofs proofs_[kCodePages][std::size(kEncodings)];
  bool proven_ = false;  // there are any
};

// Reads and weighs the characters [first, last) of a line.
class Weighing {
 public:
  Weighing(std::span<const LineCharacter> line, std::size_t first, std::size_t last, CodePage page)
      : line_(line), first_(first), page_(page) {
    for (std::size_t i = first; i < last; ++i) {
      const char32_t code = line[i].code;
      bytes_.push_back(
          static_cast<char>(code < 0x80 ? code : CodePages::instance().byte(page, code)));
    }
  }

  // What the stretch costs as it stands, in bits.
  [[nodiscard]] double shown() const {
    const MojibakeCosts& costs = MojibakeCosts::instance();
    const auto code = [&](std::size_t i) { return i < line_.size() ? line_[i].code : U'\0'; };
    int sum = 0;
    for (std::size_t i = first_; i < first_ + bytes_.size(); ++i) {
      if (code(i) < 0x80) continue;
      sum += costs.seen(i > 0 ? code(i - 1) : U'\0', code(i), code(i + 1));
    }
    return double(sum) / MojibakeCosts::kBit;
  }

  // Characters one after the other, as tables of a character set have them, or rules and leaders.
  [[nodiscard]] bool is_table() const {
    std::size_t steps = 0, same = 0, wide = 0;
    for (std::size_t i = first_; i + 1 < first_ + bytes_.size(); ++i) {
      if (line_[i].code < 0x80) continue;
      ++wide;
      steps += line_[i + 1].code == line_[i].code + 1;
      same += line_[i + 1].code == line_[i].code;
    }
    return steps * 2 > wide || same * 5 > wide * 4;
  }

  // Bytes that are mostly UTF-8 are another family's: by chance a quarter of them would be.
  [[nodiscard]] bool is_utf8(std::size_t quarters) const {
    std::size_t wide = 0, valid = 0;
    for (std::size_t i = 0; i < bytes_.size();) {
      const auto lead = static_cast<unsigned char>(bytes_[i]);
      std::size_t size = lead < 0xC2 ? 1 : utf8::sequence_length(lead), n = 1;
      while (n < size && i + n < bytes_.size() &&
             (static_cast<unsigned char>(bytes_[i + n]) & 0xC0) == 0x80) {
        ++n;
      }
      if (lead >= 0x80) {
        wide += n;
        if (size > 1 && n == size) valid += n;
      }
      i += n;
    }
    return valid * 4 >= wide * quarters;
  }

  std::optional<Chinese> read(std::size_t encoding, double shown) const {
    const ByteTable& table = byte_table(kEncodings[encoding]);
    Chinese out{page_, encoding, {}, 0, 0};
    std::u32string text;
    for (std::size_t at = 0; at < bytes_.size();) {
      const ByteUnit unit = table.decode(std::string_view(bytes_).substr(at));
      if (unit.kind == ByteUnit::Kind::incomplete) break;  // a cut last character stays
      if (unit.kind == ByteUnit::Kind::malformed) return std::nullopt;
      const bool odd = (unit.size == 1 && unit.first >= 0x80) ||
                       (unit.first >= 0xE000 && unit.first < 0xF900) || unit.first >= 0x2F800;
      if (odd) return std::nullopt;
      out.units.push_back({static_cast<std::uint32_t>(first_ + at),
                           static_cast<std::uint32_t>(first_ + at + unit.size), unit.first,
                           unit.second});
      text.push_back(unit.first);
      if (unit.first >= 0x80) ++out.characters;
      at += unit.size;
    }
    if (out.characters == 0) return std::nullopt;
    out.gain = shown - std::min(cost(model::Script::hans, text), cost(model::Script::hant, text));
    return out;
  }

 private:
  // Of what is beyond ASCII alone: the ASCII between is the same either way.
  static double cost(model::Script script, std::u32string_view text) {
    const model::Scorer scorer(script);
    model::Scorer::Context context = scorer.context(model::kStart, model::kStart);
    int sum = 0;
    for (const char32_t code : text) {
      const int one = scorer.advance(context, model::symbol(code));
      if (code >= 0x80) sum += one;
    }
    return double(sum) / model::kUnitsPerBit;
  }

  std::span<const LineCharacter> line_;
  std::size_t first_;
  CodePage page_;
  std::string bytes_;
};

// The best reading of [first, last) through `pages`, if it gains anything.
std::optional<Chinese> best_reading(std::span<const LineCharacter> line, std::size_t first,
                                    std::size_t last, CodePage page) {
  const Weighing weighing(line, first, last, page);
  if (weighing.is_utf8(4) || weighing.is_table()) return std::nullopt;
  const double shown = weighing.shown();
  std::optional<Chinese> best;
  for (std::size_t encoding = 0; encoding < std::size(kEncodings); ++encoding) {
    std::optional<Chinese> chinese = weighing.read(encoding, shown);
    if (chinese && chinese->gain > 0 && (!best || chinese->gain > best->gain)) {
      best = std::move(chinese);
    }
  }
  if (best) best->gain -= info(page).rarity;
  return best;
}

// Stretches of characters that one page has, without the ASCII at their ends but for one character
// that may be a trail byte; `gap`: ASCII that ends a stretch.
template <typename Visit>
void for_each_stretch(std::span<const LineCharacter> line, CodePage page, std::size_t gap,
                      Visit visit) {
  const CodePages& pages = CodePages::instance();
  std::size_t first = line.size(), wide_end = 0;
  const auto close = [&](std::size_t at) {
    if (first < line.size()) {
      const bool trail = wide_end < at && line[wide_end].code >= 0x40;
      visit(first, wide_end + (trail ? 1 : 0));
    }
    first = line.size();
  };
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at].code < 0x80) {
      if (first < line.size() && at - wide_end >= gap) close(at);
      continue;
    }
    if (pages.byte(page, line[at].code) == 0) {
      close(at);
      continue;
    }
    if (first == line.size()) first = at;
    wide_end = at + 1;
  }
  close(line.size());
}

// What a line holds: the page that explains most of it, whole stretches or else their parts.
std::vector<Chinese> read_line(std::span<const LineCharacter> line) {
  std::size_t covered[kCodePages] = {}, most = 0;
  for (const LineCharacter& character : line) {
    if (character.code < 0x80) continue;
    const CodePages::Bytes& bytes = CodePages::instance().bytes(character.code);
    for (std::size_t page = 0; page < kCodePages; ++page) covered[page] += bytes[page] != 0;
  }
  for (const std::size_t count : covered) most = std::max(most, count);
  for (std::size_t page = 0; page < kCodePages && most >= 2; ++page) {
    if (covered[page] < most) continue;
    if (Weighing(line, 0, line.size(), static_cast<CodePage>(page)).is_utf8(3)) return {};
  }
  std::vector<Chinese> best;
  double best_gain = 0;
  for (std::size_t i = 0; i < kCodePages && most >= 2; ++i) {
    if (covered[i] < most) continue;
    const auto page = static_cast<CodePage>(i);
    std::vector<Chinese> found;
    double gain = 0;
    const auto take = [&](std::optional<Chinese> chinese) {
      if (!chinese) return;
      gain += chinese->gain;
      found.push_back(std::move(*chinese));
    };
    for_each_stretch(line, page, line.size() + 1, [&](std::size_t first, std::size_t last) {
      std::optional<Chinese> whole = best_reading(line, first, last, page);
      if (whole && opens(kMaxNear, whole->characters, whole->gain)) {
        take(std::move(whole));
        return;
      }
      const auto part = line.subspan(0, last);
      for_each_stretch(part.subspan(first), page, 3, [&](std::size_t from, std::size_t to) {
        if (from == 0 && first + to == last) return;
        take(best_reading(line, first + from, first + to, page));
      });
    });
    if (gain > best_gain) {
      best_gain = gain;
      best = std::move(found);
    }
  }
  return best;
}

// Adds the lines that `wanted` holds for, but those that are there, in order.
template <class Wanted>
void GbkAsLatin::read_lines(const Block& block, std::vector<Line>& lines, Wanted wanted) {
  std::vector<Line> known = std::move(lines);
  lines.clear();
  std::size_t next = 0;
  for (std::size_t at = 0, end = 0; at < block.text.size(); at = end + 1) {
    end = std::min(block.text.find('\n', at), block.text.size());
    if (next < known.size() && known[next].start == at) {
      lines.push_back(std::move(known[next++]));
      continue;
    }
    const std::string_view text = block.text.substr(at, end - at);
    if (!wanted(text)) continue;
    Line line{at, text, {}, {}};
    for (std::size_t i = 0; i < text.size();) {
      const auto start = static_cast<std::uint32_t>(i);
      line.characters.push_back({utf8::next(text, i), start});
    }
    line.stretches = read_line(line.characters);
    lines.push_back(std::move(line));
  }
}

bool GbkAsLatin::near_proof(const Block& block) const {
  const auto reach = [&](const NearbyProofs& proofs) {
    return proofs.reach(block.offset, block.offset + block.text.size());
  };
  return proven_ && std::any_of(std::begin(proofs_), std::end(proofs_), [&](const auto& row) {
           return std::any_of(std::begin(row), std::end(row), reach);
         });
}

void GbkAsLatin::examine(const Block& block, RepairMode mode, Findings& findings) {
  for (auto& row : proofs_) {
    for (NearbyProofs& proofs : row) proofs.begin_block();
  }
  std::vector<Line> lines;
  read_lines(block, lines, shows_double_bytes);
  for (const Line& line : lines) {
    for (const Chinese& chinese : line.stretches) {
      if (!opens(kProof, chinese.characters, chinese.gain)) continue;
      proofs(chinese).add(block.offset + line.start);
      proven_ = true;
      break;
    }
  }
  // Beside proof, what would prove nothing by itself.
  if (near_proof(block)) read_lines(block, lines, shows_mojibake);
  for (const Line& line : lines) mend(line, block, mode, findings);
}

void GbkAsLatin::mend(const Line& line, const Block& block, RepairMode mode, Findings& findings) {
  const bool max = mode == RepairMode::max;
  const std::uint64_t offset = block.offset + line.start;
  const auto place = [&](std::size_t i) {
    return i < line.characters.size() ? line.characters[i].at : line.text.size();
  };
  for (const Chinese& chinese : line.stretches) {
    const bool near = proofs(chinese).reach(offset);
    // Two pairs of capitals are words of those alphabets, too.
    const bool alphabet = chinese.page == CodePage::cyrillic || chinese.page == CodePage::greek;
    const Gate& gate = near ? (max ? kMaxNear : kSafeNear) : max && !alphabet ? kMax : kSafe;
    if (!opens(gate, chinese.characters, chinese.gain)) {
      if (!max && opens(kMax, chinese.characters, chinese.gain)) {
        findings.diagnostics.push_back({DiagnosticCode::repair_declined,
                                        {offset + place(chinese.units.front().first),
                                         offset + place(chinese.units.back().last)},
                                        "may be GBK or Big5 read through a single-byte code page"});
      }
      continue;
    }
    const double each = chinese.gain / double(chinese.characters);
    const double confidence = near ? 0.99 : std::clamp(1 - std::exp2(-each / 2), 0.5, 0.99);
    for (std::size_t i = 0; i < chinese.units.size();) {
      if (chinese.units[i].code < 0x80) {
        ++i;
        continue;
      }
      const std::size_t start = place(chinese.units[i].first);
      std::string repaired;
      for (; i < chinese.units.size() && chinese.units[i].code >= 0x80; ++i) {
        utf8::append(repaired, chinese.units[i].code);
        if (chinese.units[i].second != 0) utf8::append(repaired, chinese.units[i].second);
      }
      const std::size_t end = place(chinese.units[i - 1].last);
      findings.edits.push_back({{offset + start, offset + end},
                                "gbk-as-latin",
                                std::string(line.text.substr(start, end - start)),
                                std::move(repaired),
                                confidence});
    }
  }
}

}  // namespace

std::unique_ptr<RepairFamily> make_gbk_as_latin() { return std::make_unique<GbkAsLatin>(); }

}  // namespace hanfix::repair
