#include "encoding/declared.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace hanfix {
namespace {

struct DeclaredCase {
  const char* name;
  std::string_view head, expected;
  friend std::ostream& operator<<(std::ostream& os, const DeclaredCase& c) { return os << c.name; }
};

constexpr DeclaredCase kDeclaredCases[] = {
    {"MetaCharset", "<html><head><meta charset=\"gb2312\"><title>", "gb2312"},
    {"MetaCharsetUnquoted", "<meta charset=gbk>", "gbk"},
    {"MetaCharsetSelfClosing", "<!DOCTYPE html>\n<meta charset='utf-8'/>", "utf-8"},
    {"MetaInCapitals", "<HTML><META CHARSET=GB2312>", "GB2312"},
    {"HttpEquiv", "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\" />",
     "gb2312"},
    {"HttpEquivBehindContent", "<meta content='text/html;charset=big5' http-equiv=content-type>",
     "big5"},
    {"ContentOfAnotherMeta", "<meta name=a content='text/html;charset=big5'>", ""},
    {"SecondMeta", "<meta name=author content=x><meta charset=big5>", "big5"},
    {"MetaInAComment", "<!-- <meta charset=gbk> --><p>", ""},
    {"MetaBehindAComment", "<!-- > - --><meta charset=gbk>", "gbk"},
    {"EmptyComment", "<!--><meta charset=gbk>", "gbk"},
    {"MetaInAnAttribute", "<a title=\"<meta charset=gbk>\"><meta charset=big5>", "big5"},
    {"OtherElement", "<metadata charset=gbk>", ""},
    {"MetaCutByTheEnd", "<meta charset=gb18", ""},
    {"MetaCutInQuotes", "<meta charset=\"gb18", ""},
    {"MetaCutInItsName", "<met", ""},
    {"BehindSpaceAndMark", "\xEF\xBB\xBF\r\n <meta charset=gbk>", "gbk"},
    {"PageAboutPages", "How to: write <meta charset=gbk> in the head.", ""},
    {"Placeholder", "<meta charset=\"{{ charset }}\">", ""},
    {"EmptyName", "<meta charset=\"\">", ""},
    {"Xml", "<?xml version=\"1.0\" encoding=\"GB2312\"?><a/>", "GB2312"},
    {"XmlInSingleQuotes", "<?xml version='1.0' encoding = 'big5' ?>", "big5"},
    {"XmlWithoutEncoding", "<?xml version=\"1.0\"?><meta charset=gbk>", "gbk"},
    {"XmlCut", "<?xml version=\"1.0\" encoding=\"GB2312\"", ""},
    {"XmlNotFirst", " <?xml version=\"1.0\" encoding=\"GB2312\"?>", ""},
    {"Css", "@charset \"gb2312\";\nbody {}", "gb2312"},
    {"CssInItsOnlyForm", "@charset 'gb2312';", ""},
    {"Mail", "From: a@b.example\r\nContent-Type: text/plain;\r\n\tcharset=\"gb2312\"\r\n\r\nbody",
     "gb2312"},
    {"MailWithoutQuotes", "Content-type: text/plain; charset=big5; format=flowed\n\nbody", "big5"},
    {"MailBox", "From someone Tue\nContent-Type: text/html; charset=gbk\n\n", "gbk"},
    {"Http", "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Type: text/html;charset=GBK\r\n\r\n<html>",
     "GBK"},
    {"ProseWithColons", "Note: this.\nContent-Type: text/html; charset=gbk\nis a header.\n", ""},
    {"HeaderInTheBody", "Subject: x\n\nContent-Type: text/plain; charset=gbk\n", ""},
    {"HeaderCut", "Content-Type: text/plain; charset=gb2", ""},
    {"HeadersCutLater", "Content-Type: text/plain; charset=gbk\nX-Long: and so", "gbk"},
    {"Python", "#!/usr/bin/python\n# -*- coding: gbk -*-\n", "gbk"},
    {"PythonShort", "# coding=cp936\nx = 1\n", "cp936"},
    {"PythonThirdLine", "#!\n#\n# coding: gbk\n", ""},
    {"Vim", "# vim: set fileencoding=gbk :\n", "gbk"},
    {"Empty", "", ""},
    {"OnlySpace", "  \n", ""},
    {"Hanzi", "今天的雨", ""},
};

class DeclaredTest : public testing::TestWithParam<DeclaredCase> {};

TEST_P(DeclaredTest, IsFoundWhereItCounts) {
  const std::string head(GetParam().head);
  const std::string_view found = find_declared(head);
  EXPECT_EQ(found, GetParam().expected);
  // A part of the text, so that its place is known.
  if (!found.empty()) {
    ASSERT_GE(found.data(), head.data());
    ASSERT_LE(found.data() + found.size(), head.data() + head.size());
  }
}

// A window that ends anywhere gives the name, or none; never a piece of it.
TEST_P(DeclaredTest, IsNeverCutInTwo) {
  const std::string_view head = GetParam().head;
  for (std::size_t size = 0; size < head.size(); ++size) {
    const std::string part(head.substr(0, size));
    const std::string_view found = find_declared(part);
    if (GetParam().name == std::string_view("ProseWithColons")) continue;  // known at the next line
    EXPECT_TRUE(found.empty() || found == GetParam().expected) << part;
  }
}

INSTANTIATE_TEST_SUITE_P(Texts, DeclaredTest, testing::ValuesIn(kDeclaredCases),
                         [](const auto& test) { return test.param.name; });

TEST(Declared, ContradictsWhatIsOfAnotherFamilyOnly) {
  struct Case {
    const char* declared;
    Encoding detected;
    const char* expected;
  };
  constexpr Case kCases[] = {
      {"gb2312", Encoding::gb18030, ""},
      {"GBK", Encoding::gb18030, ""},
      {"big5", Encoding::big5_hkscs, ""},
      {"cp950", Encoding::big5_hkscs, ""},
      {"utf-8", Encoding::us_ascii, ""},
      {"gb2312", Encoding::us_ascii, ""},
      {"utf-16", Encoding::utf_8, ""},
      {"iso-8859-1", Encoding::windows_1252, ""},
      {"gbk", Encoding::binary, ""},
      {"gb2312", Encoding::utf_8,
       "declares gb2312, but the bytes are utf-8; read as utf-8 (--from says otherwise)"},
      {"utf-16", Encoding::gb18030,
       "declares utf-16, but the bytes are gb18030; read as gb18030 (--from says otherwise)"},
      {"ascii", Encoding::utf_8,
       "declares ascii, but the bytes are utf-8; read as utf-8 (--from says otherwise)"},
      {"x-klingon", Encoding::us_ascii,
       "declares x-klingon, an encoding that hanfix does not know; read as us-ascii"},
      {"utf-7", Encoding::us_ascii,
       "declares utf-7, which is read only by --from utf-7; read as us-ascii"},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(contradiction(c.declared, c.detected), c.expected) << c.declared;
  }
}

}  // namespace
}  // namespace hanfix
