#include "pipeline/script_stage.hpp"

#include "convert/conversion_chain.hpp"
#include "support/streams.hpp"

namespace hanfix {
namespace {

using convert::Variant;

constexpr std::size_t kWindow = 64 << 10;

// What a text becomes, and where each byte of it comes from.
struct Outcome {
  std::string text;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> origins;
  Variant variant = Variant::unknown;
  std::string configs;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome feed(const std::string& target, const test::Pieces& pieces) {
  test::StringSink sink;
  ScriptStage stage(target, false);
  std::size_t fed = 0;
  for (const std::string_view piece : pieces) {
    stage.push(piece, sink);
    fed += piece.size();
    EXPECT_LE(fed - stage.positions().input_size(), stage.retention());
    EXPECT_EQ(stage.positions().output_size(), sink.text.size());
  }
  stage.finish(sink);
  EXPECT_EQ(stage.positions().input_size(), fed);
  EXPECT_EQ(stage.positions().output_size(), sink.text.size());
  Outcome out{sink.text, {}, stage.variant(), stage.configs()};
  for (std::size_t i = 0; i < std::min<std::size_t>(sink.text.size(), 4000); ++i) {
    const ByteRange origin = stage.positions().to_input({i, i + 1});
    out.origins.emplace_back(origin.start, origin.end);
  }
  return out;
}
Outcome feed(const std::string& target, std::string_view text) {
  return feed(target, test::Pieces{text});
}

void same_however_cut(const std::string& target, std::string_view text) {
  const Outcome whole = feed(target, text);
  const auto check = [&](const test::Pieces& pieces) {
    ASSERT_TRUE(feed(target, pieces) == whole);
  };
  if (text.size() <= 1000) test::for_each_cut(text, text.size(), check);
  test::for_each_cutting(text, 20, check);
}

std::string converted(const char* config, std::string_view text) {
  return convert::convert(*convert::open_config(config, false).value(), text);
}

std::string repeated(std::string_view text, std::size_t size) {
  std::string out;
  while (out.size() < size) out += text;
  return out;
}

constexpr std::string_view kHans = "这里的头发很长，鼠标坏了。\n";
constexpr std::string_view kHant = "這裡的頭髮很長，問題還沒解決，說明書丟了。\n";
constexpr std::string_view kJa = "図書館で本を借りて、駅前の喫茶店で読みました。\n";

// --- one script
// ---------------------------------------------------------------------------------

TEST(ScriptStage, ADocumentInOneScriptIsOneStretch) {
  const std::string head(5000, 'x');
  for (const std::string& text :
       {std::string("发展"), std::string("abc 发展"), head + "发展",
        repeated("学校发展。", 3 * kWindow), "a line\n" + repeated(kHans, 3 * kWindow),
        head + "\n" + repeated(kHans, 2 * kWindow)}) {
    const Outcome out = feed("tw", text);
    EXPECT_TRUE(out.text == converted("s2tw", text));
    EXPECT_EQ(out.variant, Variant::hans);
    EXPECT_EQ(out.configs, "s2tw");
    same_however_cut("tw", text);
  }
}

TEST(ScriptStage, TextInTheTargetsScriptStaysAsItIs) {
  for (const std::string_view text : {kHans, std::string_view("什么东西干的，后面里面\n")}) {
    EXPECT_EQ(feed("s", text).text, text);
    EXPECT_EQ(feed("s", text).configs, "");
  }
  EXPECT_EQ(feed("t", kHant).text, kHant);
  EXPECT_EQ(feed("s", kJa).text, kJa);
}

// Quotations of some characters are no reason to look at each paragraph.
TEST(ScriptStage, QuotedCharactersChangeNothing) {
  const std::string text = repeated(
      std::string(kHans) + "“體”字是“体”的繁体，“漢”字也有简体，这里要说明一下。\n", 3 * kWindow);
  EXPECT_TRUE(feed("tw", text).text == converted("s2tw", text));
  EXPECT_TRUE(feed("s", text).text == text);
  EXPECT_EQ(feed("tw", text).variant, Variant::hans);
}

TEST(ScriptStage, AsciiDecidesNothing) {
  const std::string text(100'000, 'x');
  const Outcome out = feed("s", text);
  EXPECT_EQ(out.text, text);
  EXPECT_EQ(out.variant, Variant::unknown);
}

TEST(ScriptStage, TwoConfigurationsOneAfterTheOther) {
  const std::string text = repeated(kHans, 3000);
  const Outcome out = feed("jp", text);
  EXPECT_EQ(out.text, converted("t2jp", converted("s2t", text)));
  EXPECT_EQ(out.configs, "s2t+t2jp");
  same_however_cut("jp", text);
}

// --- mixed text
// ---------------------------------------------------------------------------------

struct MixedCase {
  const char* name;
  const char* target;
  std::string_view input, output;
  const char* configs;
  friend std::ostream& operator<<(std::ostream& os, const MixedCase& c) { return os << c.name; }
};

const MixedCase kMixedCases[] = {
    {"WhatIsRightStaysRight", "tw",
     "这里的头发问题很多，还没解决。\n為了解決問題，咸豐皇帝說了。\n",
     "這裡的頭髮問題很多，還沒解決。\n為了解決問題，咸豐皇帝說了。\n", "s2tw,t2tw"},
    {"EachParagraphByItself", "s", "这里有什么问题，皇后说了。\n這裡有什麼問題，皇后說了。\n",
     "这里有什么问题，皇后说了。\n这里有什么问题，皇后说了。\n", "t2s"},
    {"ToTaiwan", "tw", "里面的头发\n這裏的問題說明了\n", "裡面的頭髮\n這裡的問題說明了\n",
     "s2tw,t2tw"},
    {"JapaneseIsLeft", "s",
     "這裡有許多問題還沒有說明。\n図書館で本を借りて、読みました。\n東京大学\n說明書\n",
     "这里有许多问题还没有说明。\n図書館で本を借りて、読みました。\n東京大学\n说明书\n", "t2s"},
    // 只 and 干 alone do not tell: they are as the paragraph before.
    {"TooShortIsAsBefore", "tw",
     "這裡有許多問題還沒有說明。\n一里\n这里的头发很长，鼠标坏了。\n一里\n",
     "這裡有許多問題還沒有說明。\n一里\n這裡的頭髮很長，鼠標壞了。\n一里\n", "t2tw,s2tw"},
    {"LineEndsAreKept", "s", "这里有什么问题\r\n\r\n這裡有什麼問題，還沒有說\r\n",
     "这里有什么问题\r\n\r\n这里有什么问题，还没有说\r\n", "t2s"},
    {"NoLineEndAtTheEnd", "s", "这里有什么问题\n這裡有什麼問題", "这里有什么问题\n这里有什么问题",
     "t2s"},
};

class Mixed : public testing::TestWithParam<MixedCase> {};

TEST_P(Mixed, IsConvertedParagraphByParagraph) {
  const MixedCase& row = GetParam();
  const Outcome out = feed(row.target, row.input);
  EXPECT_EQ(out.text, row.output);
  EXPECT_EQ(out.configs, row.configs);
  EXPECT_EQ(out.variant, Variant::mixed);
  same_however_cut(row.target, row.input);
}

INSTANTIATE_TEST_SUITE_P(Table, Mixed, testing::ValuesIn(kMixedCases),
                         [](const auto& test) { return test.param.name; });

TEST(ScriptStage, LongMixedText) {
  std::string text, expected;
  while (text.size() < 3 * kWindow) {
    for (int i = 0; i < 3; ++i) text += kHans, expected += converted("s2tw", kHans);
    text += kJa, expected += kJa;
    for (int i = 0; i < 2; ++i) text += kHant, expected += converted("t2tw", kHant);
  }
  EXPECT_TRUE(feed("tw", text).text == expected);
  same_however_cut("tw", text);
}

// The obvious way, line by line, with the whole text at hand.
std::string naive(const std::string& target, const std::string& text) {
  convert::VariantCensus census;
  census.push(text);
  const convert::VariantReport report = census.finish();
  const auto script_of = [](Variant variant) {
    return convert::is_hant(variant) ? Variant::hant : variant;
  };
  Variant script = script_of(report.document.dominant);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string line = text.substr(at, end - at);
    const convert::VariantVerdict verdict = convert::detect_variant(line);
    script = convert::settle(verdict, script);
    if (script == Variant::mixed) script = script_of(verdict.dominant);
    std::string done = line;
    const Variant source = script == Variant::hant ? report.hant : script;
    for (const std::string_view config : convert::configs_for(source, target)) {
      done = converted(std::string(config).c_str(), done);
    }
    out += done;
    at = end;
  }
  return out;
}

TEST(ScriptStage, AgreesWithTheNaiveWay) {
  constexpr unsigned kSeed = 20261124;
  const std::string_view lines[] = {kHans,
                                    kHant,
                                    kJa,
                                    "\n",
                                    "OK\n",
                                    "一里\n",
                                    "东京大学\n",
                                    "東京大学\n",
                                    "头髮与头发\n",
                                    "滑鼠和網路，軟體\n",
                                    "⿰木木\n",
                                    "他写了「さようなら」。\n",
                                    "后面\n",
                                    "你好，皇后\r\n"};
  std::mt19937 random(kSeed);
  int mixed = 0;
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (auto n = 1 + random() % 12; n > 0; --n) text += lines[random() % std::size(lines)];
    if (feed("tw", text).variant != Variant::mixed) continue;
    ++mixed;
    for (const char* target : {"s", "sp", "tw", "twp", "hkp", "jp", "t"}) {
      ASSERT_EQ(feed(target, text).text, naive(target, text))
          << "seed " << kSeed << ", case " << i << ", to " << target;
    }
  }
  EXPECT_GT(mixed, 100);
}

// A line is cut where it must be; the conversion goes on across the cut.
TEST(ScriptStage, LongLinesOfMixedText) {
  const std::string_view hans = kHans.substr(0, kHans.size() - 1);
  const std::string_view hant = kHant.substr(0, kHant.size() - 1);
  const std::string one = repeated("这里的头发", 20'000),
                    other = repeated("這裡的頭髮問題", 20'000);
  const std::string text = one + "\n" + other + "\n" + one + "\n" + repeated(hans, 10'000) + "\n" +
                           repeated(hant, 10'000) + "\n";
  EXPECT_TRUE(feed("tw", text).text == converted("t2tw", converted("s2tw", text)));
  EXPECT_EQ(feed("tw", text).variant, Variant::mixed);
  same_however_cut("tw", text);
}

// --- another script behind the window
// ---------------------------------------------------------------------------------

TEST(ScriptStage, ALaterChangeOfScriptIsFollowed) {
  const std::string hans = repeated(kHans, 2 * kWindow);
  const std::string hant = repeated(kHant, 2 * kWindow);
  const std::string text = hans + hant + hans;
  const Outcome out = feed("s", text);
  EXPECT_EQ(out.variant, Variant::mixed);
  EXPECT_EQ(out.configs, "t2s");
  EXPECT_TRUE(out.text.starts_with(hans));
  EXPECT_TRUE(out.text.ends_with(hans));
  // What went before it was seen stayed as it was.
  std::size_t missed = 0;
  for (std::size_t at = hans.size(); (at = out.text.find("頭髮", at)) != std::string::npos; ++at) {
    ++missed;
  }
  EXPECT_LE(missed * kHant.size(), 10'000u);
  same_however_cut("s", text);
}

TEST(ScriptStage, JapaneseBehindTheWindowIsLeft) {
  const std::string hant = repeated(kHant, 2 * kWindow);
  const std::string ja = repeated(kJa, kWindow);
  const std::string text = hant + ja + hant;
  const Outcome out = feed("s", text);
  EXPECT_EQ(out.variant, Variant::mixed);
  EXPECT_TRUE(out.text.find(ja.substr(12'000)) != std::string::npos);
  EXPECT_TRUE(out.text.ends_with(converted("t2s", hant)));
  same_however_cut("s", text);
}

// --- live streams
// ---------------------------------------------------------------------------------

TEST(ScriptStage, IdleDecidesOnWhatIsThere) {
  test::StringSink sink;
  ScriptStage stage("s", false);
  stage.push("abc", sink);
  stage.idle(sink);
  EXPECT_EQ(sink.text, "abc");
  EXPECT_EQ(stage.variant(), Variant::unknown);
  stage.push(" 學", sink);
  EXPECT_EQ(sink.text, "abc");
  stage.idle(sink);
  EXPECT_EQ(sink.text, "abc 学");
  EXPECT_EQ(stage.variant(), Variant::hant);
  stage.push("校\n", sink);
  EXPECT_EQ(sink.text, "abc 学校\n");
}

// Once the script is decided, each line leaves with its end; in mixed text too.
TEST(ScriptStage, LinesLeaveAsTheyCome) {
  test::StringSink sink;
  ScriptStage stage("s", false);
  stage.push("你好\n", sink);
  stage.idle(sink);
  EXPECT_EQ(sink.text, "你好\n");  // does not tell: every paragraph is judged
  stage.push("這裡有什麼問題\n", sink);
  EXPECT_EQ(sink.text, "你好\n这里有什么问题\n");
  stage.push("这里有什么", sink);
  stage.push("问题\n", sink);
  EXPECT_EQ(sink.text, "你好\n这里有什么问题\n这里有什么问题\n");
  EXPECT_EQ(stage.variant(), Variant::mixed);
}

// Which Traditional it is comes out as the text goes on.
TEST(ScriptStage, TheRegionIsLearnt) {
  test::StringSink sink;
  ScriptStage stage("sp", false);
  stage.push("你好\n", sink);
  stage.idle(sink);
  stage.push("滑鼠和網路，這套軟體的預設值\n", sink);
  EXPECT_EQ(sink.text, "你好\n鼠标和网络，这套软件的默认值\n");
  EXPECT_EQ(stage.configs(), "tw2sp");
}

// The first part of a line decides for the rest of it, and words across the pause are whole.
TEST(ScriptStage, ALineGoesOnBehindAPause) {
  test::StringSink sink;
  ScriptStage stage("tw", false);
  stage.push("你好\n", sink);
  stage.idle(sink);
  stage.push("这里她的头", sink);
  stage.idle(sink);
  EXPECT_EQ(sink.text, "你好\n這裡她的");
  stage.idle(sink);
  stage.push("发\n這裏\n", sink);
  EXPECT_EQ(sink.text, "你好\n這裡她的頭髮\n這裡\n");
  stage.finish(sink);
  EXPECT_EQ(sink.text, "你好\n這裡她的頭髮\n這裡\n");
}

}  // namespace
}  // namespace hanfix
