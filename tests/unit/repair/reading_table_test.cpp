#include "repair/reading_table.hpp"

#include <gtest/gtest.h>

namespace hanfix::repair {
namespace {

TEST(ReadingTable, KnowsReadings) {
  EXPECT_TRUE(reading_table::has(U'發', "fā"));
  EXPECT_TRUE(reading_table::has(U'數', "shù"));
  EXPECT_TRUE(reading_table::has(U'數', "shǔ"));
  EXPECT_TRUE(reading_table::has(U'沒', "méi"));
  EXPECT_FALSE(reading_table::has(U'發', "xué"));
  EXPECT_FALSE(reading_table::has(U'發', "f"));
  EXPECT_FALSE(reading_table::has(U'發', ""));
  EXPECT_FALSE(reading_table::has(U'發', "fā,"));
}

TEST(ReadingTable, KnowsTheUsualOne) {
  EXPECT_TRUE(reading_table::is_first(U'學', "xué"));
  EXPECT_TRUE(reading_table::is_first(U'經', "jīng"));
  EXPECT_FALSE(reading_table::is_first(U'經', "jìng"));
  EXPECT_FALSE(reading_table::is_first(U'學', "xu"));
}

TEST(ReadingTable, KnowsNothingOfOthers) {
  for (const char32_t code :
       {U'\0', U'a', U'，', U'あ', U'한', U'\U0001F600', char32_t{0x10FFFF}}) {
    EXPECT_FALSE(reading_table::has(code, "fā"));
    EXPECT_FALSE(reading_table::has(code, ""));
    EXPECT_FALSE(reading_table::is_first(code, ""));
  }
}

struct SyllableCase {
  const char* name;
  std::u32string_view text;
  std::size_t size;
  friend std::ostream& operator<<(std::ostream& os, const SyllableCase& c) { return os << c.name; }
};

const SyllableCase kSyllables[] = {
    {"Empty", U"", 0},          {"OneVowel", U"ā", 1},       {"ThenBracket", U"fā)", 2},
    {"Longest", U"zhuàng)", 6}, {"TooLong", U"zhuàngg)", 0}, {"NoTone", U"fa)", 0},
    {"TwoTones", U"fāá)", 0},   {"Umlaut", U"lǜ)", 2},       {"UmlautBeforeTone", U"lüè)", 3},
    {"ToneOfN", U"ń)", 1},      {"UpperCase", U"Fā)", 0},    {"UpperCaseBehind", U"fāX", 2},
    {"Hanzi", U"發fā)", 0},
};

class Syllables : public testing::TestWithParam<SyllableCase> {};

TEST_P(Syllables, AreMatched) { EXPECT_EQ(match_syllable(GetParam().text), GetParam().size); }

INSTANTIATE_TEST_SUITE_P(Table, Syllables, testing::ValuesIn(kSyllables),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace hanfix::repair
