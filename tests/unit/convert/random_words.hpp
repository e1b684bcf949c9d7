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
  /// `alphabet` is of keys and values.
  explicit RandomWords(unsigned seed, std::u32string_view alphabet = kAlphabet)
      : random_(seed), alphabet_(alphabet) {}

  std::size_t below(std::size_t limit) { return random_() % limit; }
  /// 1 to `most` characters.
  std::u32string word(std::size_t most) { return any(most, alphabet_); }
  /// Text with line breaks and description operators among the alphabet.
  std::u32string text(std::size_t most) { return any(most, kText); }

  static constexpr std::u32string_view kAlphabet = U"甲乙丙丁戊aB\U00020000";
  /// With description operators of all arities, and one of Unicode's that OpenCC takes for none.
  static constexpr std::u32string_view kOperators = U"甲乙丙丁aB⿰⿲⿾\u31EF";
  static constexpr std::u32string_view kText =
      U"甲乙丙丁戊aB\U00020000甲乙丙丁戊甲乙丙甲乙丙x，\n⿰⿲⿾\uFFFD\uFE00";

 private:
  std::u32string any(std::size_t most, std::u32string_view alphabet) {
    std::u32string text;
    for (std::size_t i = 1 + below(most); i > 0; --i) text += alphabet[below(alphabet.size())];
    return text;
  }

  std::mt19937 random_;
  std::u32string_view alphabet_;
};

}  // namespace hanfix::convert
