// Texts that change their encoding: what each line is read as, and that cuts mean nothing.
#include "encoding_test_support.hpp"

namespace hanfix {
namespace {

struct Line {
  Encoding encoding;
  std::string_view text;
};

constexpr Encoding kU = Encoding::utf_8, kG = Encoding::gb18030, kB = Encoding::big5_hkscs,
                   kJ = Encoding::shift_jis, kW = Encoding::windows_1252;

struct MixedCase {
  const char* name;
  OnMixed mode;
  std::vector<Line> lines;
  std::size_t changes;
  friend std::ostream& operator<<(std::ostream& os, const MixedCase& c) { return os << c.name; }
};

const MixedCase kCases[] = {
    {"OneEncodingNeverChanges",
     OnMixed::segment,
     {{kG, "今天的雨下得很大，\n"}, {kG, "我们明天再去吧。\n"}, {kG, "ok\n"}, {kG, "好\n"}},
     0},
    {"TwoProgramsWriteOneLog",
     OnMixed::segment,
     {{kU, "10:01 启动完成\n"},
      {kG, "10:02 正在连接数据库\n"},
      {kG, "10:02 连接成功\n"},
      {kU, "10:03 用户登录\n"},
      {kU, "10:03 ready\n"},
      {kG, "10:04 磁盘空间不足\n"},
      {kU, "10:05 退出\n"}},
     4},
    {"ByLine",
     OnMixed::line,
     {{kU, "10:01 启动完成\n"},
      {kG, "10:02 正在连接数据库\n"},
      {kU, "10:03 用户登录\n"},
      {kG, "10:04 失败\n"},
      {kU, "10:05 退出\n"}},
     4},
    {"GluedFiles",
     OnMixed::segment,
     {{kG, "第一章 山里的早晨总是来得很晚，\n"},
      {kG, "太阳要爬过东边的山梁才照得到院子。\n"},
      {kB, "第二章 城裡的燈一盞一盞亮了起來，\n"},
      {kB, "他站在橋上看了很久才走。\n"},
      {kU, "第三章 信是夏天寄出的。\n"}},
     2},
    {"ShortLinesGoWithTheOthers",
     OnMixed::segment,
     {{kU, "服务已经启动，等待请求\n"},
      {kG, "请求超时，正在重试第三次\n"},
      {kG, "失败\n"},
      {kU, "请求完成\n"},
      {kG, "重试\n"},
      {kG, "成功\n"}},
     3},
    {"JapaneseInALog",
     OnMixed::segment,
     {{kU, "服务已经启动，等待请求\n"},
      {kJ, "サーバーに接続できませんでした。\n"},
      {kU, "请求完成\n"}},
     2},
    {"WesternLinesAmongUtf8",
     OnMixed::segment,
     {{kU, "Le café est fermé à huit heures.\n"},
      {kW, "Les élèves étaient déjà rentrés à l'école, même ceux qui étaient très fatigués.\n"},
      {kU, "L’été, c’est différent.\n"}},
     2},
};

std::string joined(const std::vector<Line>& lines, bool encoded) {
  std::string out;
  for (const Line& line : lines) out += encoded ? in(line.encoding, line.text) : line.text;
  return out;
}

struct Followed {
  std::string text;
  std::string reports;
  std::vector<std::uint64_t> changes;
  std::string first;
  friend bool operator==(const Followed&, const Followed&) = default;
};
std::ostream& operator<<(std::ostream& os, const Followed& run) {
  return os << run.first << ' ' << run.text << '\n' << run.reports;
}

Followed follow(const DecodeOptions& options, const Pieces& pieces) {
  Reports reports;
  StringSink sink;
  DecodeStage stage(options, reports);
  for (const std::string_view piece : pieces) stage.push(piece, sink);
  stage.finish(sink);
  Followed out{sink.text, {}, {}, std::string(name(stage.detection()->encoding))};
  for (const Diagnostic& d : reports.all) {
    out.reports += std::to_string(d.range.start) + "-" + std::to_string(d.range.end) + " " +
                   to_string(d.code) + " " + d.message + "\n";
  }
  for (const EncodingChange& change : stage.changes()) out.changes.push_back(change.offset);
  return out;
}

class Mixed : public testing::TestWithParam<MixedCase> {};

TEST_P(Mixed, EachLineIsReadInItsOwnEncodingHoweverTheTextIsCut) {
  const MixedCase& c = GetParam();
  const std::string bytes = joined(c.lines, true);
  const DecodeOptions options{.on_mixed = c.mode};
  const Followed whole = follow(options, {bytes});
  EXPECT_EQ(whole.text, joined(c.lines, false)) << whole;
  EXPECT_EQ(whole.changes.size(), c.changes) << whole;
  for_each_cutting(bytes, [&](const Pieces& pieces) { ASSERT_EQ(follow(options, pieces), whole); });
}

INSTANTIATE_TEST_SUITE_P(Table, Mixed, testing::ValuesIn(kCases),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(MixedModes, StrictReportsAndReadsOnInTheFirst) {
  const std::string bytes =
      in(kU, "服务已经启动，等待请求\n") + in(kG, "请求超时，正在重试\n") + in(kU, "请求完成\n");
  const Followed strict = follow({.on_mixed = OnMixed::strict}, {bytes});
  EXPECT_EQ(strict.changes.size(), 2u) << strict;
  EXPECT_NE(strict.text.find("\xEF\xBF\xBD"), std::string::npos);
  EXPECT_NE(strict.reports.find("encoding-changed"), std::string::npos);
  const Followed replace = follow({.on_mixed = OnMixed::replace}, {bytes});
  EXPECT_EQ(replace.changes.size(), 0u);
  EXPECT_EQ(replace.text, strict.text);
  EXPECT_EQ(replace.reports.find("encoding-changed"), std::string::npos);
}

TEST(MixedModes, ANamedEncodingIsNotPutInQuestion) {
  const std::string bytes = in(kG, "今天的雨下得很大，\n") + in(kU, "我们明天再去吧。\n");
  EXPECT_EQ(follow({.from = kG}, {bytes}).changes.size(), 0u);
}

TEST(MixedModes, OnlyCandidatesAreFollowed) {
  const std::string bytes = in(kG, "今天的雨下得很大，\n我们明天再去吧。\n") +
                            in(kB, "城裡的燈一盞一盞亮了起來，他站在橋上看了很久。\n");
  EXPECT_EQ(follow({.candidates = {kG, kU}}, {bytes}).changes.size(), 0u);
  EXPECT_EQ(follow({.candidates = {kG, kB}}, {bytes}).changes.size(), 1u);
}

// What is not ASCII is malformed where nothing but ASCII was to be answered: text stays
// well-formed.
TEST(MixedModes, BytesBeyondAsciiAreNotAscii) {
  const std::string bytes = "abc\n" + in(kG, "今天的雨\n") + "def ~{\n";
  const DecodeOptions options{.candidates = {Encoding::us_ascii}};
  const Followed whole = follow(options, {bytes});
  EXPECT_EQ(whole.first, "us-ascii");
  EXPECT_EQ(whole.text.find('\xBD'), whole.text.find("\xEF\xBF\xBD") + 2) << whole;
  EXPECT_NE(whole.reports.find("malformed"), std::string::npos);
  for_each_cutting(bytes, [&](const Pieces& pieces) { ASSERT_EQ(follow(options, pieces), whole); });
}

// Damage is not a change of encoding.
TEST(MixedModes, DamagedUtf8StaysUtf8) {
  const std::string sound = "今天的雨下得很大，我们明天再去吧。\n";
  const std::string cases[] = {
      sound + "今天\xE7\x9A的雨下得\xFF很大。\n" + sound,        sound + "下得很\xE5\xA4\n" + sound,
      sound + "caf\xC3\xA9 \x92 na\xC3\xAFve\n" + sound,         sound + "\xE4\n" + sound,
      sound + std::string("\x80\x81\xFE\xFF\xC0\xC1\n") + sound,
  };
  for (const std::string& bytes : cases) {
    const Followed damaged = follow({}, {bytes});
    EXPECT_TRUE(damaged.changes.empty()) << damaged;
    EXPECT_EQ(damaged.first, "utf-8");
  }
}

// Where the first line decides against the window as a whole, it does so behind ASCII too, and
// before anything is written that could ask.
TEST(MixedModes, TheFirstLineSaysWhatTheTextBeginsIn) {
  struct Asks : StringSink {
    const DecodeStage* stage = nullptr;
    std::string first;
    void write(std::string_view chunk) override {
      StringSink::write(chunk);
      if (first.empty() && stage->detection() != nullptr)
        first = name(stage->detection()->encoding);
    }
  };
  std::string rest;
  for (int i = 0; i < 40; ++i) rest += "今天的雨下得很大，我们明天再去吧。\n";
  const std::string text = in(kG, "开头是另一种编码写的\n") + in(kU, rest);
  for (const std::string_view ascii : {"", "# ", "a\n", "nothing but plain words here: "}) {
    const std::string bytes = std::string(ascii) + text;
    const Followed whole = follow({}, {bytes});
    EXPECT_EQ(whole.first, "gb18030") << whole;
    EXPECT_EQ(whole.changes.size(), 1u) << whole;
    for (const std::size_t size :
         {std::size_t{1}, ascii.size() + 1, std::size_t{600}, bytes.size()}) {
      Reports reports;
      Asks sink;
      DecodeStage stage({}, reports);
      sink.stage = &stage;
      for (std::size_t at = 0; at < bytes.size(); at += size) {
        stage.push(std::string_view(bytes).substr(at, size), sink);
      }
      stage.finish(sink);
      EXPECT_EQ(sink.first, "gb18030") << "behind \"" << ascii << "\" in pieces of " << size;
    }
  }
}

// What stands between them says whether two places are damage together, however it is cut.
TEST(MixedModes, SoundLinesCountBetweenBadBytes) {
  std::string sound;
  for (int i = 0; i < 6000; ++i) sound += "今天的雨很大";
  const std::string bad = "今天\xFF的雨下得很大\n", overlong = "明天\xC0\x80再去\n";
  for (const std::string& between :
       {std::string("x\n"), "明天\n" + std::string(300, 'x') + "\n", sound + "\n"}) {
    const std::string bytes = bad + between + overlong;
    const Followed whole = follow({}, {bytes});
    const bool reads = between.size() > 256;
    EXPECT_EQ(whole.reports.find("nonstandard") != std::string::npos, reads) << whole.reports;
    for_each_cutting(bytes, [&](const Pieces& pieces) {
      const Followed cut = follow({}, pieces);
      ASSERT_EQ(cut.reports, whole.reports);
      ASSERT_EQ(cut.text, whole.text);
    });
  }
}

// A line that never ends keeps the encoding of its first 64 KiB, and is cut nowhere.
TEST(MixedModes, LongLinesAreTheSameHoweverTheyAreCut) {
  std::string clause = "今天的雨下得很大，我们明天再去吧；";
  std::string text = "第一行\n";
  for (int i = 0; i < 6000; ++i) text += clause;
  const std::string tail = "\n最后一行说明结束了\n";
  const std::string bytes = in(kG, text) + in(kU, tail);
  const Followed whole = follow({}, {bytes});
  EXPECT_EQ(whole.text, text + tail);
  EXPECT_EQ(whole.changes.size(), 1u);
  for (const std::size_t size : {std::size_t{17}, std::size_t{4096}, std::size_t{65536}}) {
    Pieces pieces;
    for (std::size_t at = 0; at < bytes.size(); at += size) {
      pieces.push_back(std::string_view(bytes).substr(at, size));
    }
    EXPECT_EQ(follow({}, pieces), whole) << size;
  }
}

// A pipe that pauses gets what there is of its line; the rest of it goes on in the same encoding.
TEST(MixedModes, IdleLetsAnUnfinishedLineGo) {
  Reports reports;
  StringSink sink;
  DecodeStage stage({}, reports);
  stage.push(in(kG, "今天的雨下得很大，我们明天再去吧。\n"), sink);
  stage.idle(sink);
  EXPECT_EQ(sink.text, "今天的雨下得很大，我们明天再去吧。\n");
  stage.push("progress: ", sink);
  stage.idle(sink);
  EXPECT_EQ(sink.text, "今天的雨下得很大，我们明天再去吧。\nprogress: ");
  const std::string half = in(kG, "已经完成一半");
  stage.push(std::string_view(half).substr(0, 5), sink);
  stage.idle(sink);
  EXPECT_EQ(sink.text, "今天的雨下得很大，我们明天再去吧。\nprogress: 已经");
  stage.push(std::string_view(half).substr(5), sink);
  stage.push("\n" + in(kU, "另一个程序的消息\n"), sink);
  stage.finish(sink);
  EXPECT_EQ(sink.text,
            "今天的雨下得很大，我们明天再去吧。\nprogress: 已经完成一半\n另一个程序的消息\n");
}

// Lines in two encodings at random, short ones too: every line right, in both modes.
TEST(MixedModes, ALogOfTwoThousandLines) {
  constexpr unsigned kSeed = 20261124;
  constexpr std::string_view kHans[] = {"正在读取配置文件", "连接数据库失败，稍后重试",
                                        "用户已退出",       "任务完成，共处理三百条记录",
                                        "磁盘空间不足",     "重启服务",
                                        "请求来自内部网络", "缓存已经清空",
                                        "密码错误",         "备份结束"};
  constexpr std::string_view kHant[] = {"正在讀取設定檔案", "連接資料庫失敗，稍後重試",
                                        "使用者已經登出",   "工作完成，共處理三百筆紀錄",
                                        "磁碟空間不足",     "重新啟動服務",
                                        "密碼錯誤",         "備份結束"};
  for (const Encoding legacy : {kG, kB}) {
    const std::span<const std::string_view> phrases =
        legacy == kG ? std::span<const std::string_view>(kHans) : kHant;
    for (const OnMixed mode : {OnMixed::segment, OnMixed::line}) {
      std::mt19937 random(kSeed);
      std::string bytes, expected;
      for (int i = 0; i < 2000; ++i) {
        const std::string line = "2026-11-24 10:" + std::to_string(i % 60) + " [" +
                                 std::to_string(random() % 9) + "] " +
                                 std::string(phrases[random() % phrases.size()]) + "\n";
        bytes += in(random() % 2 == 0 ? legacy : kU, line);
        expected += line;
      }
      const Followed found = follow({.on_mixed = mode}, {bytes});
      EXPECT_EQ(found.text, expected) << name(legacy) << ", seed " << kSeed;
    }
  }
}

TEST(MixedModes, TwoHanziAfterAMegabyteOfAscii) {
  std::string ascii;
  while (ascii.size() < 1000000) ascii += "nothing but plain words in this line, over and over\n";
  for (const Encoding encoding : {kG, kB, kU}) {
    const std::string_view word = encoding == kB ? "報告" : "报告";
    const Followed found = follow({}, {ascii + in(encoding, word)});
    EXPECT_EQ(found.first, name(encoding));
    EXPECT_EQ(found.text, ascii + std::string(word));
  }
}

}  // namespace
}  // namespace hanfix
