#include "encoding/byte_table.hpp"

#include <unicode/ucnv.h>

#include <set>

#include "base/utf8.hpp"
#include "encoding_test_support.hpp"

namespace hanfix {
namespace {

char32_t decode_one(Encoding encoding, std::string_view bytes) {
  const ByteUnit unit = byte_table(encoding).decode(bytes);
  return unit.kind == ByteUnit::Kind::character && unit.size == bytes.size() && unit.second == 0
             ? unit.first
             : 0;
}

bool is_moved_private_use(char32_t code) {
  // Written as the codes whose characters GB 18030-2022 moved out of private use, or as A3A0.
  return decode_one(Encoding::gb18030, code_table(Encoding::gb18030).encode(code).view()) != code;
}

TEST(ByteTable, Gb18030WritesEveryCodePointAndReadsItBack) {
  std::size_t moved = 0;
  const CodeTable& table = code_table(Encoding::gb18030);
  for (char32_t code = 0; code <= 0x10FFFF; code += code < 0x20000 ? 1 : 257) {
    if (code >= 0xD800 && code < 0xE000) continue;
    const CodeBytes bytes = table.encode(code);
    ASSERT_GT(bytes.size, 0) << std::hex << std::uint32_t{code};
    if (is_moved_private_use(code)) {
      ++moved;
      ASSERT_TRUE(code >= 0xE000 && code < 0xF900) << std::hex << std::uint32_t{code};
    }
  }
  EXPECT_EQ(moved, 19u);  // 18 by edition 2022, and U+E5E5
}

TEST(ByteTable, Gb18030FourByteCodesAreIcusButForTheEditionOf2022) {
  UErrorCode error = U_ZERO_ERROR;
  UConverter* icu = ucnv_open("gb18030", &error);
  ASSERT_TRUE(U_SUCCESS(error));
  std::size_t count = 0, differing = 0;
  byte_table(Encoding::gb18030).for_each([&](std::string_view bytes, char32_t code, char32_t) {
    ++count;
    UChar units[4] = {};
    error = U_ZERO_ERROR;
    const int32_t size =
        ucnv_toUChars(icu, units, 4, bytes.data(), static_cast<int32_t>(bytes.size()), &error);
    if (size == 1 && units[0] == code) return;
    ++differing;
    // What ICU reads, hanfix writes as the same bytes; ICU reads nothing in 80.
    if (bytes != "\x80") {
      ASSERT_EQ(code_table(Encoding::gb18030).encode(units[0]).view(), bytes) << hex_of(bytes);
    }
  });
  ucnv_close(icu);
  EXPECT_EQ(count, 128u + 1 + 23940 + 39420);  // ASCII, 80, two bytes, four bytes of the BMP
  EXPECT_EQ(differing, 20u);                   // 18 by edition 2022, 80, A3A0
}

TEST(ByteTable, OlderGb18030CodesOfTheMovedCharactersStayReadable) {
  EXPECT_EQ(decode_one(Encoding::gb18030, "\x82\x35\x90\x37"), U'龴');
  EXPECT_EQ(decode_one(Encoding::gb18030, "\x84\x31\x82\x36"), U'︐');
  EXPECT_EQ(decode_one(Encoding::gb18030, "\x80"), U'€');
  EXPECT_EQ(code_table(Encoding::gb18030).encode(U'€').view(), "\xA2\xE3");
  EXPECT_EQ(decode_one(Encoding::gb18030, "\xE3\x32\x9A\x35"), char32_t{0x10FFFF});
  EXPECT_EQ(decode_one(Encoding::gb18030, "\xE3\x32\x9A\x36"), char32_t{0});
}

// Every byte sequence of every encoding: what it decodes to encodes to bytes that decode to it.
TEST(ByteTable, EveryCharacterSurvivesTheRoundTrip) {
  for (const EncodingInfo& info : all_encodings()) {
    if (info.coding != Coding::table) continue;
    const ByteTable& bytes_to_code = byte_table(info.id);
    const CodeTable& code_to_bytes = code_table(info.id);
    std::size_t characters = 0;
    bytes_to_code.for_each([&](std::string_view bytes, char32_t first, char32_t second) {
      ++characters;
      const CodeBytes back =
          second == 0 ? code_to_bytes.encode(first) : code_to_bytes.encode(first, second);
      const ByteUnit again = bytes_to_code.decode(back.size == 0 ? "\xFF" : back.view());
      ASSERT_EQ(again.kind, ByteUnit::Kind::character) << info.name << " " << hex_of(bytes);
      ASSERT_EQ(again.first, first) << info.name << " " << hex_of(bytes);
      ASSERT_EQ(again.second, second) << info.name << " " << hex_of(bytes);
    });
    EXPECT_GT(characters, 128u + 32) << info.name;  // the converter was found
  }
}

TEST(ByteTable, Big5IsTheWhatwgTable) {
  std::size_t pairs = 0;
  byte_table(Encoding::big5_hkscs).for_each([&](std::string_view bytes, char32_t first, char32_t) {
    if (bytes.size() == 2) ++pairs;
    EXPECT_FALSE(first >= 0xE000 && first < 0xF900) << hex_of(bytes);
  });
  EXPECT_EQ(pairs, 18590u + 4);  // entries of index Big5, and the four with a combining mark
  const CodeTable& table = code_table(Encoding::big5_hkscs);
  EXPECT_EQ(table.encode(U'十').view(), "\xA4\x51");
  EXPECT_EQ(table.encode(U'═').view(), "\xF9\xF9");
  EXPECT_EQ(table.encode(U'者').view(), "\xAA\xCC");  // not HKSCS's 8ECD
  EXPECT_EQ(decode_one(Encoding::big5_hkscs, "\x8E\xCD"), U'者');
  EXPECT_EQ(decode_one(Encoding::big5_hkscs, "\x87\xA4"), char32_t{0x9F97});
}

// Windows' user-defined areas, in Windows' order.
TEST(ByteTable, UserDefinedCodesArePrivateUse) {
  struct Area {
    Encoding encoding;
    unsigned lead_from, lead_to, trail_from, trail_to;
    char32_t first;
  };
  const Area areas[] = {
      {Encoding::gb18030, 0xAA, 0xAF, 0xA1, 0xFE, 0xE000},
      {Encoding::gb18030, 0xF8, 0xFE, 0xA1, 0xFE, 0xE234},
      {Encoding::gb18030, 0xA1, 0xA7, 0x40, 0xA0, 0xE4C6},
      {Encoding::windows_950, 0xFA, 0xFE, 0x40, 0xFE, 0xE000},
      {Encoding::windows_950, 0x8E, 0xA0, 0x40, 0xFE, 0xE311},
      {Encoding::windows_950, 0x81, 0x8D, 0x40, 0xFE, 0xEEB8},
      {Encoding::windows_950, 0xC6, 0xC6, 0xA1, 0xFE, 0xF6B1},
      {Encoding::windows_950, 0xC7, 0xC8, 0x40, 0xFE, 0xF70F},
  };
  for (const Area& area : areas) {
    char32_t expected = area.first;
    const bool big5 = area.encoding == Encoding::windows_950;
    for (unsigned lead = area.lead_from; lead <= area.lead_to; ++lead) {
      for (unsigned trail = area.trail_from; trail <= area.trail_to; ++trail) {
        if (trail == 0x7F || (big5 && trail > 0x7E && trail < 0xA1)) continue;
        const char bytes[] = {static_cast<char>(lead), static_cast<char>(trail)};
        const char32_t code = decode_one(area.encoding, {bytes, 2});
        // A3A0 is a space on the web.
        EXPECT_EQ(code, lead == 0xA3 && trail == 0xA0 ? U'\u3000' : expected) << hex_of({bytes, 2});
        ++expected;
      }
    }
  }
}

TEST(CodeTable, APartHoldsWhatItsNameSays) {
  struct Case {
    Encoding encoding;
    Subset subset;
    std::size_t characters;
    std::u32string_view in, out;
  };
  const Case cases[] = {
      {Encoding::gb18030, Subset::gb2312, 7445, U"中国—·○", U"國髮〇€ǹ"},
      {Encoding::gb18030, Subset::gbk, 21792, U"中國髮〇€龥ɑ", U"ǹ⿰㑳龴𠮷🙂\uE000"},
      {Encoding::big5_hkscs, Subset::big5, 13492, U"中國裏€仝", U"国喺あ㗎𠮷\uE000"},
  };
  for (const Case& c : cases) {
    const CodeTable& table = code_table(c.encoding, c.subset);
    std::size_t count = 0;
    for (char32_t code = 0x80; code <= 0x10FFFF; ++code) {
      const CodeBytes bytes = table.encode(code);
      if (bytes.size == 0) continue;
      ++count;
      ASSERT_LE(bytes.size, 2u);
      ASSERT_EQ(decode_one(c.encoding, bytes.view()), code);
    }
    EXPECT_EQ(count, c.characters);
    for (const char32_t code : c.in) EXPECT_GT(table.encode(code).size, 0) << std::uint32_t{code};
    for (const char32_t code : c.out) EXPECT_EQ(table.encode(code).size, 0) << std::uint32_t{code};
  }
  EXPECT_EQ(code_table(Encoding::gb18030, Subset::gbk).encode(U'€').view(), "\x80");
  EXPECT_EQ(code_table(Encoding::big5_hkscs, Subset::big5).encode(U'€').view(), "\xA3\xE1");
}

TEST(ByteTable, Gb2312HoldsItsOwnCharactersOnly) {
  std::size_t count = 0;
  for (unsigned lead = 0xA1; lead <= 0xFE; ++lead) {
    for (unsigned trail = 0xA1; trail <= 0xFE; ++trail) {
      const auto a = static_cast<unsigned char>(lead), b = static_cast<unsigned char>(trail);
      if (!in_gb2312(a, b)) continue;
      ++count;
      const char bytes[] = {static_cast<char>(a), static_cast<char>(b)};
      const char32_t code = decode_one(Encoding::gb18030, {bytes, 2});
      EXPECT_TRUE(code != 0 && !(code >= 0xE000 && code < 0xF900)) << lead << " " << trail;
    }
  }
  EXPECT_EQ(count, 7445u);  // 682 signs and 6763 hanzi
}

}  // namespace
}  // namespace hanfix
