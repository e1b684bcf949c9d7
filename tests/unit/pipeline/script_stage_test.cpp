#include "pipeline/script_stage.hpp"

#include <simdjson.h>

#include "support/streams.hpp"

namespace hanfix {
namespace {

constexpr std::size_t kWindow = 64 << 10;

struct Decided {
  std::string text;
  std::vector<std::string> windows;
  friend bool operator==(const Decided&, const Decided&) = default;
};

Decided feed(const test::Pieces& pieces) {
  Decided out;
  test::StringSink sink;
  ScriptStage stage([&](std::string_view window) { out.windows.emplace_back(window); });
  std::size_t fed = 0;
  for (const std::string_view piece : pieces) {
    stage.push(piece, sink);
    fed += piece.size();
    EXPECT_LE(fed - sink.text.size(), stage.retention());
  }
  stage.finish(sink);
  EXPECT_EQ(stage.positions().input_size(), fed);
  EXPECT_EQ(stage.positions().output_size(), fed);
  out.text = sink.text;
  return out;
}

TEST(ScriptStage, ChangesNothingAndDecidesOnce) {
  std::string longer = "a line\n";
  while (longer.size() < 3 * kWindow) longer += "學校發展。";
  const std::string head(5000, 'x');
  for (const std::string& text :
       std::vector<std::string>{"學校", "abc 學校", head + "學校", longer, head + longer}) {
    const Decided whole = feed({text});
    EXPECT_EQ(whole.text, text);
    ASSERT_EQ(whole.windows.size(), 1u);
    EXPECT_NE(whole.windows[0].find("學校"), std::string::npos);
    EXPECT_LE(whole.windows[0].size(), kWindow + 1024);
    test::for_each_cutting(text, 20, [&](const test::Pieces& pieces) {
      const Decided cut = feed(pieces);
      ASSERT_EQ(cut.text, text);
      ASSERT_EQ(cut.windows.size(), 1u);
    });
  }
}

// The window from the first character that is not ASCII on is the same however the text is cut.
TEST(ScriptStage, TheWindowDoesNotDependOnTheCuts) {
  std::string text = "first line\nsecond: ";
  while (text.size() < 2 * kWindow) text += "學校發展。";
  const Decided whole = feed({text});
  test::for_each_cutting(text, 20,
                         [&](const test::Pieces& pieces) { ASSERT_EQ(feed(pieces), whole); });
}

TEST(ScriptStage, AsciiDecidesNothing) {
  const std::string text(100'000, 'x');
  const Decided run = feed(test::pieces_of(text, 999));
  EXPECT_EQ(run.text, text);
  EXPECT_TRUE(run.windows.empty());
}

TEST(ScriptStage, IdleDecidesOnWhatIsThere) {
  test::StringSink sink;
  int decided = 0;
  ScriptStage stage([&](std::string_view window) {
    ++decided;
    EXPECT_EQ(window, "abc 學");
  });
  stage.push("abc", sink);
  stage.idle(sink);
  EXPECT_EQ(sink.text, "abc");
  EXPECT_EQ(decided, 0);
}

TEST(ScriptStage, WhatComesBehindIdlePasses) {
  test::StringSink sink;
  std::string seen;
  ScriptStage stage([&](std::string_view window) { seen = window; });
  stage.push("abc 學", sink);
  EXPECT_EQ(sink.text, "");
  stage.idle(sink);
  EXPECT_EQ(sink.text, "abc 學");
  EXPECT_EQ(seen, "abc 學");
  stage.push("校", sink);
  EXPECT_EQ(sink.text, "abc 學校");
  stage.finish(sink);
  EXPECT_EQ(sink.text, "abc 學校");
}

}  // namespace
}  // namespace hanfix
