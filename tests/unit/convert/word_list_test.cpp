#include "convert/compiler/word_list.hpp"

#include <gtest/gtest.h>

#include "convert/user_words.hpp"

namespace hanfix::convert::compiler {
namespace {

using namespace std::string_view_literals;
using Kind = WordFinding::Kind;

TEST(WordList, ReadsKeysAndWholeValues) {
  const WordList list =
      read_word_list("\xEF\xBB\xBF# names\n\nSQL 注入\tSQL 隱碼攻擊\r\n=\t\n发\t發\n");
  EXPECT_EQ(list.words, (Entries{{"SQL 注入", "SQL 隱碼攻擊"}, {"=", ""}, {"发", "發"}}));
  EXPECT_FALSE(first_error(list, "x").has_value());
}

TEST(WordList, ReadsProtectedWords) {
  const WordList list = read_protected_words("# names\n鮑里斯\r\n後\n");
  EXPECT_EQ(list.words, (Entries{{"鮑里斯", "鮑里斯"}, {"後", "後"}}));
  const auto error = first_error(read_protected_words("a\nb\tc\n"), "names.txt");
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->path, "names.txt");
  EXPECT_EQ(error->message,
            "line 2: a tab in a list of protected words; --dict takes KEY<TAB>VALUE");
}

struct LintCase {
  const char* name;
  std::string_view text;
  Kind kind;
  std::size_t line;
  const char* code;
};
class Lint : public testing::TestWithParam<LintCase> {};

TEST_P(Lint, FindsOneThing) {
  const WordList list = read_word_list(GetParam().text);
  ASSERT_EQ(list.findings.size(), 1u) << list.findings[0].message << list.findings[1].message;
  EXPECT_EQ(list.findings[0].kind, GetParam().kind);
  EXPECT_EQ(list.findings[0].line, GetParam().line);
  EXPECT_STREQ(list.findings[0].code, GetParam().code);
  EXPECT_EQ(first_error(list, "x").has_value(), GetParam().kind == Kind::error);
}

INSTANTIATE_TEST_SUITE_P(
    All, Lint,
    testing::Values(LintCase{"NoTab", "a\tb\n发 發\n", Kind::error, 2, "no-tab"},
                    LintCase{"SecondTab", "发\t發\t髮\n", Kind::error, 1, "tab"},
                    LintCase{"EmptyKey", "\t發\n", Kind::error, 1, "empty-key"},
                    LintCase{"NotUtf8", "a\tb\n\xB7\xA2\t發\n", Kind::error, 2, "not-utf-8"},
                    LintCase{"Nul", "a\0b\t發\n"sv, Kind::error, 1, "bad-key"},
                    LintCase{"Replacement", "\uFFFD\t發\n", Kind::error, 1, "bad-key"},
                    LintCase{"OldLineBreaks", "a\tb\rc\td\n", Kind::error, 1, "line-break"},
                    LintCase{"Duplicate", "发\t發\n\n发\t髮\n", Kind::error, 3, "duplicate"},
                    LintCase{"SameTwice", "发\t發\n发\t發\n", Kind::warning, 2, "duplicate"},
                    LintCase{"Unsorted", "b\t1\na\t2\nc\t3\naa\t4\n", Kind::warning, 2, "unsorted"},
                    LintCase{"Identical", "发\t发\n", Kind::note, 1, "identical"},
                    LintCase{"EmptyValue", "发\t\n", Kind::note, 1, "empty-value"},
                    LintCase{"Space", "发\t發 髮\n", Kind::note, 1, "space"}),
    [](const auto& test) { return test.param.name; });

TEST(WordList, TheLongestKeyIsTheLongest) {
  const std::string longest(kLongestWord, 'x');
  EXPECT_TRUE(read_word_list(longest + "\ty\n").findings.empty());
  const WordList list = read_word_list(longest + "x\ty\n");
  ASSERT_EQ(list.findings.size(), 1u);
  EXPECT_STREQ(list.findings[0].code, "long-key");
}

}  // namespace
}  // namespace hanfix::convert::compiler
