#include "cli/html_report.hpp"

#include <gtest/gtest.h>

#include "cli/html_text.hpp"
#include "support/streams.hpp"

namespace hanfix::cli {
namespace {

using test::Pieces;
using test::StringSink;

std::string html(std::string_view bytes) {
  std::string out;
  append_html(out, bytes);
  return out;
}

std::string code(std::string_view name) {
  return "<span class=\"c\">" + std::string(name) + "</span>";
}

TEST(HtmlText, CanNeitherBeMarkupNorMoveTheText) {
  EXPECT_EQ(html("中文 <b>&amp;</b> \"x\" 'y'"),
            "中文 &lt;b&gt;&amp;amp;&lt;/b&gt; &quot;x&quot; &#39;y&#39;");
  EXPECT_EQ(html(std::string_view("a\0b", 3)), "a" + code("U+0000") + "b");
  EXPECT_EQ(html("\x1b[31m\t\n"), code("U+001B") + "[31m\t\n");
  EXPECT_EQ(html("\u202E\u2066\u200B\uFEFF\u0085"),
            code("U+202E") + code("U+2066") + code("U+200B") + code("U+FEFF") + code("U+0085"));
  EXPECT_EQ(html("\xff\xed\xa0\x80"),
            code("\\xFF") + code("\\xED") + code("\\xA0") + code("\\x80"));
  EXPECT_EQ(html("\U000E0041\uFFFE\uFDD0"), code("U+E0041") + code("U+FFFE") + code("U+FDD0"));
  EXPECT_EQ(html("\uFFFD"), "\uFFFD");
  EXPECT_EQ(html("a\r\nb\rc"), "a<span class=\"cr\">U+000D</span>\nb" + code("U+000D") + "c");
}

TEST(HtmlText, CountsAndCutsCharacters) {
  EXPECT_EQ(count_characters("中a文𠮷"), 4u);
  EXPECT_EQ(first_characters("中a文𠮷", 3), "中a文");
  EXPECT_EQ(first_characters("中a", 3), "中a");
  EXPECT_EQ(first_characters("中a", 0), "");
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(1234567, "line"), "1,234,567 lines");
  EXPECT_EQ(grouped(1, "line"), "1 line");
}

HtmlPlace place(const std::string& id, std::string_view text) { return {id, "edit", text, "was"}; }

std::string marked(const std::string& id, const std::string& text) {
  return "<mark id=\"" + id + "\" class=\"edit\" tabindex=\"0\" aria-describedby=\"" + id + "t\">" +
         text + "<span class=\"tip\" role=\"tooltip\" id=\"" + id + "t\">was</span></mark>";
}

std::string number(int line) {
  return "<i class=\"n\" data-n=\"" + std::to_string(line) + "\"></i>";
}

TEST(HtmlExcerpt, ShowsLinesAroundAPlaceAndCountsTheOthers) {
  StringSink out;
  HtmlExcerpt excerpt(out);
  std::string before, behind;
  for (int i = 0; i < 20; ++i) before += std::to_string(i) + "\n";
  excerpt.unchanged(before + "在");
  EXPECT_EQ(excerpt.line(), 21u);
  excerpt.place(place("p1", "这"));
  for (int i = 0; i < 15; ++i) behind += "行\n";
  excerpt.unchanged("里\n" + behind);
  excerpt.finish();
  EXPECT_EQ(out.text, "<p class=\"gap\" data-characters=\"41\">… 17 lines unchanged …</p>\n<pre>" +
                          number(18) + "17\n" + number(19) + "18\n" + number(20) + "19\n" +
                          number(21) + "在" + marked("p1", "这") + "里\n" + number(22) + "行\n" +
                          number(23) + "行\n" + number(24) +
                          "行\n</pre>\n<p class=\"gap\" data-characters=\"24\">… 12 lines "
                          "unchanged …</p>\n");
}

TEST(HtmlExcerpt, LeavesNothingOutThatIsShort) {
  StringSink out;
  HtmlExcerpt excerpt(out);
  excerpt.unchanged("一\n二\n三\n四\n五\n");
  excerpt.place(place("p1", ""));
  excerpt.unchanged("六");
  excerpt.place(place("p2", "七\n八"));
  excerpt.finish();
  std::string gone = marked("p1", "");
  gone.replace(gone.find("edit"), 4, "edit gone");
  EXPECT_EQ(out.text, "<pre>" + number(1) + "一\n" + number(2) + "二\n" + number(3) + "三\n" +
                          number(4) + "四\n" + number(5) + "五\n" + number(6) + gone + "六" +
                          marked("p2", "七\n" + number(7) + "八") + "</pre>\n");
}

TEST(HtmlExcerpt, CutsLongLinesAndLongPlaces) {
  StringSink out;
  HtmlExcerpt excerpt(out);
  std::string line;
  for (int i = 0; i < 3000; ++i) line += "长";
  excerpt.unchanged(line);
  excerpt.place(place("p1", line));
  excerpt.unchanged(line);
  excerpt.finish();
  const std::string around = line.substr(0, 600);
  EXPECT_EQ(out.text,
            "<p class=\"gap\" data-characters=\"2800\">… 2,800 characters unchanged …</p>\n<pre>" +
                number(1) + around +
                marked("p1", line.substr(0, 6000) +
                                 "<span class=\"gap\" data-characters=\"1000\">… 1,000 more "
                                 "characters …</span>") +
                around +
                "</pre>\n<p class=\"gap\" data-characters=\"2800\">… 2,800 characters unchanged "
                "…</p>\n");
}

TEST(HtmlExcerpt, IsTheSameHoweverTheTextIsCut) {
  std::string text;
  std::mt19937 random(20261124);
  for (int i = 0; i < 400; ++i) {
    for (auto n = random() % 30; n > 0; --n) text += random() % 4 == 0 ? "𠮷" : "a文";
    text += random() % 3 == 0 ? "\r\n" : "\n";
  }
  const auto written = [&](const Pieces& pieces) {
    StringSink out;
    HtmlExcerpt excerpt(out);
    for (const auto piece : pieces) excerpt.unchanged(piece);
    excerpt.place(place("p1", "一"));
    for (const auto piece : pieces) excerpt.unchanged(piece);
    excerpt.unshown("二");
    for (const auto piece : pieces) excerpt.unchanged(piece);
    excerpt.place(place("p2", "三"));
    excerpt.finish();
    return out.text;
  };
  const std::string whole = written({text});
  EXPECT_NE(whole.find("with 1 place, not shown"), std::string::npos);
  test::for_each_cutting(text, 20,
                         [&](const Pieces& pieces) { ASSERT_EQ(written(pieces), whole); });
}

TEST(HtmlExcerpt, WritesNothingWithoutAPlace) {
  StringSink out;
  HtmlExcerpt excerpt(out);
  excerpt.unchanged("全部都好\n");
  excerpt.unshown("也好");
  excerpt.finish();
  EXPECT_EQ(out.text, "");
}

// --- the page ------------------------------------------------------------------------------------

Spool spool() { return Spool::open(testing::TempDir() + "page.html").value(); }

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string_view::npos; ++at) ++n;
  return n;
}

Edit edit(std::uint64_t at, double confidence) {
  return {{at, at + 1}, "fake", "#", "號", confidence};
}

TEST(HtmlReport, ListsTheLeastSureFirstAndLinksToThem) {
  const Command command;
  HtmlReport report(command, spool());
  report.begin("a.txt");
  report.edit(edit(0, 0.9));
  report.text("好", {1, 2});
  report.edit(edit(2, 0.6));
  report.edit(edit(3, 1));
  report.diagnostic({DiagnosticCode::text_lost, {5, 6}, "gone"});
  report.text("好", {4, 5});
  report.text("?", {5, 6});
  report.end({});
  StringSink out;
  report.write(out);
  const std::size_t first = out.text.find("<li><b>0.60</b> <a href=\"#p2\">");
  const std::size_t second = out.text.find("<li><b>0.90</b> <a href=\"#p1\">");
  const std::size_t lost = out.text.find("<li><a href=\"#p4\"><bdi>a.txt</bdi>, line 1, bytes 5-6");
  ASSERT_NE(lost, std::string::npos);
  EXPECT_LT(first, second);
  EXPECT_LT(second, lost);
  EXPECT_NE(out.text.find("<mark id=\"p4\" class=\"doubt\""), std::string::npos);
  EXPECT_NE(out.text.find("1 file, 0 changed; 3 repairs, 3 doubtful places."), std::string::npos);
  EXPECT_EQ(report.error(), 0);
}

// What is too much is counted, and doubtful places have a purse of their own.
TEST(HtmlReport, IsBoundedAndSaysSo) {
  const Command command;
  HtmlReport::Limits limits;
  limits.places_of_document = 5;
  limits.places = 8;
  limits.listed = 3;
  HtmlReport report(command, spool(), limits);
  for (const char* file : {"a", "b"}) {
    report.begin(file);
    for (std::uint64_t at = 0; at < 100; ++at) {
      report.edit(edit(2 * at, at % 10 == 9 ? 0.5 + static_cast<double>(at) / 1000 : 1));
      report.text("好\n", {2 * at + 1, 2 * at + 2});
    }
    report.end({});
  }
  StringSink out;
  report.write(out);
  EXPECT_EQ(count(out.text, "<mark "), 5u + 5u + 3u + 3u);
  EXPECT_EQ(count(out.text, "class=\"edit\""), 8u);
  EXPECT_EQ(count(out.text, "<li><b>"), 3u);
  EXPECT_NE(out.text.find("17 more doubtful repairs are not listed."), std::string::npos);
  EXPECT_NE(out.text.find("<td>fake</td><td class=\"num\">200</td><td class=\"num\">20</td>"),
            std::string::npos);
  EXPECT_NE(out.text.find("places, not shown"), std::string::npos);
}

TEST(HtmlReport, StopsMarkingWhenThePageIsLarge) {
  const Command command;
  HtmlReport::Limits limits;
  limits.bytes = 1000;
  HtmlReport report(command, spool(), limits);
  report.begin("a");
  for (std::uint64_t at = 0; at < 100; ++at) report.edit(edit(at, 0.5));
  report.end({});
  StringSink out;
  report.write(out);
  EXPECT_LT(count(out.text, "<mark "), 6u);
  EXPECT_NE(out.text.find("100 repairs"), std::string::npos);
}

TEST(HtmlReport, NamesAreTextToo) {
  const Command command;
  HtmlReport report(command, spool());
  report.begin("<img src=x>\u202Etxt.exe");
  report.failed("<img src=x>", "cannot open it: \"why\"");
  StringSink out;
  report.write(out);
  EXPECT_EQ(out.text.find("<img"), std::string::npos);
  EXPECT_NE(out.text.find("&lt;img src=x&gt;\\u{202E}txt.exe"), std::string::npos);
  EXPECT_NE(out.text.find("cannot open it: &quot;why&quot;"), std::string::npos);
  EXPECT_NE(out.text.find("1 failed"), std::string::npos);
}

}  // namespace
}  // namespace hanfix::cli
