#include "convert/trace.hpp"

#include <gtest/gtest.h>

#include <random>

namespace hanfix::convert {
namespace {

using Pieces = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

Trace make(const Pieces& pieces) {
  Trace trace;
  for (const auto& [in, out] : pieces) trace.add(in, out);
  return trace;
}

Pieces drain(Trace& trace) {
  Pieces pieces;
  while (!trace.empty()) {
    pieces.emplace_back(trace.front().in, trace.front().out);
    trace.take(trace.front().in);
  }
  return pieces;
}

Pieces joined(const Pieces& first, const Pieces& second) {
  Trace a = make(first), b = make(second), out;
  TraceJoint().join(a, b, out);
  return drain(out);
}

TEST(TraceJoint, PiecesEndWhereBothSidesEnd) {
  EXPECT_EQ(joined({{9, 9}}, {{9, 9}}), (Pieces{{9, 9}}));
  EXPECT_EQ(joined({{12, 12}}, {{3, 3}, {6, 9}, {3, 3}}), (Pieces{{3, 3}, {6, 9}, {3, 3}}));
  EXPECT_EQ(joined({{3, 6}, {3, 3}}, {{9, 9}}), (Pieces{{3, 6}, {3, 3}}));
  EXPECT_EQ(joined({{3, 6}, {3, 6}}, {{3, 3}, {6, 3}, {3, 3}}), (Pieces{{6, 9}}));
  EXPECT_EQ(joined({{3, 0}, {3, 3}}, {{3, 6}}), (Pieces{{3, 0}, {3, 6}}));
}

TEST(TraceJoint, WhatCannotBeJoinedYetWaits) {
  Trace a = make({{3, 6}}), b = make({{3, 3}}), out;
  TraceJoint joint;
  joint.join(a, b, out);
  EXPECT_TRUE(out.empty());
  b.add(3, 4);
  joint.join(a, b, out);
  EXPECT_EQ(drain(out), (Pieces{{3, 7}}));
}

// Sums on both sides survive, however the traces arrive.
TEST(TraceJoint, NoByteIsLost) {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    Pieces first, second;
    std::uint64_t middle = 0, in = 0, out = 0;
    for (int i = 0; i < 50; ++i) {
      first.emplace_back(1 + random() % 9, 1 + random() % 9);
      in += first.back().first;
      middle += first.back().second;
    }
    for (std::uint64_t at = 0; at < middle;) {
      const std::uint64_t size = std::min<std::uint64_t>(1 + random() % 9, middle - at);
      second.emplace_back(size, random() % 2 == 0 ? size : 1 + random() % 9);
      out += second.back().second;
      at += size;
    }
    Trace a, b, result;
    TraceJoint joint;
    for (std::size_t i = 0, j = 0; i < first.size() || j < second.size();) {
      if (i < first.size() && random() % 2 == 0) a.add(first[i].first, first[i].second), ++i;
      // The second stage cannot be ahead of the first.
      if (i == first.size() && j < second.size()) b.add(second[j].first, second[j].second), ++j;
      joint.join(a, b, result);
    }
    EXPECT_TRUE(a.empty());
    EXPECT_TRUE(b.empty());
    std::uint64_t got_in = 0, got_out = 0;
    for (const auto& [piece_in, piece_out] : drain(result)) {
      got_in += piece_in;
      got_out += piece_out;
    }
    EXPECT_EQ(got_in, in);
    EXPECT_EQ(got_out, out);
  }
}

}  // namespace
}  // namespace hanfix::convert
