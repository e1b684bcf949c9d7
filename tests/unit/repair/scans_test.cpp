// The scans that decide whether a family looks at a text at all.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "base/utf8.hpp"
#include "mojibake_test_support.hpp"
#include "repair/mojibake_scan.hpp"
#include "repair/readings_scan.hpp"

namespace {

using namespace hanfix;
using namespace hanfix::repair;

struct ScanCase {
  const char* name;
  bool (*scan)(std::string_view);
  std::string_view text;
  bool expected;
  friend std::ostream& operator<<(std::ostream& os, const ScanCase& c) { return os << c.name; }
};

bool utf8(std::string_view text) { return shows_utf8(text, RepairMode::safe); }
bool utf8_max(std::string_view text) { return shows_utf8(text, RepairMode::max); }
bool double_bytes(std::string_view text) { return shows_double_bytes(text); }
bool annotation(std::string_view text) { return shows_toned_annotation(text); }
bool lone_lead(std::string_view text) { return shows_lone_lead_byte(text); }
bool narrow_chinese(std::string_view text) { return is_chinese_with_narrow_marks(text); }

constexpr ScanCase kCases[] = {
    {"TwoBytesThroughLatin", utf8, "NicolÃ¡s", true},
    {"ThreeBytesThroughLatin", utf8, "ä¸­", true},
    {"FourBytesThroughLatin", utf8, "ðŸ˜€", true},
    {"BehindALead", utf8, "that â€™ s", true},
    {"ThroughCyrillic", utf8, "РљР°Рє", true},
    {"ThroughDos", utf8, "caf├⌐", true},
    {"French", utf8, "« à l’été », déjà vu… « œuvre »", false},
    {"Czech", utf8, "příští běží, něžný žížaly", false},
    {"Hungarian", utf8, "Őrült író „és” ő", false},
    {"Russian", utf8, "«Война и мир» — роман. Ёлка № 5", false},
    {"Greek", utf8, "Όμως, «τίποτα» δεν… άλλαξε", false},
    {"Vietnamese", utf8, "Tiếng Việt được viết", false},
    {"Chinese", utf8, "“中文”——《书》…", false},
    {"BlankForAByte", utf8, "voilÃ le", false},
    {"BlankForAByteInMax", utf8_max, "voilÃ le", true},
    {"ControlInMax", utf8_max,
     "a\xC2\x92"
     "b",
     true},
    {"GbkThroughLatin", double_bytes, "ÖÐÎÄ", true},
    {"GbkThroughCyrillic", double_bytes, "ЦРОДРЕПўУРКІ", true},
    {"GbkThroughGreek", double_bytes, "½ρΜμµΔΝΌΚιΉέ", true},
    {"Big5ThroughLatin", double_bytes, "¤¤¤å¤å¥ó", true},
    {"FrenchIsNoGbk", double_bytes, "« à l’été », déjà vu… « œuvre »", false},
    {"CzechIsNoGbk", double_bytes, "příští běží, něžný žížaly", false},
    {"RussianIsNoGbk", double_bytes, "«Война и мир» — роман. Ёлка № 5, МегаФон", false},
    {"MixedCaseInOneLine", double_bytes, "аБ вГ дЕ", true},
    {"MixedCaseInThreeLines", double_bytes, "аБ\nвГ\nдЕ", false},
    {"Annotated", annotation, "發(fā)展", true},
    {"AnnotatedInWideBrackets", annotation, "行（háng）业", true},
    {"AnnotatedBehindALostLead", annotation, "府?dāng)", true},
    {"ToneAtTheEnd", annotation, "麼(mē)", true},
    {"ToneWithoutBrackets", annotation, "fā zhǎn", false},
    {"WesternAnnotation", annotation, "Žižek (né)", false},
    {"WordInBrackets", annotation, "(déjà vu)", false},
    {"BracketAtTheStart", annotation, "fā)", false},
    {"LongWord", annotation, "(abcdefghijā)", false},
    {"LoneLead", lone_lead, "国家?!薄昂", true},
    {"LoneLeadBehind", lone_lead, "a?!薄", true},
    {"Question", lone_lead, "是吗?好", false},
    {"WesternQuestion", lone_lead, "voilà?! «été?»", false},
    {"NarrowChinese", narrow_chinese, "好,我们走!他说:去吧", true},
    {"WideChinese", narrow_chinese, "好，我们走！他说：去吧", false},
    {"NarrowJapanese", narrow_chinese, "そうです,行きましょう!", false},
};

class Scans : public testing::TestWithParam<ScanCase> {};

// Also far into a text, across every border of a vector, and in the first line of two.
TEST_P(Scans, TellsWhereverItStands) {
  const auto& [name, scan, text, expected] = GetParam();
  for (std::size_t before = 0; before < 70; ++before) {
    const std::string placed = std::string(before, '\n') + std::string(text);
    ASSERT_EQ(scan(placed), expected) << before << " bytes before";
    ASSERT_EQ(scan(placed + '\n' + std::string(before, '-')), expected) << before;
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, Scans, testing::ValuesIn(kCases),
                         [](const auto& test) { return test.param.name; });

// Whatever characters are read through a page, the scan sees whole sequences.
TEST(ScansProperty, SeeUtf8ThroughEveryPage) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  constexpr std::u32string_view kCharacters = U"中文的是我们这個國éüñа́бж字漢。，“”😀";
  for (int i = 0; i < 300; ++i) {
    std::u32string clean;
    for (auto n = 3 + random() % 8; n > 0; --n) clean += kCharacters[random() % kCharacters.size()];
    const auto page = static_cast<CodePage>(random() % kCodePages);
    const std::string damaged = read_through(page, utf8::encode(clean));
    ASSERT_TRUE(shows_utf8(damaged, RepairMode::safe))
        << kSeed << ", case " << i << ": " << damaged;
  }
}

}  // namespace
