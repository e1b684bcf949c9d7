// The families that look at one character and its neighbours, on their vectors.
#include <nlohmann/json.hpp>

#include "repair_test_support.hpp"

namespace hanfix::repair {
namespace {

struct Vector {
  std::string family, name, kind, input, expected;
  std::size_t lost = 0;  // reports of text that is gone
  friend std::ostream& operator<<(std::ostream& os, const Vector& v) {
    return os << v.family << ": " << v.name;
  }
};

std::vector<Vector> vectors() {
  std::vector<Vector> all;
  for (const char* family : kMapFamilies) {
    std::ifstream in(HANFIX_TEST_DATA "/repair/" + std::string(family) + ".jsonl");
    for (std::string line; std::getline(in, line);) {
      const auto row = nlohmann::json::parse(line);
      all.push_back({family, row.at("name"), row.at("kind"), row.at("input"),
                     row.value("expected", row.at("input").get<std::string>()),
                     row.value("lost", std::size_t{0})});
    }
  }
  return all;
}

Acts acts(std::string_view name) {
  for (const FamilyInfo& family : families()) {
    if (family.name == name) return family.acts;
  }
  ADD_FAILURE() << name;
  return Acts::always;
}

class Maps : public testing::TestWithParam<Vector> {};

// Named and in safe mode, alone and in max mode, among all and in max mode.
TEST_P(Maps, GiveTheExpectedText) {
  const Vector& row = GetParam();
  std::vector<Edit> edits;
  const test::Run named = repair(RepairMode::safe, {row.input}, &edits, {row.family});
  EXPECT_EQ(test::replay(row.input, edits), named.text);
  EXPECT_EQ(repair(RepairMode::max, {row.input}, nullptr, {row.family}), named);
  if (row.kind == "known-failure") {
    EXPECT_NE(named.text, row.expected) << "cured: move the row to another kind";
    return;
  }
  EXPECT_EQ(named.text, row.expected) << named.reports;
  if (acts(row.family) != Acts::when_named) {
    EXPECT_EQ(repair(RepairMode::max, {row.input}).text, row.expected);
  }
  EXPECT_EQ(repair(RepairMode::safe, {row.input}).text, row.input);
  for (const Edit& edit : edits) {
    EXPECT_EQ(edit.family, row.family);
    EXPECT_NE(edit.before, edit.after);
    const auto start = static_cast<std::size_t>(edit.range.start);
    EXPECT_EQ(edit.before, row.input.substr(start, edit.before.size()));
  }
}

TEST_P(Maps, ReportWhatIsGoneInEveryMode) {
  const Vector& row = GetParam();
  for (const RepairMode mode : {RepairMode::safe, RepairMode::max}) {
    test::Reports reports;
    test::StringSink sink;
    RepairStage stage(mode, {}, reports);
    stage.push(row.input, sink);
    stage.finish(sink);
    const auto gone = [](const Diagnostic& d) { return d.family == "hopeless"; };
    EXPECT_EQ(std::count_if(reports.diagnostics.begin(), reports.diagnostics.end(), gone),
              static_cast<std::ptrdiff_t>(row.lost))
        << reports.lines;
  }
}

TEST_P(Maps, GiveTheSameHoweverTheInputIsCut) {
  const Vector& row = GetParam();
  const test::Run whole = repair(RepairMode::max, {row.input});
  test::for_each_cut(row.input, 300, [&](const test::Pieces& pieces) {
    ASSERT_EQ(repair(RepairMode::max, pieces), whole);
  });
  test::for_each_cutting(row.input, 10, [&](const test::Pieces& pieces) {
    ASSERT_EQ(repair(RepairMode::max, pieces), whole);
  });
}

TEST_P(Maps, ChangeNothingMoreWhenRunAgain) {
  const Vector& row = GetParam();
  const std::string once = repair(RepairMode::max, {row.input}).text;
  EXPECT_EQ(repair(RepairMode::max, {once}).text, once);
}

INSTANTIATE_TEST_SUITE_P(Vectors, Maps, testing::ValuesIn(vectors()), [](const auto& test) {
  std::string name = test.param.family + "_" + test.param.name;
  for (char& c : name) {
    if (c == '-') c = '_';
  }
  return name;
});

}  // namespace
}  // namespace hanfix::repair
