#include <gtest/gtest.h>

#include <ostream>
#include <random>
#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "convert/context/lattice.hpp"
#include "convert/context/run_converter.hpp"
#include "unit/convert/stage_runner.hpp"

namespace hanfix::convert {
namespace {

using context::CharacterClass;
using context::Lattice;
using context::WordTable;

std::shared_ptr<const ConversionChain> context_chain(std::string_view config) {
  return open_config(config, false, true).value();
}

struct ContextCase {
  const char* name;
  std::string_view config, input;
  std::string_view exact, expected;
  friend std::ostream& operator<<(std::ostream& os, const ContextCase& c) { return os << c.name; }
};
constexpr ContextCase kCases[] = {
    {"Empty", "s2t", "", "", ""},
    {"NoHan", "s2t", "USB-C, OK\n", "USB-C, OK\n", "USB-C, OK\n"},
    {"TornAtTheEnd", "s2t", "电报被发出去了", "電報被髮出去了", "電報被發出去了"},
    {"TornTwice", "s2tw", "表格显示了如下数字；信被发送。", "表格顯示瞭如下數字；信被髮送。",
     "表格顯示了如下數字；信被發送。"},
    {"KeyOfTheRegion", "s2twp", "年轻的士官", "年輕計程車官", "年輕的士官"},
    {"KeyAcrossTwoWords", "s2twp", "多数组件是新的", "多陣列件是新的", "多數元件是新的"},
    {"KeyInItsPlace", "s2twp", "的士司机", "計程車司機", "計程車司機"},
    {"KeyOfHairStays", "s2t", "她剪了头发", "她剪了頭髮", "她剪了頭髮"},
    // 理发店 is a word, and 理发 a key inside of it.
    {"KeyInsideAWord", "s2t", "理发店", "理髮店", "理髮店"},
    {"KeyWithLetters", "s2twp", "插U盘", "插隨身碟", "插隨身碟"},
    {"NameWithADot", "s2twp", "乔治·克鲁尼来了", "喬治·克隆尼來了", "喬治·克隆尼來了"},
    {"DescriptionIsNoText", "s2t", "⿰发展被发出", "⿰发展被髮出", "⿰发展被發出"},
    {"CompatibilityForm", "s2t", "里程碑", "里程碑", "里程碑"},
    {"ToSimplified", "tw2s", "乾燥的乾隆花瓶", "干燥的乾隆花瓶", "干燥的乾隆花瓶"},
};

class Context : public testing::TestWithParam<ContextCase> {};

TEST_P(Context, GivesTheExpectedTextHoweverItIsCut) {
  const ContextCase& c = GetParam();
  EXPECT_EQ(convert(*chain(c.config), c.input), c.exact);
  const auto by_context = context_chain(c.config);
  const StageRun whole = run_stage(by_context, c.input, {c.input.size() + 1});
  EXPECT_EQ(whole.text, c.expected);
  for (std::size_t cut = 1; cut < c.input.size(); ++cut) {
    EXPECT_EQ(run_stage(by_context, c.input, {cut, c.input.size()}), whole) << "cut at " << cut;
  }
  EXPECT_EQ(run_stage(by_context, c.input, {1}), whole);
}

INSTANTIATE_TEST_SUITE_P(Sentences, Context, testing::ValuesIn(kCases),
                         [](const auto& test) { return test.param.name; });

TEST(ContextLattice, PrefersWordsAsTheyAre) {
  const WordTable& words = WordTable::builtin();
  std::vector<CharacterClass> text;
  for (const char32_t code : std::u32string(U"勇敢的士兵")) text.push_back(words.class_of(code));
  Lattice lattice;
  lattice.build(words, text);
  EXPECT_TRUE(lattice.border(2) && lattice.border(3));
  EXPECT_FALSE(lattice.border(4));
  EXPECT_EQ(lattice.excess(0, 2), 0);
  EXPECT_EQ(lattice.excess(3, 5), 0);
  EXPECT_GT(lattice.excess(2, 4), context::kTolerance);  // 的士
}

TEST(ContextLattice, BothScriptsHaveTheSameWords) {
  const WordTable& words = WordTable::builtin();
  const std::u32string hans = U"头发发现这里体验历史", hant = U"頭髮發現這裏體驗歷史";
  for (std::size_t i = 0; i < hans.size(); ++i) {
    EXPECT_EQ(words.class_of(hans[i]), words.class_of(hant[i])) << i;
  }
  EXPECT_EQ(words.class_of(U'a'), 0);
  EXPECT_EQ(words.class_of(char32_t{0x20BB7}), 0);
  EXPECT_EQ(words.class_of(char32_t{0xFFFFFFFF}), 0);
}

}  // namespace
}  // namespace hanfix::convert
