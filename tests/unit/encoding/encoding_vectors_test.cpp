#include <algorithm>

#include "encoding_test_support.hpp"

namespace hanfix {
namespace {

std::string encode_pieces(const EncodeOptions& options, const Pieces& pieces, Reports& reports) {
  StringSink sink;
  const DirectOrigin origin(nullptr);
  EncodeStage stage(options, origin, reports);
  for (const std::string_view piece : pieces) stage.push(piece, sink);
  stage.finish(sink);
  return sink.text;
}

TEST(EncodingVectors, EveryEncodingHasOne) {
  const auto rows = read_rows("vectors.tsv");
  for (const EncodingInfo& info : all_encodings()) {
    EXPECT_TRUE(
        std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row[0] == info.name; }))
        << info.name << " has no row in tests/data/encoding/vectors.tsv";
  }
}

TEST(EncodingVectors, BytesDecodeToTheTextHoweverTheyAreCut) {
  for (const auto& row : read_rows("vectors.tsv")) {
    ASSERT_EQ(row.size(), 4u) << row[0];
    const Encoding encoding = encoding_named(row[0]);
    const std::string bytes = unhex(row[3]);
    const Decoded whole = decode_pieces(encoding, {bytes});
    EXPECT_EQ(whole.text, unescape(row[2])) << row[0] << " " << row[1];
    EXPECT_EQ(whole.reports, "") << row[0] << " " << row[1];
    for_each_cutting(bytes, [&](const Pieces& pieces) {
      ASSERT_EQ(decode_pieces(encoding, pieces), whole) << row[0] << " " << row[1];
    });
  }
}

TEST(EncodingVectors, TextEncodesToTheBytesHoweverItIsCut) {
  for (const auto& row : read_rows("vectors.tsv")) {
    const EncodeOptions options{encoding_named(row[0])};
    const std::string text = unescape(row[2]);
    for_each_cutting(text, [&](const Pieces& pieces) {
      Reports reports;
      ASSERT_EQ(hex_of(encode_pieces(options, pieces, reports)), row[3]) << row[0] << " " << row[1];
      ASSERT_TRUE(reports.all.empty()) << row[0] << " " << reports.all[0].message;
    });
  }
}

TEST(EncodingVectors, MalformedBytesAreMarkedKeptAndReportedHoweverTheyAreCut) {
  for (const auto& row : read_rows("malformed.tsv")) {
    ASSERT_EQ(row.size(), 5u) << row[0] << " " << row[1];
    const Encoding encoding = encoding_named(row[0]);
    const std::string bytes = unhex(row[2]);
    const Decoded whole = decode_pieces(encoding, {bytes});
    EXPECT_EQ(whole.text, unescape(row[3])) << row[0] << " " << row[1];
    EXPECT_EQ(whole.raws, row[4]) << row[0] << " " << row[1];
    EXPECT_EQ(std::count(whole.reports.begin(), whole.reports.end(), '\n'),
              std::count(row[4].begin(), row[4].end(), ':'))
        << row[0] << " " << row[1];
    for_each_cutting(bytes, [&](const Pieces& pieces) {
      ASSERT_EQ(decode_pieces(encoding, pieces), whole) << row[0] << " " << row[1];
    });
  }
}

TEST(EncodingVectors, AReportNamesPlaceFactAndNextStep) {
  EXPECT_EQ(
      decode_pieces(Encoding::gb18030, {"ab\x81 c"}).reports,
      "2-3 malformed-bytes 81 is not GB18030; wrote U+FFFD (--from names another encoding)\n");
  EXPECT_EQ(decode_pieces(Encoding::utf_8, {"ab\xE5\xA4 c"}).reports,
            "2-4 malformed-bytes E5 A4 are not UTF-8; kept as it is in UTF-8 output, U+FFFD in any "
            "other\n");
}

TEST(EncodingVectors, WhatTheOutputLacksIsWrittenAsAReferenceAndReported) {
  struct Case {
    Encoding to;
    Unmappable policy;
    std::string_view text, expected;
  };
  const Case cases[] = {
      {Encoding::big5_hkscs, Unmappable::reference, "说髮🙂a", "&#x8BF4;\xBE\x76&#x1F642;a"},
      {Encoding::big5_hkscs, Unmappable::error, "说髮🙂a", "&#x8BF4;\xBE\x76&#x1F642;a"},
      {Encoding::big5_hkscs, Unmappable::substitute, "说髮🙂a", "\xBB\xA1\xBE\x76?a"},
      {Encoding::hz, Unmappable::reference, "中髮文", "~{VP~}&#x9AEE;~{ND~}"},
      {Encoding::hz, Unmappable::substitute, "中髮文", "~{VP7\"ND~}"},
      {Encoding::us_ascii, Unmappable::reference, "é中", "&#xE9;&#x4E2D;"},
      {Encoding::iso_8859_1, Unmappable::reference, "é中", "\xE9&#x4E2D;"},
  };
  for (const Case& c : cases) {
    for_each_cutting(c.text, [&](const Pieces& pieces) {
      Reports reports;
      ASSERT_EQ(encode_pieces({c.to, {}, c.policy}, pieces, reports), c.expected);
      ASSERT_FALSE(reports.all.empty());
      ASSERT_EQ(reports.all[0].code, DiagnosticCode::unmappable_character);
    });
  }
  Reports reports;
  (void)encode_pieces({Encoding::big5_hkscs}, {"髮说"}, reports);
  ASSERT_EQ(reports.all.size(), 1u);
  EXPECT_EQ(reports.all[0].range, (ByteRange{3, 6}));
  EXPECT_EQ(reports.all[0].message,
            "U+8BF4 说 is not in big5-hkscs; wrote &#x8BF4; (-T utf-8 holds every character)");
}

}  // namespace
}  // namespace hanfix
