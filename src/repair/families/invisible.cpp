// Characters that nobody sees between hanzi: zero-width space, joiners and non-joiners, word
// joiners, soft hyphens, byte order marks inside a text.
//
// They come with text copied from web pages and editors, as watermarks, and where files were put
// together; words with one inside are not found. Left alone: joiners of emoji and of scripts that
// need them, variation selectors, a soft hyphen in foreign text, the zero-width space that lets
// Markdown see an asterisk beside a hanzi.
#include "repair/han_lines.hpp"

namespace hanfix::repair {
namespace {

constexpr char32_t kByteOrderMark = 0xFEFF;

bool is_invisible(char32_t code) noexcept {
  return (code >= 0x200B && code <= 0x200D) || code == 0x2060 || code == kByteOrderMark ||
         code == 0xAD;
}
bool is_variation_selector(char32_t code) noexcept {
  return (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0100 && code <= 0xE01EF);
}
bool is_east_asian(char32_t code) noexcept {
  return is_hanzi(code) || is_chinese_mark(code) || is_compatibility_ideograph(code) ||
         is_radical(code);
}
// Beside which nothing invisible has a purpose, in a line that is damaged elsewhere.
bool is_plain(char32_t code) noexcept {
  if (code == U'*' || code == U'_' || code == U'`') return false;
  return is_east_asian(code) || (code < 0x250 && code != 0) || code == 0x3000 ||
         (code >= 0xFF01 && code <= 0xFF60) || (code >= 0x2010 && code <= 0x22FF);
}

class Invisible : public RepairFamily {
 public:
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode) const override {
    return any_three_bytes(text, [](ByteVector a, ByteVector b, ByteVector c) {
      return ((a == 0xE2) & (((b == 0x80) & (c - 0x8B < 3)) | ((b == 0x81) & (c == 0xA0)))) |
             ((a == 0xC2) & (b == 0xAD)) | ((a == 0xEF) & (b == 0xBB) & (c == 0xBF));
    });
  }
  void examine(const Block& block, RepairMode mode, Findings& findings) override {
    const auto wanted = [&](std::string_view line) { return suspicious(line, mode); };
    for_each_line(block.text, wanted, [&](Line line) {
      // Japanese marks with zero-width spaces where its phrases may be broken.
      if (count_if(line, is_kana) + count_if(line, is_hangul) > 0) return;
      const bool mostly_hanzi = count_if(line, is_hanzi) > line.size() / 2;
      bool damaged = false;
      for_each_run(block, line, [&](std::size_t first, std::size_t last) {
        damaged = damaged || is_certain(before(line, first), line.data()[last].code) ||
                  (mostly_hanzi && is_no_hyphen(line, first));
      });
      if (!damaged) return;
      for_each_run(block, line, [&](std::size_t first, std::size_t last) {
        if (!is_plain(before(line, first)) || !is_plain(line.data()[last].code)) return;
        findings.edits.push_back(make_edit(block, line, first, last, "invisible", "", 1.0));
      });
    });
  }

 private:
  // A variation selector belongs to the character before it.
  static char32_t before(Line line, std::size_t first) {
    while (first > 0 && is_variation_selector(line[first - 1].code)) --first;
    return first > 0 ? line[first - 1].code : U'\n';
  }
  static bool is_certain(char32_t before, char32_t after) {
    const auto closes = [](char32_t code) {
      return is_east_asian(code) || is_ascii_letter_or_digit(code) || code == U'\n' ||
             code == U' ' || code == 0x3000;
    };
    return (is_east_asian(before) && closes(after)) || (is_east_asian(after) && closes(before));
  }
  // A soft hyphen behind a word's first letter, where nobody breaks it.
  static bool is_no_hyphen(Line line, std::size_t first) {
    const auto letter = [&](std::size_t at) {
      return at < line.size() && is_ascii_letter_or_digit(line[at].code);
    };
    return line[first].code == 0xAD && first > 0 && letter(first - 1) && letter(first + 1) &&
           (first == 1 || !letter(first - 2));
  }
  template <class Visit>
  static void for_each_run(const Block& block, Line line, Visit visit) {
    for (std::size_t first = 0; first < line.size(); ++first) {
      // The mark at the very start of a text is not inside it.
      if (block.offset + line[first].start == 0 && line[first].code == kByteOrderMark) continue;
      std::size_t last = first;
      while (last < line.size() && is_invisible(line[last].code)) ++last;
      if (last == first) continue;
      visit(first, last);
      first = last;
    }
  }
};

}  // namespace

std::unique_ptr<RepairFamily> make_invisible() { return std::make_unique<Invisible>(); }

}  // namespace hanfix::repair
