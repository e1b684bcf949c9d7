// The damage, run forwards: what the wild pages show.
#include "repair_test_support.hpp"

namespace hanfix::repair {
namespace {

struct DamageCase {
  const char* name;
  const char* tool;  // in the order in which the site replaces
  const char* clean;
  const char* page;  // as found, or as it begins
  friend std::ostream& operator<<(std::ostream& os, const DamageCase& c) { return os << c.name; }
};

const DamageCase kWild[] = {
    {"Aligned", "經jīng 濟jì", "經濟", "經(jīng)濟(jì)"},
    {"TwoStrays", "數shù 當dāng", "府數十", "府?dāng)?shù)十"},
    {"LeadOfTheNext", "驅qū 強qiáng", "或將增強", "或?qū)⒃鰪?qiáng)"},
    {"AlignedThenAcross", "數shù 當dāng", "當地時間", "當(dāng)?shù)貢r間"},
    {"Across", "冊cè 業yè", "們在為企業", "們?cè)跒槠髽I(yè)"},
    {"LongShift", "驗yàn 場chǎng", "因為北京有收藏市場", "因?yàn)楸本┯惺詹厥袌?chǎng)"},
    {"ShiftToTheNextWord", "內nèi", "詢如何成為\n", "詢?nèi)绾纬蔀?\n"},
    {"TrailByteIsALetter", "預yù", "這款App", "這款A(yù)pp"},
    {"PrivateUse", "購gòu 場chǎng", "再從全球市場", "再?gòu)娜\ue084蚴袌?chǎng)"},
    {"SwallowedDigit", "驅qū", "全球將近1 930萬", "全球?qū)⒔? 930萬"},
    {"EndOfLine", "", "。”\n", "?!?\n"},
    {"QuotesTouch", "", "國家。”“很明顯，", "國家?!薄昂苊黠@,"},
    {"QuestionMarkAcross", "", "。可以說，", "??梢哉f,"},
    {"BothPasses", "報bào 請qǐng", "。《人民日報》", "?!度嗣袢?qǐng)?bào)》"},
    {"InsideAPair", "護hù", "提高專科疼痛護", "提高??铺弁醋o(hù)"},
    {"SwallowedAngle", "", "轉化。”</strong>", "轉化?!?/strong>"},
};

class WildDamage : public testing::TestWithParam<DamageCase> {};

TEST_P(WildDamage, IsReproduced) {
  const DamageCase& row = GetParam();
  EXPECT_EQ(utf8::encode(damage(hits(row.clean, parse_tool(row.tool)))), row.page);
}

INSTANTIATE_TEST_SUITE_P(Wild, WildDamage, testing::ValuesIn(kWild),
                         [](const auto& test) { return test.param.name; });

TEST(Damage, WithoutHitsNothingChanges) {
  for (const std::u32string clean : {U"", U"a", U"學校，發展。“好！”\n", U"𠮷𪚥 outside the BMP",
                                     U"\U0001F600?", U"ß é 한국 かな"}) {
    EXPECT_EQ(damage({clean, {}, {}}), clean);
  }
}

TEST(Damage, EveryHitIsOptional) {
  EXPECT_EQ(damage({U"經濟，", {{2, "(jīng)"}}, {}}), U"經(jīng)濟，");
  EXPECT_EQ(damage({U"經濟，", {}, {4}}), U"經濟,");
}

// A character outside GBK is one byte here: a page writes it as a reference.
TEST(Damage, CountsACharacterOutsideGbkAsOneByte) {
  EXPECT_EQ(damage({U"𠮷經濟，", {{3, "(jīng)"}}, {5}}), U"𠮷經(jīng)濟,");
}

TEST(Damage, HitsOutsideTheTextDoNothing) {
  EXPECT_EQ(damage({U"經濟", {{90, "(jīng)"}}, {99}}), U"經濟");
}

// A lead byte at the end of a line becomes '?' and leaves the line break.
TEST(Damage, LeavesLineBreaks) {
  EXPECT_EQ(damage({U"數\n十", {{1, "(dāng)"}}, {}}), U"?dāng)?\n十");
  EXPECT_EQ(damage({U"數\r\n十", {{1, "(dāng)"}}, {}}), U"?dāng)?\r\n十");
  EXPECT_EQ(damage({U"數", {{1, "(dāng)"}}, {}}), U"?dāng)?");
}

}  // namespace
}  // namespace hanfix::repair
