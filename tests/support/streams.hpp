/// \file  What tests of stages share: collectors, ways to cut an input, replay.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "hanfix/diagnostic.hpp"
#include "hanfix/stage.hpp"

namespace hanfix::test {

/// Keeps what is written, and where each write ended.
struct StringSink : Sink {
  std::string text;
  std::vector<std::size_t> ends;
  void write(std::string_view chunk) override {
    text += chunk;
    ends.push_back(text.size());
  }
};

/// Keeps what is reported.
struct Reports : DiagnosticSink {
  std::vector<Edit> edits;
  std::vector<Diagnostic> diagnostics;
  std::string lines;  ///< one line each, in the order in which they came
  void edit(const Edit& e) override {
    edits.push_back(e);
    lines += place(e.range) + " " + e.family + " " + e.before + " -> " + e.after + " " +
             std::to_string(e.confidence) + "\n";
  }
  void diagnostic(const Diagnostic& d) override {
    diagnostics.push_back(d);
    lines += place(d.range) + " " + to_string(d.code) + " " + d.message + "\n";
  }
  static std::string place(ByteRange range) {
    return std::to_string(range.start) + "-" + std::to_string(range.end);
  }
};

/// What one run gave.
struct Run {
  std::string text;
  std::string reports;
  friend bool operator==(const Run&, const Run&) = default;
  friend std::ostream& operator<<(std::ostream& os, const Run& run) {
    return os << "\"" << run.text << "\"\n" << run.reports;
  }
};

using Pieces = std::vector<std::string_view>;

inline Pieces pieces_of(std::string_view input, std::size_t size) {
  Pieces pieces;
  for (std::size_t at = 0; at < input.size(); at += size) pieces.push_back(input.substr(at, size));
  return pieces;
}

inline Pieces random_pieces(std::string_view input, std::mt19937& random) {
  Pieces pieces;
  const std::size_t most = input.size() / 3 + 2;
  while (!input.empty()) {
    pieces.push_back(input.substr(0, 1 + random() % most));
    input.remove_prefix(pieces.back().size());
  }
  return pieces;
}

/// Pieces of 1, 17 and 4096 bytes and `seeded` random ways to cut.
inline void for_each_cutting(std::string_view input, int seeded,
                             const std::function<void(const Pieces&)>& visit) {
  for (const std::size_t size : {1u, 17u, 4096u}) visit(pieces_of(input, size));
  std::mt19937 random(20261123);
  for (int i = 0; i < seeded; ++i) visit(random_pieces(input, random));
}

/// In two pieces, at each of the first `most` bytes.
inline void for_each_cut(std::string_view input, std::size_t most,
                         const std::function<void(const Pieces&)>& visit) {
  for (std::size_t cut = 0; cut <= std::min(input.size(), most); ++cut) {
    visit({input.substr(0, cut), input.substr(cut)});
  }
}

/// The input with every edit's range replaced. Checks that edits ascend and do not overlap.
inline std::string replay(std::string_view input, const std::vector<Edit>& edits) {
  std::string out;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    const auto start = static_cast<std::size_t>(edit.range.start);
    const auto end = static_cast<std::size_t>(edit.range.end);
    EXPECT_GE(start, at);
    EXPECT_GE(end, start);
    EXPECT_LE(end, input.size());
    if (start < at || end < start || end > input.size()) return out;
    out.append(input, at, start - at).append(edit.after);
    at = end;
  }
  return out.append(input, at);
}

/// How many lines of two texts of as many lines are the same.
inline std::size_t equal_lines(std::string_view one, std::string_view other) {
  std::size_t count = 0;
  while (!one.empty() || !other.empty()) {
    const std::size_t a = std::min(one.find('\n'), one.size());
    const std::size_t b = std::min(other.find('\n'), other.size());
    count += one.substr(0, a) == other.substr(0, b);
    one.remove_prefix(std::min(a + 1, one.size()));
    other.remove_prefix(std::min(b + 1, other.size()));
  }
  return count;
}

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace hanfix::test
