// The result and the positions are those of one thread, whatever the text and its pieces.
#include "convert/threaded_converter.hpp"

#include <gtest/gtest.h>

#include "stage_runner.hpp"

namespace hanfix::convert {
namespace {

constexpr std::string_view kPieces[] = {"她的头发很长",
                                        "这个软件可以通过网络下载。",
                                        "資料庫與頭髮裡面",
                                        "SQL注入",
                                        "plain ASCII text ",
                                        "被发明",
                                        "⿰木",
                                        "\n",
                                        "\n",
                                        "\r\n",
                                        "B超",
                                        "什么时候",
                                        "為什麼",
                                        "\n\n"};

// Pieces in a seeded order; lines of `line` pieces and more.
std::string seeded_text(unsigned seed, std::size_t size, std::size_t line) {
  std::mt19937 random(seed);
  std::string text;
  while (text.size() < size) {
    for (std::size_t i = 0; i < line; ++i) text += kPieces[random() % 7];
    text += kPieces[random() % std::size(kPieces)];
  }
  return text;
}

class ThreadedConverterTest : public testing::TestWithParam<unsigned> {};

void expect_as_one_thread(std::string_view config, std::string_view text, unsigned threads,
                          const std::vector<std::size_t>& sizes) {
  const StageRun one = run_stage(chain(config), text, {text.size()});
  const StageRun many = run_stage(chain(config), text, sizes, threads);
  ASSERT_TRUE(one.text == many.text) << config;
  ASSERT_TRUE(one.origins == many.origins) << config;
}

TEST_P(ThreadedConverterTest, LinesOfAnyLength) {
  for (const std::string_view config : {"s2t", "s2twp", "tw2sp"}) {
    for (const std::size_t line : {1, 30, 5000}) {
      const std::string text = seeded_text(7, 500'000, line);
      expect_as_one_thread(config, text, GetParam(), {65536});
      expect_as_one_thread(config, text, GetParam(), seeded_sizes(3, 9000));
    }
  }
}

TEST_P(ThreadedConverterTest, ALineLongerThanAnyBlock) {
  std::string text = seeded_text(1, 200'000, 9);
  for (int i = 0; i < 50'000; ++i) text += "头发与数据库";
  text += "头\n发" + seeded_text(2, 300'000, 9);
  expect_as_one_thread("s2twp", text, GetParam(), {4096});
}

// Each line ends within a sequence whose last operand is the line break: no block settles.
TEST_P(ThreadedConverterTest, SequencesAcrossLineBreaks) {
  std::string text;
  while (text.size() < 400'000) text += "头发⿰木\n发⿱\n头发头⿲头发\n";
  expect_as_one_thread("s2t", text, GetParam(), {65536});
  expect_as_one_thread("s2twp", text, GetParam(), {1000});
}

TEST_P(ThreadedConverterTest, FlushLetsOutWhatIsCertain) {
  const auto stage = make_convert_stage(chain("s2t"), GetParam());
  StringSink sink;
  std::string input;
  for (int i = 0; i < 40; ++i) {
    const std::string part = seeded_text(static_cast<unsigned>(i), 20'000, 9) + "\n";
    stage->push(part, sink);
    input += part;
    stage->flush(sink);
    ASSERT_TRUE(sink.text == convert(*chain("s2t"), input));
    stage->push("头", sink);
    stage->flush(sink);
    stage->push("发\n", sink);
    input += "头发\n";
  }
  stage->finish(sink);
  EXPECT_TRUE(sink.text == convert(*chain("s2t"), input));
  EXPECT_EQ(stage->settled(), input.size());
}

TEST_P(ThreadedConverterTest, HoldsNoMoreThanItSays) {
  const auto stage = make_convert_stage(chain("s2t"), GetParam());
  StringSink sink;
  std::uint64_t pushed = 0;
  const std::string text = seeded_text(5, 300'000, 9);
  for (int i = 0; i < 30; ++i) {
    stage->push(text, sink);
    pushed += text.size();
    ASSERT_LE(pushed - stage->settled(), stage->retention());
  }
}

INSTANTIATE_TEST_SUITE_P(Threads, ThreadedConverterTest, testing::Values(1u, 2u, 3u, 8u));

}  // namespace
}  // namespace hanfix::convert
