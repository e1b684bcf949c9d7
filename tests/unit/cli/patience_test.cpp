#include "cli/patience.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hanfix::cli {
namespace {

using std::chrono::milliseconds;

TEST(Patience, EndsAtALineFirst) {
  Patience patience;
  patience.took("你好\n");
  EXPECT_EQ(patience.left(), 500);
  patience.waited(milliseconds(450));
  EXPECT_EQ(patience.left(), 50);
  EXPECT_EQ(patience.due("你好\n"), 0u);
  patience.waited(milliseconds(50));
  EXPECT_EQ(patience.left(), 0);
  EXPECT_EQ(patience.due("ab\ncd\ne"), 6u);
  EXPECT_EQ(patience.due("abc"), 0u);
  patience.answered();
  EXPECT_EQ(patience.due("ab\n"), 0u);
}

TEST(Patience, EndsInsideALineAtLast) {
  Patience patience;
  patience.took("名字：");
  patience.waited(milliseconds(1500));
  EXPECT_EQ(patience.left(), 500);
  EXPECT_EQ(patience.due("李"), 0u);
  patience.waited(milliseconds(500));
  EXPECT_EQ(patience.left(), 0);
  EXPECT_EQ(patience.due("李\n四"), 7u);
}

TEST(Patience, IsEndlessWithASourceThatFillsWindows) {
  Patience patience;
  const std::string window(Patience::kWindow, 'x');
  for (int i = 0; i < 9; ++i) {
    patience.took(window.substr(1) + '\n');
    EXPECT_EQ(patience.left(), 500);
    patience.waited(milliseconds(499));
  }
}

}  // namespace
}  // namespace hanfix::cli
