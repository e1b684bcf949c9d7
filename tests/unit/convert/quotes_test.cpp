#include "convert/quotes.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "support/streams.hpp"

namespace hanfix::convert {
namespace {

std::string quoted(QuoteStyle style, const test::Pieces& pieces) {
  QuoteStage stage(style);
  test::StringSink sink;
  for (const std::string_view piece : pieces) stage.push(piece, sink);
  stage.finish(sink);
  EXPECT_EQ(stage.positions().input_size(), stage.positions().output_size());
  return sink.text;
}

std::string quoted(QuoteStyle style, std::string_view text) {
  return quoted(style, test::Pieces{text});
}

struct Vector {
  std::string how, curly, corner;
};

std::string with_line_breaks(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool line_break = text.substr(at).starts_with("\\n");
    out += line_break ? '\n' : text[at];
    at += line_break;
  }
  return out;
}

std::vector<Vector> vectors() {
  std::ifstream file(std::string(HANFIX_TEST_DATA) + "/convert/quotes.tsv");
  std::vector<Vector> out;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("#")) continue;
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    const std::string curly = with_line_breaks(line.substr(first + 1, second - first - 1));
    out.push_back(
        {line.substr(0, first), curly,
         second == std::string::npos ? curly : with_line_breaks(line.substr(second + 1))});
  }
  return out;
}

TEST(Quotes, Vectors) {
  ASSERT_GE(vectors().size(), 30u);
  for (const auto& [how, curly, corner] : vectors()) {
    if (how != "curly") {
      EXPECT_EQ(quoted(QuoteStyle::corner, curly), corner);
    }
    if (how != "corner") {
      EXPECT_EQ(quoted(QuoteStyle::curly, corner), curly);
    }
  }
}

TEST(Quotes, ASecondRunChangesNothing) {
  for (const auto& [how, curly, corner] : vectors()) {
    EXPECT_EQ(quoted(QuoteStyle::corner, corner), corner);
    EXPECT_EQ(quoted(QuoteStyle::curly, curly), curly);
  }
}

TEST(Quotes, TheSameForEveryCutting) {
  std::string all;
  for (const auto& [how, curly, corner] : vectors()) all += curly + "\n" + corner + "\n";
  all += std::string(3000, ' ') + "“长" + std::string(9000, 'x') + "”。\n";
  for (const QuoteStyle style : {QuoteStyle::curly, QuoteStyle::corner}) {
    const std::string whole = quoted(style, all);
    test::for_each_cutting(
        all, 20, [&](const test::Pieces& pieces) { EXPECT_EQ(quoted(style, pieces), whole); });
    for (std::size_t at = 0; at < 1200; ++at) {
      const std::string_view text = std::string_view(all).substr(0, 1200);
      EXPECT_EQ(quoted(style, test::Pieces{text.substr(0, at), text.substr(at)}),
                quoted(style, text));
    }
  }
}

TEST(Quotes, ALineLeavesWithItsEnd) {
  QuoteStage stage(QuoteStyle::corner);
  test::StringSink sink;
  stage.push("他说：“好", sink);
  EXPECT_EQ(sink.text, "");
  stage.push("。”\n“再", sink);
  EXPECT_EQ(sink.text, "他说：「好。」\n");
  stage.idle(sink);
  EXPECT_EQ(sink.text, "他说：「好。」\n「再");
}

// Marks without end, and backticks without partners: the work grows with the text, not faster.
TEST(Quotes, HostileTextStaysWithinMemoryAndTime) {
  for (const std::string unit : {"“", "”", "“‘", "`", "``` `", "「『", "’”", "6”"}) {
    std::string text;
    while (text.size() < 1'000'000) text += unit;
    QuoteStage stage(QuoteStyle::corner);
    test::StringSink sink;
    for (const std::string_view piece : test::pieces_of(text, 1000)) {
      stage.push(piece, sink);
    }
    stage.finish(sink);
    EXPECT_EQ(sink.text.size(), text.size());
  }
}

}  // namespace
}  // namespace hanfix::convert
