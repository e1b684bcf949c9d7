// The engine against the literal reference, on strings made to collide.
#include <gtest/gtest.h>

#include <array>

#include "reference/reference_converter.hpp"
#include "stage_runner.hpp"

namespace hanfix::convert {
namespace {

const std::string kData = std::string(HANFIX_OPENCC_DATA) + "/data";

class Strings {
 public:
  explicit Strings(unsigned seed) : random_(seed), keys_(reference::all_keys(kData)) {
    for (const auto& key : keys_) {
      if (key.size() > 2) long_.push_back(key);
      if (key[0] < 0x80) ascii_.push_back(key);
    }
  }
  // Up to 12 pieces.
  std::u32string next() {
    std::u32string text;
    for (std::size_t i = 1 + below(12); i > 0; --i) text += piece();
    return text;
  }
  std::size_t below(std::size_t limit) { return random_() % limit; }

 private:
  const std::u32string& any(const std::vector<std::u32string>& list) {
    return list[below(list.size())];
  }
  std::u32string piece() {
    const std::size_t kind = below(100);
    if (kind < 40) return any(keys_);
    if (kind < 65) {
      const std::u32string& key = any(long_);
      const std::size_t start = below(key.size());
      return key.substr(start, 1 + below(key.size() - start));
    }
    if (kind < 72) return any(keys_).substr(0, 1);
    if (kind < 79) {
      const std::u32string& key = any(ascii_);
      return key.substr(0, 1 + below(key.size()));
    }
    if (kind < 84) return {static_cast<char32_t>(0xF900 + below(0x1DA))};
    if (kind < 88) {
      return std::u32string(1 + below(4) * below(6), static_cast<char32_t>(0x2FF0 + below(16)));
    }
    static constexpr std::u32string_view kOthers =
        U"\n\n\0\uFFFD\uFE00\uFE0F\U000E0100\u200D\uFEFF\u31EF\U00020000\U0002F801\U00030000éßかア "
        U"ABNPSQLU，。「」\r";
    return {kOthers[below(kOthers.size())]};
  }

  std::mt19937 random_;
  std::vector<std::u32string> keys_, long_, ascii_;
};

class Differential : public testing::TestWithParam<std::string_view> {};

TEST_P(Differential, AgreesWithTheReferenceAndWithItselfInPieces) {
  constexpr unsigned kSeed = 20260917;  // fixed: a failure reproduces by rerunning
  constexpr int kCases = 1500;
  Strings strings(kSeed);
  for (const bool tofu : {false, true}) {
    const reference::Converter oracle(kData, std::string(GetParam()), tofu);
    const auto opened = chain(GetParam(), tofu);
    for (int i = 0; i < kCases; ++i) {
      const std::u32string text = strings.next();
      const std::string input = reference::to_utf8(text);
      const std::string expected = reference::to_utf8(oracle.convert(text));
      ASSERT_EQ(convert(*opened, input), expected)
          << "seed " << kSeed << ", case " << i << ", input \"" << input << '"';
      if (i % 10 != 0) continue;
      const StageRun whole = run_stage(opened, input, {input.size()});
      ASSERT_EQ(whole.text, expected) << input;
      for (std::size_t cut = 1; cut < input.size(); ++cut) {
        ASSERT_EQ(run_stage(opened, input, {cut, input.size()}), whole)
            << "case " << i << ", cut at byte " << cut << ", input \"" << input << '"';
      }
    }
  }
}

// One line longer than a block, and many lines: both in pieces of all kinds.
TEST_P(Differential, LongTextsAgreeHoweverTheyAreCut) {
  Strings strings(7);
  for (const bool lines : {false, true}) {
    std::u32string text;
    while (text.size() < 40'000) {
      for (const char32_t code : strings.next()) {
        if (lines || code != U'\n') text += code;
      }
      if (lines) text += U'\n';
    }
    const std::string input = reference::to_utf8(text);
    const reference::Converter oracle(kData, std::string(GetParam()), false);
    const std::string expected = reference::to_utf8(oracle.convert(text));
    const auto opened = chain(GetParam());
    ASSERT_GT(input.size(), 65'536u);
    EXPECT_TRUE(convert(*opened, input) == expected);
    const StageRun whole = run_stage(opened, input, {input.size()});
    EXPECT_TRUE(whole.text == expected);
    for (const auto& sizes : std::vector<std::vector<std::size_t>>{
             {1}, {17}, {4096}, seeded_sizes(1, 40), seeded_sizes(2, 3000)}) {
      EXPECT_TRUE(run_stage(opened, input, sizes) == whole) << sizes[0];
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Configs, Differential,
                         testing::Values("hk2s", "hk2sp", "hk2t", "jp2t", "s2hk", "s2hkp", "s2t",
                                         "s2tw", "s2twp", "t2hk", "t2jp", "t2s", "t2tw", "tw2s",
                                         "tw2sp", "tw2t"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace hanfix::convert
