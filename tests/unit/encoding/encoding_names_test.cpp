#include "encoding_test_support.hpp"

namespace hanfix {
namespace {

TEST(EncodingNames, AreFoundWithoutCaseDashesAndUnderscores) {
  for (const char* name :
       {"GBK", "gb2312", "CP936", "cp-936", "GB 18030", "gb18030", "Windows_936"}) {
    EXPECT_EQ(encoding_named(name), Encoding::gb18030) << name;
  }
  for (const char* name : {"big5", "BIG-5", "cp950", "Big5_HKSCS"}) {
    EXPECT_EQ(encoding_named(name), Encoding::big5_hkscs) << name;
  }
  EXPECT_EQ(encoding_named("utf8"), Encoding::utf_8);
  EXPECT_EQ(encoding_named("latin1"), Encoding::iso_8859_1);
  EXPECT_EQ(encoding_named("Shift-JIS"), Encoding::shift_jis);
}

TEST(EncodingNames, NoNameMeansTwoEncodings) {
  for (const EncodingInfo& row : all_encodings()) {
    EXPECT_EQ(encoding_named(std::string(row.name)), row.id);
    std::string alias;
    for (const char c : std::string(row.aliases) + " ") {
      if (c != ' ') {
        alias.push_back(c);
        continue;
      }
      if (!alias.empty()) {
        EXPECT_EQ(encoding_named(alias), row.id) << alias;
      }
      alias.clear();
    }
  }
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
