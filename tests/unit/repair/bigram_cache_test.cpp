#include "repair/bigram_cache.hpp"

#include <gtest/gtest.h>

namespace hanfix::repair {
namespace {

TEST(BigramCache, WithoutEvidenceTheModelIsRight) {
  const BigramCache cache;
  EXPECT_EQ(cache.cost(1, 2, 100), 100);
}

TEST(BigramCache, MakesASeenPairCheaper) {
  BigramCache cache;
  cache.add(1, 2);
  // A fifth of certainty is 2.32 bits, 37 sixteenths.
  EXPECT_EQ(cache.cost(1, 2, 500), 37);
  EXPECT_EQ(cache.cost(2, 1, 500), 500);
  EXPECT_EQ(cache.cost(1, 3, 500), 500);
}

TEST(BigramCache, CountsShares) {
  BigramCache cache;
  for (int i = 0; i < 3; ++i) cache.add(1, 2);
  cache.add(1, 3);
  EXPECT_EQ(cache.cost(1, 3, 500), 69);  // log2(20) = 4.32 bits
  EXPECT_EQ(cache.cost(1, 2, 500), 44);  // log2(20/3) = 2.74 bits
}

TEST(BigramCache, NeverMakesAnythingDearer) {
  BigramCache cache;
  cache.add(1, 2);
  for (int i = 0; i < 100; ++i) cache.add(1, 3);
  for (int cost = 0; cost < 300; ++cost) EXPECT_LE(cache.cost(1, 2, cost), cost);
}

TEST(BigramCache, TellsLargeSymbolsApart) {
  BigramCache cache;
  cache.add(0xFFFF, 0);
  EXPECT_EQ(cache.cost(0, 0xFFFF, 500), 500);
  EXPECT_EQ(cache.cost(0xFFFF, 0, 500), 37);
}

}  // namespace
}  // namespace hanfix::repair
