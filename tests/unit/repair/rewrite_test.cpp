// Repairs on top of repairs are one list of replacements in the original.
#include "repair/rewrite.hpp"

#include <gtest/gtest.h>

#include <random>

namespace hanfix::repair {
namespace {

std::string replay(std::string_view original, const Rewrite& rewrite) {
  std::string out;
  std::size_t at = 0;
  for (const Rewrite::Piece& piece : rewrite.pieces()) {
    EXPECT_GE(piece.original.start, at);
    out.append(original, at, piece.original.start - at);
    EXPECT_EQ(out.size(), piece.current.start);
    out.append(rewrite.text(), piece.current.start, piece.current.end - piece.current.start);
    at = piece.original.end;
  }
  return out.append(original, at);
}

TEST(Rewrite, AppliesChangesOneAfterTheOther) {
  Rewrite rewrite("abcdefgh");
  rewrite.apply({{{1, 2}, "XX"}, {{5, 6}, ""}});
  EXPECT_EQ(rewrite.text(), "aXXcdegh");
  rewrite.apply({{{0, 2}, "-"}, {{7, 8}, "H"}});
  EXPECT_EQ(rewrite.text(), "-XcdegH");
  ASSERT_EQ(rewrite.pieces().size(), 3u);
  EXPECT_EQ(rewrite.pieces()[0].original, (Span{0, 2}));
  EXPECT_EQ(rewrite.pieces()[1].original, (Span{5, 6}));
  EXPECT_EQ(rewrite.pieces()[2].original, (Span{7, 8}));
  EXPECT_EQ(rewrite.origin({2, 3}), (Span{2, 3}));
  EXPECT_EQ(rewrite.origin({0, 1}), (Span{0, 2}));
  EXPECT_EQ(rewrite.origin({4, 6}), (Span{4, 7}));
}

TEST(Rewrite, ReplaysWhateverIsDone) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  for (int i = 0; i < 2000; ++i) {
    const std::string original(random() % 30, 'a');
    Rewrite rewrite(original);
    for (int round = 0; round < 4; ++round) {
      std::vector<Change> changes;
      std::string expected;
      std::size_t at = 0;
      const std::string now = rewrite.text();
      while (at < now.size()) {
        const std::size_t start = at + random() % 6, end = start + random() % 4;
        if (end > now.size()) break;
        const std::string after(random() % 4, static_cast<char>('b' + round));
        expected.append(now, at, start - at).append(after);
        changes.push_back({{start, end}, after});
        at = end + (end == start ? 1 : 0);
        if (end == start && at <= now.size()) expected.append(now, end, 1);
      }
      if (at < now.size()) expected.append(now, at);
      rewrite.apply(changes);
      ASSERT_EQ(rewrite.text(), expected) << "seed " << kSeed << ", case " << i;
      ASSERT_EQ(replay(original, rewrite), expected) << "seed " << kSeed << ", case " << i;
      const Span whole = rewrite.origin({0, rewrite.text().size()});
      ASSERT_LE(whole.end, original.size());
    }
  }
}

}  // namespace
}  // namespace hanfix::repair
