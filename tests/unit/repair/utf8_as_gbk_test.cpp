// The family utf8-as-gbk on its vectors, on random text, and on text made to cost time.
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "repair/family.hpp"
#include "repair/preimage_search.hpp"
#include "repair/wrong_decoder.hpp"
#include "repair_test_support.hpp"

namespace hanfix::repair {
namespace {

test::Run run(RepairMode mode, const test::Pieces& pieces, std::vector<Edit>* edits = nullptr) {
  test::Reports reports;
  test::StringSink sink;
  RepairStage stage(mode, {"utf8-as-gbk"}, reports);
  for (const std::string_view piece : pieces) stage.push(piece, sink);
  stage.finish(sink);
  if (edits != nullptr) *edits = reports.edits;
  return {sink.text, reports.lines};
}

// "high question-pair": the names of the enumerators.
std::optional<WrongDecoder> parse_decoder(const std::string& name) {
  if (name.empty()) return std::nullopt;
  WrongDecoder decoder;
  decoder.table = name.starts_with("high")       ? WrongDecoder::Table::high
                  : name.starts_with("standard") ? WrongDecoder::Table::standard
                                                 : WrongDecoder::Table::windows;
  decoder.euro = name.find("no-euro") == std::string::npos;
  const bool question = name.find("question") != std::string::npos;
  if (name.ends_with("pair")) {
    decoder.marks =
        question ? WrongDecoder::Marks::question_pair : WrongDecoder::Marks::replacement_pair;
  } else {
    decoder.marks =
        question ? WrongDecoder::Marks::question_byte : WrongDecoder::Marks::replacement_byte;
  }
  return decoder;
}

// The decoder, run forwards over whole text.
std::string read_wrongly(const WrongDecoder& decoder, std::string_view utf8) {
  std::string out;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(utf8[at]); };
  for (std::size_t at = 0; at < utf8.size();) {
    if (byte(at) < 0x80) {
      out.push_back(utf8[at++]);
    } else if (byte(at) == 0x80 && decoder.euro) {
      utf8::append(out, kEuro);
      ++at;
    } else if (at + 1 < utf8.size() && decoder.shows(byte(at), byte(at + 1))) {
      utf8::append(out, GbkPairs::instance().character(make_pair(byte(at), byte(at + 1))));
      at += 2;
    } else {
      const bool question = decoder.marks == WrongDecoder::Marks::question_pair ||
                            decoder.marks == WrongDecoder::Marks::question_byte;
      out += question ? "?" : utf8::kReplacement;
      at += decoder.mark_size(utf8, at);
    }
  }
  return out;
}

struct Vector {
  std::string name, kind, input, expected, decoder;
  RepairMode mode = RepairMode::safe;
  friend std::ostream& operator<<(std::ostream& os, const Vector& v) { return os << v.name; }
};

std::vector<Vector> vectors() {
  std::vector<Vector> all;
  std::ifstream in(HANFIX_TEST_DATA "/repair/utf8-as-gbk.jsonl");
  for (std::string line; std::getline(in, line);) {
    const auto row = nlohmann::json::parse(line);
    all.push_back({row.at("name"), row.at("kind"), row.at("input"), row.at("expected"),
                   row.value("decoder", ""),
                   row.at("mode") == "max" ? RepairMode::max : RepairMode::safe});
  }
  return all;
}

class Utf8AsGbk : public testing::TestWithParam<Vector> {};

TEST_P(Utf8AsGbk, GivesTheExpectedText) {
  const Vector& row = GetParam();
  const test::Run result = run(row.mode, {row.input});
  if (row.kind == "known-failure") {
    EXPECT_NE(result.text, row.expected) << "cured: move the row to another kind";
  } else {
    EXPECT_EQ(result.text, row.expected) << result.reports;
  }
  if (row.kind == "negative") {
    EXPECT_EQ(run(RepairMode::safe, {row.input}).text, row.input);
  }
}

TEST_P(Utf8AsGbk, GivesTheSameHoweverItIsCut) {
  const Vector& row = GetParam();
  const test::Run whole = run(row.mode, {row.input});
  const auto same = [&](const test::Pieces& pieces) { ASSERT_EQ(run(row.mode, pieces), whole); };
  if (row.input.size() <= 300) {
    test::for_each_cut(row.input, row.input.size(), same);
  } else {
    test::for_each_cutting(row.input, 10, same);
  }
}

TEST_P(Utf8AsGbk, EditsReplay) {
  for (const RepairMode mode : {RepairMode::safe, RepairMode::max}) {
    std::vector<Edit> edits;
    const std::string& input = GetParam().input;
    const test::Run result = run(mode, {input}, &edits);
    EXPECT_EQ(test::replay(input, edits), result.text);
    for (const Edit& edit : edits) {
      EXPECT_EQ(edit.family, "utf8-as-gbk");
      EXPECT_NE(edit.before, edit.after);
      EXPECT_EQ(edit.before,
                input.substr(static_cast<std::size_t>(edit.range.start), edit.before.size()));
      EXPECT_GT(edit.confidence, 0.0);
      EXPECT_LE(edit.confidence, 1.0);
    }
  }
}

TEST_P(Utf8AsGbk, RepairingAgainChangesNothing) {
  const std::string once = run(GetParam().mode, {GetParam().input}).text;
  EXPECT_EQ(run(GetParam().mode, {once}).text, once);
}

TEST_P(Utf8AsGbk, CleanTextStaysClean) {
  EXPECT_EQ(run(GetParam().mode, {GetParam().expected}).text, GetParam().expected);
}

// In safe mode nothing is invented: the text is right but for marks that were left.
TEST_P(Utf8AsGbk, SafeModeLeavesMarksWhereItIsNotSure) {
  const Vector& row = GetParam();
  if (row.decoder.empty()) return;
  const std::u32string text = utf8::decode(run(RepairMode::safe, {row.input}).text);
  const std::u32string expected = utf8::decode(row.expected);
  std::size_t at = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != U'?' && text[i] != 0xFFFD) {
      ASSERT_LT(at, expected.size());
      ASSERT_EQ(text[i], expected[at++]) << utf8::encode(text);
      continue;
    }
    // A mark stands for no more than three characters.
    const std::size_t end = std::min(i + 3, text.size());
    const std::u32string_view behind = std::u32string_view(text).substr(i + 1, end - i - 1);
    const std::size_t next = expected.find(behind.substr(0, 1), at);
    at = behind.empty() ? expected.size() : std::min(next, expected.size());
  }
}

// The forward model and the vectors, which another program made, agree.
TEST_P(Utf8AsGbk, TheDecoderDoesThisDamage) {
  const Vector& row = GetParam();
  const auto decoder = parse_decoder(row.decoder);
  if (!decoder) return;
  EXPECT_EQ(read_wrongly(*decoder, row.expected), row.input);
  const std::size_t line = std::min(row.input.find('\n'), row.input.size());
  const std::size_t clean_line = std::min(row.expected.find('\n'), row.expected.size());
  const std::vector<SeenUnit> units = seen_units(std::string_view(row.input).substr(0, line));
  EXPECT_TRUE(decoder->reproduces(std::string_view(row.expected).substr(0, clean_line),
                                  units.data(), units.data() + units.size()));
}

INSTANTIATE_TEST_SUITE_P(Vectors, Utf8AsGbk, testing::ValuesIn(vectors()), [](const auto& test) {
  std::string name = test.param.name;
  for (char& c : name) {
    if (c == '-') c = '_';
  }
  return name;
});

TEST(Utf8AsGbkVectors, HaveNamesOfTheirOwn) {
  std::set<std::string> names;
  for (const Vector& row : vectors()) EXPECT_TRUE(names.insert(row.name).second) << row.name;
}

// --- random text, fixed seed ---------------------------------------------------------------------

const std::string_view kWords[] = {"学校", "发展",   "经济", "关系", "国家", "时间", "当地", "政府",
                                   "我们", "可以",   "问题", "没有", "这个", "因为", "所以", "北京",
                                   "市场", "图书馆", "，",   "。",   "：“",  "”",    "！",   "App",
                                   "2019", " ",      "《",   "》",   "學校", "發展", "應該"};

std::string random_text(std::mt19937& random) {
  std::string text;
  for (auto n = 6 + random() % 30; n > 0; --n) text += kWords[random() % std::size(kWords)];
  return text;
}

// Where nothing is lost there is one answer, and it is found or declined.
TEST(Utf8AsGbkProperty, LosslessTextComesBackOrStays) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  const WrongDecoder decoder{WrongDecoder::Table::windows, true,
                             WrongDecoder::Marks::replacement_pair};
  int lossless = 0, restored = 0;
  for (int i = 0; i < 3000; ++i) {
    const std::string clean = random_text(random);
    const std::string input = read_wrongly(decoder, clean);
    if (input.find(utf8::kReplacement) != std::string::npos) continue;
    ++lossless;
    const std::string output = run(RepairMode::safe, {input}).text;
    restored += output == clean;
    ASSERT_TRUE(output == clean || output == input)
        << "seed " << kSeed << ", case " << i << ": " << input << " → " << output;
  }
  EXPECT_GT(lossless, 100);
  EXPECT_GE(restored * 1000, lossless * 995);
}

TEST(Utf8AsGbkProperty, EditsReplayHoweverTextIsDamagedAndCut) {
  constexpr unsigned kSeed = 20261125;
  std::mt19937 random(kSeed);
  for (int i = 0; i < 300; ++i) {
    WrongDecoder decoder;
    decoder.table = WrongDecoder::Table(random() % 3);
    decoder.euro = random() % 2 != 0;
    decoder.marks = WrongDecoder::Marks(random() % 4);
    std::string input = read_wrongly(decoder, random_text(random)) + "\n";
    if (random() % 4 == 0) input += random_text(random) + "\n";
    const RepairMode mode = i % 2 == 0 ? RepairMode::safe : RepairMode::max;
    std::vector<Edit> edits;
    const test::Run whole = run(mode, {input}, &edits);
    ASSERT_EQ(test::replay(input, edits), whole.text)
        << "seed " << kSeed << ", case " << i << ": " << input;
    ASSERT_EQ(run(mode, test::random_pieces(input, random)), whole) << input;
  }
}

// A document that proves the damage speaks for a short line in it, not for one far away.
TEST(Utf8AsGbkReach, AProofHoldsFor64KiB) {
  const WrongDecoder decoder{WrongDecoder::Table::high, true, WrongDecoder::Marks::question_pair};
  const std::string proof =
      read_wrongly(decoder, "老师让我们把这篇文章读三遍，然后写下自己的想法。\n");
  const std::string lone = "浣犲ソ\n";
  std::string sound;
  while (sound.size() < (300 << 10)) sound += "一行没有坏的字，读起来很清楚。\n";
  EXPECT_NE(run(RepairMode::safe, {proof + lone}).text.find("你好"), std::string::npos);
  const std::string far = proof + sound + "浜\n";
  EXPECT_NE(run(RepairMode::safe, {far}).text.find("浜"), std::string::npos);
}

// --- hostile text --------------------------------------------------------------------------------

// Text in which everything might be damage and every mark hides a byte. That it ends at all is the
// test: without the budget, a block of it takes minutes.
TEST(Utf8AsGbkHostile, MarksEverywhere) {
  for (const std::string_view unit : {"鐨?", "涓\uFFFD", "銆�鐨", "鈥?鈥?\uFFFD", "锛?", "?",
                                      "\uE000", "€", "鍦ㄨ", "涓涓涓?\n"}) {
    std::string input;
    while (input.size() < (128 << 10)) input += unit;
    for (const RepairMode mode : {RepairMode::safe, RepairMode::max}) {
      std::vector<Edit> edits;
      const test::Run result = run(mode, {input}, &edits);
      EXPECT_EQ(test::replay(input, edits), result.text) << unit;
    }
  }
}

TEST(Utf8AsGbkHostile, RandomPairsAndMarks) {
  constexpr unsigned kSeed = 20261126;
  std::mt19937 random(kSeed);
  for (const unsigned marks : {0u, 4u, 30u}) {
    std::string input;
    while (input.size() < (64 << 10)) {
      if (random() % 100 < marks) {
        input += random() % 2 == 0 ? std::string_view("?") : utf8::kReplacement;
        continue;
      }
      // Lead and trail bytes as UTF-8 has them, so that the automaton often goes on.
      const unsigned lead = random() % 3 == 0 ? 0xE2 + random() % 8 : 0x81 + random() % 0x3F;
      const unsigned trail = random() % 3 == 0 ? 0xE2 + random() % 8 : 0x80 + random() % 0x40;
      const char32_t code = GbkPairs::instance().character(make_pair(lead, trail));
      if (code != 0) utf8::append(input, code);
    }
    for (const RepairMode mode : {RepairMode::safe, RepairMode::max}) {
      std::vector<Edit> edits;
      const test::Run result = run(mode, {input}, &edits);
      EXPECT_EQ(test::replay(input, edits), result.text);
    }
  }
}

// However hostile the line, the search looks at no more candidates than it may, goes through all of
// the line, and says so where it had to leave marks.
TEST(Utf8AsGbkHostile, TheSearchStaysInItsBudget) {
  const model::Scorer scorer(model::Script::hans);
  const TextCost costs(scorer);
  const WrongDecoder decoders[] = {
      {WrongDecoder::Table::windows, true, WrongDecoder::Marks::question_pair},
      {WrongDecoder::Table::standard, true, WrongDecoder::Marks::replacement_pair},
      {WrongDecoder::Table::standard, false, WrongDecoder::Marks::question_byte}};
  for (const WrongDecoder& decoder : decoders) {
    const HiddenBytes hidden(decoder);
    for (const std::string_view unit :
         {"鐨?", "涓\uFFFD", "涓枃abc?", "鈥?鈥?\uFFFD", "鍦?\uFFFD"}) {
      std::string line;
      while (line.size() < (64 << 10)) line += unit;
      const std::vector<SeenUnit> units = seen_units(line);
      for (const std::uint64_t allowed : {std::uint64_t{20'000}, std::uint64_t{0}}) {
        std::uint64_t budget = allowed;
        const Preimage found = search_preimage(units, decoder, hidden, costs,
                                               {8 * model::kUnitsPerBit, 32, true, &budget});
        EXPECT_LE(budget, allowed);
        EXPECT_EQ(found.steps.size(), units.size()) << unit;
        EXPECT_TRUE(!found.out_of_budget || budget == 0) << unit;
        std::uint64_t solved = 0;
        for (const Step& step : found.steps) solved += step.mark;
        EXPECT_LE(solved, allowed) << unit;
      }
    }
  }
}

// What was given up is as it was, and it is reported.
TEST(Utf8AsGbkHostile, WhatIsGivenUpIsReported) {
  std::string input;
  while (input.size() < (64 << 10)) input += "鐨?";
  const test::Run result = run(RepairMode::max, {input});
  const std::string_view tail = "鐨?鐨?鐨?";
  EXPECT_TRUE(result.text.ends_with(tail));
  EXPECT_NE(result.reports.find("too many lost bytes"), std::string::npos);
}

}  // namespace
}  // namespace hanfix::repair
