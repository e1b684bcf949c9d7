// The families of escapes on their vectors, on text escaped at random, and on hostile text.
#include <cstdio>
#include <nlohmann/json.hpp>

#include "repair/escape_line.hpp"
#include "repair/escaped_bytes.hpp"
#include "repair/family.hpp"
#include "repair_test_support.hpp"

namespace hanfix::repair {
namespace {

constexpr const char* kFamilies[] = {"references", "percent", "backslash", "mime", "seven-bit"};

struct Vector {
  std::string family, name, kind, input, expected;
  RepairMode mode = RepairMode::safe;
  friend std::ostream& operator<<(std::ostream& os, const Vector& v) {
    return os << v.family << " " << v.name;
  }
};

std::vector<Vector> vectors() {
  std::vector<Vector> all;
  for (const char* family : kFamilies) {
    std::ifstream in(HANFIX_TEST_DATA "/repair/" + std::string(family) + ".jsonl");
    for (std::string line; std::getline(in, line);) {
      const auto row = nlohmann::json::parse(line);
      all.push_back({family, row.at("name"), row.at("kind"), row.at("input"), row.at("expected"),
                     row.at("mode") == "max" ? RepairMode::max : RepairMode::safe});
    }
  }
  return all;
}

// Only the family of the row: others have vectors of their own.
test::Run repair_with(const std::string& family, RepairMode mode, const test::Pieces& pieces,
                      std::vector<Edit>* edits = nullptr) {
  test::Reports reports;
  test::StringSink sink;
  RepairStage stage(mode, {family}, reports);
  for (const std::string_view piece : pieces) stage.push(piece, sink);
  stage.finish(sink);
  if (edits != nullptr) *edits = reports.edits;
  return {sink.text, reports.lines};
}

class Escapes : public testing::TestWithParam<Vector> {};

TEST_P(Escapes, GiveTheExpectedText) {
  const Vector& row = GetParam();
  const test::Run run = repair_with(row.family, row.mode, {row.input});
  EXPECT_EQ(run.text, row.expected) << run.reports;
  if (row.kind == "negative") {
    EXPECT_EQ(row.input, row.expected);
    EXPECT_EQ(repair_with(row.family, RepairMode::safe, {row.input}).text, row.input);
  }
}

TEST_P(Escapes, GiveTheSameHoweverTheyAreCut) {
  const Vector& row = GetParam();
  const test::Run whole = repair_with(row.family, row.mode, {row.input});
  test::for_each_cut(row.input, row.input.size(), [&](const test::Pieces& pieces) {
    ASSERT_EQ(repair_with(row.family, row.mode, pieces), whole);
  });
  test::for_each_cutting(row.input, 10, [&](const test::Pieces& pieces) {
    ASSERT_EQ(repair_with(row.family, row.mode, pieces), whole);
  });
}

TEST_P(Escapes, EditsReplayAndASecondRunChangesNothing) {
  const Vector& row = GetParam();
  std::vector<Edit> edits;
  const test::Run run = repair_with(row.family, row.mode, {row.input}, &edits);
  EXPECT_EQ(test::replay(row.input, edits), run.text);
  for (const Edit& edit : edits) {
    EXPECT_EQ(edit.family, row.family);
    EXPECT_EQ(edit.before,
              row.input.substr(static_cast<std::size_t>(edit.range.start), edit.before.size()));
    EXPECT_GE(edit.confidence, 0.5);
    EXPECT_LE(edit.confidence, 1.0);
  }
  EXPECT_EQ(repair_with(row.family, row.mode, {run.text}).text, run.text);
}

INSTANTIATE_TEST_SUITE_P(Vectors, Escapes, testing::ValuesIn(vectors()), [](const auto& test) {
  std::string name = test.param.family + "_" + test.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

// --- the stage ---------------------------------------------------------------------------------

constexpr std::string_view kLine =
    "&#20170;&#22825;&#19979;&#20102;&#19968;&#22330;&#22823;&#38632;&#12290;\n";

TEST(EscapesInAscii, ALineLeavesWhenItIsComplete) {
  test::Reports reports;
  test::StringSink sink;
  RepairStage stage(RepairMode::safe, {}, reports);
  stage.push("plain\n&#20170;&#22825;&#19979;", sink);
  EXPECT_EQ(sink.text, "plain\n");
  stage.push("&#38632;\nnext\nlast", sink);
  EXPECT_EQ(sink.text, "plain\n今天下雨\nnext\n");
  stage.finish(sink);
  EXPECT_EQ(sink.text, "plain\n今天下雨\nnext\nlast");
  EXPECT_EQ(stage.positions().output_size(), sink.text.size());
}

TEST(EscapesInAscii, IdleDecides) {
  test::Reports reports;
  test::StringSink sink;
  RepairStage stage(RepairMode::safe, {}, reports);
  stage.push("&#20170;&#22825;&#19979;&#38632;", sink);
  EXPECT_EQ(sink.text, "");
  stage.idle(sink);
  EXPECT_EQ(sink.text, "今天下雨");
}

TEST(EscapesInAscii, LongTextsAreTheSameHoweverTheyAreCut) {
  const std::string plain = "a line of plain ASCII, some fifty bytes of it, no more\n";
  std::string lines, one_line, late, mixed;
  for (int i = 0; i < 1500; ++i) {
    lines += i % 3 == 0 ? std::string(kLine) : plain;
    one_line += kLine.substr(0, kLine.size() - 1);
    mixed += i % 7 == 0 ? std::string(kLine) : i == 800 ? "今天下雨了。\n" : plain;
  }
  for (int i = 0; i < 100; ++i) late += "and so on, without a line break, ";
  late += std::string(kLine) + std::string(kLine);
  const std::string soft = [] {
    std::string text;
    for (int i = 0; text.size() < (150 << 10); ++i) {
      text += i % 20 == 0 ? "=E4=BB=8A=E5=A4=A9\n" : "=E4=BB=8A=E5=A4=A9=\n";
    }
    return text;
  }();
  for (const std::string& text : {lines, one_line, late, mixed, one_line + lines, soft}) {
    for (const RepairMode mode : {RepairMode::safe, RepairMode::max}) {
      std::vector<Edit> edits;
      const test::Run whole = repair(mode, {text}, &edits);
      EXPECT_FALSE(edits.empty());
      EXPECT_EQ(test::replay(text, edits), whole.text);
      for (const std::size_t size : {17u, 1000u, 4096u, 65536u}) {
        ASSERT_EQ(repair(mode, test::pieces_of(text, size)), whole) << "pieces of " << size;
      }
    }
  }
}

// --- random texts, fixed seed ------------------------------------------------------------------

std::string escape(std::string_view clean, unsigned how) {
  std::string out;
  const auto format = [&](const char* pattern, unsigned value) {
    char buffer[24];
    out.append(buffer,
               static_cast<std::size_t>(std::snprintf(buffer, sizeof buffer, pattern, value)));
  };
  constexpr const char* kCodes[] = {"&#%u;", "&#x%X;", "&amp;#%u;", "\\u{%x}", "<U+%04X>"};
  constexpr const char* kBytes[] = {"%%%02X", "\\x%02x", "\\%03o"};
  for (std::size_t at = 0; at < clean.size();) {
    const std::size_t from = at;
    const char32_t code = utf8::next(clean, at);
    if (code < 0x80) {
      out.push_back(static_cast<char>(code));
    } else if (how < std::size(kCodes)) {
      format(kCodes[how], static_cast<unsigned>(code));
    } else {
      for (std::size_t i = from; i < at; ++i) {
        format(kBytes[how - std::size(kCodes)], static_cast<unsigned char>(clean[i]));
      }
    }
  }
  return out;
}

TEST(EscapesProperty, WhatWasEscapedComesBack) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  constexpr std::string_view kWords[] = {"今天", "下雨", "我们", "学校", "经济", "发展", "，",
                                         "。\n", "可以", "问题", "3",    " ",    "没有", "这个",
                                         "市场", "因为", "？\n", "：",   "明天"};
  for (int i = 0; i < 400; ++i) {
    std::string clean = "今天下雨，我们不去了。";
    for (std::size_t words = 5 + random() % 40; words > 0; --words) {
      clean += kWords[random() % std::size(kWords)];
    }
    clean += "我们的市场\n";
    const unsigned how = static_cast<unsigned>(random() % 8);
    std::string damaged;
    for (std::size_t at = 0; at < clean.size();) {
      // A line of one or two characters proves nothing: let it be as it is.
      const std::size_t end = clean.find('\n', at) + 1;
      const std::string_view line = std::string_view(clean).substr(at, end - at);
      damaged += line.size() < 24 ? std::string(line) : escape(line, how);
      at = end;
    }
    std::vector<Edit> edits;
    const test::Run whole = repair(RepairMode::safe, {damaged}, &edits);
    ASSERT_EQ(whole.text, clean) << "seed " << kSeed << ", case " << i << ": " << damaged;
    ASSERT_EQ(test::replay(damaged, edits), whole.text);
    ASSERT_EQ(repair(RepairMode::safe, test::random_pieces(damaged, random)), whole) << damaged;
  }
}

// --- hostile texts -----------------------------------------------------------------------------

TEST(EscapesHostile, QuarterMegabytesOfOneThing) {
  constexpr std::size_t kSize = 256 << 10;
  for (const std::string_view unit : {"&#",
                                      "&#1",
                                      "&#20013;",
                                      "&amp;",
                                      "&#x",
                                      "%",
                                      "%E4",
                                      "%E4%B8%AD",
                                      "%D6%D0",
                                      "%u",
                                      "%u4E2D",
                                      "\\",
                                      "\\x",
                                      "\\xe4",
                                      "\\344",
                                      "\\u4e2d",
                                      "\\ud842",
                                      "<U+",
                                      "=?",
                                      "=?a?B?",
                                      "=?a?B?x",
                                      "=?gbk?B?1tA=?=",
                                      "=?gbk?B?1tA=?= ",
                                      "=E4=B8=AD",
                                      "=E4=\n",
                                      "=\n",
                                      "?=\n",
                                      "+",
                                      "+Ti1lhw",
                                      "+AAA",
                                      "~{",
                                      "~{VP",
                                      "~{VP~}",
                                      "~{!!",
                                      "\x1B$B",
                                      "\x1B$BF|",
                                      "$B",
                                      "$BF|",
                                      "$B(B",
                                      "\xE4\xB8\xAD&#20013;",
                                      "中%E4"}) {
    std::string input;
    while (input.size() < kSize) input += unit;
    for (const RepairMode mode : {RepairMode::safe, RepairMode::max}) {
      std::vector<Edit> edits;
      const test::Run run = repair(mode, {input}, &edits);
      EXPECT_EQ(test::replay(input, edits), run.text) << unit;
    }
  }
}

TEST(EscapesHostile, MixedAtRandom) {
  constexpr std::string_view kUnits[] = {
      "&#",   "20013",  ";",  "&amp;",  "#x",    "%",      "E4",  "%E4%B8%AD", "%u4E2D",
      "\\u",  "4e2d",   "\\", "\\xd6",  "\\xd0", "\\344",  "<U+", ">",         "=?gbk?B?",
      "1tA=", "?=",     "=",  "=E4",    "+",     "Ti1lhw", "-",   "~{",        "VPND",
      "~}",   "\x1B$B", "F|", "\x1B(B", "\n",    " ",      "中",  "a",         {"\0", 1}};
  constexpr unsigned kSeed = 20261125;
  std::mt19937 random(kSeed);
  for (int i = 0; i < 300; ++i) {
    std::string input;
    for (std::size_t n = random() % 60; n > 0; --n) input += kUnits[random() % std::size(kUnits)];
    for (const RepairMode mode : {RepairMode::safe, RepairMode::max}) {
      std::vector<Edit> edits;
      const test::Run run = repair(mode, {input}, &edits);
      ASSERT_EQ(test::replay(input, edits), run.text) << "seed " << kSeed << ": " << input;
      ASSERT_EQ(repair(mode, test::random_pieces(input, random)), run)
          << "seed " << kSeed << ": " << input;
    }
  }
}

TEST(EscapedBytes, AreReadInTheEncodingThatSuits) {
  EXPECT_EQ(guess_encoding("\xE4\xBB\x8A\xE5\xA4\xA9\xE4\xB8\x8B\xE9\x9B\xA8").encoding,
            Encoding::utf_8);
  EXPECT_EQ(guess_encoding("\xBD\xF1\xCC\xEC\xCF\xC2\xD3\xEA\xC1\xCB").encoding, Encoding::gb18030);
  EXPECT_FALSE(guess_encoding("caf\xE9 d\xE9j\xE0").encoding.has_value());
  EXPECT_FALSE(guess_encoding("").encoding.has_value());
  EXPECT_FALSE(decode_whole(Encoding::utf_8, "\xE4\xBB").has_value());
}

}  // namespace
}  // namespace hanfix::repair
