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
  bool toned;
  friend std::ostream& operator<<(std::ostream& os, const SyllableCase& c) { return os << c.name; }
};

const SyllableCase kSyllables[] = {
    {"Empty", U"", 0, false},
    {"OneVowel", U"ā", 1, true},
    {"ThenBracket", U"fā)", 2, true},
    {"Longest", U"zhuàng)", 6, true},
    {"TooLong", U"zhuàngg)", 0, false},
    {"NeutralTone", U"me)", 2, false},
    {"TwoTones", U"fāá)", 0, false},
    {"Umlaut", U"lǜ)", 2, true},
    {"UmlautBeforeTone", U"lüè)", 3, true},
    {"ToneOfN", U"ń)", 1, true},
    {"UpperCase", U"Fā)", 0, false},
    {"UpperCaseBehind", U"fāX", 2, true},
    {"Hanzi", U"發fā)", 0, false},
};

class Syllables : public testing::TestWithParam<SyllableCase> {};

TEST_P(Syllables, AreMatched) {
  const Syllable syllable = match_syllable(GetParam().text);
  EXPECT_EQ(syllable.size, GetParam().size);
  EXPECT_EQ(syllable.toned, GetParam().toned);
}

INSTANTIATE_TEST_SUITE_P(Table, Syllables, testing::ValuesIn(kSyllables),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace hanfix::repair
