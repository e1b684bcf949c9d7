#include "repair/near_ways.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "model/char_model.hpp"
#include "repair/word_cost.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = model::kUnitsPerBit;

TEST(WordCost, IsWhatTheBestCutCosts) {
  const int first = word_cost(U"预"), second = word_cost(U"报");
  EXPECT_LT(word_cost(U"预报"), first + second);    // a word
  EXPECT_EQ(word_cost(U"报预"), first + second);    // none
  EXPECT_EQ(word_cost(U"预，报"), first + second);  // a run ends at what is no Han
  EXPECT_EQ(word_cost(U"预报"), word_cost(U"a预报。"));
  EXPECT_EQ(word_cost(U"天气预报"), word_cost(U"天氣預報"));  // in either script
  EXPECT_EQ(word_cost(U""), 0);
}

TEST(WordCost, NothingButHanIsCompared) {
  EXPECT_GT(words_gain(U"天气风报", U"天气预报"), 0);
  EXPECT_EQ(words_gain(U"天气风报", U"天气预报"), -words_gain(U"天气预报", U"天气风报"));
  EXPECT_LT(words_gain(U"天气风报", U"天气，报"), -1000 * kBit);
  EXPECT_LT(words_gain(U"天气风报", U"天气预报。"), -1000 * kBit);
}

// A search whose levels are characters.
struct Letter {
  std::uint32_t parent, id;
  int cost;
  bool whole;
  char32_t code;
};

class Choice {
 public:
  // The best way reads `text`; `met` meets it behind `level` and is `dearer`.
  explicit Choice(std::u32string_view text) : text_(text) {}

  void meets(std::u32string_view other, std::size_t first, int dearer) {
    detours_.push_back({std::u32string(other), first, dearer});
  }
  std::string read() {
    NearWays<Letter> near;
    std::vector<std::vector<Letter>> levels;
    for (std::size_t at = 0; at < text_.size(); ++at) {
      near.begin_level();
      levels.push_back({{0, 0, 0, true, text_[at]}});
      for (const Detour& detour : detours_) {
        const std::size_t last = detour.first + detour.text.size() - 1;
        if (at < detour.first || at > last) continue;
        const std::uint32_t parent = at == detour.first ? 0 : parent_;
        Letter letter{parent, 1, detour.dearer, true, detour.text[at - detour.first]};
        if (at < last) {
          parent_ = static_cast<std::uint32_t>(levels.back().size());
          levels.back().push_back(letter);
        } else {
          letter.id = 0;
          near.add(letter, 0);
        }
      }
    }
    const std::vector<std::uint32_t> path(text_.size(), 0);
    std::string text;
    const auto chosen = near.best_by_words(
        path,
        [&](std::size_t level, std::uint32_t index) -> const Letter& {
          return levels[level][index];
        },
        [](std::size_t, std::span<const Letter> way) {
          std::u32string codes;
          for (const Letter& each : way) codes.push_back(each.code);
          return codes;
        });
    for (std::size_t at = 0; at < text_.size(); ++at) {
      EXPECT_EQ(chosen.changed[at],
                chosen.way[at].id != levels[at][0].id || chosen.way[at].cost != levels[at][0].cost)
          << at;
      utf8::append(text, chosen.way[at].code);
    }
    return text;
  }

 private:
  struct Detour {
    std::u32string text;
    std::size_t first;
    int dearer;
  };
  std::u32string text_;
  std::vector<Detour> detours_;
  std::uint32_t parent_ = 0;
};

TEST(NearWays, WordsOutweighWhatTheModelHasAgainstThem) {
  Choice choice(U"明天的天气风报说有雨");
  choice.meets(U"预报", 5, 2 * kBit);
  EXPECT_EQ(choice.read(), "明天的天气预报说有雨");
}

TEST(NearWays, NotWithoutLimit) {
  Choice choice(U"明天的天气风报说有雨");
  choice.meets(U"预报", 5, 11 * kBit);
  EXPECT_EQ(choice.read(), "明天的天气风报说有雨");
}

TEST(NearWays, WordsThatAreRarerDoNot) {
  Choice choice(U"明天的天气预报说有雨");
  choice.meets(U"风报", 5, 0);
  EXPECT_EQ(choice.read(), "明天的天气预报说有雨");
}

TEST(NearWays, OfTwoInOnePlaceTheBetter) {
  Choice choice(U"明天的天气风报说有雨");
  choice.meets(U"汇报", 5, 2 * kBit);
  choice.meets(U"预报说", 5, 2 * kBit);
  EXPECT_EQ(choice.read(), "明天的天气预报说有雨");
}

TEST(NearWays, PunctuationIsNotTheirs) {
  Choice choice(U"明天的天气风报。");
  choice.meets(U"！", 7, 0);
  EXPECT_EQ(choice.read(), "明天的天气风报。");
}

}  // namespace
}  // namespace hanfix::repair
