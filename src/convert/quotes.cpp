#include "convert/quotes.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/utf8.hpp"
#include "model/symbols.hpp"

namespace hanfix::convert {
namespace {

constexpr std::size_t kNone = ~std::size_t{0};

// A mark as it stands in a paragraph.
struct Mark {
  std::size_t at;  // byte
  bool opens;
  bool single;                  // ‘ ’ or 『 』
  bool digit;                   // stands before it
  bool touches;                 // Chinese, on one side or the other, over spaces too
  bool inside;                  // touches Chinese within the quotation
  std::size_t chinese;          // characters of the paragraph before it
  std::size_t partner = kNone;  // its number
  bool changes = false;
  std::size_t depth = 0;
};

struct Shape {
  std::string_view open, close;
};
constexpr std::array<std::array<Shape, 2>, 2> kShapes = {{
    {{{"“", "”"}, {"‘", "’"}}},  // of curly marks: outer, inner
    {{{"「", "」"}, {"『", "』"}}},
}};

constexpr const auto& shapes(QuoteStyle style) { return kShapes[static_cast<std::size_t>(style)]; }
constexpr QuoteStyle other(QuoteStyle style) {
  return style == QuoteStyle::curly ? QuoteStyle::corner : QuoteStyle::curly;
}

// Han characters and the marks of Chinese text; but not what other texts have too (— … ·).
bool is_chinese(char32_t code) {
  return model::is_han(code) || model::in(code, U'\u3000', U'\u303F') ||
         model::in(code, U'！', U'～');
}
bool is_kana(char32_t code) {
  return model::in(code, U'ぁ', U'ヿ') && code != U'・' && code != U'ー';
}
bool is_space(char32_t code) { return code == U' ' || code == U'\t'; }
bool is_word_character(char32_t code) {
  return model::in(code, U'a', U'z') || model::in(code, U'A', U'Z') ||
         model::in(code, U'0', U'9') || model::in(code, U'\u00C0', U'\u024F');
}

// Where the code ends that the backticks at `at` begin; `at`: they begin none.
std::size_t behind_code(std::string_view text, std::size_t at) {
  const auto run_at = [&](std::size_t from) {
    const std::size_t end = text.find_first_not_of('`', from);
    return (end == std::string_view::npos ? text.size() : end) - from;
  };
  const std::size_t ticks = run_at(at);
  for (std::size_t from = at + ticks;;) {
    const std::size_t next = text.find('`', from);
    if (next == std::string_view::npos) return at;
    const std::size_t found = run_at(next);
    from = next + found;
    if (found == ticks) return from;
  }
}

// The marks of one paragraph: found, paired, judged.
class Marks {
 public:
  Marks(std::string_view text, QuoteStyle from) : text_(text), from_(from) {
    char32_t before = 0, beyond = 0;
    for (std::size_t at = 0; at < text_.size() && !kana_;) {
      const std::size_t here = at;
      const char32_t code = utf8::next(text_, at);
      if (code == U'`') {
        at = std::max(at, behind_code(text_, here));
      } else if (!mark(here, at, before, beyond)) {
        chinese_ += is_chinese(code);
        kana_ = is_kana(code);
      }
      before = code;
      if (!is_space(code)) beyond = code;
    }
    if (kana_) marks_.clear();
    judge();
  }

  // Calls use(byte, mark) for each that changes, in order.
  template <class Use>
  void change(QuoteStyle to, Use use) const {
    for (const Mark& mark : marks_) {
      if (!mark.changes) continue;
      const Shape& shape = shapes(to)[mark.depth % 2];
      use(mark.at, mark.opens ? shape.open : shape.close);
    }
  }

 private:
  // Takes what stands in bytes [at, end) if it is a mark of the style. `beyond`: what stands before
  // it, over spaces.
  bool mark(std::size_t at, std::size_t end, char32_t before, char32_t beyond) {
    const std::string_view bytes = text_.substr(at, end - at);
    for (const bool single : {false, true}) {
      const Shape& shape = shapes(from_)[single];
      const bool opens = bytes == shape.open;
      if (!opens && bytes != shape.close) continue;
      const char32_t after = end < text_.size() ? utf8::next(text_, end) : 0;
      if (apostrophe(single, opens, before, after)) return true;
      take({.at = at,
            .opens = opens,
            .single = single,
            .digit = model::in(before, U'0', U'9'),
            .touches = is_chinese(beyond) || is_chinese(after_spaces(end)),
            .inside = is_chinese(opens ? after : before),
            .chinese = chinese_});
      return true;
    }
    return false;
  }

  // don’t, ’90s, 6’
  [[nodiscard]] bool apostrophe(bool single, bool opens, char32_t before, char32_t after) const {
    if (from_ != QuoteStyle::curly || !single) return false;
    if (is_word_character(before) && is_word_character(after)) return true;
    return !opens && (before == 0 || is_space(before));
  }
  // What stands at `at`, over spaces; 0: nothing does.
  [[nodiscard]] char32_t after_spaces(std::size_t at) const {
    at = text_.find_first_not_of(' ', at);
    return at == std::string_view::npos ? 0 : utf8::next(text_, at);
  }

  void take(Mark mark) {
    const std::size_t number = marks_.size();
    if (!mark.single) {
      if (!mark.opens && inches_ != kNone && marks_[inches_].partner != kNone) {
        // 12”: the quotation that it seemed to end goes on to here.
        open_.push_back(marks_[inches_].partner);
        marks_[inches_].partner = kNone;
      }
      const bool inches = from_ == QuoteStyle::curly && !mark.opens && mark.digit;
      inches_ = inches ? number : kNone;
    }
    if (mark.opens) {
      open_.push_back(number);
    } else {
      const auto partner = std::find_if(open_.rbegin(), open_.rend(), [&](std::size_t i) {
        return marks_[i].single == mark.single;
      });
      if (partner != open_.rend()) {
        mark.partner = *partner;
        marks_[*partner].partner = number;
        open_.erase(partner.base() - 1, open_.end());  // what was opened within has none
      }
    }
    marks_.push_back(mark);
  }

  // Which are in Chinese text, and how deep each stands.
  void judge() {
    std::vector<std::size_t> around;  // the ends of the pairs that change
    for (std::size_t i = 0; i < marks_.size(); ++i) {
      Mark& mark = marks_[i];
      while (!around.empty() && around.back() < i) around.pop_back();
      if (mark.partner == kNone) {
        // The other end is in another paragraph. A ‘ or ’ may be anything.
        mark.changes = mark.inside && !(from_ == QuoteStyle::curly && mark.single);
        mark.depth = mark.single;
      } else if (mark.opens) {
        Mark& end = marks_[mark.partner];
        mark.changes = !around.empty() || mark.touches || end.touches || end.chinese > mark.chinese;
        mark.depth = around.size();
        end.changes = mark.changes;
        end.depth = mark.depth;
        if (mark.changes) around.push_back(mark.partner);
      }
    }
  }

  std::string_view text_;
  QuoteStyle from_;
  std::size_t chinese_ = 0;  // characters so far
  bool kana_ = false;
  std::vector<Mark> marks_;
  std::vector<std::size_t> open_;  // marks without a partner so far
  std::size_t inches_ = kNone;     // the last of “ and ”, if it may be a sign for inches
};

}  // namespace

void QuoteStage::push(std::string_view chunk, Sink& out) {
  cutter_.push(chunk, [&](std::string_view text) { paragraph(text, out); });
}

void QuoteStage::idle(Sink& out) {
  cutter_.flush([&](std::string_view text) { paragraph(text, out); });
}

void QuoteStage::finish(Sink& out) {
  idle(out);
  let_through(cutter_.held(), out);  // the rest of a character, of text that is not well-formed
}

void QuoteStage::paragraph(std::string_view text, Sink& out) {
  const bool rest = line_open_;
  line_open_ = text.empty() || text.back() != '\n';
  if (!rest) fence_line_ = turns_fence(text);
  if (fence_line_ || fence_ != 0) return let_through(text, out);
  std::size_t told = 0;
  Marks(text, other(style_)).change(style_, [&](std::size_t at, std::string_view mark) {
    let_through(text.substr(told, at - told), out);
    let_through(mark, out);
    told = at + mark.size();
  });
  let_through(text.substr(told), out);
}

// CommonMark's fenced code blocks: https://spec.commonmark.org/0.31.2/#fenced-code-blocks
bool QuoteStage::turns_fence(std::string_view line) {
  const std::size_t start = line.find_first_not_of(' ');
  if (start == std::string_view::npos || start > 3) return false;
  const char tick = line[start];
  if ((tick != '`' && tick != '~') || (fence_ != 0 && tick != fence_)) return false;
  const std::size_t end = std::min(line.find_first_not_of(tick, start), line.size());
  const std::string_view rest = line.substr(end);
  if (end - start < 3) return false;
  if (fence_ != 0 && rest.find_first_not_of(" \t\r\n") != std::string_view::npos) return false;
  if (fence_ == 0 && tick == '`' && rest.find('`') != std::string_view::npos) return false;
  fence_ = fence_ == 0 ? tick : '\0';
  return true;
}

}  // namespace hanfix::convert
