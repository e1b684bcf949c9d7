#include "convert/variant.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "stage_runner.hpp"

namespace hanfix::convert {
namespace {

using Names = std::vector<std::string_view>;

TEST(DetectVariant, AsWritten) {
  std::ifstream in(std::string(HANFIX_TEST_DATA) + "/convert/variants.tsv");
  int count = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t tab = line.find('\t');
    EXPECT_EQ(to_string(detect_variant(line.substr(tab + 1)).variant), line.substr(0, tab)) << line;
    ++count;
  }
  EXPECT_GT(count, 30);
}

TEST(DetectVariant, NoTextIsUnknown) {
  EXPECT_EQ(detect_variant("").variant, Variant::unknown);
  EXPECT_EQ(detect_variant("").counts.han, 0u);
}

TEST(DetectVariant, AWindowMayCutCharacters) {
  const std::string text = "头发展中国家的经济";
  for (std::size_t start = 0; start < 6; ++start) {
    for (std::size_t end = text.size() - 6; end <= text.size(); ++end) {
      EXPECT_EQ(detect_variant(std::string_view(text).substr(start, end - start)).variant,
                Variant::hans);
    }
  }
}

TEST(DetectVariant, MixedTextHasADominantScript) {
  EXPECT_EQ(detect_variant("这里有很多问题需要讨论。有些问题還沒有說").dominant, Variant::hans);
  EXPECT_EQ(detect_variant("這裡有許多問題還沒有說明。这里").dominant, Variant::hant);
}

// One Taiwanese word does not make a long text Taiwanese.
TEST(DetectVariant, AStrayWordIsNoEvidenceInALongText) {
  std::string text = "網路";
  for (int i = 0; i < 400; ++i) text += "孔子說學而時習之不亦說乎，有朋自遠方來。";
  EXPECT_EQ(detect_variant(text).variant, Variant::hant);
}

// Whatever conversion writes is recognised as written for its target, and so left alone.
TEST(DetectVariant, WhatWasConvertedIsLeftAlone) {
  const std::string text =
      "这里的软件可以通过网络下载，鼠标和打印机的默认设置保存在内存里，她看着窗外，想着头发的问题"
      "。";
  const auto variant_after = [&](const char* config) {
    return detect_variant(convert(*chain(config), text)).variant;
  };
  EXPECT_EQ(configs_for(variant_after("s2twp"), "twp"), Names{});
  EXPECT_EQ(configs_for(variant_after("s2t"), "t"), Names{});
  EXPECT_EQ(detect_variant(text).variant, Variant::hans);
  for (const char* config : {"s2t", "s2tw", "s2twp", "s2hk", "s2hkp"}) {
    const auto variant = variant_after(config);
    EXPECT_TRUE(variant == Variant::hant || variant == Variant::hant_tw ||
                variant == Variant::hant_hk)
        << config;
  }
}

TEST(ConfigsFor, FollowTheTable) {
  EXPECT_EQ(configs_for(Variant::hans, "twp"), Names{"s2twp"});
  EXPECT_EQ(configs_for(Variant::hans, "jp"), (Names{"s2t", "t2jp"}));
  EXPECT_EQ(configs_for(Variant::hant, "s"), Names{"t2s"});
  EXPECT_EQ(configs_for(Variant::hant, "tw"), Names{"t2tw"});
  EXPECT_EQ(configs_for(Variant::hant, "twp"), Names{"t2twp"});
  EXPECT_EQ(configs_for(Variant::hant_tw, "sp"), Names{"tw2sp"});
  EXPECT_EQ(configs_for(Variant::hant_tw, "hk"), (Names{"tw2t", "t2hk"}));
  EXPECT_EQ(configs_for(Variant::hant_hk, "tw"), (Names{"hk2t", "t2tw"}));
}

TEST(ConfigsFor, LeaveTheTargetsOwnScriptAlone) {
  const std::pair<Variant, std::string_view> own[] = {
      {Variant::hans, "s"},      {Variant::hans, "sp"},    {Variant::hant_tw, "tw"},
      {Variant::hant_tw, "twp"}, {Variant::hant_hk, "hk"}, {Variant::hant_hk, "hkp"},
      {Variant::hant, "t"}};
  for (const auto& [variant, target] : own) EXPECT_EQ(configs_for(variant, target), Names{});
  for (const TargetInfo& target : target_list()) {
    EXPECT_EQ(configs_for(Variant::ja, target.name), Names{});
    EXPECT_EQ(configs_for(Variant::unknown, target.name), Names{});
    EXPECT_EQ(configs_for(Variant::hans, "none"), Names{});
  }
}

TEST(ConfigsFor, NameOnlyConfigurationsThatOpen) {
  for (const Variant variant : {Variant::hans, Variant::hant_tw, Variant::hant_hk, Variant::hant}) {
    for (const TargetInfo& target : target_list()) {
      EXPECT_TRUE(open_configs(configs_for(variant, target.name), false).ok());
    }
  }
}

TEST(OwnConfigs, AreTheRegionalStagesAlone) {
  EXPECT_EQ(convert(*chain("t2twp"), "軟件和網絡的默認設置，爲了裏面的羣衆"),
            "軟體和網路的預設設定，為了裡面的群眾");
  EXPECT_EQ(convert(*chain("t2hkp"), "服務器裏的內存條"), "伺服器裏的記憶體模組");
}

}  // namespace
}  // namespace hanfix::convert
