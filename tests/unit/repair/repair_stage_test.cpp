// How the stage cuts a stream into blocks, and what it holds back.
#include <simdjson.h>

#include <algorithm>

#include "repair_test_support.hpp"

namespace hanfix::repair {
namespace {

constexpr std::size_t kBlock = 64 << 10;

std::string lines_of(std::string_view line, std::size_t size) {
  std::string text;
  while (text.size() < size) text.append(line);
  return text;
}

// Feeds `text` in pieces of `size` bytes; checks what is held after every piece. Gives where the
// stage's writes ended.
std::vector<std::size_t> feed(std::string_view text, std::size_t size,
                              RepairMode mode = RepairMode::safe) {
  test::Reports reports;
  test::StringSink sink;
  RepairStage stage(mode, {}, reports);
  std::size_t fed = 0;
  for (const std::string_view piece : test::pieces_of(text, size)) {
    stage.push(piece, sink);
    fed += piece.size();
    EXPECT_LE(fed - sink.text.size(), stage.retention());
  }
  stage.finish(sink);
  EXPECT_EQ(sink.text, text);
  EXPECT_EQ(reports.lines, "");
  return sink.ends;
}

struct BlockCase {
  const char* name;
  std::string text;
  friend std::ostream& operator<<(std::ostream& os, const BlockCase& c) { return os << c.name; }
};

std::vector<BlockCase> block_cases() {
  const std::string line = "今天的天氣很好，我們出去走一走。\n";
  const std::string no_break = lines_of("今天的天氣很好，我們出去走一走。", 300 << 10);
  std::string exact = lines_of(line, kBlock);
  exact.resize(exact.rfind('\n', kBlock - 2) + 1);
  exact += std::string(kBlock - 1 - exact.size(), 'x') + "\n";  // the line ends with the block
  return {
      {"Lines", lines_of(line, 300 << 10)},
      {"NoLineBreak", no_break},
      {"OneLongLineAmongShort",
       lines_of(line, 100 << 10) + no_break + "\n" + lines_of(line, 100 << 10)},
      {"LineEndsAtTheBlock", exact + exact + exact + line},
      {"LineEndsBehindTheBlock",
       exact.substr(0, exact.size() - 1) + "x\n" + lines_of(line, 100 << 10)},
      {"LineBreaksOnly", "好" + std::string(200 << 10, '\n')},
      {"ExactlyOneBlock", lines_of(line, kBlock).substr(0, kBlock - 1) + "\n"},
      {"EndsInsideNothing", "好"},
      {"FourByteCharacters", lines_of("𠮷𪚥𠀀", 200 << 10)},
      {"CarriageReturns", lines_of("今天\r\n", 150 << 10)},
  };
}

class Blocks : public testing::TestWithParam<BlockCase> {};

TEST_P(Blocks, EndWhereTheTextSays) {
  std::string text = GetParam().text;
  while (!simdjson::validate_utf8(text.data(), text.size())) text.pop_back();
  const std::vector<std::size_t> ends = feed(text, 4096);
  for (const std::size_t size : {std::size_t{1}, std::size_t{17}, std::size_t{65535},
                                 std::size_t{65536}, std::size_t{65537}, std::size_t{1} << 20}) {
    ASSERT_EQ(feed(text, size), ends) << "pieces of " << size;
  }
  for (std::size_t i = 0, start = 0; i < ends.size(); start = ends[i++]) {
    const std::string_view block = std::string_view(text).substr(start, ends[i] - start);
    EXPECT_LE(block.size(), 2 * kBlock);
    EXPECT_TRUE(simdjson::validate_utf8(block.data(), block.size())) << "block " << i;
    if (block.find('\n') != std::string_view::npos && ends[i] != text.size()) {
      EXPECT_EQ(block.back(), '\n') << "block " << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Table, Blocks, testing::ValuesIn(block_cases()),
                         [](const auto& test) { return test.param.name; });

TEST(RepairStage, HoldsAtMostOneKibibyteOfAscii) {
  test::Reports reports;
  test::StringSink sink;
  RepairStage stage(RepairMode::safe, {}, reports);
  std::size_t fed = 0;
  for (int i = 0; i < 3000; ++i) {
    stage.push("no line break here, and more. ", sink);
    fed += 30;
    EXPECT_LE(fed - sink.text.size(), 1024u);
  }
  stage.push("\n", sink);
  EXPECT_EQ(sink.text.size(), fed + 1);
}

TEST(RepairStage, LinesOfAsciiPassAtOnce) {
  test::Reports reports;
  test::StringSink sink;
  RepairStage stage(RepairMode::max, {}, reports);
  stage.push("one\ntwo", sink);
  EXPECT_EQ(sink.text, "one\n");
  stage.push("\nthree", sink);
  EXPECT_EQ(sink.text, "one\ntwo\n");
  stage.finish(sink);
  EXPECT_EQ(sink.text, "one\ntwo\nthree");
}

TEST(RepairStage, IdleEmitsWholeCharacters) {
  const std::string text = "abc 今天的天氣";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    test::Reports reports;
    test::StringSink sink;
    RepairStage stage(RepairMode::safe, {}, reports);
    stage.push(text.substr(0, cut), sink);
    stage.idle(sink);
    EXPECT_LE(cut - sink.text.size(), 3u);
    EXPECT_TRUE(simdjson::validate_utf8(sink.text.data(), sink.text.size()));
    stage.idle(sink);
    stage.push(text.substr(cut), sink);
    stage.finish(sink);
    EXPECT_EQ(sink.text, text);
  }
}

TEST(RepairStage, EqualIdleEventsGiveEqualOutput) {
  const std::string damaged = test::read_file(HANFIX_SAMPLES "/news.damaged.txt");
  const std::size_t pause = damaged.find('\n', damaged.size() / 2) + 1;
  const auto run = [&](std::size_t size) {
    test::Reports reports;
    test::StringSink sink;
    RepairStage stage(RepairMode::safe, {}, reports);
    for (const auto piece : test::pieces_of(std::string_view(damaged).substr(0, pause), size)) {
      stage.push(piece, sink);
    }
    stage.idle(sink);
    for (const auto piece : test::pieces_of(std::string_view(damaged).substr(pause), size)) {
      stage.push(piece, sink);
    }
    stage.finish(sink);
    EXPECT_EQ(test::replay(damaged, reports.edits), sink.text);
    return test::Run{sink.text, reports.lines};
  };
  const test::Run whole = run(damaged.size());
  for (const std::size_t size : {1u, 17u, 4096u}) EXPECT_EQ(run(size), whole);
}

TEST(RepairStage, OffLetsEverythingPass) {
  const std::string damaged = test::read_file(HANFIX_SAMPLES "/news.damaged.txt");
  test::Reports reports;
  test::StringSink sink;
  RepairStage stage(RepairMode::off, {}, reports);
  stage.push(damaged.substr(0, 100), sink);
  EXPECT_EQ(sink.text.size(), 100u);
  stage.push(damaged.substr(100), sink);
  stage.finish(sink);
  EXPECT_EQ(sink.text, damaged);
  EXPECT_EQ(reports.lines, "");
  EXPECT_EQ(stage.positions().input_size(), damaged.size());
}

TEST(RepairStage, MapsItsOutputToItsInput) {
  const std::string damaged = test::read_file(HANFIX_SAMPLES "/news.damaged.txt");
  test::Reports reports;
  test::StringSink sink;
  RepairStage stage(RepairMode::safe, {}, reports);
  for (const auto piece : test::pieces_of(damaged, 1000)) stage.push(piece, sink);
  stage.finish(sink);
  ASSERT_FALSE(reports.edits.empty());
  EXPECT_EQ(stage.positions().input_size(), damaged.size());
  EXPECT_EQ(stage.positions().output_size(), sink.text.size());
  // Between the edits, every byte comes from the same byte.
  std::size_t in = 0, out = 0;
  for (const Edit& edit : reports.edits) {
    for (; in < edit.range.start; ++in, ++out) {
      ASSERT_EQ(stage.positions().to_input({out, out + 1}), (ByteRange{in, in + 1}));
      ASSERT_EQ(damaged[in], sink.text[out]);
    }
    if (!edit.after.empty()) {
      ASSERT_EQ(stage.positions().to_input({out, out + edit.after.size()}), edit.range);
    }
    out += edit.after.size();
    in = static_cast<std::size_t>(edit.range.end);
  }
}

}  // namespace
}  // namespace hanfix::repair
