#include "cli/report.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hanfix::cli {
namespace {

struct StringSink : Sink {
  void write(std::string_view chunk) override { text += chunk; }
  std::string text;
};

const Edit kEdit = {{18, 26}, "readings", "發(fā)", "發", 0.99};

Diagnostic malformed(std::uint64_t at) {
  return {DiagnosticCode::malformed_bytes, {at, at + 2}, "81 20 is not GB18030; wrote U+FFFD"};
}

std::optional<std::uint64_t> no_line(std::uint64_t) { return std::nullopt; }

TEST(Report, ExplainsAnEditInOneLine) {
  StringSink out;
  Reporter report({.explain = true}, out);
  report.begin("news.txt");
  report.edit(kEdit);
  report.edit({{30, 31}, "escapes", "a\nb", "\u200B", 0.5});
  EXPECT_EQ(out.text,
            "news.txt: bytes 18-26: readings: 發(fā) → 發 (confidence 0.99)\n"
            "news.txt: bytes 30-31: escapes: a\\nb → \\u{200B} (confidence 0.50)\n");
}

TEST(Report, NamesStandardInputForPeople) {
  StringSink out;
  Reporter report({.explain = true}, out);
  report.begin("-");
  report.diagnostic(malformed(7));
  EXPECT_EQ(out.text,
            "standard input: bytes 7-9: malformed-bytes: 81 20 is not GB18030; wrote U+FFFD\n");
}

TEST(Report, GivesJsonLinesWithStableFields) {
  StringSink out;
  Reporter report({.json = true}, out);
  report.begin("-");
  report.edit(kEdit);
  report.edit({{0, 1}, "x", "\"", "\xff", std::nan("")});
  report.diagnostic(malformed(7));
  report.end({}, no_line);
  report.error(Error{ErrorCode::unreadable_input, "cannot read on", "a\xff", 9});
  EXPECT_EQ(
      out.text,
      R"json({"file":"-","start":18,"end":26,"family":"readings","before":"發(fā)","after":"發","confidence":0.99}
{"file":"-","start":0,"end":1,"family":"x","before":"\"","after":"�","confidence":0}
{"file":"-","start":7,"end":9,"code":"malformed-bytes","message":"81 20 is not GB18030; wrote U+FFFD"}
{"file":"a�","start":9,"end":9,"code":"unreadable-input","message":"cannot read on"}
)json");
}

TEST(Report, SumsUpLossesByDefault) {
  StringSink out;
  Reporter report({}, out);
  report.begin("news.txt");
  report.edit(kEdit);
  report.diagnostic({DiagnosticCode::encoding_detected, {}, "gb18030"});
  for (const std::uint64_t at : {18234u, 18300u, 20000u}) report.diagnostic(malformed(at));
  report.diagnostic({DiagnosticCode::text_lost, {5, 8}, "a character was destroyed"});
  EXPECT_EQ(out.text, "");
  report.end({}, [](std::uint64_t offset) -> std::optional<std::uint64_t> {
    if (offset == 18234) return 412;
    return std::nullopt;
  });
  EXPECT_EQ(out.text,
            "hanfix: news.txt: byte 18234, line 412: 81 20 is not GB18030; wrote U+FFFD "
            "(--explain lists all 3)\n"
            "hanfix: news.txt: byte 5: a character was destroyed\n");
  out.text.clear();
  report.begin("next.txt");
  report.end({}, no_line);
  EXPECT_EQ(out.text, "") << "nothing is carried over to the next document";
}

TEST(Report, IsQuietButForErrors) {
  StringSink out;
  Reporter report({.explain = true, .verbosity = Verbosity::quiet}, out);
  report.begin("news.txt");
  report.edit(kEdit);
  report.diagnostic(malformed(1));
  report.note("would-change", "news.txt", "would change");
  report.end({}, no_line);
  EXPECT_EQ(out.text, "");
  report.error("loss", "news.txt", "text would be lost");
  EXPECT_EQ(out.text, "hanfix: news.txt: text would be lost\n");
}

TEST(Report, CountsUnderVerbose) {
  StringSink out;
  Reporter report({.verbosity = Verbosity::verbose}, out);
  report.begin("news.txt");
  report.end({.encoding = "gb18030",
              .confidence = 0.987,
              .variant = "hans",
              .config = "s2tw",
              .edits = 1,
              .malformed = 2,
              .lost = 2,
              .changed = true},
             no_line);
  report.end({}, no_line);
  EXPECT_EQ(out.text,
            "hanfix: news.txt: gb18030 (confidence 0.99), hans, by s2tw; 1 repair, "
            "2 malformed places, 2 losses; changed\n"
            "hanfix: news.txt: encoding not decided; 0 repairs, 0 malformed places, 0 losses; "
            "unchanged\n");
}

TEST(Report, ColoursSentencesNeverJson) {
  StringSink out;
  Reporter({.explain = true, .color = true}, out).edit(kEdit);
  EXPECT_NE(out.text.find("\033[32m發\033[0m"), std::string::npos);
  out.text.clear();
  Reporter({.json = true, .color = true}, out).edit(kEdit);
  EXPECT_EQ(out.text.find('\033'), std::string::npos);
}

}  // namespace
}  // namespace hanfix::cli
