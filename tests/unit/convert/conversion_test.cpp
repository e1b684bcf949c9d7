// Vectors of our own, one a line: config TAB input TAB expected, with \n \0 \uXXXX as escapes.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/utf8.hpp"
#include "stage_runner.hpp"

namespace hanfix::convert {
namespace {

std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    const char kind = text.at(++i);
    if (kind == 'n') out += '\n';
    if (kind == '0') out += '\0';
    if (kind == 'r') out += '\r';
    if (kind == 'u') {  // \u{...}
      const std::size_t end = text.find('}', i);
      utf8::append(out, static_cast<char32_t>(
                            std::stoul(std::string(text.substr(i + 2, end - i - 2)), nullptr, 16)));
      i = end;
    }
  }
  return out;
}

struct Vector {
  std::string file, config, input, expected;
  std::size_t line;
};

std::vector<Vector> read_vectors() {
  std::vector<Vector> vectors;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(HANFIX_TEST_DATA) + "/convert/vectors")) {
    std::ifstream in(entry.path());
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
      ++number;
      if (line.empty() || line[0] == '#') continue;
      const std::size_t first = line.find('\t');
      const std::size_t second = line.find('\t', first + 1);
      vectors.push_back({entry.path().filename().string(), line.substr(0, first),
                         unescape(line.substr(first + 1, second - first - 1)),
                         unescape(line.substr(second + 1)), number});
    }
  }
  return vectors;
}

TEST(ConversionVectors, GiveTheExpectedTextHoweverTheyAreCut) {
  const std::vector<Vector> vectors = read_vectors();
  EXPECT_GT(vectors.size(), 60u);
  for (const Vector& vector : vectors) {
    SCOPED_TRACE(vector.file + ":" + std::to_string(vector.line) + " " + vector.config + " " +
                 vector.input);
    const auto opened = chain(vector.config);
    ASSERT_NE(opened, nullptr);
    EXPECT_EQ(convert(*opened, vector.input), vector.expected);
    const StageRun whole = run_stage(opened, vector.input, {vector.input.size() + 1});
    EXPECT_EQ(whole.text, vector.expected);
    for (std::size_t cut = 1; cut < vector.input.size(); ++cut) {
      ASSERT_EQ(run_stage(opened, vector.input, {cut, vector.input.size()}), whole)
          << "cut at byte " << cut;
    }
    EXPECT_EQ(run_stage(opened, vector.input, {1}), whole);
  }
}

TEST(Configs, AllSixteenOpenAndSayWhatTheyDo) {
  EXPECT_EQ(config_list().size(), 16u);
  for (const ConfigInfo& config : config_list()) {
    EXPECT_TRUE(open_config(config.name, false).ok()) << config.name;
    EXPECT_TRUE(open_config(config.name, true).ok()) << config.name;
    EXPECT_FALSE(config.description.empty());
  }
}

TEST(Configs, UnknownNameNamesItsNeighbours) {
  const auto opened = open_config("s2tww", false);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::unknown_name);
  EXPECT_EQ(opened.error().message,
            "unknown configuration 's2tww'; did you mean s2tw or s2twp? (--list configs)");
  EXPECT_EQ(open_config("latin", false).error().message,
            "unknown configuration 'latin' (--list configs)");
}

TEST(Configs, RareResultsOnlyOnRequest) {
  EXPECT_EQ(convert(*chain("t2s", false), "剔團圞月兒"), "剔团圞月儿");
  EXPECT_EQ(convert(*chain("t2s", true), "剔團圞月兒"), "剔团𪢮月儿");
}

TEST(Configs, OneAfterTheOther) {
  constexpr std::string_view kNames[] = {"s2t", "t2jp"};
  const auto chains = open_configs(kNames, false);
  ASSERT_TRUE(chains.ok());
  ASSERT_EQ(chains.value().size(), 2u);
  std::string text = "图书馆的经济学与发展";
  for (const auto& each : chains.value()) text = convert(*each, text);
  EXPECT_EQ(text, "図書館的経済学与発展");
  constexpr std::string_view kWrong[] = {"s2t", "t2jpp"};
  EXPECT_FALSE(open_configs(kWrong, false).ok());
}

TEST(Conversion, IntoABufferIsTheSame) {
  std::string text;
  for (int i = 0; i < 9000; ++i) text += "頭髮很長，a檔案乾坤。\n";
  for (const std::string_view config : {"t2s", "tw2sp", "s2twp"}) {
    ByteBuffer out;
    out.append("before");
    convert(*chain(config), text, out);
    EXPECT_EQ(out.view(), "before" + convert(*chain(config), text)) << config;
  }
}

}  // namespace
}  // namespace hanfix::convert
