#include "convert/compiler/jsonc.hpp"

#include <gtest/gtest.h>

namespace hanfix::convert::compiler {
namespace {

TEST(Jsonc, ReadsCommentsAndTrailingCommas) {
  const auto read = parse_jsonc(
      "\xEF\xBB\xBF// first\n{\"a\": [1, -2.5e3, true, false, null,], /* , */ \"b\\n\\u53D1\\uD840"
      "\\uDC00\": {\"c\": \"//\",},}\n// last",
      "x.json");
  ASSERT_TRUE(read.ok()) << read.error().message;
  const Json& root = read.value();
  ASSERT_EQ(root.kind, Json::Kind::object);
  ASSERT_EQ(root.members.size(), 2u);
  const Json* list = root.find("a");
  ASSERT_NE(list, nullptr);
  ASSERT_EQ(list->items.size(), 5u);
  EXPECT_EQ(list->items[1].text, "-2.5e3");
  EXPECT_TRUE(list->items[2].truth);
  EXPECT_FALSE(list->items[3].truth);
  EXPECT_EQ(list->items[4].kind, Json::Kind::null);
  const Json* object = root.find("b\n发\U00020000");
  ASSERT_NE(object, nullptr);
  EXPECT_EQ(object->find("c")->text, "//");
  EXPECT_EQ(root.find("d"), nullptr);
}

TEST(Jsonc, TheFirstOfTwoMembersCounts) {
  EXPECT_EQ(parse_jsonc(R"({"a": "1", "a": "2"})", "").value().find("a")->text, "1");
}

struct FaultCase {
  const char* name;
  std::string_view text;
  const char* message;
};
class JsoncFault : public testing::TestWithParam<FaultCase> {};

TEST_P(JsoncFault, IsAnErrorWithItsLine) {
  const auto read = parse_jsonc(GetParam().text, "x.json");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::bad_data);
  EXPECT_EQ(read.error().path, "x.json");
  EXPECT_EQ(read.error().message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    All, JsoncFault,
    testing::Values(
        FaultCase{"Empty", "", "line 1: the file ends where a value should stand"},
        FaultCase{"NoValue", "{\n\"a\": }",
                  "line 2: expected a value: \"…\", {…}, […], true, false, null or a number"},
        FaultCase{"NoComma", "[1\n2]", "line 2: expected ',' or ']'"},
        FaultCase{"NoColon", "{\"a\" 1}", "line 1: expected ':' behind a name"},
        FaultCase{"NoName", "{a: 1}", "line 1: expected a name in quotes or '}'"},
        FaultCase{"CommaAlone", "[,]",
                  "line 1: expected a value: \"…\", {…}, […], true, false, null or a number"},
        FaultCase{"OpenComment", "\n/* {}", "line 2: a comment without its */"},
        FaultCase{"OpenString", "\"abc", "line 1: a string without its closing quote"},
        FaultCase{"LineBreak", "\"a\nb\"",
                  "line 1: a string holds a line break or a control; write \\n or \\u000A"},
        FaultCase{"Escape", "\"\\x\"", "line 1: unknown escape in a string"},
        FaultCase{"Surrogate", "\"\\uD840\"", "line 1: half of a surrogate pair"},
        FaultCase{"More", "{}\n{}", "line 2: more text behind the end of the configuration"},
        FaultCase{"NotUtf8", "{\"a\":\n\"\xB7\xA2\"}",
                  "line 2: not UTF-8; save the file as UTF-8"}),
    [](const auto& test) { return test.param.name; });

TEST(Jsonc, DepthIsBounded) {
  EXPECT_TRUE(parse_jsonc(std::string(60, '[') + std::string(60, ']'), "").ok());
  EXPECT_FALSE(parse_jsonc(std::string(100'000, '['), "").ok());
}

}  // namespace
}  // namespace hanfix::convert::compiler
