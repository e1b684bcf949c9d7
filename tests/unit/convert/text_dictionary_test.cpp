#include "convert/compiler/text_dictionary.hpp"

#include <gtest/gtest.h>

namespace hanfix::convert::compiler {
namespace {

TEST(TextDictionary, ReadsKeysAndValuesInOrder) {
  const auto read = parse_text_dictionary(
      "\xEF\xBB\xBF# comment\n\n发\t發 髮\r\nSQL 注入\tSQL隱碼攻擊\n頭\t头", "words.txt");
  ASSERT_TRUE(read.ok());
  const TextDictionary expected = {
      {"发", {"發", "髮"}}, {"SQL 注入", {"SQL隱碼攻擊"}}, {"頭", {"头"}}};
  EXPECT_EQ(read.value(), expected);
  EXPECT_EQ(first_values(read.value()).at("发"), "發");
}

TEST(TextDictionary, TakesTheFirstValueAsItStands) {
  const auto read = parse_text_dictionary("a\t\nb\t x\nc\tx  y \n", "words.txt");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value(), (TextDictionary{{"a", {""}}, {"b", {"", "x"}}, {"c", {"x", "y"}}}));
}

TEST(ReplaceLongest, LeavesDescriptionSequencesAlone) {
  EXPECT_EQ(replace_longest({{"木", "林"}, {"⿱", "?"}}, "木⿰木木木⿰木"), "林⿰木木林⿰林");
}

TEST(ReplaceLongest, FindsThePrefixBehindKeysThatOnlyBeginLikeIt) {
  const Entries entries = {{"a", "1"}, {"ab", "2"}, {"aba", "3"}, {"abbb", "4"}, {"b", "5"}};
  EXPECT_EQ(replace_longest(entries, "abcabbaabaa-abbb-bb"), "2c25131-4-55");
}

// Twenty thousand keys between each text and its prefix: this took ten seconds.
TEST(ReplaceLongest, DoesNotGoOverAllKeysThatBeginAlike) {
  Entries entries = {{"a", "1"}};
  for (int i = 10'000; i < 30'000; ++i) {
    std::string key = "a";
    key.append(std::to_string(i)).append("z");
    entries.emplace(std::move(key), "2");
  }
  std::string text, expected;
  for (int i = 0; i < 20'000; ++i) {
    text += "a9";
    expected += "19";
  }
  EXPECT_EQ(replace_longest(entries, text), expected);
}

struct FaultCase {
  const char* name;
  std::string_view text;
  std::uint64_t offset;
};
class TextDictionaryFault : public testing::TestWithParam<FaultCase> {};

TEST_P(TextDictionaryFault, IsAnErrorWithItsPlace) {
  const auto read = parse_text_dictionary(GetParam().text, "words.txt");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::bad_data);
  EXPECT_EQ(read.error().path, "words.txt");
  EXPECT_EQ(read.error().offset, GetParam().offset);
}

using namespace std::string_view_literals;
INSTANTIATE_TEST_SUITE_P(All, TextDictionaryFault,
                         testing::Values(FaultCase{"NoTab", "a\tb\n发 發\n", 4},
                                         FaultCase{"NoKey", "\t發\n", 0},
                                         FaultCase{"Twice", "发\t發\n发\t髮\n", 8},
                                         FaultCase{"NotUtf8", "\xB7\xA2\t發\n", 0},
                                         FaultCase{"Overlong", "\xC0\xAF\t發\n", 0},
                                         FaultCase{"Nul", "a\0b\t發\n"sv, 0},
                                         FaultCase{"Replacement", "\uFFFD\t發\n", 0}),
                         [](const auto& test) { return test.param.name; });

TEST(Flatten, TheEarlierChildWinsASharedKey) {
  const std::vector<Entries> children = {{{"头发", "頭髮"}}, {{"头发", "?"}, {"头", "頭"}}};
  const Entries expected = {{"头发", "頭髮"}, {"头", "頭"}};
  EXPECT_EQ(flatten(children, MatchPolicy::longest), expected);
  EXPECT_EQ(flatten(children, MatchPolicy::short_circuit), expected);
}

TEST(Flatten, ShortCircuitHidesLongerKeysOfLaterChildren) {
  const std::vector<Entries> children = {{{"发", "發"}}, {{"发廊", "髮廊"}, {"头发", "頭髮"}}};
  EXPECT_EQ(flatten(children, MatchPolicy::short_circuit),
            (Entries{{"发", "發"}, {"头发", "頭髮"}}));
  EXPECT_EQ(flatten(children, MatchPolicy::longest),
            (Entries{{"发", "發"}, {"发廊", "髮廊"}, {"头发", "頭髮"}}));
}

}  // namespace
}  // namespace hanfix::convert::compiler
