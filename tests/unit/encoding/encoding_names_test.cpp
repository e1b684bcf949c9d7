#include <iterator>
#include <sstream>

#include "encoding_test_support.hpp"

namespace hanfix {
namespace {

std::vector<std::string> words(std::string_view text) {
  std::istringstream in{std::string(text)};
  return {std::istream_iterator<std::string>(in), {}};
}

TEST(EncodingNames, AreFoundWithoutCaseDashesAndUnderscores) {
  for (const char* name :
       {"GBK", "gb2312", "CP936", "cp-936", "GB 18030", "gb18030", "Windows_936"}) {
    EXPECT_EQ(encoding_named(name), Encoding::gb18030) << name;
  }
  for (const char* name : {"big5", "BIG-5", "cp951", "Big5_HKSCS"}) {
    EXPECT_EQ(encoding_named(name), Encoding::big5_hkscs) << name;
  }
  EXPECT_EQ(encoding_named("utf8"), Encoding::utf_8);
  EXPECT_EQ(encoding_named("latin1"), Encoding::iso_8859_1);
  EXPECT_EQ(encoding_named("Shift-JIS"), Encoding::shift_jis);
}

TEST(EncodingNames, NoNameMeansTwoEncodings) {
  for (const EncodingInfo& row : all_encodings()) {
    EXPECT_EQ(encoding_named(std::string(row.name)), row.id);
    for (const std::string& alias : words(row.aliases)) {
      EXPECT_EQ(encoding_named(alias), row.id) << alias;
    }
  }
}

// The list is the standard's: tests/data/encoding/whatwg-labels.tsv.
TEST(EncodingNames, EveryLabelOfTheEncodingStandardIsKnown) {
  std::size_t labels = 0;
  for (const auto& row : read_rows("whatwg-labels.tsv")) {
    ASSERT_EQ(row.size(), 3u) << row[0];
    EXPECT_EQ(name(encoding_named(row[0])), row[2]) << row[0];
    ++labels;
  }
  // 228, but for those of x-user-defined and of ISO 2022's Korean and extended Chinese forms.
  EXPECT_EQ(labels, 223u);
}

TEST(EncodingNames, AsOutputSomeMeanAPart) {
  struct Case {
    const char* name;
    Encoding encoding;
    Subset subset;
    const char* shown;
  };
  for (const Case& c : {Case{"GBK", Encoding::gb18030, Subset::gbk, "gbk"},
                        Case{"cp936", Encoding::gb18030, Subset::gbk, "gbk"},
                        Case{"gb-2312", Encoding::gb18030, Subset::gb2312, "gb2312"},
                        Case{"gb18030", Encoding::gb18030, Subset::whole, "gb18030"},
                        Case{"Big5", Encoding::big5_hkscs, Subset::big5, "big5"},
                        Case{"big5hkscs", Encoding::big5_hkscs, Subset::whole, "big5-hkscs"},
                        Case{"cp950", Encoding::windows_950, Subset::whole, "windows-950"},
                        Case{"utf8", Encoding::utf_8, Subset::whole, "utf-8"}}) {
    const Result<OutputEncoding> found = find_output_encoding(c.name);
    ASSERT_TRUE(found.ok()) << c.name;
    EXPECT_EQ(found.value().encoding, c.encoding) << c.name;
    EXPECT_EQ(found.value().subset, c.subset) << c.name;
    EXPECT_EQ(found.value().name, c.shown);
  }
  EXPECT_FALSE(find_output_encoding("klingon").ok());
}

// What is read as one encoding is not written as a part of another.
TEST(EncodingNames, ThePartsAreNamedLikeTheirWhole) {
#define HANFIX_SUBSET(id, name, whole, aliases)                                           \
  for (const char* const word : {name}) EXPECT_EQ(encoding_named(word), Encoding::whole); \
  for (const std::string& alias : words(aliases)) {                                       \
    EXPECT_EQ(encoding_named(alias), Encoding::whole) << alias;                           \
    EXPECT_EQ(find_output_encoding(alias).value().subset, Subset::id) << alias;           \
  }
#include "encoding/subsets.def"
#undef HANFIX_SUBSET
}

TEST(EncodingNames, UnknownOnesNameTheNearest) {
  const Result<Encoding> typo = find_encoding("gb10830");
  ASSERT_FALSE(typo.ok());
  EXPECT_EQ(typo.error().code, ErrorCode::unknown_name);
  EXPECT_EQ(typo.error().message,
            "unknown encoding 'gb10830'; did you mean gb18030? (--list encodings)");
  EXPECT_EQ(find_encoding("klingon").error().message,
            "unknown encoding 'klingon'; see --list encodings");
  EXPECT_FALSE(find_encoding("").ok());
  EXPECT_FALSE(find_encoding(std::string(100000, 'x')).ok());
}

TEST(EncodingNames, TheListHasEveryEncoding) {
  const std::vector<Choice> list = encoding_list();
  ASSERT_EQ(list.size(), all_encodings().size());
  EXPECT_EQ(list[0].name, "utf-8");
  for (const Choice& choice : list) EXPECT_FALSE(choice.description.empty()) << choice.name;
}

}  // namespace
}  // namespace hanfix
