#include "cli/turns.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace hanfix::cli {
namespace {

class Text : public Sink {
 public:
  void write(std::string_view chunk) override { text += chunk; }
  std::string text;
};

TEST(TurnSink, KeepsWhatIsWrittenBeforeItsTurn) {
  Turns turns;
  Text out;
  TurnSink first(turns, 0, out, 100), second(turns, 1, out, 100);
  turns.give(0);
  second.write("b");
  first.write("a");
  EXPECT_EQ(out.text, "a");
  first.release();
  turns.give(1);
  EXPECT_EQ(out.text, "a");
  second.write("c");
  EXPECT_EQ(out.text, "abc");
  second.release();
  EXPECT_EQ(out.text, "abc");
}

TEST(TurnSink, ManyWritersWithMoreThanTheyMayKeepComeInOrder) {
  constexpr std::size_t kWriters = 8;
  constexpr int kLines = 2000;
  Turns turns;
  Text out;
  std::string expected;
  std::vector<std::unique_ptr<TurnSink>> sinks;
  for (std::size_t i = 0; i < kWriters; ++i) {
    sinks.push_back(std::make_unique<TurnSink>(turns, i, out, 1000));
    for (int line = 0; line < kLines; ++line) expected += std::to_string(i) + "\n";
  }
  turns.give(0);
  std::vector<std::thread> writers;
  for (std::size_t i = 0; i < kWriters; ++i)
    writers.emplace_back([&, i] {
      for (int line = 0; line < kLines; ++line) sinks[i]->write(std::to_string(i) + "\n");
    });
  for (std::size_t i = 0; i < kWriters; ++i) {
    turns.give(i);
    writers[i].join();
    sinks[i]->release();
  }
  EXPECT_EQ(out.text, expected);
}

TEST(TurnSink, NobodyWaitsOnceStopped) {
  Turns turns;
  Text out;
  TurnSink later(turns, 5, out, 10);
  std::thread writer([&] { later.write(std::string(1000, 'x')); });
  turns.stop();
  writer.join();
  later.write(std::string(1000, 'y'));
  EXPECT_EQ(out.text, "");
}

}  // namespace
}  // namespace hanfix::cli
