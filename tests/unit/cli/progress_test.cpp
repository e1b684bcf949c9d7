#include "cli/progress.hpp"

#include <gtest/gtest.h>

namespace hanfix::cli {
namespace {

TEST(Progress, TellsFilePositionAndShare) {
  StandardError err(-1);  // nothing is drawn: the mode is off
  Progress progress(Progress::Mode::off, err, 3);
  progress.begin("a.txt", 100);
  progress.begin("new\ns.txt", 3 << 20);
  progress.advance(3 << 19);
  EXPECT_EQ(progress.line(), "new\\ns.txt (2 of 3): 1.5 MiB of 3.0 MiB, 50 %");
}

TEST(Progress, LeavesOutWhatNobodyKnows) {
  StandardError err(-1);
  Progress progress(Progress::Mode::off, err, 1);
  progress.begin("standard input", 0);
  progress.advance(2048);
  EXPECT_EQ(progress.line(), "standard input: 2.0 KiB");
}

TEST(Progress, GivesNoShareOfAFileThatGrew) {
  StandardError err(-1);
  Progress progress(Progress::Mode::off, err, 1);
  progress.begin("log", 10);
  progress.advance(2048);
  EXPECT_EQ(progress.line(), "log: 2.0 KiB");
}

}  // namespace
}  // namespace hanfix::cli
