#include "cli/detect_lines.hpp"

#include <gtest/gtest.h>

#include "cli/text.hpp"

namespace hanfix::cli {
namespace {

// Everything that a report can hold.
DetectReport full_report() {
  DetectReport report;
  report.encoding = "utf-16le";
  report.bom = true;
  report.confidence = 0.98765;
  report.margin = 7.4;
  report.candidates = {{"utf-16le", 0.98765}, {"gb18030", 0.4876}};
  report.explanation = "characters that every text has";
  report.declared = "gb2312";
  report.variant = "mixed";
  report.counts.han = 12;
  report.counts.traditional = 3;
  report.minority = {"hant", 3, {5, 70}};
  report.paragraphs = {{0, 60, "hans"}, {60, 99, "hant-tw"}};
  report.damage = {"readings", "lost\"bytes"};
  report.perhaps = {"invisible", "spacing"};
  report.malformed = 1;
  report.switches = {{60, "gb18030"}, {80, "utf-8"}};
  return report;
}

TEST(DetectLines, StateTheVerdictInOne) {
  EXPECT_EQ(detect_lines("a.txt", full_report(), 10, {}),
            "a.txt:      utf-16le +BOM 0.99  mixed    damage: readings, lost\"bytes; "
            "perhaps: invisible, spacing; 1 malformed place; 2 changes of encoding\n");
}

TEST(DetectLines, StandBelowEachOther) {
  DetectReport report;
  report.encoding = "utf-8";
  const std::string latin = detect_lines("abcd", report, 4, {});
  const std::string hanzi = detect_lines("中文", report, 4, {});
  EXPECT_EQ(latin, "abcd: utf-8         0.00  unknown\n");
  EXPECT_EQ(hanzi, "中文: utf-8         0.00  unknown\n");
  EXPECT_EQ(columns_of(latin), columns_of(hanzi));
}

TEST(DetectLines, GiveTheEvidenceIfAskedTo) {
  EXPECT_EQ(detect_lines("-", full_report(), 0, {.verbose = true}),
            "standard input: utf-16le +BOM 0.99  mixed    damage: readings, lost\"bytes; "
            "perhaps: invisible, spacing; 1 malformed place; 2 changes of encoding\n"
            "    margin 7 bits over gb18030 (0.49)\n"
            "    characters that every text has\n"
            "    says of itself: gb2312\n"
            "    Chinese characters: 12, only Traditional: 3\n"
            "    characters of hant only: 3, at bytes 5, 70 …\n"
            "    bytes 0-60: hans\n"
            "    bytes 60-99: hant-tw\n"
            "    from byte 60: gb18030\n"
            "    from byte 80: utf-8\n");
}

TEST(DetectLines, AreOneObjectInJson) {
  EXPECT_EQ(
      detect_json("a\n.txt", full_report()),
      R"({"file":"a\n.txt","encoding":"utf-16le","bom":true,"confidence":0.9877,)"
      R"("variant":"mixed","damage":["readings","lost\"bytes"],)"
      R"("candidates":[{"encoding":"utf-16le","score":0.9877},)"
      R"({"encoding":"gb18030","score":0.4876}],"margin":7,)"
      R"("explanation":"characters that every text has","declared":"gb2312",)"
      R"("perhaps":["invisible","spacing"],"malformed":1,"switches":[{"offset":60,"encoding":"gb18030"},)"
      R"({"offset":80,"encoding":"utf-8"}],"counts":{"han":12,"simplified":0,)"
      R"("traditional":3,"japanese":0,"kana":0,"hangul":0,"taiwan":0,"hong_kong":0},)"
      R"("minority":{"script":"hant","count":3,"positions":[5,70]},)"
      R"("paragraphs":[{"start":0,"end":60,"variant":"hans"},)"
      R"({"start":60,"end":99,"variant":"hant-tw"}]})"
      "\n");
}

}  // namespace
}  // namespace hanfix::cli
