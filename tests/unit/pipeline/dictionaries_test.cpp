// Words of the user's own in the whole pipeline, and what <hanfix/dictionaries.hpp> says of them.
#include "hanfix/dictionaries.hpp"

#include <filesystem>

#include "pipeline_test_support.hpp"
#include "support/temporary_folder.hpp"

namespace hanfix {
namespace {

using test::Outcome;
using test::Pieces;
using test::run;

class Dictionaries : public test::InFolder {};

Options to(const char* target, std::vector<UserWord> words) {
  Options options;
  options.to = target;
  options.words = std::move(words);
  return options;
}

constexpr std::string_view kMixed =
    "什么东西在公里里面，后面再说内存\n這裡有什麼問題，後面里再說\n図書館の里で本を借りました\nabc"
    "\n"
    "后面再说里里外外的内存\n";

// Paragraphs in Traditional go through t2tw; Japanese, and text without Chinese, through nothing.
TEST_F(Dictionaries, WordsCountInWhatIsConverted) {
  const Options options = to("tw", {{"里", "裏"}, {"内存", "內存"}, {"abc", "x"}});
  const Outcome whole = run(options, kMixed);
  EXPECT_EQ(
      whole.text,
      "什麼東西在公里裏面，後面再說內存\n這裡有什麼問題，後面裏再說\n図書館の里で本を借りました\n"
      "abc\n後面再說裏裏外外的內存\n");
  for (std::size_t cut = 1; cut < kMixed.size(); ++cut) {
    ASSERT_EQ(run(options, Pieces{kMixed.substr(0, cut), kMixed.substr(cut)}), whole) << cut;
  }
}

TEST_F(Dictionaries, DocumentsShareAConversion) {
  Options options = to("twp", {{"内存", "內存"}});
  options.dictionaries = {write("a.tsv", "头发\t秀髮\n")};
  options.protect = {write("p.txt", "鼠标\n")};
  const auto conversion = Conversion::create(options);
  ASSERT_TRUE(conversion.ok()) << conversion.error().message;
  Options shared;
  shared.conversion = conversion.value();
  std::filesystem::remove_all(folder_);  // nothing is read again
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(run(shared, "头发和内存、鼠标里面，软件").text, "秀髮和內存、鼠标裡面，軟體");
  }
}

TEST_F(Dictionaries, ErrorsNameTheirFile) {
  Options options = to("tw", {});
  options.dictionaries = {write("a.tsv", "a\tb\nc\n")};
  const auto conversion = Conversion::create(options);
  ASSERT_FALSE(conversion.ok());
  EXPECT_EQ(conversion.error().code, ErrorCode::bad_data);
  EXPECT_EQ(conversion.error().path, options.dictionaries[0]);
  test::Reports reports;
  const auto pipeline = Pipeline::create(options, reports);
  ASSERT_FALSE(pipeline.ok());
  EXPECT_EQ(pipeline.error().message, conversion.error().message);
  EXPECT_FALSE(explain(options, "头发").ok());
  options.dictionaries = {folder_ + "/none.tsv"};
  EXPECT_EQ(Conversion::create(options).error().code, ErrorCode::unreadable_input);
}

TEST_F(Dictionaries, AnImageIsWhatItsFilesAre) {
  const std::string a = write("a.tsv", "头发\t秀髮\n里\t裏\n"), b = write("b.tsv", "里\tX\n");
  const auto image = build_dictionary({a, b});
  ASSERT_TRUE(image.ok());
  Options options = to("tw", {});
  options.dictionaries = {write("words.img", image.value())};
  EXPECT_EQ(run(options, "这里的头发里面").text, "這裡的秀髮裏面");
  EXPECT_EQ(check_dictionary(options.dictionaries[0]).error().code, ErrorCode::bad_data);
  EXPECT_EQ(build_dictionary(options.dictionaries).error().code, ErrorCode::bad_data);
  EXPECT_FALSE(build_dictionary({write("none.tsv", "# none\n")}).ok());
}

TEST_F(Dictionaries, FindingsHaveLineAndCode) {
  const auto findings = check_dictionary(write("a.tsv", "a\tb\na\tb\n\nc\tc\nd\n"));
  ASSERT_TRUE(findings.ok());
  ASSERT_EQ(findings.value().size(), 3u);
  EXPECT_EQ(findings.value()[0].code, "duplicate");
  EXPECT_EQ(findings.value()[0].kind, DictionaryFinding::Kind::warning);
  EXPECT_EQ(findings.value()[1].line, 4u);
  EXPECT_EQ(findings.value()[1].kind, DictionaryFinding::Kind::note);
  EXPECT_EQ(findings.value()[2].kind, DictionaryFinding::Kind::error);
}

// The account is of the conversion that the pipeline makes.
TEST_F(Dictionaries, ExplainAgreesWithThePipeline) {
  for (const char* target : {"s", "sp", "t", "tw", "twp", "hk", "hkp", "jp"}) {
    for (const std::string_view text :
         {"这里的头发很长，鼠标坏了。", "這裡的頭髮很長，滑鼠壞了。", "図書館で本を借りました",
          "后", "the end", "", "说明书 ⿰木木 里", "說明書里的軟體",
          "title\n这里的头发\n\n這裡的頭髮\nthe end\n図書館で本を借りました\n里"}) {
      const Options options = to(target, {{"里", "L"}, {"木", "M"}});
      const auto explanation = explain(options, text);
      ASSERT_TRUE(explanation.ok());
      std::string result;
      for (const Explanation& stretch : explanation.value()) result += stretch.result;
      EXPECT_EQ(result, run(options, text).text) << target << ' ' << text;
    }
  }
}

TEST_F(Dictionaries, ExplainsMixedTextAsItIsConverted) {
  const std::string text = "title\n这里的头发很长，鼠标坏了。\n這裡的頭髮很長，滑鼠壞了。\n";
  const auto explained = explain(to("t", {}), text);
  ASSERT_TRUE(explained.ok());
  ASSERT_EQ(explained.value().size(), 2u);
  const Explanation& hans = explained.value()[0];
  EXPECT_EQ(hans.variant, "hans");
  EXPECT_EQ(hans.config, "s2t");
  EXPECT_EQ(hans.input, (ByteRange{0, 46}));
  const Explanation& hant = explained.value()[1];
  EXPECT_EQ(hant.variant, "hant-tw");
  EXPECT_EQ(hant.config, "tw2t");
  EXPECT_EQ(hant.input, (ByteRange{46, text.size()}));
  EXPECT_EQ(hant.steps.back().pieces.front().input, (ByteRange{49, 52}));  // 裡
}

// A byte that is no character is one byte of the text; NUL is a character.
TEST_F(Dictionaries, ExplainCountsTheBytesOfTheText) {
  using namespace std::string_view_literals;
  Options options;
  options.config = "s2t";
  const auto explained = explain(options, "\xFF\0发\xE5\x8F里"sv);
  ASSERT_TRUE(explained.ok());
  ASSERT_EQ(explained.value().size(), 1u);
  const Explanation& whole = explained.value().front();
  EXPECT_EQ(whole.result, "\uFFFD\0發\uFFFD裏"sv);
  EXPECT_EQ(whole.input, (ByteRange{0, 10}));
  ASSERT_EQ(whole.doubtful.size(), 2u);
  EXPECT_EQ(whole.doubtful[0].input, (ByteRange{2, 5}));
  EXPECT_EQ(whole.doubtful[1].input, (ByteRange{7, 10}));
}

}  // namespace
}  // namespace hanfix
