#include "base/ascii_prelude.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hanfix {
namespace {

TEST(AsciiPrefix, EndsAtTheFirstByteThatIsNotAscii) {
  for (std::size_t size = 0; size < 40; ++size) {
    for (std::size_t at = 0; at <= size; ++at) {
      std::string text(size, '\x7F');
      if (at < size) text[at] = '\x80';
      EXPECT_EQ(ascii_prefix(text), at);
      EXPECT_EQ(ascii_prefix(std::string_view(text).substr(at)), 0u);
    }
  }
}

TEST(FreeAscii, LetsWholeLinesGo) {
  EXPECT_EQ(free_ascii("", 0), 0u);
  EXPECT_EQ(free_ascii("abc", 3), 0u);
  EXPECT_EQ(free_ascii("abc\n", 4), 4u);
  EXPECT_EQ(free_ascii("abc\ndef", 7), 4u);
  EXPECT_EQ(free_ascii("a\nb\nCNN:學", 8), 4u);
  EXPECT_EQ(free_ascii("學\nabc\n", 0), 0u);
}

TEST(FreeAscii, HoldsAtMostOneKibibyteOfALine) {
  const std::string line(5000, 'x');
  EXPECT_EQ(free_ascii(line, kAsciiHeld), 0u);
  EXPECT_EQ(free_ascii(line, kAsciiHeld + 1), 1u);
  EXPECT_EQ(free_ascii(line, line.size()), line.size() - kAsciiHeld);
  EXPECT_EQ(free_ascii("\n" + line, line.size() + 1), line.size() + 1 - kAsciiHeld);
}

}  // namespace
}  // namespace hanfix
