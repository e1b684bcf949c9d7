// The readings family on its vectors and on the samples.
#include <nlohmann/json.hpp>
#include <set>

#include "repair/family.hpp"
#include "repair/readings_items.hpp"
#include "repair_test_support.hpp"

namespace hanfix::repair {
namespace {

struct Vector {
  std::string name, kind, input, expected, tool;
  RepairMode mode = RepairMode::safe;
  bool all_marks = false;  // the tool replaced every A3 xx pair
  friend std::ostream& operator<<(std::ostream& os, const Vector& v) { return os << v.name; }
};

std::vector<Vector> vectors() {
  std::vector<Vector> all;
  std::ifstream in(HANFIX_TEST_DATA "/repair/readings.jsonl");
  for (std::string line; std::getline(in, line);) {
    const auto row = nlohmann::json::parse(line);
    all.push_back({row.at("name"), row.at("kind"), row.at("input"), row.at("expected"),
                   row.value("tool", ""),
                   row.at("mode") == "max" ? RepairMode::max : RepairMode::safe,
                   row.value("marks", "") == "all"});
  }
  return all;
}

class Readings : public testing::TestWithParam<Vector> {};

TEST_P(Readings, GivesTheExpectedText) {
  const Vector& row = GetParam();
  const test::Run run = repair(row.mode, {row.input});
  if (row.kind == "known-failure") {
    EXPECT_NE(run.text, row.expected) << "cured: move the row to another kind";
  } else {
    EXPECT_EQ(run.text, row.expected) << run.reports;
  }
  if (row.kind == "negative") {
    EXPECT_EQ(repair(RepairMode::safe, {row.input}).text, row.input);
  }
}

TEST_P(Readings, GivesTheSameHoweverItIsCut) {
  const Vector& row = GetParam();
  const test::Run whole = repair(row.mode, {row.input});
  const auto same = [&](const test::Pieces& pieces) { ASSERT_EQ(repair(row.mode, pieces), whole); };
  if (row.input.size() <= 300) {
    test::for_each_cut(row.input, row.input.size(), same);
  } else {
    test::for_each_cutting(row.input, 10, same);
  }
}

TEST_P(Readings, EditsReplay) {
  std::vector<Edit> edits;
  const test::Run run = repair(GetParam().mode, {GetParam().input}, &edits);
  EXPECT_EQ(test::replay(GetParam().input, edits), run.text);
  for (const Edit& edit : edits) {
    EXPECT_EQ(edit.family, "readings");
    EXPECT_NE(edit.before, edit.after);
    EXPECT_EQ(edit.before, GetParam().input.substr(static_cast<std::size_t>(edit.range.start),
                                                   edit.before.size()));
    EXPECT_GE(edit.confidence, 0.5);
    EXPECT_LE(edit.confidence, 1.0);
  }
}

TEST_P(Readings, RepairingAgainChangesNothing) {
  const std::string once = repair(GetParam().mode, {GetParam().input}).text;
  EXPECT_EQ(repair(GetParam().mode, {once}).text, once);
}

TEST_P(Readings, CleanTextStaysClean) {
  if (GetParam().kind == "known-failure") return;
  EXPECT_EQ(repair(GetParam().mode, {GetParam().expected}).text, GetParam().expected);
}

// The forward model and the vectors, which another program made, agree.
TEST_P(Readings, TheToolDoesThisDamage) {
  const Vector& row = GetParam();
  if (row.input == row.expected) return;  // no tool was here
  EXPECT_EQ(utf8::encode(damage(hits(row.expected, parse_tool(row.tool), row.all_marks))),
            row.input);
}

INSTANTIATE_TEST_SUITE_P(Vectors, Readings, testing::ValuesIn(vectors()), [](const auto& test) {
  std::string name = test.param.name;
  for (char& c : name) {
    if (c == '-') c = '_';
  }
  return name;
});

TEST(ReadingsVectors, HoldEveryKind) {
  std::set<std::string> names;
  std::size_t wild = 0, synthetic = 0, negative = 0;
  for (const Vector& row : vectors()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name << " is there twice";
    wild += row.kind == "wild";
    synthetic += row.kind == "synthetic";
    negative += row.kind == "negative";
    if (row.kind == "negative") {
      EXPECT_EQ(row.input, row.expected) << row.name;
    }
    EXPECT_TRUE(row.kind == "wild" || row.kind == "synthetic" || row.kind == "negative" ||
                row.kind == "known-failure")
        << row.kind;
  }
  EXPECT_GE(wild, 10u);
  EXPECT_GE(synthetic, 30u);
  EXPECT_GE(negative, 30u);
}

TEST(ReadingsSamples, NewsComesOutAlmostClean) {
  const std::string damaged = test::read_file(HANFIX_SAMPLES "/news.damaged.txt");
  const std::string clean = test::read_file(HANFIX_SAMPLES "/news.clean.txt");
  std::vector<Edit> edits;
  const test::Run whole = repair(RepairMode::safe, {damaged}, &edits);
  EXPECT_GE(test::equal_lines(whole.text, clean), 32u) << whole.text;  // of 35
  EXPECT_EQ(test::replay(damaged, edits), whole.text);
  EXPECT_EQ(repair(RepairMode::safe, {clean}).text, clean);
  test::for_each_cutting(damaged, 50, [&](const test::Pieces& pieces) {
    ASSERT_EQ(repair(RepairMode::safe, pieces), whole);
  });
}

// What one article proves does not reach far: 64 KiB behind it, a lone annotation stays.
TEST(ReadingsReach, AnArticleLicensesNothingFarAway) {
  const std::string damaged = test::read_file(HANFIX_SAMPLES "/news.damaged.txt");
  std::string clean;
  for (int i = 0; clean.size() < (200 << 10); ++i) {
    clean +=
        "第" + std::to_string(i) + "天:我們走了很遠的路,天黑了才到(真累!).你呢?我們明天再說.\n";
  }
  const std::string lone = "我發(fā)現這裏的路很難走,天黑了還沒有到.\n";
  for (const std::string& text : {clean + damaged + clean + lone, damaged + clean + lone + clean}) {
    std::vector<Edit> edits;
    const std::string out = repair(RepairMode::safe, {text}, &edits).text;
    EXPECT_FALSE(edits.empty());
    const std::size_t article = text.find(damaged);
    for (const Edit& edit : edits) {
      EXPECT_GE(edit.range.start + (64 << 10), article);
      EXPECT_LE(edit.range.start, article + damaged.size() + (64 << 10));
    }
    EXPECT_NE(out.find("發(fā)現這裏"), std::string::npos);
  }
}

// --- random texts, fixed seed ------------------------------------------------------------------

const std::u32string_view kWords[] = {
    U"學校", U"發展", U"經濟", U"關係", U"進步", U"國家", U"時間", U"數十", U"當地", U"政府",
    U"我們", U"他們", U"可以", U"問題", U"沒有", U"這個", U"因為", U"所以", U"，",   U"。",
    U"：“",  U"。”",  U"！",   U"？",   U"App",  U"2019", U"（又", U"）",   U" ",    U"\n",
    U"學",   U"將",   U"驅",   U"北京", U"有",   U"收藏", U"市場", U"報",   U"《",   U"》"};
constexpr std::string_view kTool =
    "數shù 當dāng 學xué 發fā 經jīng 濟jì 關guān 進jìn 國guó 時shí 驅qū 冊cè 驗yàn 場chǎng 報bào "
    "問wèn";

TEST(ReadingsProperty, NothingIsLostOrInventedOutsideTheEdits) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  const ToolTable tool = parse_tool(kTool);
  for (int i = 0; i < 200; ++i) {
    std::u32string clean;
    for (auto n = 5 + random() % 60; n > 0; --n) clean += kWords[random() % std::size(kWords)];
    DamageScript script = hits(utf8::encode(clean), tool);
    std::erase_if(script.annotations, [&](const auto&) { return random() % 8 == 0; });
    std::erase_if(script.halfwidth, [&](std::uint32_t) { return random() % 8 == 0; });
    const std::string input = utf8::encode(damage(script));
    const RepairMode mode = i % 4 == 0 ? RepairMode::safe : RepairMode::max;
    std::vector<Edit> edits;
    const test::Run whole = repair(mode, {input}, &edits);
    ASSERT_EQ(test::replay(input, edits), whole.text)
        << "seed " << kSeed << ", case " << i << ": " << input;
    ASSERT_EQ(repair(mode, test::random_pieces(input, random)), whole) << input;
    for (const Edit& edit : edits) {
      ASSERT_EQ(edit.before,
                input.substr(static_cast<std::size_t>(edit.range.start), edit.before.size()));
    }
  }
}

// Texts that put the search to the test: a megabyte each, in the mode that tries hardest.
TEST(ReadingsHostile, MegabytesOfOneThing) {
  constexpr std::size_t kSize = 1 << 20;
  for (const std::string_view unit : {"?", "?!", "(fā)", "?dāng)", "學", "學(xué)", "?\n",
                                      "學?!經(jīng)\n", "。?", "（fā）", "(", "“"}) {
    std::string input;
    while (input.size() < kSize) input += unit;
    std::vector<Edit> edits;
    const test::Run run = repair(RepairMode::max, {input}, &edits);
    EXPECT_EQ(test::replay(input, edits), run.text) << unit;
  }
}

TEST(ReadingsHostile, MixedAtRandom) {
  constexpr std::string_view kUnits[] = {"?",  "!", "(fā)", "?dāng)", "學", "經(jīng)",
                                         "。", "(", ")",    "\n",     "“",  "”",
                                         "a",  " ", "發",   "，",     "將"};
  constexpr unsigned kSeed = 20261125;
  std::mt19937 random(kSeed);
  for (const std::size_t rare_line_ends : {1u, 100u}) {
    std::string input;
    while (input.size() < (1 << 20)) {
      const std::string_view unit = kUnits[random() % std::size(kUnits)];
      if (unit != "\n" || random() % rare_line_ends == 0) input += unit;
    }
    for (const RepairMode mode : {RepairMode::safe, RepairMode::max}) {
      std::vector<Edit> edits;
      const test::Run run = repair(mode, {input}, &edits);
      EXPECT_EQ(test::replay(input, edits), run.text);
    }
  }
}

}  // namespace
}  // namespace hanfix::repair
