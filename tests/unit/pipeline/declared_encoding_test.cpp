// What a text says about its encoding, and what its bytes are: reported, never acted on.
#include "pipeline_test_support.hpp"

namespace hanfix {
namespace {

using test::Details;
using test::Pieces;
using test::run;

std::string page(std::string_view name) {
  std::string out = "<!DOCTYPE html>\n<html><head>\n<meta charset=\"";
  out.append(name).append("\">\n</head><body>\n");
  for (int i = 0; i < 200; ++i) out += "今天的雨下得很大，我们明天再去吧。\n";
  return out;
}

const Diagnostic* find(const Details& details, DiagnosticCode code) {
  for (const Diagnostic& d : details.reports.diagnostics) {
    if (d.code == code) return &d;
  }
  return nullptr;
}

TEST(DeclaredEncoding, IsReportedWithItsPlaceAndTheBytesDecide) {
  const std::string input = page("gb2312");
  Details details;
  EXPECT_EQ(run({}, input, &details).text, input);
  EXPECT_EQ(details.summary.declared, "gb2312");
  EXPECT_EQ(details.summary.encoding, "utf-8");
  const Diagnostic* report = find(details, DiagnosticCode::declared_encoding);
  ASSERT_NE(report, nullptr);
  EXPECT_EQ(report->message,
            "declares gb2312, but the bytes are utf-8; read as utf-8 (--from says otherwise)");
  EXPECT_EQ(input.substr(report->range.start, report->range.end - report->range.start), "gb2312");
}

TEST(DeclaredEncoding, IsNotReportedWhereItIsRightOrTheUserKnows) {
  Details details;
  (void)run({}, page("UTF-8"), &details);
  EXPECT_EQ(find(details, DiagnosticCode::declared_encoding), nullptr);
  EXPECT_EQ(details.summary.declared, "UTF-8");
  (void)run({}, test::to_bytes(page("gb2312"), "gb18030"), &details);
  EXPECT_EQ(find(details, DiagnosticCode::declared_encoding), nullptr);
  Options options;
  options.from = "utf-8";
  (void)run(options, page("gb2312"), &details);
  EXPECT_EQ(find(details, DiagnosticCode::declared_encoding), nullptr);
  EXPECT_EQ(details.summary.declared, "gb2312");
}

TEST(DeclaredEncoding, IsNamedInTheUsersBytesWhateverTheEncoding) {
  const std::string input = test::to_bytes("<title>雨</title>" + page("utf-8"), "gb18030");
  Details details;
  (void)run({}, input, &details);
  const Diagnostic* report = find(details, DiagnosticCode::declared_encoding);
  ASSERT_NE(report, nullptr);
  EXPECT_EQ(input.substr(report->range.start, report->range.end - report->range.start), "utf-8");
}

TEST(DeclaredEncoding, IsReportedAlikeHoweverTheInputIsCut) {
  const std::string inputs[] = {
      page("gb2312"),
      "\xEF\xBB\xBF" + page("big5") + "\xFF\xFE",
      test::to_bytes(page("x-klingon"), "gb18030"),
      "\xEF\xBB\xBF<p>\xFF<meta charset=gbk>" + page("gbk"),
      std::string(4090, ' ') + page("gbk"),
      "<meta charset=klingon>plain ASCII",
  };
  for (const std::string& input : inputs) {
    const test::Outcome whole = run({}, input);
    test::for_each_cutting(input, 50,
                           [&](const Pieces& pieces) { ASSERT_EQ(run({}, pieces), whole); });
    for (std::size_t cut = 0; cut < 100 && cut < input.size(); ++cut) {
      ASSERT_EQ(run({}, {input.substr(0, cut), input.substr(cut)}), whole) << "cut at " << cut;
    }
  }
}

}  // namespace
}  // namespace hanfix
