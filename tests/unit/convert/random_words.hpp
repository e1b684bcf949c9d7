/// \file  Small random dictionaries and texts over few characters, so that everything collides.
#pragma once
#include <map>
#include <random>
#include <string>
#include <string_view>

namespace hanfix::convert {

/// Deterministic: the same seed gives the same words and texts.
class RandomWords {
 public:
  explicit RandomWords(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t limit) { return random_() % limit; }
  /// 1 to `most` characters.
  std::u32string word(std::size_t most, std::u32string_view alphabet = kAlphabet) {
    std::u32string text;
    for (std::size_t i = 1 + below(most); i > 0; --i) text += alphabet[below(alphabet.size())];
    return text;
  }
  /// Text with line breaks and description operators among the alphabet.
  std::u32string text(std::size_t most) { return word(most, kText); }

  static constexpr std::u32string_view kAlphabet = U"甲乙丙丁戊aB\U00020000";
  static constexpr std::u32string_view kText =
      U"甲乙丙丁戊aB\U00020000甲乙丙丁戊甲乙丙甲乙丙x，\n⿰⿲⿾\uFFFD\uFE00";

 private:
  std::mt19937 random_;
};

}  // namespace hanfix::convert
