/// \file  A list of words with frequencies as text: what the training text is too small to hold.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "model/build/conversion.hpp"
#include "model/build/counts.hpp"

namespace hanfix::model::build {

/// A word of two or more Han characters and how often it is counted.
struct Word {
  std::u32string characters;
  double count;
};
using Words = std::vector<Word>;

/// jieba's dict.txt: "word frequency tag" a line; lines that hold anything but Han are passed over.
/// Frequencies span seven orders of magnitude and come from other text than the model is used for:
/// a word counts as often as its frequency to the power of `temper`, times `scale`.
/// Throws std::runtime_error on a line that is not that.
[[nodiscard]] Words read_words(std::string_view dictionary, double scale, double temper);

/// The same words in Traditional characters: by the longest phrases of OpenCC's STPhrases that fit,
/// elsewhere by its characters, first values.
[[nodiscard]] Words traditional(const Words& words, const Conversion& conversion);

/// Adds to `counts` what the words hold inside them, rounded: pairs, triples, and the characters
/// that these follow. What stands before and behind a word is not known and not counted.
void add_words(const Words& words, Counts& counts);

}  // namespace hanfix::model::build
