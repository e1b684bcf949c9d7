// A blank behind every character: 我 们 去 了.
//
// Word breakers, PDF readers and tokenizers leave lines like this. What looks similar and is meant:
// two or three characters spread out (张 三, 目 录), tables and lists of single characters (甲 乙
// 丙 丁), verse set in columns, text with blanks between its words. So the whole line must be
// spaced out, hold six hanzi at least, and read as language once it is closed up: by the character
// model, its characters must be more probable behind each other than each by itself,
// clearly so where no punctuation shows a sentence.
#include <algorithm>

#include "base/utf8.hpp"
#include "model/char_model.hpp"
#include "repair/han_lines.hpp"

namespace hanfix::repair {
namespace {

constexpr std::size_t kLeastHanzi = 6;

bool is_blank(char32_t code) noexcept { return code == U' ' || code == 0xA0 || code == 0x3000; }
// Series that everyone lists one by one, with blanks.
bool is_serial(char32_t code) noexcept {
  constexpr std::u32string_view kSeries =
      U"一二三四五六七八九十百千万萬零〇日月火水木金土甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
      U"东南西北東上中下左右前后後春夏秋冬年时時分秒";
  return kSeries.find(code) != std::u32string_view::npos;
}

class Spacing : public RepairFamily {
 public:
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode) const override {
    // A blank behind and before something that is not ASCII: 20, C2 A0, E3 80 80.
    return any_three_bytes(text, [](ByteVector a, ByteVector b, ByteVector c) {
      return ((a >= 0x80) & (b == 0x20) & (c >= 0xE3)) | ((a == 0xC2) & (b == 0xA0)) |
             ((a == 0xE3) & (b == 0x80) & (c == 0x80));
    });
  }
  void examine(const Block& block, RepairMode mode, Findings& findings) override {
    const auto wanted = [&](std::string_view line) { return suspicious(line, mode); };
    for_each_line(block.text, wanted, [&](Line line) {
      std::size_t first = 0, last = line.size();
      while (first < last && is_blank(line[first].code)) ++first;
      while (last > first && is_blank(line[last - 1].code)) --last;
      if (last - first < 2 * kLeastHanzi - 1) return;
      if (!is_spaced_out(line, first, last) || !is_language(line, first, last)) return;
      for (std::size_t at = first + 1; at < last; at += 2) {
        findings.edits.push_back(make_edit(block, line, at, at + 1, "spacing", "", 0.95));
      }
    });
  }

 private:
  // Every other character is the same blank; most of the rest are hanzi.
  static bool is_spaced_out(Line line, std::size_t first, std::size_t last) {
    if ((last - first) % 2 == 0) return false;
    const char32_t blank = line[first + 1].code;
    if (!is_blank(blank)) return false;
    std::size_t hanzi = 0, serial = 0, others = 0;
    for (std::size_t at = first; at < last; ++at) {
      const char32_t code = line[at].code;
      if ((at - first) % 2 == 1) {
        if (code != blank) return false;
      } else if (is_hanzi(code)) {
        ++hanzi;
        serial += is_serial(code);
      } else if (!is_blank(code) && !is_chinese_mark(code)) {
        ++others;
      }
    }
    return hanzi >= kLeastHanzi && hanzi >= others && serial * 4 <= hanzi * 3;
  }
  static bool is_language(Line line, std::size_t first, std::size_t last) {
    // In units of the model; a list of characters that have nothing to do with each other loses.
    const bool sentence = std::any_of(line.begin(), line.end(), [](const Placed& c) {
      return std::u32string_view(U"，。！？；").find(c.code) != std::u32string_view::npos;
    });
    constexpr int kGain = 3 * model::kUnitsPerBit / 4, kLeast = 10 * model::kUnitsPerBit;
    for (const model::Script script : {model::Script::hans, model::Script::hant}) {
      const model::Scorer scorer(script);
      model::Scorer::Context context;
      int alone = 0, together = 0, characters = 0;
      for (std::size_t at = first; at < last; at += 2) {
        const model::Symbol symbol = model::symbol(line[at].code);
        const int cost = scorer.advance(context, symbol);
        if (!is_hanzi(line[at].code)) continue;
        together += cost;
        alone += scorer.unigram_cost(symbol);
        ++characters;
      }
      if (alone - together >= (sentence ? 0 : std::max(kGain * characters, kLeast))) return true;
    }
    return false;
  }
};

}  // namespace

std::unique_ptr<RepairFamily> make_spacing() { return std::make_unique<Spacing>(); }

}  // namespace hanfix::repair
