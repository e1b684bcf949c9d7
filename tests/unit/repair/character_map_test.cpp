// Every entry of every map, against what ICU says of the character by another way.
#include <gtest/gtest.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include <set>

#include "base/utf8.hpp"
#include "encoding/byte_table.hpp"
#include "encoding/icu_converter.hpp"
#include "repair/private_use_maps.hpp"

namespace hanfix::repair {
namespace {

// ICU's normalisation of a text of one character; NFC and NFKC, where the maps use decompositions.
char32_t normalized(bool compatible, char32_t code) {
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2* form =
      compatible ? unorm2_getNFKCInstance(&error) : unorm2_getNFCInstance(&error);
  UChar in[2], out[32];
  int32_t size = 0, at = 0;
  U16_APPEND_UNSAFE(in, size, static_cast<UChar32>(code));
  const int32_t length = unorm2_normalize(form, in, size, out, 32, &error);
  EXPECT_TRUE(U_SUCCESS(error));
  UChar32 first;
  U16_NEXT(out, at, length, first);
  EXPECT_EQ(at, length);
  return static_cast<char32_t>(first);
}

bool is_unified(char32_t code) {
  return u_hasBinaryProperty(static_cast<UChar32>(code), UCHAR_UNIFIED_IDEOGRAPH);
}

TEST(CompatibilityMap, IsWhatIcuSays) {
  std::size_t entries = 0;
  const auto check = [&](char32_t first, char32_t last) {
    for (char32_t code = first; code <= last; ++code) {
      const char32_t to = compatibility_map().find(code);
      const char32_t expected = normalized(false, code);
      if (expected == code) {
        EXPECT_EQ(to, 0u) << std::hex << std::uint32_t{code};
      } else {
        ASSERT_EQ(to, expected) << std::hex << std::uint32_t{code};
        EXPECT_TRUE(is_unified(to)) << std::hex << std::uint32_t{code};
        ++entries;
      }
    }
  };
  check(0xF900, 0xFAFF);
  check(0x2F800, 0x2FA1F);
  EXPECT_EQ(entries, compatibility_map().entries().size());
  EXPECT_EQ(entries, 1002u);
}

TEST(CompatibilityMap, LeavesTheTwelveThatAreUnified) {
  for (const char32_t code : U"﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩") {
    if (code == 0) continue;
    EXPECT_TRUE(is_unified(code));
    EXPECT_EQ(compatibility_map().find(code), 0u);
  }
}

TEST(RadicalMap, HasEveryKangxiRadicalAsIcuSays) {
  for (char32_t code = 0x2F00; code <= 0x2FD5; ++code) {
    EXPECT_EQ(radical_map().find(code), normalized(true, code)) << std::hex << std::uint32_t{code};
  }
}

TEST(RadicalMap, HasTheSupplementButTheOneThatStandsForNothing) {
  std::set<char32_t> missing;
  for (char32_t code = 0x2E80; code <= 0x2EF3; ++code) {
    const char32_t to = radical_map().find(code);
    if (to == 0) {
      if (u_isdefined(static_cast<UChar32>(code))) missing.insert(code);
      continue;
    }
    EXPECT_TRUE(is_unified(to)) << std::hex << std::uint32_t{code};
    const char32_t icu = normalized(true, code);
    if (icu != code) {
      EXPECT_EQ(to, icu) << std::hex << std::uint32_t{code};
    }
  }
  EXPECT_EQ(missing, std::set<char32_t>{U'⺀'});
  EXPECT_EQ(radical_map().find(U'⻓'), U'长');
  EXPECT_EQ(radical_map().find(U'⻔'), U'门');
  EXPECT_EQ(radical_map().find(U'⺠'), U'民');
  EXPECT_EQ(radical_map().find(U'⻅'), U'见');
}

// A character that a map of private-use characters may have put in the place of `code`.
char32_t settled(char32_t code) {
  if (const char32_t to = compatibility_map().find(code); to != 0) return to;
  if (const char32_t to = radical_map().find(code); to != 0) return to;
  return code;
}

// Through ICU's converters, both ways: the bytes of the private-use character, read by the table of
// today.
void check_private_use(const CharacterMap& map, const char* old, const ByteTable& table) {
  IcuConverter converter(old);
  std::size_t entries = 0;
  for (char32_t code = 0xE000; code <= 0xF8FF; ++code) {
    const std::string bytes = converter.encode(code);
    char32_t expected = 0;
    if (bytes.size() == 2) {
      const ByteUnit unit = table.decode(bytes);
      const bool standard = unit.kind == ByteUnit::Kind::character && unit.size == 2 &&
                            unit.second == 0 && !is_private_use(unit.first);
      if (standard) expected = settled(unit.first);
    }
    EXPECT_EQ(map.find(code), expected) << std::hex << std::uint32_t{code};
    entries += expected != 0;
  }
  EXPECT_EQ(entries, map.entries().size());
}

TEST(PrivateUseMaps, AreOldCodesReadByNewTables) {
  check_private_use(gb_private_use_map(), "windows-936-2000", byte_table(Encoding::gb18030));
  check_private_use(hkscs_private_use_map(), "windows-950-2000", byte_table(Encoding::big5_hkscs));
}

TEST(PrivateUseMaps, HaveWhatGb18030Of2022Settled) {
  constexpr std::u32string_view kPrivate =
      U"\uE78D\uE78E\uE78F\uE790\uE791\uE792\uE793\uE794\uE795\uE796"
      U"\uE81E\uE826\uE82B\uE82C\uE832\uE843\uE854\uE864";
  constexpr std::u32string_view kStandard =
      U"\uFE10\uFE12\uFE11\uFE13\uFE14\uFE15\uFE16\uFE17\uFE18\uFE19"
      U"\u9FB4\u9FB5\u9FB6\u9FB7\u9FB8\u9FB9\u9FBA\u9FBB";
  for (std::size_t i = 0; i < kPrivate.size(); ++i) {
    EXPECT_EQ(gb_private_use_map().find(kPrivate[i]), kStandard[i]) << i;
  }
  EXPECT_EQ(gb_private_use_map().find(0xE000), 0u);  // a user's own
}

TEST(PrivateUseMaps, EtenIsAPartOfHkscs) {
  EXPECT_EQ(eten_private_use_map().find(0xF6B1), U'①');
  for (const auto& [from, to] : eten_private_use_map().entries()) {
    EXPECT_EQ(hkscs_private_use_map().find(from), to);
  }
  EXPECT_GT(eten_private_use_map().entries().size(), 300u);
  EXPECT_GT(hkscs_private_use_map().entries().size(), 4900u);
}

TEST(CharacterMap, NeverMapsTwice) {
  for (const CharacterMap* map :
       {&compatibility_map(), &radical_map(), &gb_private_use_map(), &hkscs_private_use_map()}) {
    for (const auto& [from, to] : map->entries()) {
      EXPECT_FALSE(is_private_use(to)) << std::hex << std::uint32_t{from};
      EXPECT_EQ(compatibility_map().find(to), 0u) << std::hex << std::uint32_t{from};
      EXPECT_EQ(radical_map().find(to), 0u) << std::hex << std::uint32_t{from};
    }
    for (std::size_t i = 1; i < map->entries().size(); ++i) {
      EXPECT_LT(map->entries()[i - 1].first, map->entries()[i].first);
    }
  }
}

}  // namespace
}  // namespace hanfix::repair
