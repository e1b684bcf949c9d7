#include "repair/near_ways.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <span>
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

// What no list of words holds is rare, not free: no name turns into it.
TEST(WordCost, HanThatNoWordHasIsDear) {
  EXPECT_GT(word_cost(U"㐀"), word_cost(U"罕"));
  EXPECT_GT(word_cost(U"𠀀"), word_cost(U"罕"));
  EXPECT_EQ(word_cost(U"。a"), 0);
}

TEST(WordCost, NothingButHanIsCompared) {
  EXPECT_GT(words_gain(U"天气风报", U"天气预报"), 0);
  EXPECT_EQ(words_gain(U"天气风报", U"天气预报"), -words_gain(U"天气预报", U"天气风报"));
  EXPECT_LT(words_gain(U"天气风报", U"天气，报"), -1000 * kBit);
  EXPECT_LT(words_gain(U"天气风报", U"天气预报。"), -1000 * kBit);
}

// A search whose levels are characters, each read back to its three bytes of UTF-8.
struct Letter {
  std::uint32_t parent, id;
  int cost;
  bool damaged, whole;
  std::uint8_t count;
  std::array<std::uint8_t, 3> bytes;
};
struct Shown {
  char32_t code;
};

Letter letter(std::uint32_t parent, std::uint32_t id, int cost, char32_t code) {
  std::string text;
  utf8::append(text, code);
  Letter all{parent, id, cost, true, true, 3, {}};
  for (std::size_t i = 0; i < 3; ++i) all.bytes[i] = static_cast<std::uint8_t>(text.at(i));
  return all;
}

class Choice {
 public:
  // The best way reads `text`; `met` meets it behind `level` and is `dearer`.
  explicit Choice(std::u32string_view text) : text_(text) {}

  void meets(std::u32string_view other, std::size_t first, int dearer) {
    detours_.push_back({std::u32string(other), first, dearer});
  }
  std::string read() {
    NearWays<Letter> near;
    std::vector<Letter> best;
    for (std::size_t at = 0; at < text_.size(); ++at) {
      near.begin_level();
      best.push_back(letter(0, 0, 0, text_[at]));
      std::vector<Letter> level = {best.back()};
      for (const Detour& detour : detours_) {
        const std::size_t last = detour.first + detour.text.size() - 1;
        if (at < detour.first || at > last) continue;
        const std::uint32_t parent = at == detour.first ? 0 : parent_;
        const char32_t code = detour.text[at - detour.first];
        if (at < last) {
          parent_ = static_cast<std::uint32_t>(level.size());
          level.push_back(letter(parent, 1, detour.dearer, code));
        } else {
          near.add(letter(parent, 0, detour.dearer, code), 0);
        }
      }
      near.end_level(level, [](const Letter& each) { return each; });
    }
    const std::vector<Shown> shown(text_.size(), Shown{U'?'});
    std::uint64_t budget = 1'000'000;
    const auto chosen =
        near.best_by_words(0, std::span<const Shown>(shown), WrittenText(Written::utf8), budget);
    for (std::size_t at = 0; at < text_.size(); ++at) {
      EXPECT_EQ(chosen.changed[at],
                chosen.way[at].id != best[at].id || chosen.way[at].cost != best[at].cost)
          << at;
    }
    return utf8::encode(
        text_of<Letter>(chosen.way, std::span<const Shown>(shown), WrittenText(Written::utf8)));
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
