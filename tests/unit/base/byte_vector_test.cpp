// Scans of sixteen bytes at a time against one byte at a time.
#include "base/byte_vector.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace {

using namespace hanfix;

// "ab", at any distance up to kBehind, and a range.
ByteMask may_be(const ByteWindow& bytes) {
  return ((bytes[0] == 'a') & (bytes[1] == 'b')) | ((bytes[0] == 'c') & (bytes[4] - 'x' < 3));
}
bool is(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? text[i] : '\0'; };
  return (byte(at) == 'a' && byte(at + 1) == 'b') ||
         (byte(at) == 'c' && byte(at + 4) >= 'x' && byte(at + 4) <= 'z');
}

TEST(ByteVector, FindsWhatALoopFinds) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  for (int i = 0; i < 20'000; ++i) {
    // Texts of all sizes around those of a vector; few letters, so that there are finds.
    std::string text(random() % 150, '-');
    for (char& c : text) {
      if (random() % 6 == 0) c = "abcxyz\xE4\xFF"[random() % 8];
    }
    std::size_t expected = 0;
    while (expected < text.size() && !is(text, expected)) ++expected;
    if (expected == text.size()) expected = std::string::npos;
    const auto confirm = [&](std::size_t at) { return is(text, at); };
    ASSERT_EQ(find_place(text, 0, may_be, confirm), expected) << kSeed << ", case " << i;
    ASSERT_EQ(any_place(text, may_be), expected != std::string::npos) << kSeed << ", case " << i;
    if (expected == std::string::npos) continue;
    std::size_t next = expected + 1;
    while (next < text.size() && !is(text, next)) ++next;
    if (next == text.size()) next = std::string::npos;
    ASSERT_EQ(find_place(text, expected + 1, may_be, confirm), next) << kSeed << ", case " << i;
  }
}

TEST(ByteVector, CountsPastWhatAByteHolds) {
  MaskCounter counter;
  for (int i = 0; i < 1'000; ++i) counter.add(ByteMask{-1, 0, -1});
  counter.add(ByteMask{0, -1});
  EXPECT_EQ(counter.count(), 2'001u);
}

TEST(ByteVector, ConfirmsOnlyPlacesWithinTheText) {
  const auto zero = [](const ByteWindow& bytes) -> ByteMask { return bytes[0] == 0; };
  EXPECT_FALSE(any_place("abc", zero));
  EXPECT_FALSE(any_place("", zero));
  EXPECT_TRUE(any_place(std::string_view("abc\0", 4), zero));
  const auto above = [](const ByteWindow& bytes) -> ByteMask { return bytes[0] > 0x7F; };
  EXPECT_TRUE(any_place("\xFF", above));
  EXPECT_EQ(bits(ByteMask{-1, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1}), 0x8009u);
}

}  // namespace
