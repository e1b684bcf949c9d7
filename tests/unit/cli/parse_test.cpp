#include <gtest/gtest.h>

#include <set>

#include "cli/help.hpp"
#include "cli/options.hpp"

namespace hanfix::cli {
namespace {

Command parsed(std::vector<std::string> words) {
  Result<Command> result = parse(words);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().message);
  return result.ok() ? result.value() : Command();
}

using Words = std::vector<std::string>;

TEST(Parse, GivesStandardInputWithoutWords) {
  const Command command = parsed({});
  EXPECT_EQ(command.files, Words{"-"});
  EXPECT_EQ(command.action, Action::run);
  EXPECT_EQ(command.options.repair, RepairMode::safe);
}

TEST(Parse, ReadsAValueInEveryForm) {
  for (const Words& words : {Words{"--to", "tw"}, Words{"--to=tw"}, Words{"-t", "tw"},
                             Words{"-ttw"}, Words{"-t=tw"}, Words{"-vt", "tw"}, Words{"-vttw"}}) {
    EXPECT_EQ(parsed(words).options.to, "tw") << words[0];
    EXPECT_EQ(parsed(words).files, Words{"-"}) << words[0];
  }
}

TEST(Parse, GivesAnOptionalValueOnlyAfterEquals) {
  const Command bare = parsed({"-i", "news.txt"});
  EXPECT_TRUE(bare.in_place);
  EXPECT_EQ(bare.backup_suffix, "");
  EXPECT_EQ(bare.files, Words{"news.txt"});
  for (const char* word : {"-i=.bak", "-qi=.bak", "--in-place=.bak"})
    EXPECT_EQ(parsed({word, "news.txt"}).backup_suffix, ".bak") << word;
}

TEST(Parse, TakesAValueThatLooksLikeAnOption) { EXPECT_EQ(parsed({"-o", "-q"}).output, "-q"); }

TEST(Parse, EndsOptionsAtTwoDashes) {
  EXPECT_EQ(parsed({"-q", "--", "-t", "--", "-"}).files, (Words{"-t", "--", "-"}));
}

TEST(Parse, LetsTheLastOneWin) {
  EXPECT_EQ(parsed({"-t", "tw", "-t", "hk"}).options.to, "hk");
  EXPECT_EQ(parsed({"--bom", "--no-bom"}).options.bom, false);
  EXPECT_EQ(parsed({"-q", "-v"}).verbosity, Verbosity::verbose);
}

TEST(Parse, SplitsFamilies) {
  EXPECT_EQ(parsed({"--families", "readings,,escapes,"}).options.families,
            (Words{"readings", "escapes"}));
}

TEST(Parse, DoesNotJudgeCombinationsWhenAskedForHelp) {
  EXPECT_EQ(parsed({"-i", "--help"}).action, Action::help);
}

TEST(NearNames, FindsTheNearestOnly) {
  const Words configs = {"s2t", "s2tw", "s2twp", "t2s", "tw2sp"};
  EXPECT_EQ(near_names("s2tww", configs), (Words{"s2tw", "s2twp"}));
  EXPECT_EQ(near_names("tw2", configs), Words{"tw2sp"});
  EXPECT_EQ(near_names("klingon", configs), Words{});
  EXPECT_EQ(near_names("", configs), Words{});
}

TEST(Parse, TakesACommandForTheVeryFirstWordOnly) {
  const Command command = parsed({"detect", "-j4", "--json", "books", "detect"});
  EXPECT_EQ(command.verb, Verb::detect);
  EXPECT_EQ(command.options.threads, 4u);
  EXPECT_TRUE(command.json);
  EXPECT_EQ(command.files, (Words{"books", "detect"}));
  for (const Words& words : {Words{"./detect"}, Words{"--", "detect"}, Words{"-q", "detect"}})
    EXPECT_EQ(parsed(words).verb, Verb::pipeline) << words[0];
  EXPECT_EQ(parsed({"detect"}).files, Words{"-"});
}

TEST(Parse, SaysWhereAnOptionBelongs) {
  for (const Words& words :
       {Words{"detect", "--to", "tw"}, Words{"detect", "-ttw"}, Words{"--hidden"}}) {
    const Result<Command> wrong = parse(words);
    ASSERT_FALSE(wrong.ok()) << words[0];
    EXPECT_NE(wrong.error().message.find("'hanfix detect'"), std::string::npos);
  }
}

// One table: a command finds nothing twice, and each row has what --help and the man page need.
class OptionRows : public testing::TestWithParam<Verb> {};

TEST_P(OptionRows, AreCompleteAndUnique) {
  std::set<std::string> names;
  std::set<char> letters;
  for (const OptionRow& row : option_rows()) {
    if (!row.verbs.has(GetParam())) continue;
    EXPECT_TRUE(names.insert(row.long_name).second) << row.long_name;
    if (row.short_name != 0) {
      EXPECT_TRUE(letters.insert(row.short_name).second) << row.short_name;
    }
    EXPECT_STRNE(row.help, "") << row.long_name;
    EXPECT_NE(row.apply, nullptr) << row.long_name;
    EXPECT_EQ(row.argument == Argument::none, std::string(row.argument_name).empty());
    EXPECT_NE(help_text(GetParam()).find("--" + std::string(row.long_name)), std::string::npos);
  }
}

INSTANTIATE_TEST_SUITE_P(Commands, OptionRows, testing::Values(Verb::pipeline, Verb::detect));

}  // namespace
}  // namespace hanfix::cli
