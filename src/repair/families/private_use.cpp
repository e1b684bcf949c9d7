// Private-use characters of old Chinese encodings that have a standard code point now.
//
// The same code point means different things: U+E81E is 龴 in GB 18030-2005, another character in
// HKSCS, and a surname in the font of some office in Taiwan. So a character counts only inside
// Chinese text, and all of a block are read by one table:
// - GB's in Simplified text if it knows all of them. It has 82 among thousands of HKSCS: where it
//   knows two different ones of a Traditional text and there are no others, they are GB's as well.
// - HKSCS's in Traditional text if it knows all of them and most fit in by the character model.
//   Taiwanese court decisions with characters of their own, read by it, are nonsense (予霱重).
// - otherwise ETEN's part of it, in Traditional text.
#include <set>

#include "model/char_model.hpp"
#include "repair/private_use_maps.hpp"

namespace hanfix::repair {
namespace {

constexpr char32_t kSpaceOfGb = 0xE5E5;  // A3A0, as paragraphs are indented with

bool ascii_but_space(char32_t code) { return code < 0x80 && code != U' ' && code != U'\n'; }

// Where a run of private-use characters stands.
enum class Place { elsewhere, beside, inside };

Place place_of(Line line, std::size_t first, std::size_t last) {
  const char32_t before = first > 0 ? line[first - 1].code : U'\n';
  const char32_t after = last < line.size() ? line[last].code : U'\n';
  // Two at the end of a line of Chinese end a word; icons come one by one.
  const bool quoted =
      std::u32string_view(U"<>\"'=&;{}[]").find(before) != std::u32string_view::npos;
  if (last - first > 1 && last == line.size() && !quoted && count_if(line, is_hanzi) >= 4) {
    return Place::inside;
  }
  if (ascii_but_space(before) || ascii_but_space(after)) return Place::elsewhere;
  if (is_hanzi(before) && (is_hanzi(after) || is_chinese_mark(after))) return Place::inside;
  if (is_chinese_mark(before) && is_hanzi(after)) return Place::inside;
  const bool indents = first == 0 && last > 1 && line[0].code == kSpaceOfGb && is_hanzi(after);
  if (indents) return Place::inside;
  // A lone icon before a label, or behind it, looks like this; so it takes others inside.
  return is_hanzi(before) || is_hanzi(after) ? Place::beside : Place::elsewhere;
}

class PrivateUse : public RepairFamily {
 public:
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode) const override {
    // U+E000…F8FF are EE xx xx and EF 80…A3 xx.
    return any_three_bytes(text, [](ByteVector a, ByteVector b, ByteVector) {
      return (a == 0xEE) | ((a == 0xEF) & (b - 0x80 < 0x24));
    });
  }
  void examine(const Block& block, RepairMode mode, Findings& findings) override;

 private:
  struct Votes {
    std::size_t gb = 0, hkscs = 0, neither = 0, both = 0;  // characters inside text, by table
    std::set<char32_t> of_gb;
    std::size_t fitting = 0;  // of `hkscs` and `both`
    std::size_t eten = 0;     // known everywhere Big5 is; not counted elsewhere
    std::size_t simplified = 0, traditional = 0;
  };
  static void count(Line line, Votes& votes);
  const CharacterMap* choose(const Votes& votes) const;
  const CharacterMap* chosen_ = nullptr;  // in the last block that told
};

// Calls visit(first, last) for every run of private-use characters.
template <class Visit>
void for_each_run(Line line, Visit visit) {
  for (std::size_t first = 0; first < line.size(); ++first) {
    std::size_t last = first;
    while (last < line.size() && is_private_use(line[last].code)) ++last;
    if (last == first) continue;
    visit(first, last);
    first = last;
  }
}

// Whether HKSCS's character is one that the model expects here, more than by itself: it, and the
// next one behind it.
bool fits(Line line, std::size_t at) {
  static const model::Scorer scorer(model::Script::hant);
  const auto symbol = [&](std::ptrdiff_t offset) {
    const auto place = static_cast<std::ptrdiff_t>(at) + offset;
    if (place < 0 || place >= static_cast<std::ptrdiff_t>(line.size())) return model::kStart;
    const char32_t code = line[static_cast<std::size_t>(place)].code;
    const char32_t to = hkscs_private_use_map().find(code);
    return model::symbol(to != 0 ? to : code);
  };
  int alone = 0, together = 0;
  for (std::ptrdiff_t i = 0; i < 2; ++i) {
    together += scorer.cost(symbol(i - 2), symbol(i - 1), symbol(i));
    alone += scorer.unigram_cost(symbol(i));
  }
  constexpr int kGain = 4 * model::kUnitsPerBit;
  return together + kGain <= alone;
}

void PrivateUse::count(Line line, Votes& votes) {
  for_each_run(line, [&](std::size_t first, std::size_t last) {
    if (place_of(line, first, last) != Place::inside) return;
    for (std::size_t at = first; at < last; ++at) {
      const char32_t code = line[at].code;
      if (eten_private_use_map().find(code) != 0) {
        ++votes.eten;
        continue;
      }
      const bool gb = gb_private_use_map().find(code) != 0;
      const bool hkscs = hkscs_private_use_map().find(code) != 0;
      ++(gb && hkscs ? votes.both : gb ? votes.gb : hkscs ? votes.hkscs : votes.neither);
      if (gb) votes.of_gb.insert(code);
      if (hkscs) votes.fitting += fits(line, at);
    }
  });
  for (const Placed& c : line) {
    votes.simplified += model::is_simplified_only(c.code);
    votes.traditional += model::is_traditional_only(c.code);
  }
}

const CharacterMap* PrivateUse::choose(const Votes& votes) const {
  const std::size_t of_hkscs = votes.hkscs + votes.both;
  if (votes.gb + of_hkscs + votes.neither + votes.eten == 0) return chosen_;
  const bool simplified = votes.simplified > 2 * votes.traditional;
  const bool traditional = votes.traditional > 2 * votes.simplified;
  if (votes.neither == 0 && votes.eten == 0 && votes.hkscs == 0 && votes.gb + votes.both > 0 &&
      (simplified || votes.of_gb.size() > 1)) {
    return &gb_private_use_map();
  }
  if (!traditional) return nullptr;
  if (votes.neither + votes.gb == 0 && of_hkscs > 0 && 3 * votes.fitting >= 2 * of_hkscs) {
    return &hkscs_private_use_map();
  }
  return votes.eten > 0 ? &eten_private_use_map() : nullptr;
}

void PrivateUse::examine(const Block& block, RepairMode mode, Findings& findings) {
  const auto wanted = [&](std::string_view line) { return suspicious(line, mode); };
  Votes votes;
  for_each_line(block.text, wanted, [&](Line line) { count(line, votes); });
  const CharacterMap* map = choose(votes);
  chosen_ = map;
  if (map == nullptr) return;
  for_each_line(block.text, wanted, [&](Line line) {
    if (count_if(line, is_kana) + count_if(line, is_hangul) > 0) return;
    const auto accept = [&](std::size_t first, std::size_t last) {
      return place_of(line, first, last) != Place::elsewhere;
    };
    replace_runs(block, line, *map, "private-use", accept, findings);
  });
}

}  // namespace

std::unique_ptr<RepairFamily> make_private_use() { return std::make_unique<PrivateUse>(); }

}  // namespace hanfix::repair
