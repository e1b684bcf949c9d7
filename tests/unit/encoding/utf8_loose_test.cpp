#include "encoding_test_support.hpp"

namespace hanfix {
namespace {

// Forms that UTF-8 forbids, and what is made of them. `reports`: a character each, n for
// nonstandard-utf8, m for malformed-bytes.
struct LooseCase {
  const char* name;
  const char* encoding;
  std::string_view bytes, text;
  const char* reports;
  friend std::ostream& operator<<(std::ostream& os, const LooseCase& c) { return os << c.name; }
};

using namespace std::string_view_literals;

const LooseCase kLooseCases[] = {
    {"Pair", "utf-8", "中\xED\xA1\x82\xED\xBE\xB7文"sv, "中𠮷文"sv, "n"},
    {"PairAlone", "utf-8", "\xED\xA1\x82\xED\xBE\xB7"sv, "𠮷"sv, "n"},
    {"PairAfterPair", "utf-8", "\xED\xA0\xBD\xED\xB9\x82\xED\xA0\xBD\xED\xB9\x82"sv, "🙂🙂"sv,
     "nn"},
    {"PairsOfTheEnds", "utf-8", "\xED\xA0\x80\xED\xB0\x80 \xED\xAF\xBF\xED\xBF\xBF"sv,
     "\U00010000 \U0010FFFF"sv, "nn"},
    {"CutPair", "utf-8", "中\xED\xA1\x82\xED\xBE"sv, "中\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"sv, "mmmmm"},
    {"HighAndText", "utf-8", "\xED\xA1\x82中"sv, "\uFFFD\uFFFD\uFFFD中"sv, "mmm"},
    {"JavasNul", "utf-8", "a\xC0\x80"sv, "a\0"sv, "n"},
    {"NulsInARow", "utf-8", "中\xC0\x80\xC0\x80文"sv, "中\0\0文"sv, "nn"},
    {"NulInThreeBytes", "utf-8", "a\xE0\x80\x80"sv, "a\uFFFD\uFFFD\uFFFD"sv, "mmm"},
    {"SlashInTwoBytes", "utf-8", "..\xC0\xAF"sv, "..\uFFFD\uFFFD"sv, "mm"},
    {"LessInThreeBytes", "utf-8", "\xE0\x80\xBC"sv, "\uFFFD\uFFFD\uFFFD"sv, "mmm"},
    {"LatinInThreeBytes", "utf-8", "caf\xE0\x83\xA9."sv, "café."sv, "n"},
    {"HanziInFourBytes", "utf-8", "\xF0\x84\xB8\xAD文"sv, "中文"sv, "n"},
    {"DamagedEmoji", "utf-8", "好\xF0\x8F\x99\x82文"sv, "好\uFFFD\uFFFD\uFFFD\uFFFD文"sv, "mmmm"},
    {"SurrogateInFourBytes", "utf-8", "\xF0\x8D\xA0\x80"sv, "\uFFFD\uFFFD\uFFFD\uFFFD"sv, "mmmm"},
    {"FiveBytes", "utf-8", "\xF8\x80\x84\xB8\xAD"sv, "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"sv, "mmmmm"},
    // 联通 in GBK, which once made an editor show nothing.
    {"Liantong", "utf-8", "\xC1\xAA\xCD\xA8"sv, "\uFFFD\uFFFDͨ"sv, "mm"},
    {"BesideBadBytes", "utf-8", "中\xC0\x80\xFF文"sv, "中\uFFFD\uFFFD\uFFFD文"sv, "mmm"},
    {"BehindBadBytes", "utf-8", "中\xD6\xC0\x80文"sv, "中\uFFFD\uFFFD\uFFFD文"sv, "mmm"},
    {"NearBadBytes", "utf-8", "\xFF-\xC0\x80-\xFF"sv, "\uFFFD-\uFFFD\uFFFD-\uFFFD"sv, "mmmm"},
    {"PairNearBadBytes", "utf-8", "\xFF-\xED\xA1\x82\xED\xBE\xB7-\xFF"sv, "\uFFFD-𠮷-\uFFFD"sv,
     "mnm"},
    {"CesuPairIsItsOwn", "cesu-8", "中\xED\xA1\x82\xED\xBE\xB7"sv, "中𠮷"sv, ""},
    {"CesuReadsUtf8", "cesu-8", "中𠮷文"sv, "中𠮷文"sv, "n"},
    {"CesuReadsEveryOverlongForm", "cesu-8", "\xC0\xAF\xE0\x80\xBC\xF0\x80\x80\xBE\xC0\x80"sv,
     "/<>\0"sv, "nnnn"},
    {"CesuBesideBadBytes", "cesu-8", "\xFF\xC0\x80\xFF"sv, "\uFFFD\0\uFFFD"sv, "mnm"},
};

class LooseUtf8Test : public testing::TestWithParam<LooseCase> {};

TEST_P(LooseUtf8Test, IsReadAndReportedHoweverItIsCut) {
  const LooseCase& c = GetParam();
  for_each_cutting(c.bytes, [&](const Pieces& pieces) {
    Reports reports;
    StringSink sink;
    DecodeStage stage({.from = encoding_named(c.encoding)}, reports);
    for (const std::string_view piece : pieces) stage.push(piece, sink);
    stage.finish(sink);
    std::string codes;
    for (const Diagnostic& d : reports.all) {
      codes.push_back(d.code == DiagnosticCode::nonstandard_utf8  ? 'n'
                      : d.code == DiagnosticCode::malformed_bytes ? 'm'
                                                                  : '?');
    }
    ASSERT_EQ(hex_of(sink.text), hex_of(c.text));
    ASSERT_EQ(codes, c.reports);
    ASSERT_EQ(stage.positions().input_size(), c.bytes.size());
    ASSERT_EQ(stage.positions().output_size(), c.text.size());
  });
}

INSTANTIATE_TEST_SUITE_P(Forms, LooseUtf8Test, testing::ValuesIn(kLooseCases),
                         [](const auto& test) { return test.param.name; });

TEST(LooseUtf8, AReportNamesTheBytesTheFormAndTheCharacter) {
  EXPECT_EQ(decode_pieces(Encoding::utf_8, {"a\xED\xA1\x82\xED\xBE\xB7\xC0\x80"}).reports,
            "1-7 nonstandard-utf8 ED A1 82 ED BE B7 is the CESU-8 form of U+20BB7 𠮷; read as that "
            "character\n"
            "7-9 nonstandard-utf8 C0 80 is an overlong form of U+0000; read as that character\n");
  EXPECT_EQ(decode_pieces(Encoding::cesu_8, {"🙂"}).reports,
            "0-4 nonstandard-utf8 F0 9F 99 82 is the UTF-8 form of U+1F642 🙂; read as that "
            "character\n");
}

TEST(LooseUtf8, OverlongFormsNeedCleanTextBeforeThem) {
  for (const std::size_t clean : {std::size_t{255}, std::size_t{256}}) {
    std::string bytes(1, '\xFF');
    bytes.append(clean, 'a').append("\xC0\x80");
    for_each_cutting(bytes, [&, clean = clean](const Pieces& pieces) {
      const std::string reports = decode_pieces(Encoding::utf_8, pieces).reports;
      ASSERT_EQ(reports.find("nonstandard-utf8") != std::string::npos, clean == 256) << clean;
    });
  }
}

// Text of another encoding must not become UTF-8 by its overlong look.
TEST(LooseUtf8, IsNoEvidenceOfUtf8) {
  EXPECT_NE(detect("\xC1\xAA\xCD\xA8").encoding, Encoding::utf_8);
  EXPECT_NE(detect("\xC0\x80\xC0\x80 \xE0\x82\xB7").encoding, Encoding::utf_8);
}

// A chat log from an old database, with more emoji than words.
TEST(LooseUtf8, PairsAreEvidenceOfUtf8) {
  const std::string_view pair = "\xED\xA0\xBD\xED\xB9\x82";
  const std::string bytes = "好" + std::string(pair) + std::string(pair) + "\n";
  for_each_cutting(bytes, [&](const Pieces& pieces) {
    const Decoded out = decode_pieces(std::nullopt, pieces);
    ASSERT_EQ(out.encoding, "utf-8");
    ASSERT_EQ(out.text, "好🙂🙂\n");
  });
}

// Only text is read that way.
TEST(LooseUtf8, BinaryInputKeepsItsBytes) {
  const std::string bytes = "\x89PNG\r\n\x1A\n" + std::string(20, '\0') + "\xC0\x80 and more";
  for_each_cutting(bytes, [&](const Pieces& pieces) {
    const Decoded out = decode_pieces(std::nullopt, pieces);
    ASSERT_EQ(out.encoding, "binary");
    ASSERT_EQ(out.reports, "");
    ASSERT_NE(out.raws.find(":C0"), std::string::npos);
  });
}

}  // namespace
}  // namespace hanfix
