#include "encoding/substitutes.hpp"

#include "encoding_test_support.hpp"

namespace hanfix {
namespace {

struct SubstituteCase {
  const char* name;
  const char* to;
  char32_t code;
  const char* expected;  // null: nothing is near
  friend std::ostream& operator<<(std::ostream& os, const SubstituteCase& c) {
    return os << c.name;
  }
};

constexpr SubstituteCase kSubstituteCases[] = {
    {"SimplifiedInBig5", "big5", U'这', "這"},
    {"TraditionalInGb2312", "gb2312", U'這', "这"},
    {"TraditionalVariantInGb2312", "gb2312", U'裏', "里"},
    {"RareHanzi", "gbk", U'𠮷', nullptr},
    {"Emoji", "gbk", U'🙂', nullptr},
    {"CompatibilityIdeograph", "gbk", U'\uF900', "豈"},
    {"Radical", "big5", U'\u2F00', "一"},
    {"RadicalOfASimplifiedForm", "big5", U'\uF9B8', "隸"},
    {"QuoteInAscii", "us-ascii", U'“', "\""},
    {"QuoteInLatin1", "iso-8859-1", U'’', "'"},
    {"DashInAscii", "us-ascii", U'—', "-"},
    {"DashInJapanese", "euc-jp", U'—', "―"},
    {"MiddleDotInBig5", "big5", U'・', "·"},
    {"WaveInGbk", "gbk", U'〜', "～"},
    {"YenInBig5", "big5", U'¥', "￥"},
    {"EuroInGb2312", "gb2312", U'€', "EUR"},
    {"ZeroInGb2312", "gb2312", U'〇', "○"},
    {"FullWidthInAscii", "us-ascii", U'！', "!"},
    {"IdeographicSpaceInAscii", "us-ascii", U'\u3000', " "},
    {"NoBreakSpaceInGbk", "gbk", U'\u00A0', " "},
    {"SquareUnit", "us-ascii", U'㎏', "kg"},
    {"DegreeCelsiusInAscii", "us-ascii", U'℃', nullptr},
    {"SquareMetreHasAPower", "us-ascii", U'㎡', nullptr},
    {"PowersAreNoDigits", "gbk", U'²', nullptr},
    {"FractionsAreNoDigits", "gbk", U'½', nullptr},
    {"CircledAreNoDigits", "us-ascii", U'①', nullptr},
    {"AccentInGb2312", "gb2312", U'ñ', "n"},
    {"TwoAccents", "us-ascii", U'ế', "e"},
    {"ToneThatGbkHas", "us-ascii", U'ā', "a"},
    {"KanaKeepTheirMarks", "us-ascii", U'が', nullptr},
    {"HalfWidthKatakana", "gbk", U'ｱ', "ア"},
    {"ZeroWidth", "gbk", U'\u200B', ""},
    {"VariationSelector", "big5", U'\uFE0F', ""},
};

class Substitute : public testing::TestWithParam<SubstituteCase> {};

TEST_P(Substitute, IsTheNearestThatTheEncodingHolds) {
  const SubstituteCase& c = GetParam();
  const OutputEncoding to = find_output_encoding(c.to).value();
  Substitutes substitutes(to.encoding, to.subset);
  const std::optional<std::string> found = substitutes.find(c.code);
  ASSERT_EQ(found.has_value(), c.expected != nullptr) << found.value_or("");
  if (found) {
    EXPECT_EQ(*found, c.expected);
  }
}

INSTANTIATE_TEST_SUITE_P(Characters, Substitute, testing::ValuesIn(kSubstituteCases),
                         [](const auto& test) { return test.param.name; });

// Nothing is answered that the encoding lacks, and the search ends, for any code point.
TEST(Substitutes, AreAlwaysInTheEncoding) {
  for (const char* name : {"gb2312", "big5", "us-ascii", "shift_jis", "iso-2022-cn"}) {
    const OutputEncoding to = find_output_encoding(name).value();
    Substitutes substitutes(to.encoding, to.subset);
    const auto encoder = make_encoder(to.encoding, to.subset);
    std::string bytes;
    for (char32_t code = 0x80; code < 0x30000; code += code < 0x10000 ? 1 : 37) {
      if (code >= 0xD800 && code < 0xE000) continue;
      const std::optional<std::string> found = substitutes.find(code);
      if (!found) continue;
      bytes.clear();
      ASSERT_EQ(encoder->put(*found, bytes), found->size()) << name << " " << std::uint32_t{code};
    }
  }
}

}  // namespace
}  // namespace hanfix
