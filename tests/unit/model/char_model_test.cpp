#include "model/char_model.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "base/utf8.hpp"

namespace hanfix::model {
namespace {

double bits(Script script, std::string_view text, Mixture mixture = {}) {
  return double(Scorer(script, mixture).total_cost(utf8::decode(text))) / kUnitsPerBit;
}

struct Comparison {
  const char* name;
  Script script;
  std::string_view probable, improbable;
  friend std::ostream& operator<<(std::ostream& os, const Comparison& c) { return os << c.name; }
};

constexpr Comparison kComparisons[] = {
    {"MojibakeGbkReadAsBig5", Script::hant, "我們今天去看電影", "扂蠅踏毞�看電影"},
    {"Utf8ReadAsGbk", Script::hans, "我们今天去看电影", "鎴戜滑浠婂ぉ鍘荤湅鐢靛奖"},
    {"OneCharacterWrong", Script::hans, "这个问题很重要", "这个问颢很重要"},
    {"LostTrailByte", Script::hans, "他们在学校里学习", "他们在学校里学?"},
    {"OrderMatters", Script::hans, "电脑软件", "软电件脑"},
    {"ScriptMattersHans", Script::hans, "经济发展", "經濟發展"},
    {"ScriptMattersHant", Script::hant, "經濟發展", "经济发展"},
    {"HairNotEmission", Script::hant, "她的頭髮很長", "她的頭發很長"},
    {"ConvertedMainlandText", Script::hant, "并未制造任何問題", "并末制這任何問題"},
    {"HangulIsDear", Script::hans, "中国人民", "뺯늰�곌"},
    {"PrivateUseIsDear", Script::hant, "中文電腦", "\uE123\uE456\uE789\uE0AB"},
    {"UnseenAfterUnseenIsDear", Script::hant, "國家圖書館", "𠀋𠂊𠃌𠄍𠅎"},
    {"RareIsCheaperThanUnseen", Script::hant, "饕餮", "𠀋𠂊"},
};

class Comparing : public testing::TestWithParam<Comparison> {};

TEST_P(Comparing, PrefersTheProbableText) {
  const Comparison& c = GetParam();
  EXPECT_LT(bits(c.script, c.probable) + 1, bits(c.script, c.improbable));
}

INSTANTIATE_TEST_SUITE_P(CharModel, Comparing, testing::ValuesIn(kComparisons),
                         [](const auto& test) { return test.param.name; });

TEST(CharModel, ConvertedTextIsCheaperThroughTheMixture) {
  const std::string_view converted = "并未發現文件夾里有鼠標驅動程序，請重新啟動計算機。";
  EXPECT_LT(bits(Script::hant, converted, Mixture{128}),
            bits(Script::hant, converted, Mixture{0}) - 10);
  std::u32string many;
  for (int i = 0; i < 20; ++i) many += utf8::decode(converted);
  EXPECT_GT(fit(Script::hant, many).converted, 128);
}

TEST(CharModel, ImagesOfOneCharacterShareItsProbability) {
  // Component (b) alone must not give 髮, 鬆 and the like the whole probability of 发, 松.
  const Scorer scorer(Script::hant, Mixture{255});
  const auto cost = [&](std::string_view text) {
    return bits_per_char(scorer, utf8::decode(text));
  };
  EXPECT_LT(cost("發現"), cost("髮現"));
  EXPECT_LT(cost("為了"), cost("为了"));
  EXPECT_LT(cost("什麼"), cost("什麽"));
}

TEST(CharModel, MapsSingleCharacters) {
  EXPECT_EQ(to_hans(U'發'), U'发');
  EXPECT_EQ(to_hans(U'髮'), U'发');
  EXPECT_EQ(to_hant(U'发'), U'發');
  EXPECT_EQ(to_hant(U'干'), U'幹');
  for (const char32_t code :
       {U'中', U'a', U'。', U'\n', U'가', U'\U0002A6DF', char32_t(0xFFFFFFFF)}) {
    EXPECT_EQ(to_hans(code), code);
    EXPECT_EQ(to_hant(code), code);
  }
  EXPECT_TRUE(is_traditional_only(U'國'));
  EXPECT_FALSE(is_traditional_only(U'国'));
  EXPECT_TRUE(is_simplified_only(U'国'));
  EXPECT_FALSE(is_simplified_only(U'人'));
}

TEST(CharModel, LineBreakForgetsWhatWasBefore) {
  for (const Script script : {Script::hans, Script::hant}) {
    const Scorer scorer(script);
    const Symbol c = symbol(U'我');
    for (const char32_t before : {U'。', U'人', U'\n', U'x'}) {
      EXPECT_EQ(scorer.cost(symbol(before), kStart, c), scorer.cost(kStart, kStart, c));
    }
    EXPECT_EQ(symbol(U'\n'), kStart);
    EXPECT_EQ(symbol(U'\r'), kStart);
  }
}

// Any 32-bit values, and symbols in any order: no crash, costs in range, cost() = advance().
TEST(CharModel, HostileText) {
  std::mt19937 random(20240817);
  std::u32string text;
  for (int i = 0; i < 20'000; ++i) {
    const auto r = std::uint32_t(random());
    text += char32_t(i % 3 == 0 ? r : i % 3 == 1 ? r % 0x110000 : 0x4E00 + r % 0x5200);
  }
  for (const Script script : {Script::hans, Script::hant}) {
    const Scorer scorer(script, fit(script, text));
    Scorer::Context at;
    Symbol a = kStart, b = kStart;
    std::int64_t total = 0;
    std::vector<Symbol> symbols;
    std::vector<int> each;
    for (const char32_t code : text) {
      const Symbol c = symbol(code);
      const int cost = scorer.cost(a, b, c);
      ASSERT_GE(cost, 0);
      ASSERT_LT(cost, 100 * kUnitsPerBit);
      ASSERT_EQ(scorer.advance(at, c), cost);
      total += cost;
      symbols.push_back(c);
      each.push_back(cost);
      a = b, b = c;
    }
    EXPECT_EQ(scorer.total_cost(text), total);
    std::vector<int> costs(symbols.size());
    scorer.costs(symbols, costs);
    EXPECT_EQ(costs, each);
  }
  EXPECT_EQ(bits_per_char(Scorer(Script::hans), {}), 0);
  EXPECT_EQ(fit(Script::hant, {}).converted, Mixture{}.converted);
}

}  // namespace
}  // namespace hanfix::model
