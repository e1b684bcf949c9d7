// CJK compatibility ideographs where unified ones were meant.
//
// They exist to carry other standards there and back: Korean KS X 1001 has 樂 four times, by its
// readings; Japanese names and Hong Kong's Big5 have forms of their own. Chinese text gets them
// from PDF fonts, from conversion by table, from optical character recognition. Korean and Japanese
// lines keep theirs, and so does text about the characters.
#include "repair/character_map.hpp"

namespace hanfix::repair {
namespace {

constexpr std::u32string_view kSubject[] = {U"相容漢字", U"相容字", U"兼容汉字",
                                            U"兼容漢字", U"兼容字", U"互換漢字"};

class Compatibility : public RepairFamily {
 public:
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode) const override {
    // U+F900…FAFF are EF A4…AB xx, U+2F800…2FA1F are F0 AF A0…A8 xx.
    return any_three_bytes(text, [](ByteVector a, ByteVector b, ByteVector c) {
      return ((a == 0xEF) & (b - 0xA4 < 8)) | ((a == 0xF0) & (b == 0xAF) & (c - 0xA0 < 9));
    });
  }
  void examine(const Block& block, RepairMode mode, Findings& findings) override {
    const auto wanted = [&](std::string_view line) { return suspicious(line, mode); };
    for_each_line(block.text, wanted, [&](Line line) {
      if (count_if(line, is_kana) + count_if(line, is_hangul) > 0) return;
      // A list of them has few other hanzi; a sentence has more.
      const std::size_t hanzi = count_if(line, is_hanzi);
      if (hanzi == 0 || count_if(line, is_compatibility_ideograph) > 2 * hanzi) return;
      if (is_about_characters(line, kSubject)) return;
      const auto text_at = [&](std::size_t at) {
        const char32_t code = at < line.size() ? line[at].code : U'\n';
        return is_hanzi(code) || (code >= U'0' && code <= U'9');
      };
      bool within = false;
      for (std::size_t at = 1; at < line.size(); ++at) {
        within = within || (is_compatibility_ideograph(line[at].code) && text_at(at - 1) &&
                            (text_at(at + 1) || is_chinese_mark(line.data()[at + 1].code)));
      }
      const auto accept = [&](std::size_t first, std::size_t last) {
        const auto mark = [&](std::size_t at) { return is_chinese_mark(line[at].code); };
        const bool beside = (first > 0 && text_at(first - 1)) || text_at(last);
        const bool closed = (first == 0 || mark(first - 1)) && (last == line.size() || mark(last));
        // Alone between marks it may be the subject: 「樂」、「洛」. Two are a word.
        return within || beside || (closed && last - first > 1);
      };
      replace_runs(block, line, compatibility_map(), "compatibility", accept, findings);
    });
  }
};

}  // namespace

std::unique_ptr<RepairFamily> make_compatibility() { return std::make_unique<Compatibility>(); }

}  // namespace hanfix::repair
