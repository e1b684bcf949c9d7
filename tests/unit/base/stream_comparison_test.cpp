// What comes out in place, what comes out as a copy, and both in turn: the same answer.
#include "base/stream_comparison.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace hanfix {
namespace {

TEST(StreamComparison, TellsOutputFromInput) {
  const std::string text = "ABCDEFGHIJ", other = "ABCDEFGHIJ", changed = "ABCDEFGHIX";
  const auto same = [&](auto write) {
    StreamComparison streams;
    streams.begin_input(text);
    write(streams, std::string_view(text));
    streams.end_input();
    return streams.same();
  };
  using Streams = StreamComparison;
  using View = std::string_view;
  EXPECT_TRUE(same([](Streams& s, View in) { s.output(in); }));
  EXPECT_TRUE(same([&](Streams& s, View) { s.output(other); }));
  EXPECT_FALSE(same([&](Streams& s, View) { s.output(changed); }));
  EXPECT_FALSE(same([](Streams&, View) {}));
  EXPECT_FALSE(same([](Streams& s, View in) { s.output(in.substr(1)); }));
  EXPECT_FALSE(same([](Streams& s, View in) { s.output(in), s.output(in); }));
  // The same memory at another place of the stream.
  EXPECT_FALSE(
      same([](Streams& s, View in) { s.output(in.substr(5)), s.output(in.substr(0, 5)); }));
  EXPECT_FALSE(same([](Streams& s, View in) { s.output("X"), s.output(in.substr(1, 8)); }));
  EXPECT_FALSE(same([](Streams& s, View in) { s.output("X"), s.output(in.substr(1)); }));
  EXPECT_TRUE(same([](Streams& s, View in) { s.output("A"), s.output(in.substr(1)); }));
  EXPECT_TRUE(same([](Streams& s, View in) { s.output(in.substr(0, 9)), s.output("J"); }));
}

// Output late, early within the chunk, in place or copied, with and without one byte changed.
TEST(StreamComparison, AgreesWithComparingTheTexts) {
  std::mt19937 random(20261130);
  const auto below = [&](std::size_t n) { return std::size_t{random()} % n; };
  for (int i = 0; i < 4000; ++i) {
    std::string input(below(300), 'a');
    for (char& c : input) c = static_cast<char>('a' + below(3));
    const std::size_t changed = i % 2 == 0 ? input.size() : below(input.size() + 1);
    std::string output = input;
    if (changed < output.size()) output[changed] = static_cast<char>(output[changed] ^ 4);
    StreamComparison streams;
    std::size_t written = 0;
    const auto write = [&](std::size_t end, bool in_place) {
      for (; written < end; ++written) {  // a byte at a time, or what is unchanged at once
        std::size_t size = in_place ? end - written : 1;
        if (in_place && changed >= written && changed < end) size = changed - written;
        const std::string& from = in_place && size > 0 ? input : output;
        size = std::max<std::size_t>(size, 1);
        streams.output(std::string_view(from).substr(written, size));
        written += size - 1;
      }
    };
    for (std::size_t at = 0; at < input.size();) {
      const std::size_t size = 1 + below(input.size() - at);
      streams.begin_input(std::string_view(input).substr(at, size));
      if (below(4) == 0) write(written + below(at - written + 1), false);
      if (written == at && below(2) == 0) write(at + below(size + 1), true);
      if (below(2) == 0) write(written + below(at + size - written + 1), written >= at);
      streams.end_input();
      at += size;
    }
    write(input.size(), false);
    EXPECT_EQ(streams.same(), input == output) << input << '\n' << output;
  }
}

}  // namespace
}  // namespace hanfix
