/// \file  What the model, which sees two characters back, cannot know of a line.
#pragma once
#include "repair/bracket_balance.hpp"
#include "repair/sentence_mood.hpp"

namespace hanfix::repair {

/// A line so far: its open brackets and the mood of its last sentence.
class LineShape {
 public:
  /// Takes the next character; what speaks against it, in 1/16 bit, beyond the model.
  int take(char32_t code) noexcept { return brackets_.take(code) + mood_.take(code); }
  /// What it costs to end the line here.
  [[nodiscard]] int end() const noexcept { return brackets_.end(); }
  /// Whether take() costs anything for some character of this kind.
  [[nodiscard]] static bool counts(char32_t code) noexcept {
    return BracketBalance::counts(code) || code == U'？' || code == U'！';
  }
  [[nodiscard]] std::uint16_t open() const noexcept { return brackets_.open(); }

 private:
  BracketBalance brackets_;
  SentenceMood mood_;
};

}  // namespace hanfix::repair
