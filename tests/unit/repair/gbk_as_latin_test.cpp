// The family gbk-as-latin on its vectors, on text that the test damages itself, and on hostile
// input.
#include <random>

#include "encoding/byte_table.hpp"
#include "mojibake_test_support.hpp"
#include "repair_test_support.hpp"

namespace hanfix::repair {
namespace {

std::string encode(Encoding encoding, std::string_view text) {
  std::string out;
  for (const char32_t code : utf8::decode(text)) out += code_table(encoding).encode(code).view();
  return out;
}

class GbkAsLatin : public testing::TestWithParam<MojibakeVector> {};

TEST_P(GbkAsLatin, GivesTheExpectedTextHoweverItIsCut) {
  const MojibakeVector& row = GetParam();
  const test::Run whole = run_vector(row);
  EXPECT_EQ(repair(row.mode, {row.expected}).text, row.expected);
  const auto same = [&](const test::Pieces& pieces) { ASSERT_EQ(repair(row.mode, pieces), whole); };
  if (row.input.size() <= 300) {
    test::for_each_cut(row.input, row.input.size(), same);
  } else {
    test::for_each_cutting(row.input, 10, same);
  }
}

INSTANTIATE_TEST_SUITE_P(Vectors, GbkAsLatin,
                         testing::ValuesIn(mojibake_vectors("gbk-as-latin.jsonl")),
                         [](const auto& test) {
                           std::string name = test.param.name;
                           for (char& c : name) {
                             if (c == '-') c = '_';
                           }
                           return name;
                         });

constexpr std::string_view kHans[] = {"图书馆", "下午", "我们", "，",   "。",   "ABC",
                                      " ",      "2026", "没有", "孩子", "很久", "花园"};
constexpr std::string_view kHant[] = {"圖書館", "下午", "我們", "，",   "。",   "ABC",
                                      " ",      "2026", "沒有", "孩子", "很久", "花園"};

TEST(GbkAsLatinProperty, UndoesTheDamage) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  for (int i = 0; i < 300; ++i) {
    const bool hans = random() % 2 == 0;
    std::string clean = hans ? "今天的图书馆" : "今天的圖書館";
    for (auto n = 3 + random() % 12; n > 0; --n) {
      clean += hans ? kHans[random() % std::size(kHans)] : kHant[random() % std::size(kHant)];
    }
    const auto page = static_cast<CodePage>(random() % kCodePages);
    const Encoding encoding = hans ? Encoding::gb18030 : Encoding::big5_hkscs;
    const std::string damaged = read_through(page, encode(encoding, clean));
    std::vector<Edit> edits;
    const test::Run run = repair(RepairMode::safe, {damaged}, &edits);
    EXPECT_EQ(run.text, clean) << "seed " << kSeed << ", case " << i << ", " << info(page).name;
    EXPECT_EQ(test::replay(damaged, edits), run.text);
    ASSERT_EQ(repair(RepairMode::safe, test::random_pieces(damaged, random)), run);
  }
}

TEST(GbkAsLatinHostile, MegabytesOfOneThing) {
  constexpr std::size_t kSize = 1 << 20;
  for (const std::string_view unit : {"Ö", "ÖÐ", "ÖÐÎÄ ", "¤¤", "¤@", "éa", "ЦРОД", "╓╨", "Öa\n"}) {
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
