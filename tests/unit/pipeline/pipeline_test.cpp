// The joined pipeline: what the input's encoding, the options and the way it is cut make of it.
#include <simdjson.h>

#include <algorithm>

#include "pipeline_test_support.hpp"

namespace hanfix {
namespace {

using test::Details;
using test::Outcome;
using test::Pieces;
using test::run;

const char* const kSamples[] = {
    "news.damaged.txt",      "news.clean.txt",         "story.clean.txt", "forum.clean.txt",
    "story.gbk.damaged.txt", "forum.big5.damaged.txt", "hair.gbk.txt"};

std::string sample(const std::string& name) { return test::read_file(HANFIX_SAMPLES "/" + name); }

Options with(const std::string& target, const std::string& config = "") {
  Options options;
  if (!target.empty()) options.to = target;
  options.config = config;
  return options;
}

// --- however it is cut ---------------------------------------------------------------------------

void same_however_cut(const Options& options, std::string_view input) {
  const Outcome whole = run(options, input);
  const auto same = [&](const Pieces& pieces) { ASSERT_EQ(run(options, pieces), whole); };
  // Beyond the first 300 bytes cuts are like the others: every cut on the beginning of the text.
  const std::string_view head = input.substr(0, std::min<std::size_t>(input.size(), 300));
  const Outcome beginning = run(options, head);
  test::for_each_cut(head, head.size(),
                     [&](const Pieces& pieces) { ASSERT_EQ(run(options, pieces), beginning); });
  test::for_each_cutting(input, 50, same);
}

class Samples : public testing::TestWithParam<const char*> {};

TEST_P(Samples, ComeOutTheSameHoweverTheyAreCut) { same_however_cut({}, sample(GetParam())); }

TEST_P(Samples, ComeOutTheSameForEveryTarget) {
  const std::string input = sample(GetParam());
  for (const char* target : {"s", "tw", "hk", "twp", "jp"}) {
    const Options options = with(target);
    const Outcome whole = run(options, input);
    test::for_each_cutting(
        input, 10, [&](const Pieces& pieces) { ASSERT_EQ(run(options, pieces), whole) << target; });
  }
  const Options s2t = with("", "s2t");
  const Outcome whole = run(s2t, input);
  test::for_each_cutting(input, 10,
                         [&](const Pieces& pieces) { ASSERT_EQ(run(s2t, pieces), whole); });
}

// Edits, put into the decoded gaps between them, give the output.
TEST_P(Samples, EditsReplayInTheInputsEncoding) {
  const std::string input = sample(GetParam());
  Details details;
  const Outcome outcome = run({}, input, &details);
  std::string replayed;
  std::size_t at = 0;
  for (const Edit& edit : details.reports.edits) {
    const auto start = static_cast<std::size_t>(edit.range.start);
    const auto end = static_cast<std::size_t>(edit.range.end);
    ASSERT_GE(start, at);
    replayed +=
        test::to_utf8(std::string_view(input).substr(at, start - at), details.summary.encoding);
    replayed += edit.after;
    // The edit's range is what `before` was decoded from.
    EXPECT_EQ(
        test::to_utf8(std::string_view(input).substr(start, end - start), details.summary.encoding),
        edit.before);
    at = end;
  }
  replayed += test::to_utf8(std::string_view(input).substr(at), details.summary.encoding);
  EXPECT_EQ(replayed, outcome.text);
}

TEST_P(Samples, RunningTwiceChangesNothingMore) {
  const std::string once = run({}, sample(GetParam())).text;
  Details details;
  EXPECT_EQ(run({}, once, &details).text, once);
  EXPECT_FALSE(details.summary.changed);
}

INSTANTIATE_TEST_SUITE_P(Files, Samples, testing::ValuesIn(kSamples), [](const auto& test) {
  std::string name = test.param;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
});

TEST(PipelineBinary, ComesOutByteForByteBehindAsciiWithoutALineBreak) {
  std::string bytes = "%HEAD a long beginning in plain ASCII, and no line break before the data ";
  std::mt19937 random(20261123);
  for (int i = 0; i < 4000; ++i) bytes.push_back(static_cast<char>(random()));
  EXPECT_EQ(run({}, bytes).text, bytes);
  for (std::size_t cut = 0; cut < 200; ++cut) {
    EXPECT_EQ(run({}, {bytes.substr(0, cut), bytes.substr(cut)}).text, bytes) << "cut at " << cut;
  }
}

// An archive that stores text as it is: nothing in it is text for repair or conversion.
TEST(PipelineBinary, IsNeitherRepairedNorConverted) {
  const std::string bytes = std::string("PK\3\4\x14\0\0\0\0\0", 10) + sample("news.damaged.txt") +
                            std::string("\0\1\2\3\0\0\xFF\xFE", 8);
  for (const char* config : {"", "s2t", "t2s"}) {
    for (const char* target : {"none", "s", "tw"}) {
      Options options;
      options.repair = RepairMode::max;
      options.config = config;
      options.to = target;
      Details details;
      EXPECT_EQ(run(options, bytes, &details).text, bytes) << config << ' ' << target;
      EXPECT_EQ(details.summary.encoding, "binary");
      EXPECT_EQ(details.summary.config, "");
      EXPECT_FALSE(details.summary.changed);
    }
  }
}

TEST(PipelineSamples, DamagedOnesComeOutClean) {
  EXPECT_GE(test::equal_lines(run({}, sample("news.damaged.txt")).text, sample("news.clean.txt")),
            32u);
  Options bold;  // also takes the better of two characters that fit about as well
  bold.repair = RepairMode::max;
  EXPECT_GE(test::equal_lines(run(bold, sample("news.damaged.txt")).text, sample("news.clean.txt")),
            33u);
  EXPECT_EQ(run({}, sample("story.gbk.damaged.txt")).text, sample("story.clean.txt"));
  EXPECT_EQ(run({}, sample("forum.big5.damaged.txt")).text, sample("forum.clean.txt"));
}

struct EncodingCase {
  const char* name;
  const char* icu;
  const char* encoding;  // as the summary says
  std::string bom;
  friend std::ostream& operator<<(std::ostream& os, const EncodingCase& c) { return os << c.name; }
};

const EncodingCase kEncodings[] = {
    {"Utf8", "UTF-8", "utf-8", ""},
    {"Utf8Bom", "UTF-8", "utf-8", "\xEF\xBB\xBF"},
    {"Gb18030", "gb18030", "gb18030", ""},
    {"Utf16Le", "UTF-16LE", "utf-16le", ""},
    {"Utf16LeBom", "UTF-16LE", "utf-16le", "\xFF\xFE"},
    {"Utf16Be", "UTF-16BE", "utf-16be", ""},
    {"Utf16BeBom", "UTF-16BE", "utf-16be", "\xFE\xFF"},
};

class InEncoding : public testing::TestWithParam<EncodingCase> {};

TEST_P(InEncoding, TheSameTextComesOutHoweverItIsCut) {
  const EncodingCase& row = GetParam();
  const std::string damaged = sample("news.damaged.txt"), repaired = run({}, damaged).text;
  const std::string input = row.bom + test::to_bytes(damaged, row.icu);
  Details details;
  const Outcome outcome = run({}, input, &details);
  const std::string mark = row.bom.size() == 3 ? row.bom : "";  // a UTF-8 mark is kept
  EXPECT_EQ(outcome.text, mark + repaired);
  EXPECT_EQ(details.summary.encoding, row.encoding);
  EXPECT_TRUE(details.summary.changed);
  same_however_cut({}, input);

  // Reports name the user's bytes: the ranges hold what the edits replaced.
  ASSERT_FALSE(details.reports.edits.empty());
  EXPECT_EQ(details.summary.edits, details.reports.edits.size());
  for (const Edit& edit : details.reports.edits) {
    const std::string_view bytes =
        std::string_view(input).substr(static_cast<std::size_t>(edit.range.start),
                                       static_cast<std::size_t>(edit.range.end - edit.range.start));
    EXPECT_EQ(bytes, test::to_bytes(edit.before, row.icu));
  }
}

TEST_P(InEncoding, GivesTheSameWithATarget) {
  const EncodingCase& row = GetParam();
  const std::string damaged = sample("news.damaged.txt");
  const std::string input = row.bom + test::to_bytes(damaged, row.icu);
  const std::string mark = row.bom.size() == 3 ? row.bom : "";
  for (const char* target : {"s", "twp", "jp"}) {
    EXPECT_EQ(run(with(target), input).text, mark + run(with(target), damaged).text) << target;
  }
}

INSTANTIATE_TEST_SUITE_P(Table, InEncoding, testing::ValuesIn(kEncodings),
                         [](const auto& test) { return test.param.name; });

// --- what goes in and what comes out
// --------------------------------------------------------------

TEST(Pipeline, NothingGivesNothing) {
  for (const char* target : {"none", "s", "tw"}) {
    Details details;
    const Outcome outcome = run(with(target), "", &details);
    EXPECT_EQ(outcome.text, "");
    EXPECT_EQ(outcome.reports, "");
    EXPECT_EQ(details.summary.encoding, "utf-8");
    EXPECT_FALSE(details.summary.changed);
  }
}

TEST(Pipeline, EmptyPiecesSayNothing) {
  const std::string text = sample("hair.gbk.txt");
  const Outcome whole = run({}, text);
  EXPECT_EQ(run({}, Pieces{"", text, "", ""}), whole);
}

TEST(Pipeline, NulPasses) {
  using namespace std::string_literals;
  const std::string text = "one\0two 學校\0發展\n"s;
  Details details;
  EXPECT_EQ(run({}, text, &details).text, text);
  EXPECT_EQ(details.summary.encoding, "utf-8");  // as many NULs as in a program, but no program
  Options s = with("", "t2s");
  EXPECT_EQ(run(s, text).text, "one\0two 学校\0发展\n"s);
}

TEST(Pipeline, AsciiIsItself) {
  Details details;
  const std::string text = "plain text (fine): really?! a,b;c\r\nlast";
  EXPECT_EQ(run(with("tw"), text, &details).text, text);
  EXPECT_EQ(details.summary.encoding, "us-ascii");
  EXPECT_FALSE(details.summary.changed);
  EXPECT_EQ(details.reports.lines, "");
}

struct BomCase {
  const char* name;
  std::optional<bool> bom;
  const char* to_code;
  std::string input, output;
  friend std::ostream& operator<<(std::ostream& os, const BomCase& c) { return os << c.name; }
};

const std::string kBom8 = "\xEF\xBB\xBF", kBom16 = "\xFF\xFE";
const BomCase kBoms[] = {
    {"Kept", {}, "utf-8", kBom8 + "學\n", kBom8 + "學\n"},
    {"NotAdded", {}, "utf-8", "學\n", "學\n"},
    {"Removed", false, "utf-8", kBom8 + "學\n", "學\n"},
    {"Added", true, "utf-8", "學\n", kBom8 + "學\n"},
    {"AddedOnce", true, "utf-8", kBom8 + "學\n", kBom8 + "學\n"},
    {"Utf16MarkIsNotKeptInUtf8", {}, "utf-8", kBom16 + std::string("\x78\x5B\x0A\x00", 4), "學\n"},
    {"KeptInUtf16", {}, "utf-16le", kBom8 + "學", kBom16 + std::string("\x78\x5B", 2)},
    {"OnlyTheMark", {}, "utf-8", kBom8, kBom8},
    {"MarkAsText", {}, "utf-8", "學" + kBom8 + "\n", "學" + kBom8 + "\n"},
};

class Boms : public testing::TestWithParam<BomCase> {};

TEST_P(Boms, AreWrittenAsAsked) {
  Options options;
  options.bom = GetParam().bom;
  options.to_code = GetParam().to_code;
  Details details;
  EXPECT_EQ(run(options, GetParam().input, &details).text, GetParam().output);
  EXPECT_EQ(details.summary.changed, GetParam().input != GetParam().output);
  test::for_each_cut(GetParam().input, 300, [&](const Pieces& pieces) {
    EXPECT_EQ(run(options, pieces).text, GetParam().output);
  });
}

INSTANTIATE_TEST_SUITE_P(Table, Boms, testing::ValuesIn(kBoms),
                         [](const auto& test) { return test.param.name; });

TEST(Pipeline, SummaryTellsWhatHappened) {
  Details details;
  Options options = with("s");
  run(options, sample("news.damaged.txt"), &details);
  EXPECT_EQ(details.summary.encoding, "utf-8");
  EXPECT_EQ(details.summary.variant.substr(0, 4), "hant");
  EXPECT_FALSE(details.summary.config.empty());
  EXPECT_GT(details.summary.edits, 50u);
  EXPECT_EQ(details.summary.malformed, 0u);
  EXPECT_EQ(details.summary.lost, 0u);
  EXPECT_TRUE(details.summary.changed);

  // Written in an encoding that lacks characters, with bytes that are no characters.
  options = {};
  options.from = "utf-8";
  options.to_code = "gb18030";
  run(options, "學\xFF校\xFE\xFD\n", &details);
  EXPECT_EQ(details.summary.malformed, details.summary.lost);
  EXPECT_GE(details.summary.malformed, 2u);
  options.to_code = "big5";
  run(options, "學校𠮷\U0001F600\n", &details);
  EXPECT_EQ(details.summary.malformed, 0u);
  EXPECT_GE(details.summary.lost, 1u);

  // U+FFFD stands where bytes were: each place counts once, whether the output can write it or not.
  for (const char* to_code : {"utf-8", "utf-16le", "gb18030", "hz"}) {
    options.from = "gb18030";
    options.to_code = to_code;
    run(options,
        "abc\xFF"
        "def\xFF\n",
        &details);
    EXPECT_EQ(details.summary.malformed, 2u) << to_code;
    EXPECT_EQ(details.summary.lost, 2u) << to_code;
  }
  options.from = "utf-8";
  for (const char* to_code : {"utf-8", "hz"}) {
    options.to_code = to_code;
    run(options,
        "abc\xFF"
        "def\xFF\n",
        &details);
    EXPECT_EQ(details.summary.malformed, 2u) << to_code;
    EXPECT_EQ(details.summary.lost, to_code == std::string_view("hz") ? 2u : 0u) << to_code;
  }

  options = with("", "s2t");
  run(options, sample("hair.gbk.txt"), &details);
  EXPECT_EQ(details.summary.config, "s2t");
  EXPECT_EQ(details.summary.variant, "");
  EXPECT_EQ(details.summary.encoding, "gb18030");
}

TEST(Pipeline, DiagnosticsNameTheUsersBytes) {
  Options options;
  options.from = "gb18030";
  const std::string before = test::to_bytes("學校發展", "gb18030");
  const std::string input = before + "\xFF" + before + "\x81\x20" + before + "\n";
  Details details;
  run(options, input, &details);
  ASSERT_EQ(details.reports.diagnostics.size(), 2u);
  EXPECT_EQ(details.reports.diagnostics[0].range, (ByteRange{before.size(), before.size() + 1}));
  EXPECT_EQ(details.reports.diagnostics[1].range.start, 2 * before.size() + 1);
  EXPECT_EQ(details.summary.malformed, 2u);

  // Behind an edit and in front of one, and through a conversion.
  const std::string news = test::to_bytes(sample("news.damaged.txt"), "gb18030");
  const std::size_t line = news.find('\n', news.size() / 2) + 1;
  const std::string bad = news.substr(0, line) + "\xFF\n" + news.substr(line);
  options = with("s");
  options.from = "gb18030";
  run(options, bad, &details);
  ASSERT_EQ(details.summary.malformed, 1u);
  const auto found =
      std::find_if(details.reports.diagnostics.begin(), details.reports.diagnostics.end(),
                   [](const Diagnostic& d) { return d.code == DiagnosticCode::malformed_bytes; });
  EXPECT_EQ(found->range, (ByteRange{line, line + 1}));

  // A character that the output lacks, behind a conversion and a repair: its bytes in the input.
  options = with("", "t2s");
  options.to_code = "gb2312";
  const std::string damaged = sample("news.damaged.txt");
  const std::size_t here = damaged.find('\n', damaged.size() / 2) + 1;
  const std::string text = damaged.substr(0, here) + "\U0001F600\n" + damaged.substr(here);
  options.to_code = "big5";
  run(options, text, &details);
  const auto emoji = std::find_if(
      details.reports.diagnostics.begin(), details.reports.diagnostics.end(),
      [](const Diagnostic& d) { return d.message.find("1F600") != std::string::npos; });
  ASSERT_NE(emoji, details.reports.diagnostics.end());
  EXPECT_EQ(emoji->range, (ByteRange{here, here + 4}));
}

// --- bytes that no one can explain
// ----------------------------------------------------------------

// Random bytes inside the text, at places between characters.
std::string splice(const std::string& text, std::mt19937& random,
                   std::vector<std::string>& garbage) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (random() % 60 == 0) {
      std::string bytes;
      for (auto n = 1 + random() % 4; n > 0; --n)
        bytes.push_back(static_cast<char>(0x80 | (random() & 0x7F)));
      garbage.push_back(bytes);
      out += bytes;
    }
    const std::size_t size = utf8::sequence_length(static_cast<unsigned char>(text[at]));
    out.append(text, at, size);
    at += size;
  }
  return out;
}

TEST(MalformedBytes, SurviveFromUtf8ToUtf8) {
  constexpr unsigned kSeed = 20261123;
  std::mt19937 random(kSeed);
  for (const char* name : {"news.damaged.txt", "news.clean.txt", "story.clean.txt"}) {
    const std::string text = sample(name);
    for (int i = 0; i < 10; ++i) {
      std::vector<std::string> garbage;
      const std::string input = splice(text, random, garbage);
      for (const RepairMode mode : {RepairMode::off, RepairMode::safe, RepairMode::max}) {
        Options options;
        options.from = i % 2 == 0 ? "utf-8" : "auto";
        options.repair = mode;
        Details details;
        const Outcome outcome = run(options, input, &details);
        if (details.summary.encoding != "utf-8")
          continue;  // too much garbage to be taken for UTF-8
        ASSERT_EQ(test::replay(input, details.reports.edits), outcome.text) << name << " " << i;
        ASSERT_EQ(run(options, test::random_pieces(input, random)), outcome);
      }
    }
  }
}

// Conversion leaves them where they are: without them, the rest is what it is without them.
TEST(MalformedBytes, SurviveAConversion) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  Options options = with("", "s2t");
  options.from = "utf-8";
  const std::string line = "她的头发很长，一直垂到腰间，看上去非常漂亮。";
  const std::string converted = run(options, line).text;
  for (int i = 0; i < 300; ++i) {
    std::string input, expected;
    for (int n = 0; n < 4; ++n) {
      std::string garbage;
      for (auto size = 1 + random() % 4; size > 0; --size) {
        garbage.push_back(static_cast<char>(random() % 2 != 0 ? 0xFF : 0xF8 + random() % 8));
      }
      input += line + garbage;
      expected += converted + garbage;
    }
    Details details;
    const Outcome outcome = run(options, input, &details);
    ASSERT_EQ(outcome.text, expected) << i;
    ASSERT_GE(details.summary.malformed, 4u);
    ASSERT_EQ(run(options, test::random_pieces(input, random)), outcome);
  }
}

TEST(MalformedBytes, InsideAWordSplitIt) {
  Options options = with("", "s2t");
  options.from = "utf-8";
  EXPECT_EQ(run(options, "头\xFF发").text, "頭\xFF發");
  EXPECT_EQ(run(options, "头发\xE5").text, "頭髮\xE5");
  EXPECT_EQ(run(options, "\x80头发").text, "\x80頭髮");
}

TEST(MalformedBytes, RandomBytesAreNeverLost) {
  std::mt19937 random(20261125);
  for (int i = 0; i < 500; ++i) {
    std::string input;
    for (auto n = random() % 300; n > 0; --n) {
      if (random() % 3 == 0) {
        input += "學";
      } else {
        input.push_back(static_cast<char>(random()));
      }
    }
    Options options;
    options.from = "utf-8";
    Details details;
    const Outcome outcome = run(options, input, &details);
    ASSERT_EQ(test::replay(input, details.reports.edits), outcome.text);
    ASSERT_EQ(outcome.text != input, details.summary.changed);
  }
}

// --- targets and names
// ------------------------------------------------------------------------------

struct TargetCase {
  const char* name;
  const char* target;
  const char* input;
  const char* output;
  const char* variant;
  friend std::ostream& operator<<(std::ostream& os, const TargetCase& c) { return os << c.name; }
};

const char* const kHans = "这个软件的问题很多，我们应该发现并解决它们，头发都白了。";
const char* const kTw =
    "這個軟體的問題很多，我們應該發現並解決它們，頭髮都白了。滑鼠和網路也壞了，計程車沒有來。";
const char* const kJa =
    "この問題は難しいですが、私たちは発見して解決しなければなりません。東京へ行きました。";
const TargetCase kTargetCases[] = {
    {"SimplifiedIsSimplified", "s", kHans, kHans, "hans"},
    {"SimplifiedToTraditional", "t", kHans,
     "這個軟件的問題很多，我們應該發現並解決它們，頭髮都白了。", "hans"},
    {"SimplifiedToTaiwan", "twp", kHans, "這個軟體的問題很多，我們應該發現並解決它們，頭髮都白了。",
     "hans"},
    {"TaiwanIsTaiwan", "tw", kTw, kTw, "hant-tw"},
    {"JapaneseToSimplified", "s", kJa, kJa, "ja"},
    {"JapaneseToTaiwan", "tw", kJa, kJa, "ja"},
    {"MixedToSimplified", "s", "这里有什么问题，皇后说了。\n這裡有什麼問題，皇后說了。\n",
     "这里有什么问题，皇后说了。\n这里有什么问题，皇后说了。\n", "mixed"},
    {"MixedWithJapanese", "tw", "这里有什么问题，皇后说了。\n図書館で本を借りて読みました。\n",
     "這裡有什麼問題，皇后說了。\n図書館で本を借りて読みました。\n", "mixed"},
    {"ChineseThatQuotesKana", "tw", "他在日记里写了「さようなら」，然后离开。",
     "他在日記裡寫了「さようなら」，然後離開。", "hans"},
    {"JapaneseWithoutKana", "s", "東京大学経済学部", "東京大学経済学部", "ja"},
    {"EnglishToTaiwan", "tw", "plain English", "plain English", "unknown"},
    {"KoreanToTaiwan", "tw", "한국어 문장입니다.", "한국어 문장입니다.", "unknown"},
    {"NoTarget", "none", kHans, kHans, ""},
};

class TargetTable : public testing::TestWithParam<TargetCase> {};

TEST_P(TargetTable, GivesTheTextOfTheTarget) {
  const TargetCase& row = GetParam();
  Details details;
  EXPECT_EQ(run(with(row.target), row.input, &details).text, row.output);
  EXPECT_EQ(details.summary.variant, row.variant);
  EXPECT_EQ(details.summary.changed, std::string(row.input) != row.output);
  same_however_cut(with(row.target), row.input);
}

INSTANTIATE_TEST_SUITE_P(Table, TargetTable, testing::ValuesIn(kTargetCases),
                         [](const auto& test) { return test.param.name; });

// Reports name the user's bytes in every paragraph, whatever became of those before it.
TEST(Targets, PositionsInMixedText) {
  const std::string hans = "这里的头发问题𠮷\n", hant = "這裡的頭髮問題還沒解決𠮷\n";
  const std::string input = hans + hant + "x\xFFy头发\n" + hans;
  Options options = with("tw");
  options.from = "utf-8";
  options.to_code = "big5";
  options.repair = RepairMode::off;
  Details details;
  const Outcome whole = run(options, input, &details);
  EXPECT_EQ(details.summary.variant, "mixed");
  EXPECT_EQ(details.summary.config, "s2tw,t2tw");
  std::vector<std::uint64_t> places;
  for (const Diagnostic& each : details.reports.diagnostics) places.push_back(each.range.start);
  std::vector<std::uint64_t> expected;
  for (std::size_t at = 0; at < input.size(); ++at) {
    if (input.compare(at, 4, "𠮷") == 0 || input[at] == '\xFF') expected.push_back(at);
  }
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  EXPECT_EQ(places, expected);
  same_however_cut(options, input);
}

// Bytes that are no text survive in mixed text as elsewhere.
TEST(Targets, MalformedBytesInMixedText) {
  const std::string input = "这里的头发问题\xFF\n這裡的頭髮問題還沒解決\xE4\xBD\n\xFF\n";
  EXPECT_EQ(run(with("s"), input).text,
            "这里的头发问题\xFF\n这里的头发问题还没解决\xE4\xBD\n\xFF\n");
  same_however_cut(with("s"), input);
}

TEST(Names, UnknownOnesAreErrorsWithNearOnes) {
  test::Reports reports;
  const auto message = [&](const Options& options) {
    const auto made = Pipeline::create(options, reports);
    EXPECT_FALSE(made.ok());
    if (made.ok()) return std::string();
    EXPECT_EQ(made.error().code, ErrorCode::unknown_name);
    return made.error().message;
  };
  Options options = with("twpp");
  EXPECT_NE(message(options).find("did you mean twp"), std::string::npos) << message(options);
  options = with("", "s2tww");
  EXPECT_NE(message(options).find("s2tw"), std::string::npos) << message(options);
  options = {};
  options.from = "gb1830";
  EXPECT_NE(message(options).find("gb18030"), std::string::npos) << message(options);
  options = {};
  options.to_code = "utf-88";
  EXPECT_NE(message(options).find("utf-8"), std::string::npos) << message(options);
  options = {};
  options.families = {"reading"};
  EXPECT_NE(message(options).find("did you mean readings"), std::string::npos) << message(options);
}

TEST(Names, AllListedOnesWork) {
  test::Reports reports;
  for (const Choice& choice : encodings()) {
    Options options;
    options.from = choice.name;
    options.to_code = choice.name;
    EXPECT_TRUE(Pipeline::create(options, reports).ok()) << choice.name;
  }
  for (const Choice& choice : targets())
    EXPECT_TRUE(Pipeline::create(with(choice.name), reports).ok()) << choice.name;
  for (const Choice& choice : configs()) {
    EXPECT_TRUE(Pipeline::create(with("", choice.name), reports).ok()) << choice.name;
  }
  for (const Choice& choice : families()) {
    Options options;
    options.families = {choice.name};
    EXPECT_TRUE(Pipeline::create(options, reports).ok()) << choice.name;
    EXPECT_FALSE(choice.description.empty());
  }
}

// --- memory and reach
// -------------------------------------------------------------------------------

TEST(Retention, HoldsForOneLineOfEightMebibytes) {
  const auto chunk_of = [](std::string_view unit) {
    std::string chunk;
    while (chunk.size() < 10000) chunk += unit;
    return chunk;
  };
  const std::string damaged = chunk_of("學校發展(fā)很快,經(jīng)濟“好”?!");
  const std::string clean = chunk_of("今天的天氣很好，我們出去走一走。");
  for (const char* target : {"none", "s"}) {
    Options options = with(target);
    options.from = "utf-8";
    test::Reports reports;
    struct Counter : Sink {
      std::size_t size = 0;
      void write(std::string_view text) override { size += text.size(); }
    } sink;
    const auto made = Pipeline::create(options, reports);
    ASSERT_TRUE(made.ok());
    Pipeline& pipeline = *made.value();
    std::size_t fed = 0, shrunk = 0, counted = 0;
    while (fed < (8 << 20)) {
      const std::string& chunk = fed % (2 << 20) < (128 << 10) ? damaged : clean;
      pipeline.push(chunk, sink);
      fed += chunk.size();
      for (; counted < reports.edits.size(); ++counted) {
        const Edit& edit = reports.edits[counted];
        shrunk += static_cast<std::size_t>(edit.range.end - edit.range.start) - edit.after.size();
      }
      ASSERT_LE(fed - shrunk - sink.size, pipeline.retention());
    }
    pipeline.finish(sink);
  }
}

TEST(Reach, ADamagedArticleLicensesNothingFarAway) {
  std::string clean;
  for (int i = 0; clean.size() < (200 << 10); ++i) {
    clean +=
        "第" + std::to_string(i) + "天:我們走了很遠的路,天黑了才到(真累!).你呢?我們明天再說.\n";
  }
  const std::string article = sample("news.damaged.txt");
  Details details;
  const Outcome outcome = run({}, clean + article + clean, &details);
  EXPECT_EQ(test::replay(clean + article + clean, details.reports.edits), outcome.text);
  EXPECT_GT(details.summary.edits, 50u);
  for (const Edit& edit : details.reports.edits) {
    EXPECT_GE(edit.range.start + (64 << 10), clean.size());
    EXPECT_LE(edit.range.end, clean.size() + article.size() + (64 << 10));
  }
}

}  // namespace
}  // namespace hanfix
