#include "convert/context/doubts.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "unit/convert/stage_runner.hpp"

namespace hanfix::convert {
namespace {

using context::Doubt;
using context::DoubtFinder;

constexpr std::string_view kText =
    "他是外地来的干部，把一担谷和干豆角放进屋里。\n"
    "此人系当地村民，事后赶来灭火并报警。U盘里没有头发。\n"
    "The 干 of a list; ⿰干发 is no text, 这只羊和那只是同一群，只管放心。\n"
    "年轻的士官理发展示了如何系领带，法律程序和应用程序不是一回事。\n";

std::vector<std::string> doubts(std::string_view config, std::string_view text,
                                const std::vector<std::size_t>& cuts = {}) {
  const auto chain = open_config(config, false, true).value();
  std::vector<std::string> out;
  DoubtFinder finder(*chain, [&](const Doubt& doubt) {
    EXPECT_GE(doubt.units, 0);
    EXPECT_NE(doubt.taken, doubt.other);
    EXPECT_NE(doubt.around.find(doubt.before), doubt.around.npos);
    EXPECT_EQ(text.substr(doubt.range.start - 7, doubt.range.end - doubt.range.start),
              doubt.before);
    out.push_back(std::to_string(doubt.range.start) + ' ' + sentence(doubt));
  });
  finder.begin(7);
  std::size_t from = 0;
  for (const std::size_t cut : cuts) {
    finder.push(text.substr(from, cut - from), false);
    from = cut;
  }
  finder.push(text.substr(from), true);
  return out;
}

TEST(ContextDoubts, CutsMeanNothing) {
  for (const std::string_view config : {"s2t", "s2twp", "s2hk"}) {
    const std::vector<std::string> whole = doubts(config, kText);
    EXPECT_FALSE(whole.empty()) << config;
    std::vector<std::size_t> all;
    for (std::size_t cut = 1; cut < kText.size(); ++cut) {
      if ((static_cast<unsigned char>(kText[cut]) & 0xC0) == 0x80) continue;
      EXPECT_EQ(doubts(config, kText, {cut}), whole) << config << " cut at " << cut;
      all.push_back(cut);
    }
    EXPECT_EQ(doubts(config, kText, all), whole) << config;
  }
}

// What is said to have been taken is what the conversion wrote there.
TEST(ContextDoubts, WhatWasTakenStandsInTheResult) {
  const auto chain = open_config("s2twp", false, true).value();
  const std::string whole = run_stage(chain, std::string(kText), {kText.size() + 1}).text;
  std::size_t at = 0;  // of the result: doubts come in order
  DoubtFinder finder(*chain, [&](const Doubt& doubt) {
    at = whole.find(doubt.taken, at);
    EXPECT_NE(at, whole.npos) << sentence(doubt);
    at += doubt.taken.size();
  });
  finder.push(kText, true);
  EXPECT_GT(at, 0u);
}

TEST(ContextDoubts, WhatIsSureIsNotListed) {
  EXPECT_EQ(doubts("s2t", "她剪了头发，明天天气很好。"), std::vector<std::string>());
  EXPECT_EQ(doubts("s2t", ""), std::vector<std::string>());
  EXPECT_EQ(doubts("s2t", "USB-C, OK\n"), std::vector<std::string>());
}

// So many that the list of one run ends early.
TEST(ContextDoubts, ALongRunIsBounded) {
  std::string text;
  for (int i = 0; i < 80; ++i) text += "一担谷";
  EXPECT_LE(doubts("s2t", text).size(), 16u);
}

TEST(ContextDoubts, SentencesGiveBits) {
  EXPECT_EQ(sentence(Doubt{{0, 3}, "干", "幹", "乾", "把干豆角", 4}),
            "干 becomes 幹; 乾 is 0.5 bits behind: 把干豆角");
  EXPECT_EQ(sentence(Doubt{{0, 3}, "干", "幹", "乾", "干", 8}),
            "干 becomes 幹; 乾 is 1.0 bit behind: 干");
  EXPECT_EQ(sentence(Doubt{{0, 3}, "干", "幹", "乾", "干", 0}),
            "干 becomes 幹; 乾 is 0.1 bits behind: 干");
}

}  // namespace
}  // namespace hanfix::convert
