// Private-use characters of old Chinese encodings that have a standard code point now.
//
// The same code point means different things: U+E81E is 龴 in GB 18030-2005 and another character
// in HKSCS, an arrow in some icon font. So a character counts only inside Chinese text, and all of
// a block are read by one table that must know all of them: GB's in Simplified text, HKSCS's only
// in Traditional. GB's has 82 characters among HKSCS's thousands: where it knows two different ones
// of a Traditional text and there are no others, they are GB's, by some thousand to one.
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
  if (ascii_but_space(before) || ascii_but_space(after)) return Place::elsewhere;
  if (is_hanzi(before) && (is_hanzi(after) || is_chinese_mark(after))) return Place::inside;
  if (is_chinese_mark(before) && is_hanzi(after)) return Place::inside;
  const bool indents = first == 0 && last > 1 && line[0].code == kSpaceOfGb && is_hanzi(after);
  if (indents) return Place::inside;
  if (last - first > 1 && last == line.size() && (is_hanzi(before) || is_chinese_mark(before))) {
    return Place::inside;
  }
  // A lone icon before a label, or behind it, looks like this; so it takes others inside.
  return is_hanzi(before) || is_hanzi(after) ? Place::beside : Place::elsewhere;
}

class PrivateUse : public RepairFamily {
 public:
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode) const override {
    // U+E000…F8FF are EE xx xx and EF 80…A3 xx.
    return any_three_bytes(text, [](unsigned a, unsigned b, unsigned) {
      return (a == 0xEE) | ((a == 0xEF) & (b - 0x80 < 0x24));
    });
  }
  void examine(const Block& block, RepairMode mode, Findings& findings) override;

 private:
  struct Votes {
    std::size_t gb = 0, hkscs = 0, neither = 0, both = 0;  // characters inside text, by table
    std::set<char32_t> of_gb;
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

void PrivateUse::count(Line line, Votes& votes) {
  for_each_run(line, [&](std::size_t first, std::size_t last) {
    if (place_of(line, first, last) != Place::inside) return;
    for (; first < last; ++first) {
      const bool gb = gb_private_use_map().find(line[first].code) != 0;
      const bool hkscs = hkscs_private_use_map().find(line[first].code) != 0;
      if (gb) votes.of_gb.insert(line[first].code);
      ++(gb && hkscs ? votes.both : gb ? votes.gb : hkscs ? votes.hkscs : votes.neither);
    }
  });
  for (const Placed& c : line) {
    votes.simplified += model::is_simplified_only(c.code);
    votes.traditional += model::is_traditional_only(c.code);
  }
}

const CharacterMap* PrivateUse::choose(const Votes& votes) const {
  if (votes.gb + votes.hkscs + votes.both == 0) return votes.neither == 0 ? chosen_ : nullptr;
  const bool simplified = votes.simplified > 2 * votes.traditional;
  const bool traditional = votes.traditional > 2 * votes.simplified;
  // Somebody's own characters, or an icon font: no table knows these.
  if (votes.neither > 0) return nullptr;
  if (votes.hkscs == 0 && (simplified || votes.of_gb.size() > 1)) return &gb_private_use_map();
  if (votes.gb == 0 && traditional) return &hkscs_private_use_map();
  return nullptr;
}

void PrivateUse::examine(const Block& block, RepairMode mode, Findings& findings) {
  const auto wanted = [&](std::string_view line) { return suspicious(line, mode); };
  Votes votes;
  for_each_line(block.text, wanted, [&](Line line) { count(line, votes); });
  const CharacterMap* map = choose(votes);
  if (map == nullptr) return;
  chosen_ = map;
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
