// Text whose bytes are gone. It is reported, once a run, and left as it is, in every mode.
//
// Three ways lead here. GBK read as UTF-8: most bytes became U+FFFD. That, written as UTF-8 and
// read as GBK: EF BF BD EF BF BD is 锟斤拷, and where single bytes had survived, the rest of it is
// shifted. A conversion to an encoding that lacks Chinese: every character became '?'.
//
// Text about such damage is not damaged: one 锟斤拷 is a mention, one U+FFFD an accident that the
// reader sees for himself.
#include <algorithm>
#include <string>

#include "repair/han_lines.hpp"

namespace hanfix::repair {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

bool is_kun(char32_t code) noexcept { return code == U'锟'; }
bool is_replacement(char32_t code) noexcept { return code == kReplacement; }
bool is_question(char32_t code) noexcept { return code == U'?'; }
bool is_letter(char32_t code) noexcept {
  return is_ascii_letter_or_digit(code) || (code >= 0x80 && code != kReplacement);
}

bool is_quotation(char32_t code) noexcept {
  return std::u32string_view(U"“”‘’「」『』《》\"'`").find(code) != std::u32string_view::npos;
}

class Hopeless : public RepairFamily {
 public:
  [[nodiscard]] Signs suspicious_signs(RepairMode) const override {
    return sign::gone | sign::three_marks;
  }
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode) const override {
    // 锟 is E9 94 9F, U+FFFD is EF BF BD; four question marks in a row.
    return any_three_bytes(text, [](ByteVector a, ByteVector b, ByteVector c) {
      return ((a == 0xE9) & (b == 0x94) & (c == 0x9F)) | ((a == 0xEF) & (b == 0xBF) & (c == 0xBD)) |
             ((a == '?') & (b == '?') & (c == '?'));
    });
  }
  void examine(const Block& block, RepairMode mode, Findings& findings) override {
    const auto wanted = [&](std::string_view line) { return suspicious(line, mode); };
    for_each_line(block.text, wanted, [&](Line line) {
      const auto report = [&](std::size_t first, std::size_t last, std::string message) {
        findings.diagnostics.push_back(
            {DiagnosticCode::text_lost,
             {block.offset + line[first].start, block.offset + line.data()[last].start},
             std::move(message)});
      };
      runs_of_kun(line, report);
      if (!has_bytes(block, line)) runs_of_replacements(line, report);
      replaced_line(line, report);
    });
  }

 private:
  // Bytes that are no text are there still, and the decoder has reported them.
  static bool has_bytes(const Block& block, Line line) {
    return block.has_bytes != nullptr &&
           std::any_of(line.begin(), line.end(), [&](const Placed& c) {
             return is_replacement(c.code) && (*block.has_bytes)(block.offset + c.start);
           });
  }
  // 锟, and at most three hanzi on the next 锟 or U+FFFD, and so on: 锟斤拷锟斤拷, 锟叫癸拷锟斤拷.
  // What is no hanzi ends a run; once it is one, more may come between.
  template <class Report>
  static void runs_of_kun(Line line, Report report) {
    constexpr std::size_t kGap = 4, kGapInside = 12;
    const auto sign = [&](std::size_t at) {
      return is_kun(line[at].code) || is_replacement(line[at].code);
    };
    for (std::size_t at = 0; at < line.size(); ++at) {
      if (!is_kun(line[at].code)) continue;
      std::size_t count = 1, last = at + 1;
      for (std::size_t next = last;
           next < line.size() && next < last + (count < 2 ? kGap : kGapInside); ++next) {
        if (sign(next)) {
          ++count;
          last = next + 1;
        } else if (!is_hanzi(line[next].code) && (count < 2 || is_quotation(line[next].code))) {
          break;
        }
      }
      if (count >= 2) {
        while (last < line.size() && (line[last].code == U'斤' || line[last].code == U'拷')) ++last;
        report(at, last,
               "bytes were replaced by U+FFFD and read as GBK (锟斤拷): the text is gone, and was "
               "left "
               "as it is");
      }
      at = last - 1;
    }
  }
  // U+FFFD that are dense: four in a stretch of which they are half, spaces not counted.
  template <class Report>
  static void runs_of_replacements(Line line, Report report) {
    constexpr std::size_t kLeast = 4, kGap = 4, kGapInside = 12;
    for (std::size_t at = 0; at < line.size(); ++at) {
      if (!is_replacement(line[at].code)) continue;
      std::size_t count = 1, last = at + 1;
      bool kun = false;
      for (std::size_t next = last;
           next < line.size() && next < last + (count < kLeast ? kGap : kGapInside); ++next) {
        kun = kun || is_kun(line[next].code);
        if (!is_replacement(line[next].code)) continue;
        if (count < kLeast && 2 * (count + 1) < next + 1 - at) break;
        ++count;
        last = next + 1;
      }
      if (count >= kLeast && !kun) {
        report(at, last, "bytes were replaced by U+FFFD: the text is gone, and was left as it is");
      }
      at = last - 1;
    }
  }
  // A line that is question marks, in runs as long as words, and nothing else that could be read.
  template <class Report>
  static void replaced_line(Line line, Report report) {
    constexpr std::size_t kLeast = 12;
    const std::size_t marks = count_if(line, is_question);
    if (marks < kLeast || count_if(line, is_letter) * 8 > marks) return;
    std::size_t shortest = marks, longest = 0, first = line.size(), last = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
      std::size_t end = at;
      while (end < line.size() && is_question(line[end].code)) ++end;
      if (end == at) continue;
      shortest = std::min(shortest, end - at);
      longest = std::max(longest, end - at);
      first = std::min(first, at);
      last = end;
      at = end;
    }
    // Equal runs are a mask or a pattern (?? ?? ??), a single one is how somebody felt.
    if (longest < 4 || shortest == longest) return;
    report(first, last, "characters were replaced by '?': the text is gone, and was left as it is");
  }
};

}  // namespace

std::unique_ptr<RepairFamily> make_hopeless() { return std::make_unique<Hopeless>(); }

}  // namespace hanfix::repair
