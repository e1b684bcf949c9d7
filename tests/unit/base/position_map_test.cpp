#include "base/position_map.hpp"

#include <gtest/gtest.h>

namespace hanfix {
namespace {

TEST(PositionMap, CopiedTextMapsToItself) {
  PositionMap map;
  map.copied(5);
  map.copied(7);
  EXPECT_EQ(map.run_count(), 1u);
  EXPECT_EQ(map.to_input({3, 9}), (ByteRange{3, 9}));
  EXPECT_EQ(map.to_input({4, 4}), (ByteRange{4, 4}));
  EXPECT_EQ(map.to_input({12, 12}), (ByteRange{12, 12}));
}

TEST(PositionMap, UnitsAreNotSplit) {
  PositionMap map;  // ASCII, two GBK hanzi as UTF-8, ASCII
  map.copied(1);
  map.mapped(2, 3);
  map.mapped(2, 3);
  map.copied(1);
  EXPECT_EQ(map.run_count(), 3u);
  EXPECT_EQ(map.to_input({1, 4}), (ByteRange{1, 3}));
  EXPECT_EQ(map.to_input({4, 7}), (ByteRange{3, 5}));
  EXPECT_EQ(map.to_input({2, 5}), (ByteRange{1, 5}));  // half a character is the whole character
  EXPECT_EQ(map.to_input({7, 8}), (ByteRange{5, 6}));
}

TEST(PositionMap, DeletedTextLiesInsideTheRangeAroundIt) {
  PositionMap map;  // "ab(x)c" became "abc"
  map.copied(2);
  map.mapped(3, 0);
  map.copied(1);
  EXPECT_EQ(map.to_input({1, 3}), (ByteRange{1, 6}));
  EXPECT_EQ(map.to_input({0, 2}), (ByteRange{0, 2}));
  EXPECT_EQ(map.to_input({2, 3}), (ByteRange{5, 6}));
}

TEST(PositionMap, RawBytesAreFoundAtTheirReplacementCharacterOnly) {
  PositionMap map;
  map.copied(2);
  map.raw("\x81");
  map.raw("\xE5\xA4");
  map.copied(2);
  EXPECT_EQ(map.raw_at(2), "\x81");
  EXPECT_EQ(map.raw_at(5), "\xE5\xA4");
  EXPECT_EQ(map.raw_at(3), "");
  EXPECT_EQ(map.to_input({5, 8}), (ByteRange{3, 5}));
  bool exact = true;
  EXPECT_EQ(map.input_offset(8, exact), 5u);
  EXPECT_TRUE(exact);
  (void)map.input_offset(5, exact);
  EXPECT_FALSE(exact);
}

TEST(PositionMap, TrimKeepsWhatComesAfter) {
  PositionMap map;
  for (int i = 0; i < 1000; ++i) {
    map.copied(4);
    map.mapped(2, 3);
    map.raw("x");
  }
  map.trim(map.output_size() - 3);
  EXPECT_LE(map.run_count(), 2u);
  EXPECT_EQ(map.raw_at(map.output_size() - 3), "x");
  EXPECT_EQ(map.to_input({map.output_size() - 3, map.output_size()}).end, map.input_size());
}

TEST(PositionMap, AppendedMapsAreOne) {
  PositionMap whole, first, second;
  first.copied(3);
  first.mapped(2, 3, 4);
  second.mapped(2, 3, 2);
  second.mapped(6, 0);
  second.copied(5);
  whole.append(first);
  whole.append(second);
  EXPECT_EQ(whole.input_size(), 3u + 12 + 6 + 5);
  EXPECT_EQ(whole.output_size(), 3u + 18 + 5);
  EXPECT_EQ(whole.run_count(), 4u);  // the hanzi of both are one run
  EXPECT_EQ(whole.to_input({15, 18}), (ByteRange{11, 13}));
  EXPECT_EQ(whole.to_input({21, 23}), (ByteRange{21, 23}));
}

}  // namespace
}  // namespace hanfix
