// The family utf8-as-latin on its vectors, on text that the test damages itself, and on hostile
// input.
#include <random>

#include "mojibake_test_support.hpp"
#include "repair_test_support.hpp"

namespace hanfix::repair {
namespace {

class Utf8AsLatin : public testing::TestWithParam<MojibakeVector> {};

TEST_P(Utf8AsLatin, GivesTheExpectedTextHoweverItIsCut) {
  const MojibakeVector& row = GetParam();
  const test::Run whole = run_vector(row);
  const auto same = [&](const test::Pieces& pieces) { ASSERT_EQ(repair(row.mode, pieces), whole); };
  if (row.input.size() <= 300) {
    test::for_each_cut(row.input, row.input.size(), same);
  } else {
    test::for_each_cutting(row.input, 10, same);
  }
}

TEST_P(Utf8AsLatin, RepairingAgainChangesNothing) {
  const MojibakeVector& row = GetParam();
  EXPECT_EQ(repair(row.mode, {row.expected}).text, row.expected);
}

// Another program made the damage; its tables and ours agree.
TEST_P(Utf8AsLatin, ThePagesDoThisDamage) {
  const MojibakeVector& row = GetParam();
  if (row.pages.empty()) return;
  std::string text = row.expected;
  for (const std::string& page : row.pages) {
    text = read_through(code_page(page), text, page == "iso-8859-1");
  }
  EXPECT_EQ(text, row.input);
}

INSTANTIATE_TEST_SUITE_P(Vectors, Utf8AsLatin,
                         testing::ValuesIn(mojibake_vectors("utf8-as-latin.jsonl")),
                         [](const auto& test) {
                           std::string name = test.param.name;
                           for (char& c : name) {
                             if (c == '-') c = '_';
                           }
                           return name;
                         });

const std::u32string_view kWords[] = {U"图书馆", U"门口", U"下午",   U"，",   U"。",   U"我们",
                                      U"圖書館", U"沒有", U"「好」", U"ABC",  U" ",    U"2026",
                                      U"“是”",   U"……",   U"很久",   U"花园", U"の中", U"é"};

TEST(Utf8AsLatinProperty, UndoesOneToThreeLayers) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  for (int i = 0; i < 300; ++i) {
    std::u32string words = U"今天";
    for (auto n = 3 + random() % 12; n > 0; --n) words += kWords[random() % std::size(kWords)];
    const std::string clean = utf8::encode(words);
    std::string damaged = clean;
    const auto page = static_cast<CodePage>(random() % kCodePages);
    for (auto layers = 1 + random() % 3; layers > 0; --layers)
      damaged = read_through(page, damaged);
    const RepairMode mode = i % 2 == 0 ? RepairMode::safe : RepairMode::max;
    std::vector<Edit> edits;
    const test::Run run = repair(mode, {damaged}, &edits);
    EXPECT_EQ(run.text, clean) << "seed " << kSeed << ", case " << i << ", " << info(page).name;
    EXPECT_EQ(test::replay(damaged, edits), run.text);
    EXPECT_EQ(repair(mode, {clean}).text, clean);
  }
}

// A line that proves its page makes a short one beside it certain, but not one far away.
TEST(Utf8AsLatinReach, ALineSpeaksForItsSurroundings) {
  const std::string proof = read_through(CodePage::latin, "今天下午我们在图书馆门口等他。\n");
  const std::string doubtful = "a caf\u00C3\u00B3\n";
  std::string far;
  while (far.size() < (200 << 10)) far += "图书馆今天开门，欢迎光临。\n";
  EXPECT_NE(repair(RepairMode::safe, {proof + doubtful}).text.find("cafó"), std::string::npos);
  const std::string alone = repair(RepairMode::safe, {doubtful}).text;
  EXPECT_TRUE(repair(RepairMode::safe, {proof + far + doubtful}).text.ends_with("\n" + alone));
}

TEST(Utf8AsLatinHostile, MegabytesOfOneThing) {
  constexpr std::size_t kSize = 1 << 20;
  for (const std::string_view unit :
       {"Ã", "Ã©", "Ã ", "â€", "â€™", "Ãƒ", "ÃƒÂ", "Ã\n", "╨┐", "Рё", "\u00C2\u0080", "ä¸\uFFFD",
        "Ã?", "ð", "í\u00A0½", "…", "√π", "\u00C3\u0083\u00C2"}) {
    std::string input;
    while (input.size() < kSize) input += unit;
    for (const RepairMode mode : {RepairMode::safe, RepairMode::max}) {
      std::vector<Edit> edits;
      const test::Run run = repair(mode, {input}, &edits);
      EXPECT_EQ(test::replay(input, edits), run.text) << unit;
    }
  }
}

}  // namespace
}  // namespace hanfix::repair
