#include "repair/gbk_pairs.hpp"

#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include <memory>

namespace hanfix::repair {
namespace {

// What ICU's encoder says: the table was made from its decoder.
TEST(GbkPairs, AgreeWithIcusEncoder) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(
      ucnv_open("windows-936-2000", &error), &ucnv_close);
  ASSERT_TRUE(U_SUCCESS(error));
  ucnv_setFromUCallBack(converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                        &error);
  ucnv_setFallback(converter.get(), false);
  std::size_t encoded = 0;
  for (char32_t code = 0x80; code < 0x10000; ++code) {
    if (code >= 0xD800 && code < 0xE000) continue;
    const auto unit = static_cast<UChar>(code);
    char bytes[8];
    UErrorCode bad = U_ZERO_ERROR;
    ucnv_reset(converter.get());
    const int size = ucnv_fromUChars(converter.get(), bytes, sizeof bytes, &unit, 1, &bad);
    const GbkPair expected =
        U_SUCCESS(bad) && size == 2
            ? make_pair(static_cast<unsigned char>(bytes[0]), static_cast<unsigned char>(bytes[1]))
            : GbkPair{0};
    ASSERT_EQ(GbkPairs::instance().pair(code), expected) << std::hex << std::uint32_t{code};
    encoded += expected != 0;
  }
  EXPECT_EQ(encoded, 126u * 190u);  // every pair: what is not assigned is user-defined
}

TEST(GbkPairs, Counts) {
  const GbkPairs& pairs = GbkPairs::instance();
  std::size_t characters = 0, assigned = 0, shown = 0, shown_private = 0;
  for (std::uint32_t pair = 0; pair < 0x10000; ++pair) {
    const auto p = static_cast<GbkPair>(pair);
    characters += pairs.character(p) != 0;
    assigned += pairs.assigned(p);
    shown += pairs.shown(p);
    shown_private += pairs.shown(p) && !pairs.assigned(p);
    if (pairs.character(p) == 0) {
      EXPECT_FALSE(pairs.assigned(p) || pairs.shown(p));
    } else {
      EXPECT_EQ(pairs.pair(pairs.character(p)), p) << std::hex << pair;
      EXPECT_GE(lead_of(p), 0x81u);
      EXPECT_GE(trail_of(p), 0x40u);
    }
    EXPECT_TRUE(!pairs.assigned(p) || pairs.shown(p));
  }
  EXPECT_EQ(characters, 126u * 190u);
  EXPECT_EQ(assigned, 21791u);
  EXPECT_EQ(shown, assigned + shown_private);
  EXPECT_GT(shown_private, 0u);
}

TEST(GbkPairs, WellKnownOnes) {
  const GbkPairs& pairs = GbkPairs::instance();
  EXPECT_EQ(pairs.pair(U'數'), 0x94B5);
  EXPECT_EQ(pairs.pair(U'當'), 0xAE94);
  EXPECT_EQ(pairs.pair(U'。'), 0xA1A3);
  EXPECT_EQ(pairs.pair(U'！'), 0xA3A1);
  EXPECT_EQ(pairs.character(0xF28C), U'驅');
  EXPECT_EQ(pairs.character(0xA8A1), U'ā');
  EXPECT_EQ(pairs.pair(U'a'), 0);
  EXPECT_EQ(pairs.pair(U'€'), 0);  // a single byte
  EXPECT_EQ(pairs.pair(U'𠮷'), 0);
  EXPECT_EQ(pairs.character(0x817F), 0u);
}

}  // namespace
}  // namespace hanfix::repair
