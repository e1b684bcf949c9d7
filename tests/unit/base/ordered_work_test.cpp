#include "base/ordered_work.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>

namespace hanfix {
namespace {

constexpr std::chrono::milliseconds kPatience(50);

// Takes the longer the smaller its number, so that the last is finished first.
struct Task {
  int number = 0;
  std::atomic<int>& begun;
  int result = -1;
  void operator()() {
    ++begun;
    std::this_thread::sleep_for(std::chrono::microseconds(1000 / (number + 1)));
    if (number == 13) throw std::runtime_error("thirteen");
    result = number * number;
  }
};

class OrderedWorkTest : public testing::TestWithParam<unsigned> {};

TEST_P(OrderedWorkTest, GivesResultsInTheOrderOfTheTasks) {
  std::atomic<int> begun = 0;
  OrderedWork<Task> work(GetParam());
  int added = 0;
  for (int expected = 0; expected < 200; ++expected) {
    while (!work.full() && added < 200) work.add(added++, begun);
    if (expected == 13) {
      EXPECT_THROW(while (!work.done(kPatience)){}, std::runtime_error);
    } else {
      while (!work.done(kPatience)) {
      }
      EXPECT_EQ(work.front().result, expected * expected);
    }
    work.pop();
  }
  EXPECT_TRUE(work.empty());
  EXPECT_EQ(begun, 200);
}

TEST_P(OrderedWorkTest, TheOwnerMayHelp) {
  std::atomic<int> begun = 0;
  OrderedWork<Task> work(GetParam());
  for (int i = 20; i < 32; ++i) work.add(i, begun);
  while (work.help()) {
  }
  EXPECT_EQ(work.waiting(), 0u);
  EXPECT_EQ(begun, 12);
  for (int i = 20; i < 32; ++i) {
    while (!work.done(kPatience)) {
    }
    EXPECT_EQ(work.front().result, i * i);
    work.pop();
  }
  EXPECT_EQ(begun, 12);
}

TEST_P(OrderedWorkTest, DoesNotBeginWhatNobodyWaitsForAnyMore) {
  std::atomic<int> begun = 0;
  {
    OrderedWork<Task> work(GetParam());
    for (int i = 0; !work.full(); ++i) work.add(i, begun);
  }
  EXPECT_LT(begun, 16 * static_cast<int>(std::max(GetParam(), 1u)));
}

INSTANTIATE_TEST_SUITE_P(Threads, OrderedWorkTest, testing::Values(0u, 1u, 2u, 8u));

}  // namespace
}  // namespace hanfix
