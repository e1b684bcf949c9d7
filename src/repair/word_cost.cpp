#include "repair/word_cost.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "model/char_model.hpp"
#include "words/word_table.hpp"

namespace hanfix::repair {

using words::CharacterClass;
using words::WordTable;

int word_cost(std::u32string_view text) {
  constexpr int kUnits = model::kUnitsPerBit / int{words::image::kCostSteps};
  const WordTable& words = WordTable::builtin();
  std::vector<CharacterClass> classes;
  classes.reserve(text.size());
  for (const char32_t code : text) classes.push_back(words.class_of(code));
  std::vector<int> least(text.size() + 1, std::numeric_limits<int>::max());  // by end
  least[0] = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto reach = [&](std::size_t length, int cost) {
      least[at + length] = std::min(least[at + length], least[at] + cost);
    };
    if (!model::is_han(text[at])) {
      reach(1, 0);
      continue;
    }
    reach(1, words.single_cost(classes[at]));
    words.words_at(
        text.size() - at, [&](std::size_t i) { return classes[at + i]; }, reach);
  }
  return least.back() * kUnits;
}

int words_gain(std::u32string_view before, std::u32string_view after) {
  constexpr int kNever = -(1 << 20);
  const bool comparable = std::equal(
      before.begin(), before.end(), after.begin(), after.end(),
      [](char32_t a, char32_t b) { return a == b || (model::is_han(a) && model::is_han(b)); });
  return comparable ? word_cost(before) - word_cost(after) : kNever;
}

}  // namespace hanfix::repair
