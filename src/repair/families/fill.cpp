// 烫烫烫 and 屯屯屯: memory that a debugger had filled with CC or CD, read as GBK.
//
// A buffer that was printed past its text, or before it was written. Such a run stands at an edge
// of a line with the text beside it. Three in a row people say as well (烫烫烫！), so it takes
// four, or a NUL beside three; and a line that is nothing else, or that speaks of such memory,
// stays.
#include <algorithm>

#include "repair/han_lines.hpp"

namespace hanfix::repair {
namespace {

constexpr std::u32string_view kSubject[] = {U"乱码",   U"亂碼", U"内存", U"記憶體",
                                            U"初始化", U"输出", U"輸出", U"打印",
                                            U"显示",   U"顯示", U"疾呼", U"锟斤拷"};

constexpr std::size_t kLong = 6;

// Behind a run that is a word of its sentence: 烫烫烫烫是什么？
bool goes_on(char32_t code) noexcept {
  constexpr std::u32string_view kWords = U"是的，、。！？：；";
  return kWords.find(code) != std::u32string_view::npos;
}
bool ends_sentence(char32_t code) noexcept {
  constexpr std::u32string_view kMarks = U"。！？…”」』）";
  return kMarks.find(code) != std::u32string_view::npos;
}
bool is_nul(const Placed& c) noexcept { return c.code == 0; }
bool is_fill(char32_t code) noexcept { return code == U'烫' || code == U'屯'; }

class Fill : public RepairFamily {
 public:
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode) const override {
    // 烫 is E7 83 AB, 屯 E5 B1 AF.
    return any_three_bytes(text, [](ByteVector a, ByteVector b, ByteVector c) {
      return ((a == 0xE7) & (b == 0x83) & (c == 0xAB)) | ((a == 0xE5) & (b == 0xB1) & (c == 0xAF));
    });
  }
  void examine(const Block& block, RepairMode mode, Findings& findings) override {
    const auto wanted = [&](std::string_view line) { return suspicious(line, mode); };
    for_each_line(block.text, wanted, [&](Line line) {
      const std::size_t end = line.size();
      const std::size_t head = run(line, 0, end);
      std::size_t tail = 0;
      if (head < end) {
        while (line[end - tail - 1].code == line[end - 1].code && is_fill(line[end - 1].code)) {
          ++tail;
        }
      }
      const bool about = is_about_characters(line, kSubject);
      const std::size_t least = std::any_of(line.begin(), line.end(), is_nul) ? 3 : 4;
      const bool cut_head = head >= least && has_text(line, head, end - tail) &&
                            !(about && head < kLong) && !goes_on(line[head].code);
      const bool cut_tail = tail >= least && has_text(line, cut_head ? head : 0, end - tail) &&
                            !(about && !ends_sentence(line[end - tail - 1].code));
      if (cut_head) findings.edits.push_back(make_edit(block, line, 0, head, "fill", "", 0.95));
      if (cut_tail) {
        findings.edits.push_back(make_edit(block, line, end - tail, end, "fill", "", 0.95));
      }
    });
  }

 private:
  static std::size_t run(Line line, std::size_t at, std::size_t end) {
    std::size_t size = 0;
    while (at + size < end && is_fill(line[at].code) && line[at + size].code == line[at].code) {
      ++size;
    }
    return size;
  }
  // What is left is text.
  static bool has_text(Line line, std::size_t first, std::size_t last) {
    const Line rest = line.subspan(first, last - first);
    const auto own = [](const Placed& c) { return !is_fill(c.code) && c.code >= U'0'; };
    return std::count_if(rest.begin(), rest.end(), own) >= 2;
  }
};

}  // namespace

std::unique_ptr<RepairFamily> make_fill() { return std::make_unique<Fill>(); }

}  // namespace hanfix::repair
