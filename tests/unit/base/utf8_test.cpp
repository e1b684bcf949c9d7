#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace hanfix {
namespace {

TEST(Utf8, EveryScalarValueSurvivesTheRoundTrip) {
  for (char32_t code = 0; code <= 0x10FFFF; ++code) {
    if (code >= 0xD800 && code < 0xE000) continue;
    std::string text;
    utf8::append(text, code);
    std::size_t at = 0;
    ASSERT_EQ(utf8::next(text, at), code);
    ASSERT_EQ(at, text.size());
    ASSERT_EQ(utf8::sequence_length(static_cast<unsigned char>(text[0])), text.size());
    for (std::size_t cut = 0; cut < text.size(); ++cut) {
      ASSERT_EQ(utf8::incomplete_tail(std::string_view(text).substr(0, cut)), cut);
    }
    ASSERT_EQ(utf8::incomplete_tail(text), 0u);
  }
}

TEST(Utf8, DecodeAndEncodeAreInverse) {
  const std::string text = "發展 a\U00020BB7é\n";
  EXPECT_EQ(utf8::encode(utf8::decode(text)), text);
}

}  // namespace
}  // namespace hanfix
