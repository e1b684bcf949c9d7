#include "encoding_test_support.hpp"

namespace hanfix {
namespace {

// Without commas or quotes: one sentence, said often.
std::string repeated(std::string_view text, std::size_t size) {
  std::string out;
  while (out.size() < size) out += text;
  return out;
}

TEST(DecodeStage, DetectsTheSameHoweverTheInputIsCut) {
  const std::string text = "他说：“今天的雨下得很大，我们明天再去吧。”\n";
  const std::string hant = "她說：「今天的雨下得很大，我們明天再去吧。」\n";
  struct Case {
    Encoding encoding;
    std::string bytes;
  };
  const Case cases[] = {
      {Encoding::utf_8, text},
      {Encoding::utf_8, "plain ASCII first, for a while\n" + text},
      {Encoding::utf_8,
       "\xEF\xBB\xBF"
       "abc"},
      {Encoding::gb18030, encoded(Encoding::gb18030, text)},
      {Encoding::gb18030,
       "a ~ tilde, \x1B[31mred\x1B[0m, then " + encoded(Encoding::gb18030, text)},
      {Encoding::big5_hkscs, "English first. " + encoded(Encoding::big5_hkscs, hant)},
      {Encoding::utf_16le, encoded(Encoding::utf_16le, text)},
      {Encoding::utf_16be, encoded(Encoding::utf_16be, "Only Latin letters here\n")},
      {Encoding::utf_32be, encoded(Encoding::utf_32be, text)},
      {Encoding::utf_16le, "\xFF\xFE" + encoded(Encoding::utf_16le, "a")},
      {Encoding::hz, "before it ASCII\n" + encoded(Encoding::hz, text)},
      {Encoding::iso_2022_cn,
       "before it ASCII, long enough\n" + encoded(Encoding::iso_2022_cn, "今天下雨\n")},
      {Encoding::iso_2022_jp, encoded(Encoding::iso_2022_jp, "今日は雨です\n")},
      {Encoding::us_ascii, "no other bytes ~ than ~~ these \x1B[0m ~"},
      {Encoding::us_ascii, "~"},
      {Encoding::us_ascii,
       std::string("one\0NUL in a long enough text, which changes nothing", 52)},
      {Encoding::utf_8, ""},
      {Encoding::binary, "\x89PNG\r\n\x1A\n" + std::string(60, '\0') + "\xFF\x80\xC1"},
  };
  for (const Case& c : cases) {
    const Decoded whole = decode_pieces(std::nullopt, {c.bytes});
    EXPECT_EQ(whole.encoding, name(c.encoding)) << whole;
    if (c.encoding != Encoding::binary) {
      EXPECT_EQ(whole.raws, "");
    }
    EXPECT_EQ(whole.reports, "");
    for_each_cutting(c.bytes, [&](const Pieces& pieces) {
      ASSERT_EQ(decode_pieces(std::nullopt, pieces), whole);
    });
  }
}

TEST(DecodeStage, LongInputIsTheSameHoweverItIsCut) {
  const std::string text = repeated("今天的雨下得很大，我们 tomorrow 再去吧。\n", 100000);
  const std::string ascii = repeated("The ~{ mark alone, or ~~ and \x1B( too.\n", 150000);
  const std::string cases[] = {encoded(Encoding::gb18030, text),
                               text,
                               ascii + encoded(Encoding::gb18030, text),
                               ascii + text + "\xFF\x80" + text,
                               encoded(Encoding::utf_16be, text),
                               std::string(kDetectionWindow - 1, 'a') + text,
                               ascii};
  for (const std::string& bytes : cases) {
    const Decoded whole = decode_pieces(std::nullopt, {bytes});
    for_each_cutting(bytes, [&](const Pieces& pieces) {
      // EXPECT_EQ would print it all.
      ASSERT_TRUE(decode_pieces(std::nullopt, pieces) == whole) << whole.encoding;
    });
  }
}

TEST(DecodeStage, AsciiPassesAtOnceAndTheWindowIsHeld) {
  Reports reports;
  StringSink sink;
  DecodeStage stage({}, reports);
  stage.push("seventeen letters", sink);
  EXPECT_EQ(sink.text, "seventeen letters");
  EXPECT_EQ(stage.detection(), nullptr);
  stage.push(" ~", sink);
  EXPECT_EQ(sink.text, "seventeen letters ");  // perhaps HZ
  stage.push("~ more", sink);
  EXPECT_EQ(sink.text, "seventeen letters ~~ more");
  stage.push("\xD6\xD0", sink);
  stage.push(" and more", sink);
  EXPECT_EQ(sink.text, "seventeen letters ~~ more");
  stage.push(encoded(Encoding::gb18030, repeated("今天的雨下得很大。", 150000)), sink);
  ASSERT_NE(stage.detection(), nullptr);
  EXPECT_EQ(stage.detection()->encoding, Encoding::gb18030);
  EXPECT_GT(sink.text.size(), 60000u);
  stage.finish(sink);
}

TEST(DecodeStage, IdleDecidesWithTheEvidenceAtHand) {
  Reports reports;
  StringSink sink;
  DecodeStage stage({}, reports);
  stage.push("short", sink);
  EXPECT_EQ(sink.text, "");  // perhaps UTF-16
  stage.idle(sink);
  EXPECT_EQ(sink.text, "short");
  const std::string line = encoded(Encoding::gb18030, "今天的雨下得很大，我们明天再去吧。");
  stage.push(line + "\xC3", sink);
  EXPECT_EQ(sink.text, "short");
  stage.idle(sink);
  EXPECT_EQ(sink.text, "short今天的雨下得很大，我们明天再去吧。");
  stage.push("\xF7\xA1\xA3", sink);
  EXPECT_EQ(sink.text, "short今天的雨下得很大，我们明天再去吧。明。");
  stage.finish(sink);
  EXPECT_EQ(stage.detection()->encoding, Encoding::gb18030);
}

TEST(DecodeStage, RetentionIsBoundedWhateverTheInput) {
  struct Counter : Sink {
    std::uint64_t size = 0;
    void write(std::string_view chunk) override { size += chunk.size(); }
  };
  for (const std::string_view unit :
       {"~{", "\x1B$", "\x81", "\x80", "中", "a", "\xE4", "\x8E\xA2"}) {
    for (const bool fixed : {false, true}) {
      Reports reports;
      Counter sink;
      DecodeStage stage({.from = fixed ? std::optional(Encoding::euc_tw) : std::nullopt}, reports);
      const std::string chunk = repeated(unit, 997);
      std::uint64_t pushed = 0;
      for (int i = 0; i < 300; ++i) {
        stage.push(chunk, sink);
        pushed += chunk.size();
        ASSERT_LE(pushed - stage.positions().input_size(), stage.retention()) << unit;
        stage.trim(stage.positions().output_size());
        ASSERT_LE(stage.positions().run_count(), 2u);
      }
      EXPECT_LE(stage.retention(), 80u << 10);
    }
  }
}

TEST(DecodeStage, ByteOrderMarksAreConsumedAndRemembered) {
  struct Case {
    std::optional<Encoding> from;
    std::string_view bytes, text;
    std::optional<Encoding> mark;
  };
  using namespace std::string_view_literals;
  const Case cases[] = {
      {Encoding::utf_8,
       "\xEF\xBB\xBF"
       "a"sv,
       "a", Encoding::utf_8},
      {Encoding::utf_8, "a\xEF\xBB\xBF"sv, "a\uFEFF", std::nullopt},
      {Encoding::utf_8, "\xEF\xBB"sv, "\uFFFD", std::nullopt},
      {Encoding::utf_16le,
       "\xFF\xFE"
       "a\0"sv,
       "a", Encoding::utf_16le},
      {Encoding::utf_16le, "\xFE\xFF\0a"sv, "a", Encoding::utf_16be},
      {Encoding::utf_32le, "\xFF\xFE\0\0a\0\0\0"sv, "a", Encoding::utf_32le},
      {Encoding::gb18030,
       "\x84\x31\x95\x33"
       "a"sv,
       "a", Encoding::gb18030},
      {std::nullopt,
       "\x84\x31\x95\x33"
       "a"sv,
       "a", Encoding::gb18030},
      {Encoding::big5_hkscs, "\xA4\xA4"sv, "中", std::nullopt},
      {std::nullopt, "\0\0\xFE\xFF\0\0\0a"sv, "a", Encoding::utf_32be},
      {std::nullopt, "\xEF\xBB\xBF"sv, "", Encoding::utf_8},
  };
  for (const Case& c : cases) {
    for_each_cutting(c.bytes, [&](const Pieces& pieces) {
      Reports reports;
      StringSink sink;
      DecodeStage stage({.from = c.from}, reports);
      for (const std::string_view piece : pieces) stage.push(piece, sink);
      stage.finish(sink);
      ASSERT_EQ(sink.text, c.text);
      ASSERT_EQ(stage.byte_order_mark_of(), c.mark);
      ASSERT_EQ(stage.positions().input_size(), c.bytes.size());
    });
  }
}

TEST(DecodeStage, PositionsAreExact) {
  Reports reports;
  StringSink sink;
  DecodeStage stage({.from = Encoding::gb18030}, reports);
  stage.push("a\xD6\xD0\x81 \x95\x34\xB2\x35z", sink);
  stage.finish(sink);
  ASSERT_EQ(sink.text, "a中\uFFFD 𠮷z");
  EXPECT_EQ(stage.positions().to_input({1, 4}), (ByteRange{1, 3}));   // 中
  EXPECT_EQ(stage.positions().to_input({4, 7}), (ByteRange{3, 4}));   // U+FFFD
  EXPECT_EQ(stage.positions().to_input({8, 12}), (ByteRange{5, 9}));  // 𠮷
  EXPECT_EQ(stage.positions().to_input({12, 13}), (ByteRange{9, 10}));
  EXPECT_EQ(stage.positions().raw_at(4), "\x81");
}

}  // namespace
}  // namespace hanfix
