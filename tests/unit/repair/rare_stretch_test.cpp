// The scan for rare characters: whole stretches and vectors against one character at a time and
// four sums.
#include "repair/rare_stretch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "encoding/language_costs.hpp"

namespace {

using namespace hanfix;
using namespace hanfix::repair;

// What find_rare_stretch() promises, word for word.
std::size_t reference(std::string_view text, int quarters) {
  using detection::Language;
  constexpr std::array kLanguages = {Language::hans, Language::hant, Language::ja, Language::ko};
  std::array<int, kLanguages.size()> sums{};
  int count = 0;
  const auto closes_rare = [&] {
    const bool rare = count >= 2 && *std::min_element(sums.begin(), sums.end()) > count * quarters;
    sums = {};
    count = 0;
    return rare;
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t before = at;
    const char32_t code = utf8::next(text, at);
    if (code == U'\n' && closes_rare()) return before;
    if (code < 0x2E80 || (code >= 0x10000 && (code < 0x20000 || code > 0x3FFFF))) continue;
    for (std::size_t i = 0; i < kLanguages.size(); ++i) {
      const int eighths = detection::Image::embedded().cost(kLanguages[i], code);
      sums[i] += code >= 0xFF61 && code <= 0xFF9F ? 13 * 4 : std::min(eighths / 2, 17 * 4);
    }
    if (++count == 24 && closes_rare()) return at;
  }
  return closes_rare() ? text.size() : std::string_view::npos;
}

constexpr int kThresholds[] = {30, 34, 38, 42, 46, 49, 52, 60};

// All of them, one call after the other.
void expect_all(std::string_view text, const std::string& which) {
  RareStretches rare(text);
  std::size_t at = 0;
  for (const RareStretch& stretch : rare.all()) {
    at += reference(text.substr(at), RareStretches::kLeast);
    ASSERT_EQ(stretch.end, at) << which << ": " << text;
    EXPECT_TRUE(stretch.costs_more_than(RareStretches::kLeast)) << which;
  }
  ASSERT_EQ(reference(text.substr(at), RareStretches::kLeast), std::string_view::npos) << which;
}

void expect_same(std::string_view text, const std::string& which) {
  expect_all(text, which);
  for (const int quarters : kThresholds) {
    const std::size_t expected = reference(text, quarters);
    ASSERT_EQ(find_rare_stretch(text, quarters), expected)
        << which << ", " << quarters << ": " << text;
    ASSERT_EQ(find_rare_stretch_portable(text, quarters), expected)
        << which << ", " << quarters << ": " << text;
  }
}

std::string sample(const char* name) {
  std::ifstream stream(std::string(HANFIX_SAMPLES "/") + name, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  return text.substr(0, text.size() - utf8::incomplete_tail(text));
}

TEST(RareStretch, TellsDamageFromText) {
  const std::string sound = "昨天下午，我们在图书馆门口等了很久，他却没有来。\n";
  const std::string damaged = "酖毞狟敁ㄛ扂蠅婓芞抎奩藷諳脹賸竭壅\n";
  EXPECT_FALSE(holds_rare_stretch(sound, 49));
  EXPECT_TRUE(holds_rare_stretch(damaged, 49));
  EXPECT_TRUE(holds_rare_stretch(sound + damaged + sound, 49));
  EXPECT_TRUE(holds_rare_stretch("ASCII of any length, then " + damaged, 49));
  EXPECT_FALSE(holds_rare_stretch("Ünïcödé löttérs ünd ﬂ Кириллица ελληνικά", 49));
  EXPECT_FALSE(holds_rare_stretch("", 49));
  EXPECT_FALSE(holds_rare_stretch("龘", 49));
  EXPECT_TRUE(holds_rare_stretch("龘, 龖", 49));
  EXPECT_FALSE(holds_rare_stretch("龘\n龖", 49));
}

// Characters of every kind, in runs, so that each way through the scan is taken at every place.
TEST(RareStretch, RandomTextIsToldAsItIsDefined) {
  constexpr unsigned kSeed = 20261130;
  std::mt19937 random(kSeed);
  const std::vector<std::u32string> kinds = {
      U"的一是不了在人有我他这中大来上国，。",
      U"時們後來說這個經過還沒對學會發",
      U"酖毞狟敁扂蠅婓芞抎奩藷諳脹賸竭壅",
      U"のはをにが日本語カタカナー、。",
      U"이다는을를에한국어",
      U"ﾖﾐﾎﾄｶﾅ",
      U"abc defghijklmnop qrstuvwxyz",
      U"éÀžüДжωא",
      U"“”—…™①\u2E7F\u2E80\u0E01\uFFFD\uFF01\uFFFF\U0001F600\U00020000\U0003FFFF\U00100000",
      U"\uE000\uF8FF㐀鿿豈",
      U"\n"};
  bool seen[2] = {};
  for (int i = 0; i < 6000; ++i) {
    std::u32string text;
    const std::size_t runs = random() % 8, longest = 1 + random() % 60;
    const std::size_t least = random() % kinds.size();
    for (std::size_t run = 0; run < runs; ++run) {
      const std::u32string& kind = kinds[least + random() % (kinds.size() - least)];
      for (std::size_t left = 1 + random() % longest; left > 0; --left) {
        text += kind[random() % kind.size()];
        if (kind[0] == U'\n' && random() % 2 == 0) break;
      }
    }
    const std::string bytes = utf8::encode(text);
    seen[reference(bytes, 49) == std::string::npos] = true;
    expect_same(bytes, "case " + std::to_string(i));
    if (HasFatalFailure()) return;
  }
  EXPECT_TRUE(seen[0] && seen[1]);
}

TEST(RareStretch, EveryPartOfRealTextIsToldAsItIsDefined) {
  for (const char* name : {"news.clean.txt", "forum.clean.txt", "story.clean.txt"}) {
    const std::string text = sample(name).substr(0, 3000);
    ASSERT_GT(text.size(), 500u) << name;
    for (std::size_t cut = 0; cut < text.size(); ++cut) {
      if ((text[cut] & 0xC0) == 0x80) continue;
      const std::string_view all = text;
      // Some lines of it behind any start, some before any end.
      std::string_view behind = all.substr(cut, 500), before = all.substr(0, cut);
      behind.remove_suffix(utf8::incomplete_tail(behind));
      while (before.size() > 500 || (!before.empty() && (before[0] & 0xC0) == 0x80)) {
        before.remove_prefix(1);
      }
      expect_same(behind, std::string(name) + " from byte " + std::to_string(cut));
      expect_same(before, std::string(name) + " up to byte " + std::to_string(cut));
      if (HasFatalFailure()) return;
    }
  }
}

// Every character that counts, in front of, among and behind others.
TEST(RareStretch, EveryCharacterCostsWhatItCosts) {
  const std::string common = "这是一个普通的句子，";
  for (char32_t code = 0x80; code < 0x30000; ++code) {
    if (code >= 0xD800 && code <= 0xDFFF) continue;
    if (code > 0x10000 && code % 256 != 0) continue;
    const std::string character = utf8::encode(std::u32string(1, code));
    std::string twice = character + character;
    ASSERT_EQ(find_rare_stretch(twice, 49), reference(twice, 49)) << std::hex << unsigned(code);
    for (int i = 0; i < 5; ++i) twice += twice;
    ASSERT_EQ(find_rare_stretch(twice, 49), reference(twice, 49)) << std::hex << unsigned(code);
    std::string mixed;
    for (int i = 0; i < 4; ++i) mixed += common + character;
    ASSERT_EQ(find_rare_stretch(mixed, 34), reference(mixed, 34)) << std::hex << unsigned(code);
  }
}

}  // namespace
