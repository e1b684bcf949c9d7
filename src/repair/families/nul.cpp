// NULs between characters: UTF-16 that was read byte by byte, or memory that was copied whole.
//
// A NUL behind every character is UTF-16's other byte. A single one inside a sentence is damage
// too; but lists of names end each with a NUL (find -print0), records are filled up with NULs, and
// binary data is full of them. So a single one goes only where the two hanzi beside it belong
// together by the character model, in a line that punctuation shows to be a sentence.
#include "model/char_model.hpp"
#include "repair/han_lines.hpp"

namespace hanfix::repair {
namespace {

bool is_nul(char32_t code) noexcept { return code == 0; }
bool is_mark(char32_t code) noexcept { return is_chinese_mark(code); }

class Nul : public RepairFamily {
 public:
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode) const override {
    return text.find('\0') != std::string_view::npos;
  }
  void examine(const Block& block, RepairMode mode, Findings& findings) override {
    const auto wanted = [&](std::string_view line) { return suspicious(line, mode); };
    for_each_line(block.text, wanted, [&](Line line) {
      if (count_if(line, is_hanzi) + count_if(line, is_ascii_letter_or_digit) < 2) return;
      const auto remove = [&](std::size_t at) {
        findings.edits.push_back(make_edit(block, line, at, at + 1, "nul", "", 0.95));
      };
      if (alternates(line)) {
        for (std::size_t at = 0; at < line.size(); ++at) {
          if (line[at].code == 0) remove(at);
        }
        return;
      }
      if (count_if(line, is_mark) == 0) return;
      for (std::size_t at = 1; at + 1 < line.size(); ++at) {
        if (line[at].code == 0 && belongs_together(line, at)) remove(at);
      }
    });
  }

 private:
  // One NUL behind (or before) every character, and no list of single letters: four at least, and
  // of ASCII alone six.
  static bool alternates(Line line) {
    const std::size_t nuls = count_if(line, is_nul);
    const std::size_t others = line.size() - nuls;
    const std::size_t hanzi = count_if(line, is_hanzi);
    if (nuls < (hanzi > 0 ? 4 : 6) || nuls > others + 1 || nuls + 2 < others) return false;
    // A line break's own NUL and a carriage return stand at the ends.
    std::size_t doubles = 0;
    for (std::size_t at = 1; at < line.size(); ++at) {
      doubles += (line[at].code == 0) == (line[at - 1].code == 0);
    }
    return doubles <= 1;
  }
  static bool belongs_together(Line line, std::size_t at) {
    constexpr int kGain = 3 * model::kUnitsPerBit;
    const char32_t before = line[at - 1].code, after = line[at + 1].code;
    if (!is_hanzi(before) || !is_hanzi(after)) return false;
    for (const model::Script script : {model::Script::hans, model::Script::hant}) {
      const model::Scorer scorer(script);
      const model::Symbol first = at >= 2 ? model::symbol(line[at - 2].code) : model::kStart;
      const int joined = scorer.cost(first, model::symbol(before), model::symbol(after));
      if (joined + kGain <= scorer.unigram_cost(model::symbol(after))) return true;
    }
    return false;
  }
};

}  // namespace

std::unique_ptr<RepairFamily> make_nul() { return std::make_unique<Nul>(); }

}  // namespace hanfix::repair
