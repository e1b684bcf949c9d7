// Half-width punctuation between hanzi, made full-width: 好,走 → 好，走.
//
// Nothing in a text tells whether its punctuation was replaced or typed, and people type it (see
// docs/decisions/0016): this family acts only where the user names it, and then on marks between
// hanzi alone. Not on numbers, times, Latin, code, lists of fields, or names of files. Punctuation
// that a tool replaced byte by byte is the business of the family readings.
#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "repair/han_lines.hpp"

namespace hanfix::repair {
namespace {

char32_t full_width(char32_t mark) noexcept {
  switch (mark) {
    case U',':
    case U'?':
    case U'!':
    case U':':
    case U';':
    case U'(':
    case U')':
      return mark + 0xFEE0;
    case U'.':
      return U'。';
    default:
      return 0;
  }
}
bool is_half_width_mark(char32_t code) noexcept { return full_width(code) != 0; }
bool is_field_mark(char32_t code) noexcept { return code == U',' || code == U';'; }

class HalfWidth : public RepairFamily {
 public:
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode) const override {
    return any_three_bytes(text, [](ByteVector a, ByteVector b, ByteVector) {
      const auto mark = [](ByteVector c) {
        return (c == ',') | (c == '.') | (c == '?') | (c == '!') | (c == ':') | (c == ';') |
               (c == '(') | (c == ')');
      };
      return ((a >= 0x80) & mark(b)) | (mark(a) & (b >= 0x80));
    });
  }
  void examine(const Block& block, RepairMode mode, Findings& findings) override {
    const auto wanted = [&](std::string_view line) { return suspicious(line, mode); };
    for_each_line(block.text, wanted, [&](Line line) {
      if (!is_prose(line)) return;
      // A mark that has become full-width makes room for the next: (好!) . So again, until nothing
      // changes, but not without end where somebody made a line for it.
      constexpr int kRounds = 8;
      std::vector<Placed> widened(line.data(), line.data() + line.size() + 1);
      for (int round = 0; round < kRounds && widen(Line(widened).first(line.size()), widened);) {
        ++round;
      }
      for (std::size_t at = 0; at < line.size(); ++at) {
        if (widened[at].code == line[at].code) continue;
        std::string after;
        utf8::append(after, widened[at].code);
        findings.edits.push_back(
            make_edit(block, line, at, at + 1, "half-width", std::move(after), 0.8));
      }
    });
  }

 private:
  // One round over `line`, which `characters` hold. True if a mark was made full-width.
  static bool widen(Line line, std::vector<Placed>& characters) {
    std::vector<std::size_t> chosen;
    for (std::size_t at = 0; at < line.size(); ++at) {
      const char32_t code = line[at].code;
      if (code == U'(') {
        if (const std::size_t close = closing(line, at); close != 0) {
          chosen.push_back(at);
          chosen.push_back(close);
        }
      } else if (is_half_width_mark(code) && code != U')' && is_between(line, at)) {
        chosen.push_back(at);
      }
    }
    for (const std::size_t at : chosen) characters[at].code = full_width(characters[at].code);
    return !chosen.empty();
  }
  static char32_t code_at(Line line, std::size_t at) {
    return at < line.size() ? line[at].code : U'\n';
  }
  // Not fields of a table, nor code, nor a line that is mostly foreign.
  static bool is_prose(Line line) {
    const std::size_t hanzi = count_if(line, is_hanzi);
    if (hanzi < count_if(line, is_ascii_letter_or_digit)) return false;
    if (count_if(line, is_kana) + count_if(line, is_hangul) > 0) return false;
    std::size_t fields = 1, longest = 0, size = 0;
    for (const Placed& c : line) {
      if (c.code == U'{' || c.code == U'}' || c.code == U'=' || c.code == U'<' || c.code == U'\\' ||
          c.code == U'\t') {
        return false;
      }
      if (is_field_mark(c.code)) {
        ++fields;
        size = 0;
      } else {
        longest = std::max(longest, ++size);
      }
    }
    return fields < 3 || longest > 6;
  }
  // Hanzi before, perhaps with a closing mark behind it; hanzi or an opening mark after, or the end
  // of the line. Two marks may stand together; three are how somebody felt.
  static bool is_between(Line line, std::size_t at) {
    std::size_t first = at, last = at + 1;
    while (first > 0 && at - first < 2 && is_half_width_mark(line[first - 1].code)) --first;
    while (last - at < 3 && is_half_width_mark(code_at(line, last))) ++last;
    if (last - first > 2) return false;
    const char32_t before = first > 0 ? line[first - 1].code : U'\n';
    const char32_t after = code_at(line, last);
    if (!is_hanzi(before) && !is_chinese_mark(before)) return false;
    if (!is_hanzi(after) && !is_chinese_mark(after) && after != U'\n') return false;
    if (!is_hanzi(before) && !is_hanzi(after) && after != U'\n') return false;
    // 约翰.史密斯, 说明.文档: a full stop has a clause before it.
    return line[at].code != U'.' || after == U'\n' || clause_before(line, first) >= 4;
  }
  static std::size_t clause_before(Line line, std::size_t at) {
    std::size_t size = 0;
    while (at > 0 && is_hanzi(line[--at].code)) ++size;
    return size;
  }
  // Where the bracket that opens at `at` closes, with hanzi just inside and text or an edge just
  // outside; 0 if it does not.
  static std::size_t closing(Line line, std::size_t at) {
    constexpr std::size_t kMost = 100;
    const char32_t before = at > 0 ? line[at - 1].code : U'\n';
    if (ascii(before) && before != U'\n' && !is_half_width_mark(before)) return 0;
    for (std::size_t i = at + 1; i < line.size() && i < at + kMost; ++i) {
      if (line[i].code == U'(') return 0;
      if (line[i].code != U')') continue;
      const char32_t after = code_at(line, i + 1);
      const bool outside = !ascii(after) || after == U'\n' || is_half_width_mark(after);
      return outside && is_hanzi(line[at + 1].code) && !ascii(line[i - 1].code) ? i : 0;
    }
    return 0;
  }
  static bool ascii(char32_t code) { return code < 0x80; }
};

}  // namespace

std::unique_ptr<RepairFamily> make_half_width() { return std::make_unique<HalfWidth>(); }

}  // namespace hanfix::repair
