#include "base/near_names.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace hanfix {
namespace {

TEST(DidYouMean, NamesTheNearestFirst) {
  const std::vector<std::string_view> names = {"s2t", "s2tw", "s2twp", "t2s", "repair"};
  EXPECT_EQ(did_you_mean("s2twpp", names), "; did you mean s2twp or s2tw?");
  EXPECT_EQ(did_you_mean("s2t", names), "; did you mean s2t or s2tw?");
  EXPECT_EQ(did_you_mean("reapir", names), "; did you mean repair?");
  EXPECT_EQ(did_you_mean("xyz", names), "");
  EXPECT_EQ(did_you_mean("", names), "");
  EXPECT_EQ(did_you_mean(std::string(10'000, 's'), names), "");
}

}  // namespace
}  // namespace hanfix
