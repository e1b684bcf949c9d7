#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "base/utf8.hpp"
#include "convert/context/feature_lanes.hpp"
#include "convert/context/flagged_characters.hpp"
#include "convert/conversion_chain.hpp"

namespace hanfix::convert::context {
namespace {

using Key = std::tuple<char, char32_t, char32_t, char32_t>;

Key key_of(const Feature& feature) {
  return {feature.kind, feature.text[0], feature.text[1], feature.text[2]};
}

// Some of Cantonese, some with letters between.
constexpr std::u32string_view kAlphabet = U"发里后面干只唔系A中国一";

std::u32string random_text(std::mt19937& random, std::u32string_view alphabet, std::size_t size) {
  std::u32string text;
  while (text.size() < size) text += alphabet[random() % alphabet.size()];
  return text;
}

TEST(ContextFeatures, LanesHoldWhatIsListed) {
  std::mt19937 random(20261130);
  const auto group = [](char32_t code) { return code == U'里' ? U'面' : code; };
  for (int i = 0; i < 2000; ++i) {
    const std::u32string run = random_text(random, kAlphabet, 1 + random() % 14);
    const std::size_t at = random() % run.size();
    const Surroundings around = surroundings(run, at, at + 1);
    std::multiset<Key> listed{key_of(Feature{'0', 0, {}})}, in_lanes;
    // That lane is only asked about where it may have a weight.
    if (!is_cantonese(around)) listed.insert(key_of(Feature{'k', 0, {}}));
    for_each_character_feature(around, Known::whole, group,
                               [&](const Feature& feature) { listed.insert(key_of(feature)); });
    FeatureLanes lanes;
    fill_lanes(around, group, lanes);
    for (std::size_t lane = 0; lane < FeatureLanes::kCount; ++lane) {
      if ((lanes.valid >> lane & 1) != 0) in_lanes.insert(key_of(lanes.feature(lane)));
    }
    ASSERT_EQ(in_lanes, listed) << utf8::encode(run) << ' ' << at;
  }
}

TEST(ContextFlags, CharactersAreFoundWhereverTheyStand) {
  std::mt19937 random(20261130);
  const auto chain = open_config("s2t", false, true);
  const KeyHeads& heads = chain.value()->heads();
  FlaggedCharacters found;
  for (int i = 0; i < 2000; ++i) {
    const std::u32string codes = random_text(
        random, U"发里后中国一二三四五六，。a Zé\U00020000\U0001F600\uFA0E", random() % 90);
    const std::string text = utf8::encode(codes);
    std::vector<std::uint32_t> expected;
    for (std::size_t at = 0; at < text.size();) {
      const auto begin = static_cast<std::uint32_t>(at);
      const char32_t code = utf8::next(text, at);
      const bool flagged = (heads.flags(code) & KeyHeads::kAsked) != 0;
      if (flagged || (code >= 0x10000 && in_run(code))) expected.push_back(begin);
    }
    ASSERT_TRUE(found.find(text, heads, KeyHeads::kAsked));
    ASSERT_EQ(std::vector<std::uint32_t>(found.begin(), found.end()), expected) << text;
  }
}

TEST(ContextFlags, FewCharactersAreFoundWhereverTheyStand) {
  std::mt19937 random(20261130);
  const auto chain = open_config("tw2sp", false, true);
  const KeyHeads& heads = chain.value()->heads();
  // All that are kept or changed, and what is beside them.
  std::u32string alphabet;
  for (char32_t code = 0x3000; code < 0xFB00; ++code) {
    if ((heads.flags(code) & (KeyHeads::kAsked | KeyHeads::kChanged)) != 0) {
      alphabet += {code, code + 1, code ^ 64, code ^ 1};
    }
  }
  ASSERT_GT(alphabet.size(), 1000);
  alphabet += U"aé，。\U00020000\U0001F600\U0002F800";
  FlaggedCharacters found;
  for (int i = 0; i < 4000; ++i) {
    std::u32string codes = random_text(random, alphabet, random() % 120);
    for (char32_t& code : codes) {
      if (random() % 4 != 0) code = U"的了a，"[random() % 4];
      if (code >= 0xD800 && code < 0xE000) code = U'中';
    }
    const std::string text = utf8::encode(codes);
    std::vector<std::uint32_t> expected;
    for (std::size_t at = 0; at < text.size();) {
      const auto begin = static_cast<std::uint32_t>(at);
      const std::uint8_t flags = heads.flags(utf8::next(text, at));
      if ((flags & (KeyHeads::kAsked | KeyHeads::kChanged)) != 0) expected.push_back(begin);
    }
    found.find_few(text, heads);
    ASSERT_EQ(std::vector<std::uint32_t>(found.begin(), found.end()), expected) << text;
  }
}

TEST(ContextFlags, LongRunsAreRefused) {
  const auto chain = open_config("s2t", false, true);
  FlaggedCharacters found;
  for (const std::string_view border : {"", "，", "a"}) {
    const auto find = [&](std::size_t size) {
      std::string text;
      for (std::size_t i = 0; i < size; ++i) text += "中";
      return found.find(std::string(border) + text, chain.value()->heads(), KeyHeads::kAsked);
    };
    EXPECT_TRUE(find(kLongestRun - 8));
    EXPECT_FALSE(find(kLongestRun + 1));
  }
}

}  // namespace
}  // namespace hanfix::convert::context
