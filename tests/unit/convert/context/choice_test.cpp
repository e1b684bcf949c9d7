// The choice between readings: by the surroundings, the same at every cut, and never in doubt.
#include "convert/context/choice.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <initializer_list>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.hpp"
#include "convert/config_file.hpp"
#include "convert/explain.hpp"
#include "unit/convert/stage_runner.hpp"

namespace hanfix::convert {
namespace {

using context::Choice;

std::shared_ptr<const ConversionChain> by_context(std::string_view config) {
  return open_config(config, false, true).value();
}

struct ChoiceCase {
  const char* name;
  std::string_view config, input, exact, expected;
  friend std::ostream& operator<<(std::ostream& os, const ChoiceCase& c) { return os << c.name; }
};
constexpr ChoiceCase kCases[] = {
    // Characters.
    {"DriedBeans", "s2tw", "干豆角很香", "幹豆角很香", "乾豆角很香"},
    {"Surname", "s2tw", "朴先生来了", "樸先生來了", "朴先生來了"},
    {"PhraseWithTwoValues", "s2tw", "油漆干了", "油漆幹了", "油漆乾了"},
    // A word that lists have counts where it is one, and not where its characters are of two.
    {"ListedWord", "s2tw", "去接发", "去接發", "去接髮"},
    {"ListedWordInTwoOthers", "s2tw", "直接发语音更方便", "直接發語音更方便", "直接發語音更方便"},
    // Nothing of these is in a list or a phrase.
    {"NeighbourUsedLikeOthers", "s2tw", "她一头粉发", "她一頭粉發", "她一頭粉髮"},
    {"NeighbourBehindUsedLikeOthers", "s2tw", "他在制蜡烛", "他在制蠟燭", "他在製蠟燭"},
    // What novels have often.
    {"InTheKitchen", "s2tw", "在厨房里切菜", "在廚房裡切菜", "在廚房裡切菜"},
    {"NobodySpeaksSo", "s2tw", "湘云微笑道", "湘雲微笑道", "湘雲微笑道"},
    {"LeftoverIsNoValue", "s2tw", "又是个极聪明的", "又是個極聰明的", "又是個極聰明的"},
    {"UsualValueInDoubt", "s2tw", "面", "面", "面"},
    // What a refused key had does not come back.
    {"TornKey", "s2t", "踢球后受伤", "踢球后受傷", "踢球後受傷"},
    {"Cantonese", "s2hk", "我唔系咁讲", "我唔系咁講", "我唔係咁講"},
    {"NotCantonese", "s2hk", "他在中文系教书", "他在中文系教書", "他在中文系教書"},
    // Surnames.
    {"SurnameBeforeTitle", "s2tw", "请问范教授在吗", "請問範教授在嗎", "請問范教授在嗎"},
    {"SurnameBehindItsName", "s2tw", "她姓涂", "她姓塗", "她姓涂"},
    {"NoSurnameInAWord", "s2tw", "模范老师", "模範老師", "模範老師"},
    {"NoSurnameBehindANumber", "s2tw", "百余同学", "百餘同學", "百餘同學"},
    // What people keep in their names.
    {"GivenName", "t2s", "院士王汎森先生", "院士王泛森先生", "院士王汎森先生"},
    {"GivenNameByTwoStages", "tw2s", "李文昇老師裡", "李文升老师里", "李文昇老师里"},
    {"ListedName", "t2s", "徐乾學，字原一", "徐干学，字原一", "徐乾学，字原一"},
    {"NoName", "t2s", "馬桶乾了", "马桶干了", "马桶干了"},
    {"NoNameBehindASurname", "t2s", "周遭昇溫", "周遭升温", "周遭升温"},
    // Words that stay in general text, and do not in technical text or in doubt.
    {"LegalProcedure", "s2twp", "法院审判程序", "法院審判程式", "法院審判程序"},
    {"ComputerProgram", "s2twp", "编译这个程序", "編譯這個程式", "編譯這個程式"},
    {"WordAlone", "s2twp", "程序", "程式", "程式"},
    {"PapersOfAParliament", "s2twp", "议会批准的文件", "議會批准的檔案", "議會批准的文件"},
    {"FileOnADisk", "s2twp", "打开文件夹里的文件", "開啟資料夾裡的檔案", "開啟資料夾裡的檔案"},
    {"NewsIsPublished", "s2twp", "政府发布新闻", "政府釋出新聞", "政府發佈新聞"},
    {"TrainsAreNotExecuted", "s2twp", "地铁运行时间", "地鐵執行時間", "地鐵運行時間"},
    {"ProgramsAre", "s2twp", "运行程序", "執行程式", "執行程式"},
    {"SoftwareIsReleased", "s2twp", "发布应用程序", "釋出應用程式", "釋出應用程式"},
    // A key for a word that is the same in Taiwan is no technical one.
    {"ProcedureWithAKeyOfItsOwn", "s2twp", "走完诉讼程序", "走完訴訟程序", "走完訴訟程序"},
    // Words of other regions are none of Hong Kong's.
    {"NotInHongKong", "s2hk", "法院审判程序", "法院審判程序", "法院審判程序"},
    // Text that is Traditional already.
    {"TraditionalStays", "s2twp", "法院審判程序", "法院審判程式", "法院審判程式"},
};

class ChoiceOfReadings : public testing::TestWithParam<ChoiceCase> {};

TEST_P(ChoiceOfReadings, IsTheSameHoweverTheTextIsCut) {
  const ChoiceCase& c = GetParam();
  EXPECT_EQ(convert(*chain(c.config), c.input), c.exact);
  const auto context = by_context(c.config);
  const StageRun whole = run_stage(context, c.input, {c.input.size() + 1});
  EXPECT_EQ(whole.text, c.expected);
  for (std::size_t cut = 1; cut < c.input.size(); ++cut) {
    EXPECT_EQ(run_stage(context, c.input, {cut, c.input.size()}), whole) << "cut at " << cut;
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, ChoiceOfReadings, testing::ValuesIn(kCases),
                         [](const auto& test) { return test.param.name; });

TEST(Choice, AsksOnlyAboutCharactersWithSeveralValues) {
  const Choice& choice = Choice::builtin();
  EXPECT_EQ(choice.question(U'国'), nullptr);
  EXPECT_EQ(choice.question(U'𠀀'), nullptr);
  EXPECT_EQ(choice.question(char32_t{0}), nullptr);
  const auto* question = choice.question(U'干');
  ASSERT_NE(question, nullptr);
  EXPECT_EQ(question->values[0], U'幹');
}

TEST(Choice, HasNoOpinionOnOtherWords) {
  const std::u32string run = U"他的硬盘";
  EXPECT_EQ(Choice::builtin().general_use(run, 2, 4), std::nullopt);
}

TEST(Choice, LooksNoFurtherThanItSays) {
  const Choice& choice = Choice::builtin();
  const std::u32string near = U"一二三四五六", word = U"程序", far = U"法律诉讼";
  const std::u32string run = near + word + near, longer = far + run + far;
  EXPECT_EQ(choice.general_use(run, near.size(), near.size() + 2),
            choice.general_use(longer, far.size() + near.size(), far.size() + near.size() + 2));
}

TEST(Choice, TheMarginIsNeverNegative) {
  const Choice& choice = Choice::builtin();
  context::NameFinder names;
  const std::u32string text = U"水泥干后发里面只后系斗松谷范郁征志冲卷采表钟复历云台准出丑";
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (const auto* question = choice.question(text[at])) {
      EXPECT_GE(choice.decide(*question, text, at, names).margin, 0) << at;
    }
  }
}

Explanation explained(std::string_view config, std::string_view text) {
  const auto source = read_config_source(std::string(config), false);
  return explain_conversion(text, {}, nullptr, {{std::string(config), source.value(), true}});
}

TEST(ChoiceExplained, TellsValuesWinnerAndBits) {
  const Explanation explanation = explained("s2twp", "干豆角，法院审判程序");
  EXPECT_EQ(explanation.result, "乾豆角，法院審判程序");
  ASSERT_EQ(explanation.chosen.size(), 2u);
  const ChosenValue& word =
      explanation.chosen[0].text == "程序" ? explanation.chosen[0] : explanation.chosen[1];
  EXPECT_EQ(word.values, (std::vector<std::string>{"程式", "程序"}));
  EXPECT_EQ(word.chosen, 1u);
  const ChosenValue& dry =
      &word == &explanation.chosen[0] ? explanation.chosen[1] : explanation.chosen[0];
  EXPECT_EQ(dry.text, "干");
  EXPECT_EQ(dry.input, (ByteRange{0, 3}));
  EXPECT_EQ(dry.values.front(), "幹");
  EXPECT_EQ(dry.values.at(dry.chosen), "乾");
  EXPECT_GT(dry.bits, 0);
}

// 著, 甚 and 沈 in words, and where such words only seem to be.
TEST(WordForms, AreLookedForInWords) {
  std::ifstream file(std::string(HANFIX_TEST_DATA) + "/convert/simplified-words.tsv");
  std::string line;
  std::size_t count = 0;
  for (std::getline(file, line); std::getline(file, line); ++count) {
    std::istringstream fields(line);
    std::string config, text, expected, kind, exact;
    for (auto* const field : {&config, &text, &expected, &kind, &exact}) {
      std::getline(fields, *field, '\t');
    }
    EXPECT_EQ(convert(*chain(config), text) == expected, exact == "right") << text;
    const auto opened = by_context(config);
    const StageRun whole = run_stage(opened, text, {text.size()});
    EXPECT_EQ(whole.text, expected);
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
      ASSERT_EQ(run_stage(opened, text, {cut, text.size()}), whole) << text << cut;
    }
    EXPECT_EQ(explained(config, text).result, expected);
  }
  EXPECT_GE(count, 20u);
}

// What is explained is what is done, also where a choice was made.
void expect_conversions(std::string_view name, std::string_view of,
                        std::initializer_list<std::string_view> configs, std::size_t most) {
  std::ifstream file(std::string(HANFIX_TEST_DATA) + "/convert/" + std::string(name));
  std::string line;
  std::size_t count = 0;
  for (std::getline(file, line); std::getline(file, line);) {
    const std::size_t from = line.find('\t') + 1;
    if (!line.starts_with(of)) continue;
    const std::string text = line.substr(from, line.find('\t', from) - from);
    for (const std::string_view config : configs) {
      const StageRun whole = run_stage(by_context(config), text, {text.size() + 1});
      ASSERT_EQ(explained(config, text).result, whole.text) << text;
    }
    if (++count == most) break;  // explaining looks at every key
  }
  EXPECT_EQ(count, most);
}

TEST(ChoiceExplained, ResultIsTheConversions) {
  expect_conversions("readings-tuning.tsv", "s2tw", {"s2twp", "s2hk"}, 200);
  expect_conversions("names-tuning.tsv", "s2tw", {"s2twp"}, 40);
  expect_conversions("names-tuning.tsv", "t2s", {"t2s", "tw2sp"}, 40);
  expect_conversions("simplified-tuning.tsv", "tw2s", {"tw2s"}, 20);
}

// A key of the segmentation goes through all stages as it is, though the second has keys inside it.
TEST(ChoiceExplained, KeysInsideASegmentCount) {
  for (const std::string_view text : {"搜索引擎", "克罗地亚语", "用搜索引擎吧"}) {
    const StageRun whole = run_stage(by_context("s2twp"), text, {text.size() + 1});
    EXPECT_NE(whole.text.find(text.starts_with("克") ? "克羅埃西亞語" : "搜尋引擎"),
              std::string::npos);
    EXPECT_EQ(explained("s2twp", text).result, whole.text) << text;
  }
}

TEST(ChoiceExplained, TellsWhatANameKeeps) {
  const Explanation explanation = explained("t2s", "王汎森");
  EXPECT_EQ(explanation.result, "王汎森");
  ASSERT_EQ(explanation.chosen.size(), 1u);
  EXPECT_EQ(explanation.chosen[0].values, (std::vector<std::string>{"泛", "汎"}));
  EXPECT_EQ(explanation.chosen[0].chosen, 1u);
}

}  // namespace
}  // namespace hanfix::convert
