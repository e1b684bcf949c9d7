// A name that a document has said keeps its form in what comes after it, however the text is cut.
#include "convert/context/document_names.hpp"

#include <gtest/gtest.h>

#include "../stage_runner.hpp"
#include "base/utf8.hpp"

namespace hanfix::convert {
namespace {

using context::DocumentNames;
using context::KnownNames;

std::shared_ptr<const ConversionChain> by_context(std::string_view config) {
  auto opened = open_config(config, false, true);
  return opened ? opened.value() : nullptr;
}

std::string converted(std::string_view config, std::string_view text) {
  return run_stage(by_context(config), text, {text.size()}).text;
}

// What stands between a name and where it is said again; nobody is named in it.
constexpr std::string_view kBetween =
    "这里的天气很好，风景也不错，大家都想再来一次，可是没有时间。\n";

std::string later(std::string_view first, std::string_view then) {
  return std::string(first).append("\n").append(kBetween).append(then);
}

// What becomes of the last line.
std::string last_line(std::string_view config, std::string_view text) {
  const std::string all = converted(config, text);
  return all.substr(all.rfind('\n') + 1);
}

TEST(DocumentNames, TitleCallingAndListsMakeAName) {
  EXPECT_EQ(last_line("s2tw", "最后于建国作了总结"), "最後於建國作了總結");
  for (const std::string_view first :
       {"采访了于建国教授", "他名叫于建国", "王小芳、于建国、李明都来了", "请问于建国先生在吗"}) {
    EXPECT_EQ(last_line("s2tw", later(first, "最后于建国作了总结")), "最後于建國作了總結") << first;
  }
  for (const std::string_view first :
       {"工厂成立于建国初期", "由于建国先生不在", "上海、于建国、于人民", "对于建国教授来说"}) {
    EXPECT_EQ(last_line("s2tw", later(first, "最后于建国作了总结")), "最後於建國作了總結") << first;
  }
}

TEST(DocumentNames, ANameIsNoWordThatHappensToHoldIt) {
  EXPECT_EQ(last_line("s2tw", later("于建国先生来了", "工厂成立于建国初期")), "工廠成立於建國初期");
  EXPECT_EQ(last_line("s2tw", later("于和平博士来了", "由于和平的原因")), "由於和平的原因");
  EXPECT_EQ(last_line("t2s", later("李乾先生來了", "李子乾也很好吃")), "李子干也很好吃");
}

TEST(DocumentNames, TowardsSimplifiedCharactersAreKept) {
  EXPECT_EQ(last_line("t2s", "朋友們去看王昇下棋"), "朋友们去看王升下棋");
  EXPECT_EQ(last_line("t2s", later("王昇先生退休了", "朋友們去看王昇下棋")), "朋友们去看王昇下棋");
  EXPECT_EQ(last_line("t2s", "考試以後銘昇教授出國了"), "考试以后铭升教授出国了");
  EXPECT_EQ(last_line("t2s", later("戴銘昇教授教書", "考試以後銘昇教授出國了")),
            "考试以后铭昇教授出国了");
}

TEST(DocumentNames, WhatComesBeforeIsNotChanged) {
  const std::string before = "最后于建国作了总结。朋友都在等于建国。\n";
  const std::string text = before + std::string(kBetween) + "采访了于建国教授";
  const std::string result = converted("s2tw", text);
  EXPECT_EQ(result.substr(0, result.find('\n') + 1), converted("s2tw", before));
  EXPECT_TRUE(result.ends_with("採訪了于建國教授")) << result;
}

TEST(DocumentNames, NothingIsRememberedWithoutContext) {
  const std::string text = later("采访了于建国教授", "最后于建国作了总结");
  EXPECT_EQ(run_stage(chain("s2tw"), text, {7}).text, convert(*chain("s2tw"), text));
}

TEST(DocumentNames, OnlySoManyAreKept) {
  KnownNames names;
  const auto add = [&](char32_t second, std::uint64_t place) {
    const char32_t name[] = {U'于', second, U'国'};
    names.add(name, place);
  };
  for (std::size_t i = 0; i < KnownNames::kMost + 9; ++i) {
    add(static_cast<char32_t>(0x4E00 + i), 9 * i);
  }
  EXPECT_EQ(names.size(), KnownNames::kMost);
  const char32_t first[] = {U'于', 0x4E00, U'国'};
  EXPECT_EQ(names.find(first, KnownNames::kBehind), KnownNames::Where::before);
  EXPECT_EQ(names.find(first, KnownNames::kBehind - 1), KnownNames::Where::nowhere);
  EXPECT_EQ(names.find(first, 0), KnownNames::Where::here);
  const char32_t last[] = {U'于', 0x4E00 + KnownNames::kMost, U'国'};
  EXPECT_EQ(names.find(last, 1'000'000), KnownNames::Where::nowhere);
}

// Pieces in a seeded order, with names, words that hold them, and what ends and cuts runs.
std::string seeded_text(unsigned seed, std::size_t size, bool traditional) {
  static constexpr std::string_view kSimplified[] = {"于建国",
                                                     "于建国",
                                                     "教授",
                                                     "先生",
                                                     "于海洋",
                                                     "最后于建国作了总结",
                                                     "范文艺",
                                                     "余胜利",
                                                     "钟国庆",
                                                     "王小芳、",
                                                     "叫",
                                                     "名叫",
                                                     "成立于建国初期",
                                                     "同学",
                                                     "的",
                                                     "和",
                                                     "⿰木",
                                                     "，",
                                                     "。\n",
                                                     "、",
                                                     "、",
                                                     "\n",
                                                     "A",
                                                     "豈",
                                                     "𠀀",
                                                     "头发很长",
                                                     "被发明"};
  static constexpr std::string_view kTraditional[] = {
      "王昇",   "王昇",     "戴銘昇", "銘昇", "教授",   "先生", "李乾朗", "乾朗",
      "林汎宇", "王大明、", "名叫",   "的",   "和",     "豈",   "⿰木",   "，",
      "。\n",   "、",       "、",     "\n",   "李子乾", "A",    "𠀀",     "頭髮很長"};
  const std::span<const std::string_view> pieces =
      traditional ? std::span<const std::string_view>(kTraditional)
                  : std::span<const std::string_view>(kSimplified);
  std::mt19937 random(seed);
  std::string text;
  while (text.size() < size) {
    // Long runs now and then, and lines that no thread gets.
    const bool plain = random() % 97 == 0;
    for (std::size_t i = 0, n = plain ? 120 : 1; i < n; ++i) {
      text += pieces[random() % (plain ? 8 : pieces.size())];
    }
  }
  return text;
}

class DocumentNamesCut : public testing::TestWithParam<std::string_view> {};

TEST_P(DocumentNamesCut, MakesNoDifference) {
  const auto chain = by_context(GetParam());
  const bool traditional = GetParam().starts_with("t");
  for (unsigned seed = 0; seed < 12; ++seed) {
    const std::string text = seeded_text(seed, 20'000, traditional);
    const StageRun whole = run_stage(chain, text, {text.size()});
    for (const std::size_t most : {7, 90, 3000}) {
      ASSERT_TRUE(whole == run_stage(chain, text, seeded_sizes(seed, most))) << seed << ' ' << most;
    }
    ASSERT_TRUE(whole == run_stage(chain, text, {4096}, 3)) << seed;
  }
  const std::string text = seeded_text(99, 700'000, traditional);
  const StageRun whole = run_stage(chain, text, {text.size()});
  ASSERT_TRUE(whole == run_stage(chain, text, seeded_sizes(5, 9000)));
  for (const unsigned threads : {2U, 5U}) {
    ASSERT_TRUE(whole == run_stage(chain, text, {65536}, threads)) << threads;
    ASSERT_TRUE(whole == run_stage(chain, text, seeded_sizes(1, 30000), threads)) << threads;
  }
}

// A run of 256 characters is decided before it is known whether a title follows it.
TEST(DocumentNames, TheEndOfALongRunKnowsNothingOfWhatFollows) {
  for (const std::string_view config : {"s2tw", "t2s"}) {
    const auto chain = by_context(config);
    const std::string_view name = config == "t2s" ? "王昇教授" : "于建国教授";
    for (std::size_t before = 236; before < 258; ++before) {
      std::string text;
      for (std::size_t i = 0; i < before; ++i) text += "的";
      text += name;
      for (std::size_t i = 0; i < 30; ++i) text += "的";
      text += "。";
      const StageRun whole = run_stage(chain, text, {text.size()});
      ASSERT_TRUE(whole == run_stage(chain, text, {1})) << config << ' ' << before;
      // On threads, with lines enough for a block of theirs.
      std::string lines = text + "\n";
      while (lines.size() < 150'000) lines += kBetween;
      ASSERT_TRUE(run_stage(chain, lines, {7}) == run_stage(chain, lines, {4096}, 2))
          << config << ' ' << before;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Configs, DocumentNamesCut,
                         testing::Values("s2t", "s2tw", "s2twp", "t2s", "tw2sp"));

}  // namespace
}  // namespace hanfix::convert
