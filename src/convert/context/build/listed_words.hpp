/// \file  Words of lists, and which values their characters have in them.
#pragma once
#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "convert/context/build/learner.hpp"

namespace hanfix::convert::context::build {

/// Collects what lists say, and what writers of text had for the same words.
class ListedWords {
 public:
  static constexpr std::size_t kLongest = 4;  ///< characters

  /// A list has the word, in Simplified characters, with value number `value` for the character at
  /// `at`, and counts it so often. Precondition: 2 to kLongest characters.
  void add(std::u32string_view word, std::size_t at, std::size_t value, double count);

  /// Looks for the words in a run of native text, taken to Simplified. `written`: which of its
  /// values the character at a place was written with, or -1.
  void read(std::u32string_view run, const std::function<int(std::size_t)>& written);

  struct Word {
    std::u32string text;
    std::size_t at;     ///< of the character
    std::size_t value;  ///< which it has
  };
  /// The words about which lists agree, and the writers of what was read with them; sorted.
  [[nodiscard]] std::vector<Word> agreed() const;

 private:
  struct Counts {
    std::array<double, kValues> listed{}, written{};
  };
  // By the word and, as one more character, the place in it.
  std::unordered_map<std::u32string, Counts> counts_;
  std::unordered_set<char32_t> characters_;
};

/// All of a word around one of its characters, as a feature.
[[nodiscard]] Feature rest_of(std::u32string_view word, std::size_t at);

}  // namespace hanfix::convert::context::build
