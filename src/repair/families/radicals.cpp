// Kangxi radicals and CJK radicals where ideographs were meant: ⼈⼯智能.
//
// PDF readers that look a glyph up by its shape find the radical first. As themselves radicals
// stand in tables and in talk about characters: alone, in sequence, with their names.
#include <algorithm>

#include "repair/character_map.hpp"

namespace hanfix::repair {
namespace {

constexpr std::u32string_view kSubject[] = {U"部首", U"偏旁", U"字旁", U"字头", U"字頭",
                                            U"字底", U"康熙", U"笔画", U"筆畫"};

bool is_mapped_radical(char32_t code) noexcept { return radical_map().find(code) != 0; }

class Radicals : public RepairFamily {
 public:
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode) const override {
    // U+2E80…2FFF are E2 BA…BF xx.
    return any_three_bytes(
        text, [](ByteVector a, ByteVector b, ByteVector) { return (a == 0xE2) & (b - 0xBA < 6); });
  }
  void examine(const Block& block, RepairMode mode, Findings& findings) override {
    const auto wanted = [&](std::string_view line) { return suspicious(line, mode); };
    for_each_line(block.text, wanted, [&](Line line) {
      const std::size_t hanzi = count_if(line, is_hanzi);
      const std::size_t radicals = count_if(line, is_mapped_radical);
      if (radicals == 0 || hanzi < radicals / 3 + 1 || is_about_characters(line, kSubject)) return;
      if (has_sequence(line)) return;
      const auto text_at = [&](std::size_t at) {
        const char32_t code = at < line.size() ? line[at].code : U'\n';
        return is_hanzi(code) || is_kana(code) || (code >= U'0' && code <= U'9');
      };
      bool within = false;  // some stand inside text: the line is damaged, not about radicals
      for (std::size_t i = 1; i + 1 < line.size(); ++i) {
        std::size_t last = i;
        while (last < line.size() && is_mapped_radical(line[last].code)) ++last;
        within = within || (last > i && text_at(i - 1) && text_at(last));
        i = std::max(i, last);
      }
      const auto accept = [&](std::size_t first, std::size_t last) {
        return within || (first > 0 && text_at(first - 1)) || text_at(last) ||
               (last - first == 2 && hanzi > 4 * radicals);  // a word between marks
      };
      replace_runs(block, line, radical_map(), "radicals", accept, findings);
    });
  }

 private:
  // Three radicals in the order of the table, whatever separates them: ⼀ ⼁ ⼂.
  static bool has_sequence(Line line) {
    char32_t last = 0;
    int length = 0;
    for (const Placed& c : line) {
      if (!is_radical(c.code)) continue;
      length = c.code == last + 1 ? length + 1 : 1;
      last = c.code;
      if (length == 3) return true;
    }
    return false;
  }
};

}  // namespace

std::unique_ptr<RepairFamily> make_radicals() { return std::make_unique<Radicals>(); }

}  // namespace hanfix::repair
