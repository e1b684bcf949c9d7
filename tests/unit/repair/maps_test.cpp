// The families that look at one character and its neighbours, on their vectors.
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>

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

// Texts made of what these families look for, thrown together: edits replay, cuts do not matter,
// nothing breaks, whatever comes.
TEST(MapsHostile, AnyMixtureReplaysAndDoesNotDependOnItsCuts) {
  constexpr unsigned kSeed = 20261124;
  constexpr std::u32string_view kPieces =
      U"我们去了海边的人大一二，。！？「」“” \u3000\u00A0\u200B\u200C\u200D\uFEFF\u2060\u00AD"
      U"\uE81E\uE826\uE5E5\uF6B1\uECD8\uF8FF\uF914\uF907\U0002F804⼈⼤⻓⺮烫烫屯屯锟斤拷\uFFFD"
      U"\uFFFD??,.;:()*_aZ09\n\r한か葛\U000E0100👩";
  std::mt19937 random(kSeed);
  for (int i = 0; i < 3000; ++i) {
    std::u32string characters;
    const std::size_t size = random() % 60;
    while (characters.size() < size) {
      const std::size_t at = random() % (kPieces.size() + 2);
      characters += at < kPieces.size() ? kPieces[at] : U'\0';
      if (random() % 8 == 0) characters.append(random() % 6, characters.back());
    }
    const std::string text = utf8::encode(characters);
    std::vector<std::string> named(std::begin(kMapFamilies), std::end(kMapFamilies));
    std::vector<Edit> edits;
    const test::Run whole = repair(RepairMode::safe, {text}, &edits, named);
    ASSERT_EQ(test::replay(text, edits), whole.text) << "seed " << kSeed << ", case " << i;
    ASSERT_EQ(repair(RepairMode::safe, test::pieces_of(text, 1), nullptr, named), whole)
        << "seed " << kSeed << ", case " << i << ", \"" << text << '"';
    ASSERT_EQ(repair(RepairMode::safe, {text}, nullptr, {"hopeless"}).text, text);
  }
}

// A megabyte of one thing, in one line: no time that grows faster than the text.
TEST(MapsHostile, LongLinesTakeLinearTime) {
  for (const char* piece : {"锟", "锟斤拷", "\xEF\xBF\xBD", "????", "烫", "好\xE2\x80\x8B", "好 ",
                            "好,(", "(好", "⼈", "\xEE\xA0\x9E", "好\xEE\xA0\x9E", "\xEF\xA4\x94",
                            "好，好", "好?", "??好", "a\xC2\xAD", "好a\xC2\xAD"}) {
    std::string text = "好\n";
    while (text.size() < (1 << 20)) text += piece;
    text += std::string(1000, '\0');
    const std::vector<std::string> named(std::begin(kMapFamilies), std::end(kMapFamilies));
    std::vector<Edit> edits;
    const test::Run run = repair(RepairMode::safe, {text}, &edits, named);
    EXPECT_EQ(test::replay(text, edits), run.text) << piece;
  }
}

// U+FFFD that stands for bytes which the decoder kept says nothing of lost text.
TEST(Hopeless, LeavesToTheDecoderWhatItReported) {
  const std::string text = "好的\n\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\n\uFFFD\uFFFD\uFFFD\uFFFD\n";
  const auto reported = [&](HasBytes has_bytes) {
    test::Reports reports;
    test::StringSink sink;
    RepairStage stage(RepairMode::safe, {}, reports);
    if (has_bytes) stage.set_has_bytes(std::move(has_bytes));
    stage.push(text, sink);
    stage.finish(sink);
    EXPECT_EQ(sink.text, text);
    return reports.diagnostics.size();
  };
  EXPECT_EQ(reported({}), 2u);
  EXPECT_EQ(reported([](std::uint64_t offset) { return offset == 10; }), 1u);
}

// Where a family does not act it is not there: the text costs nothing and keeps its bytes.
TEST(MapsInSafe, DoNotLookUnlessNamed) {
  const std::string text = "⼈⼯\u200B智能\uF914\uE81E好,好 烫烫烫烫烫烫\n";
  const test::Run run = repair(RepairMode::safe, {text});
  EXPECT_EQ(run.text, text);
  EXPECT_EQ(run.reports, "");
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
