#include "repair/readings_items.hpp"

#include <gtest/gtest.h>

#include <random>

#include "base/utf8.hpp"

namespace hanfix::repair {
namespace {

// "c" a character, "a" an annotation, "s" a stray one.
std::string kinds(std::string_view text) {
  std::string out;
  for (const Item& item : itemize(text)) {
    out += item.kind == Item::Kind::character    ? 'c'
           : item.kind == Item::Kind::annotation ? 'a'
                                                 : 's';
  }
  return out;
}

struct ItemsCase {
  const char* name;
  const char* text;
  const char* kinds;
  friend std::ostream& operator<<(std::ostream& os, const ItemsCase& c) { return os << c.name; }
};

const ItemsCase kItems[] = {
    {"Empty", "", ""},
    {"Annotation", "發(fā)現", "cac"},
    {"FullWidthBrackets", "發（fā）現", "cac"},
    {"Stray", "府?dāng)?shù)十", "cssc"},
    {"MixedBrackets", "發(fā）", "ccccc"},
    {"FullWidthThenHalf", "發（fā)", "ccccc"},
    {"NoTone", "發(fa)", "ccccc"},
    {"TwoTones", "(fāfá)", "cccccc"},
    {"UpperCase", "(Fā)", "cccc"},
    {"Space", "(f ā)", "ccccc"},
    {"SixLetters", "(zhuāng)", "a"},
    {"SevenLetters", "(zhuāngg)", "ccccccccc"},
    {"OneLetter", "(ā)", "a"},
    {"Umlaut", "(lǜ)(lǚè)", "accccc"},
    {"NoClose", "(fā", "ccc"},
    {"EmptyBrackets", "()", "cc"},
    {"Nested", "((fā))", "cac"},
    {"QuestionBeforeWord", "?fāx", "cccc"},
    {"OutsideTheBmp", "𠮷(jí)", "ca"},
};

class Items : public testing::TestWithParam<ItemsCase> {};

TEST_P(Items, AreToldApart) { EXPECT_EQ(kinds(GetParam().text), GetParam().kinds); }

INSTANTIATE_TEST_SUITE_P(Table, Items, testing::ValuesIn(kItems),
                         [](const auto& test) { return test.param.name; });

TEST(Itemize, TilesTheText) {
  constexpr std::u32string_view kAlphabet = U"(?（）)fāū學ab\n，𠮷";
  std::mt19937 random(20261123);
  for (int i = 0; i < 2000; ++i) {
    std::u32string codes;
    for (auto n = random() % 30; n > 0; --n)
      codes.push_back(kAlphabet[random() % kAlphabet.size()]);
    const std::string text = utf8::encode(codes);
    std::u32string back;
    std::uint32_t at = 0;
    for (const Item& item : itemize(text)) {
      ASSERT_EQ(item.start, at) << text;
      ASSERT_GT(item.end, item.start);
      at = item.end;
      if (item.kind == Item::Kind::character) {
        back.push_back(item.code);
      } else {
        ASSERT_FALSE(item.reading.empty());
        back += annotation_text(item);
      }
    }
    ASSERT_EQ(at, text.size());
    ASSERT_EQ(back, codes) << text;
  }
}

TEST(Itemize, ReadingIsBorrowedFromTheText) {
  const std::string text = "學(xué)?shù)";
  const std::vector<Item> items = itemize(text);
  ASSERT_EQ(items.size(), 3u);
  EXPECT_EQ(items[1].reading, "xué");
  EXPECT_EQ(items[1].code, U'(');
  EXPECT_EQ(items[2].reading, "shù");
  EXPECT_EQ(items[2].code, U'?');
  EXPECT_EQ(items[1].reading.data(), text.data() + 4);
}

TEST(Marks, SevenInTwoWidths) {
  std::size_t half = 0, full = 0;
  for (char32_t code = 0; code < 0x10000; ++code) {
    half += is_halfwidth_mark(code);
    full += is_fullwidth_mark(code);
  }
  EXPECT_EQ(half, 7u);
  EXPECT_EQ(full, 7u);
  EXPECT_EQ(fullwidth(U'!'), U'！');
  EXPECT_TRUE(is_fullwidth_mark(U'，'));
  EXPECT_FALSE(is_fullwidth_mark(U'。'));
  EXPECT_FALSE(is_halfwidth_mark(U'.'));
}

}  // namespace
}  // namespace hanfix::repair
