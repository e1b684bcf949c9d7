/// \file  What the model, which sees two characters back, cannot know of a line.
#pragma once
#include "repair/bracket_balance.hpp"
#include "repair/sentence_mood.hpp"

namespace hanfix::repair {

/// A line so far: its open brackets and the mood of its last sentence.
class LineShape {
 public:
  /// Takes the next character; what speaks against it, in 1/16 bit, beyond the model.
  int take(char32_t code) noexcept {
    goes_on_ = code == U'：' || code == U'；';
    return brackets_.take(code) + mood_.take(code);
  }
  /// What it costs to end the line here.
  [[nodiscard]] int end() const noexcept { return brackets_.end() + (goes_on_ ? kGoesOn : 0); }
  /// Whether take() costs anything for some character of this kind.
  [[nodiscard]] static bool counts(char32_t code) noexcept {
    return BracketBalance::counts(code) || code == U'？' || code == U'！' || code == U'：' ||
           code == U'；';
  }
  [[nodiscard]] std::uint16_t open() const noexcept { return brackets_.open(); }

 private:
  // A line that ends in ： or ；. Manuals and statutes, which the corpus is full of, have many;
  // what people else write has not, and where a mark has lost its last byte they fit like ！ and
  // ？.
  static constexpr int kGoesOn = model::kUnitsPerBit * 3 / 2;

  BracketBalance brackets_;
  SentenceMood mood_;
  bool goes_on_ = false;
};

}  // namespace hanfix::repair
