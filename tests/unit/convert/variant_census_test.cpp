#include "convert/variant_census.hpp"

#include <gtest/gtest.h>

#include "support/streams.hpp"

namespace hanfix::convert {
namespace {

constexpr std::string_view kHans = "这里有很多问题需要讨论，头发长了。\n";
constexpr std::string_view kHant = "這裡有許多問題還沒有說明，頭髮長了。\n";
constexpr std::string_view kJa = "図書館で本を借りて、駅前の喫茶店で読みました。\n";

VariantReport census(const test::Pieces& pieces) {
  VariantCensus census;
  for (const std::string_view piece : pieces) census.push(piece);
  return census.finish();
}
VariantReport census(std::string_view text) { return census(test::Pieces{text}); }

std::vector<std::string_view> words(std::string_view text, const std::vector<ByteRange>& ranges) {
  std::vector<std::string_view> out;
  for (const ByteRange& range : ranges)
    out.push_back(text.substr(range.start, range.end - range.start));
  return out;
}

// "0-10 hans, 10-20 ja": the runs as a line.
std::string runs(const VariantReport& report) {
  std::string out;
  for (const VariantRun& run : report.runs) {
    if (!out.empty()) out += ", ";
    out += std::to_string(run.paragraphs) + " " + std::string(to_string(run.verdict.variant));
  }
  return out;
}

std::string join(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts) out += part;
  return out;
}

TEST(VariantCensus, OneScriptIsOneRun) {
  const std::string text = join({kHans, "\n", "OK\n", kHans});
  const VariantReport report = census(text);
  EXPECT_EQ(report.document.variant, Variant::hans);
  EXPECT_EQ(report.document.minority, 0u);
  EXPECT_EQ(runs(report), "4 hans");
  EXPECT_EQ(report.runs[0].range, (ByteRange{0, text.size()}));
}

TEST(VariantCensus, ParagraphsInTwoScripts) {
  const std::string text = join({kHans, kHant, "\n", kHans});
  const VariantReport report = census(text);
  EXPECT_EQ(report.document.variant, Variant::mixed);
  EXPECT_EQ(report.document.dominant, Variant::hans);
  EXPECT_EQ(runs(report), "1 hans, 2 hant, 1 hans");
  EXPECT_EQ(report.run_count, 3u);
  EXPECT_EQ(report.runs[1].range, (ByteRange{kHans.size(), kHans.size() + kHant.size() + 1}));
  EXPECT_TRUE(report.runs[1].minority.empty());
  EXPECT_EQ(words(text, report.minority),
            (std::vector<std::string_view>{"這裡", "許", "問題還沒", "說", "頭髮長"}));
}

TEST(VariantCensus, TheMinorityOfAParagraph) {
  const std::string text =
      join({"这本书讨论繁体字“體”与简体字“体”的来历，说明“漢字”简化的经过。\n"});
  const VariantReport report = census(text);
  EXPECT_EQ(report.document.variant, Variant::hans);
  EXPECT_EQ(report.document.minority, 2u);
  EXPECT_EQ(words(text, report.minority), (std::vector<std::string_view>{"體", "漢"}));
  EXPECT_EQ(report.minority, report.runs[0].minority);
}

TEST(VariantCensus, JapaneseParagraphsHaveNoMinority) {
  const VariantReport report = census(join({kHans, kJa, kHans}));
  EXPECT_EQ(report.document.variant, Variant::mixed);
  EXPECT_EQ(report.document.dominant, Variant::hans);
  EXPECT_EQ(report.document.minority, 0u);
  EXPECT_EQ(runs(report), "1 hans, 1 ja, 1 hans");
  EXPECT_EQ(census(kJa).document.variant, Variant::ja);
}

TEST(VariantCensus, WhatComesBeforeTheFirstVerdictBelongsToIt) {
  EXPECT_EQ(runs(census(join({"\n", "OK\n", kHant}))), "3 hant");
  EXPECT_EQ(runs(census("OK\n\n")), "2 unknown");
  EXPECT_EQ(runs(census("")), "");
  EXPECT_EQ(census("").document.variant, Variant::unknown);
}

TEST(VariantCensus, DoesNotDependOnTheCuts) {
  std::string text = join({"head\n", kHans, "OK\n", kHant, kJa, "\n", kHans});
  const VariantReport whole = census(text);
  test::for_each_cut(text, text.size(),
                     [&](const test::Pieces& pieces) { ASSERT_EQ(census(pieces), whole); });
  for (int i = 0; i < 100; ++i) text += join({kHant.substr(0, kHant.size() - 1)});
  for (int i = 0; i < 100; ++i) text += join({kHans, kJa});
  const VariantReport longer = census(text);
  test::for_each_cutting(text, 30,
                         [&](const test::Pieces& pieces) { ASSERT_EQ(census(pieces), longer); });
}

TEST(VariantCensus, ListsAreBoundedAndCountsAreNot) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += join({kHans, kHant});
  const VariantReport report = census(text);
  EXPECT_EQ(report.runs.size(), kVariantList);
  EXPECT_EQ(report.run_count, 6000u);
  EXPECT_EQ(report.minority.size(), kVariantList);
  EXPECT_EQ(report.document.minority, report.document.counts.simplified);
  std::string quotes;
  for (int i = 0; i < 3000; ++i) quotes += join({"这里说“體”字。\n"});
  const VariantReport quoted = census(quotes);
  ASSERT_EQ(quoted.runs.size(), 1u);
  EXPECT_EQ(quoted.runs[0].minority.size(), kVariantList);
  EXPECT_EQ(quoted.runs[0].verdict.minority, 3000u);
}

TEST(VariantCensus, ALongLineIsSeveralParagraphs) {
  std::string text;
  while (text.size() < 20'000) text += kHans.substr(0, kHans.size() - 1);
  while (text.size() < 40'000) text += kHant.substr(0, kHant.size() - 1);
  const VariantReport report = census(text);
  EXPECT_EQ(report.document.variant, Variant::mixed);
  ASSERT_GE(report.runs.size(), 2u);
  EXPECT_EQ(report.runs.front().verdict.variant, Variant::hans);
  EXPECT_EQ(report.runs.back().verdict.variant, Variant::hant);
  EXPECT_GE(report.runs.front().paragraphs, 4u);
}

}  // namespace
}  // namespace hanfix::convert
