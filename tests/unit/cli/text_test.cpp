#include "cli/text.hpp"

#include <gtest/gtest.h>

namespace hanfix::cli {
namespace {

struct TextCase {
  const char* name;
  std::string_view bytes, json, line;
  friend std::ostream& operator<<(std::ostream& os, const TextCase& c) { return os << c.name; }
};

using namespace std::string_view_literals;
constexpr TextCase kTextCases[] = {
    {"Empty", "", R"("")", ""},
    {"Plain", "發(fā)展", "\"發(fā)展\"", "發(fā)展"},
    {"Quotes", R"(a"b\c)", R"("a\"b\\c")", R"(a"b\c)"},
    {"LineEnds", "a\r\nb\t", R"("a\r\nb\t")", R"(a\r\nb\t)"},
    {"Controls", "\0\x1b\x7f"sv, R"("\u0000\u001b\u007f")", R"(\x00\x1B\x7F)"},
    {"C1", "\u0085", "\"\u0085\"", R"(\u{85})"},
    {"BidiControl", "a\u202Eb", "\"a\u202Eb\"", R"(a\u{202E}b)"},
    {"ZeroWidth", "\u200B\uFEFF", "\"\u200B\uFEFF\"", R"(\u{200B}\u{FEFF})"},
    {"LoneContinuation", "\x80", "\"\uFFFD\"", R"(\x80)"},
    {"CutOff", "好\xe5\xa5", "\"好\uFFFD\uFFFD\"", R"(好\xE5\xA5)"},
    {"Overlong", "\xc0\xaf", "\"\uFFFD\uFFFD\"", R"(\xC0\xAF)"},
    {"OverlongThree", "\xe0\x80\xaf", "\"\uFFFD\uFFFD\uFFFD\"", R"(\xE0\x80\xAF)"},
    {"Surrogate", "\xed\xa0\x80", "\"\uFFFD\uFFFD\uFFFD\"", R"(\xED\xA0\x80)"},
    {"BeyondUnicode", "\xf4\x90\x80\x80", "\"\uFFFD\uFFFD\uFFFD\uFFFD\"", R"(\xF4\x90\x80\x80)"},
    {"Supplementary", "𠮷", "\"𠮷\"", "𠮷"},
};

class Text : public testing::TestWithParam<TextCase> {};

TEST_P(Text, IsAJsonString) { EXPECT_EQ(json_string(GetParam().bytes), GetParam().json); }
TEST_P(Text, IsOneLine) { EXPECT_EQ(one_line(GetParam().bytes), GetParam().line); }

INSTANTIATE_TEST_SUITE_P(Cases, Text, testing::ValuesIn(kTextCases),
                         [](const auto& test) { return test.param.name; });

TEST(HumanSize, ChoosesTheUnit) {
  EXPECT_EQ(human_size(0), "0 B");
  EXPECT_EQ(human_size(1023), "1023 B");
  EXPECT_EQ(human_size(1536), "1.5 KiB");
  EXPECT_EQ(human_size(5ull << 40), "5.0 TiB");
}

}  // namespace
}  // namespace hanfix::cli
