// ftfy's public test cases, which tools/setup fetches: hanfix must not be worse at ftfy's job.
#include <nlohmann/json.hpp>

#include "repair_test_support.hpp"

namespace hanfix::repair {
namespace {

TEST(FtfyCases, AreRepairedAsWellAsFtfyDoes) {
  std::ifstream in(HANFIX_FTFY_CASES "/tests/test_cases.json");
  ASSERT_TRUE(in) << "tools/setup fetches the cases to " << HANFIX_FTFY_CASES;
  const std::vector<std::string> families = {"utf8-as-latin", "gbk-as-latin"};
  int all = 0, passed = 0, negative = 0, kept = 0;
  std::string failed;
  for (const auto& row : nlohmann::json::parse(in)) {
    if (row.at("expect") != "pass") continue;
    const std::string label = row.at("label"), original = row.at("original");
    const std::string expected = row.value("fixed-encoding", row.at("fixed").get<std::string>());
    const bool as_ftfy = repair(RepairMode::max, {original}, nullptr, families).text == expected;
    ++all;
    passed += as_ftfy;
    if (!as_ftfy) failed += label + "\n";
    const bool is_negative = label.starts_with("Negative") || label.starts_with("Synthetic, neg");
    if (!is_negative || original != expected) continue;
    ++negative;
    kept += as_ftfy && repair(RepairMode::safe, {original}, nullptr, families).text == original;
  }
  EXPECT_EQ(all, 151);
  EXPECT_GE(passed, 148) << failed;
  EXPECT_GE(negative, 31);
  EXPECT_EQ(kept, negative) << failed;
}

}  // namespace
}  // namespace hanfix::repair
