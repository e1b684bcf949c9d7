// Every family has a name, a description, and vectors of each kind.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "repair/family.hpp"
#include "repair_test_support.hpp"

namespace hanfix::repair {
namespace {

TEST(Families, AreNamed) {
  std::set<std::string_view> names;
  for (const FamilyInfo& family : families()) {
    EXPECT_FALSE(family.name.empty());
    EXPECT_FALSE(family.description.empty());
    EXPECT_EQ(family.description.find('\n'), std::string_view::npos);
    EXPECT_TRUE(names.insert(family.name).second) << family.name;
    for (const char c : family.name)
      EXPECT_TRUE((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') << family.name;
  }
  EXPECT_FALSE(names.empty());
}

TEST(Families, AreMadeAfreshForEachDocument) {
  for (const FamilyInfo& family : families()) {
    const std::unique_ptr<RepairFamily> one = family.make(), other = family.make();
    ASSERT_NE(one, nullptr);
    EXPECT_NE(one, other);
    for (const RepairMode mode : {RepairMode::safe, RepairMode::max}) {
      EXPECT_FALSE(one->suspicious("", mode));
      EXPECT_FALSE(one->suspicious("plain ASCII text (with brackets): what?!", mode));
      EXPECT_FALSE(one->suspicious("學校發展經濟。“好！”", mode));
      Findings findings;
      one->examine({"", 0, true}, mode, findings);
      EXPECT_TRUE(findings.edits.empty());
      EXPECT_TRUE(findings.diagnostics.empty());
    }
  }
}

// Teaching texts, chat, logs, tables: what people write that looks like damage. In both modes.
TEST(Families, LeaveHardCleanTextAlone) {
  std::ifstream in(HANFIX_TEST_DATA "/repair/clean-hard.txt");
  std::string document;
  std::size_t documents = 0;
  const auto check = [&] {
    ++documents;
    for (const RepairMode mode : {RepairMode::safe, RepairMode::max}) {
      EXPECT_EQ(repair(mode, {document}).text, document);
    }
    document.clear();
  };
  for (std::string line; std::getline(in, line);) {
    if (line == "%%") {
      check();
    } else {
      document += line + '\n';
    }
  }
  check();
  EXPECT_GE(documents, 80u);
}

TEST(Families, HaveVectorsOfEveryKind) {
  for (const FamilyInfo& family : families()) {
    std::ifstream in(HANFIX_TEST_DATA "/repair/" + std::string(family.name) + ".jsonl");
    ASSERT_TRUE(in) << family.name;
    std::set<std::string> kinds;
    for (std::string line; std::getline(in, line);) {
      kinds.insert(nlohmann::json::parse(line).at("kind").get<std::string>());
    }
    for (const char* kind : {"wild", "synthetic", "negative"}) {
      EXPECT_TRUE(kinds.contains(kind)) << family.name << " has no " << kind << " vector";
    }
  }
}

}  // namespace
}  // namespace hanfix::repair
