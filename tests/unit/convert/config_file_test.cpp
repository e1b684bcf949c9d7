// Configurations by path: random ones against the literal reference, and what is wrong with one.
#include "convert/config_file.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

#include "random_words.hpp"
#include "reference/reference_converter.hpp"
#include "stage_runner.hpp"
#include "support/temporary_folder.hpp"

namespace hanfix::convert {
namespace {

using nlohmann::json;

class ConfigFile : public test::InFolder {
 protected:
  // The message of opening `text` as a configuration.
  std::string message(std::string_view text) {
    const auto opened = open_config_file(write("c.json", text), false);
    return opened ? "" : opened.error().message;
  }
};

class RandomConfigs {
 public:
  RandomConfigs(unsigned seed, std::string folder,
                std::u32string_view alphabet = RandomWords::kAlphabet)
      : words_(seed, alphabet), folder_(std::move(folder)) {}

  json next() {
    json config = {{"name", "random"}, {"conversion_chain", json::array()}};
    if (words_.below(2) == 0) config["normalization"] = stages(1 + words_.below(2));
    if (words_.below(2) == 0) config["segmentation"] = {{"type", "mmseg"}, {"dict", words(2)}};
    config["conversion_chain"] = stages(words_.below(4));
    return config;
  }
  RandomWords& words() { return words_; }

 private:
  json stages(std::size_t count) {
    json list = json::array();
    while (list.size() < count) list.push_back({{"dict", dictionary(3)}});
    return list;
  }
  // As a segmentation wants one: it cannot be left out.
  json words(int depth) {
    json node = dictionary(depth);
    node.erase("may_output_tofu");
    return node;
  }
  json dictionary(int depth) {
    const std::size_t kind = words_.below(depth > 0 ? 4 : 2);
    if (kind == 0) {
      json entries = json::object();
      for (std::size_t i = 1 + words_.below(6); i > 0; --i) {
        entries[key()] = reference::to_utf8(words_.word(3));
      }
      return {{"type", "inline"}, {"entries", entries}};
    }
    json node;
    if (kind == 1) {
      node = {{"type", "text"}, {"file", text_file()}};
    } else {
      node = {{"type", "group"}, {"dicts", json::array()}};
      if (words_.below(3) > 0) {
        node["match_policy"] = words_.below(2) == 0 ? "union" : "short_circuit";
      }
      for (std::size_t i = 1 + words_.below(3); i > 0; --i) {
        node["dicts"].push_back(i == 1 ? words(depth - 1) : dictionary(depth - 1));
      }
    }
    if (words_.below(5) == 0) node["may_output_tofu"] = true;
    return node;
  }
  std::string key() { return reference::to_utf8(words_.word(4)); }
  std::string text_file() {
    std::map<std::string, std::string> entries;
    for (std::size_t i = 1 + words_.below(8); i > 0; --i) {
      // Now and then nothing: the key is deleted.
      std::string value = words_.below(8) == 0 ? "" : reference::to_utf8(words_.word(3));
      if (words_.below(3) == 0) value += " 二";
      entries[key()] = value;
    }
    const std::string name = "words" + std::to_string(++files_) + ".txt";
    std::ofstream out(folder_ + "/" + name, std::ios::binary);
    for (const auto& [word, value] : entries) out << word << '\t' << value << '\n';
    return name;
  }

  RandomWords words_;
  std::string folder_;
  int files_ = 0;
};

class ConfigFileDifferential : public ConfigFile,
                               public testing::WithParamInterface<std::u32string_view> {};

TEST_P(ConfigFileDifferential, RandomConfigurationsAgreeWithTheReference) {
  constexpr unsigned kSeed = 20261124;
  constexpr int kConfigs = 120, kTexts = 25;
  RandomConfigs configs(kSeed, folder_, GetParam());
  for (int i = 0; i < kConfigs; ++i) {
    const json config = configs.next();
    const std::string path = write("config.json", config.dump(2));
    for (const bool tofu : {false, true}) {
      const reference::Converter oracle(folder_, config, tofu);
      const auto opened = open_config_file(path, tofu);
      ASSERT_TRUE(opened.ok()) << opened.error().message << config;
      for (int n = 0; n < kTexts; ++n) {
        const std::u32string text = configs.words().text(24);
        const std::string input = reference::to_utf8(text);
        const std::string expected = reference::to_utf8(oracle.convert(text));
        ASSERT_EQ(convert(*opened.value(), input), expected)
            << "seed " << kSeed << ", config " << i << (tofu ? " tofu " : " ") << config
            << "\ninput \"" << input << '"';
        if (n > 2) continue;
        const StageRun whole = run_stage(opened.value(), input, {input.size()});
        ASSERT_EQ(whole.text, expected);
        for (std::size_t cut = 1; cut < input.size(); ++cut) {
          ASSERT_EQ(run_stage(opened.value(), input, {cut, input.size()}), whole)
              << "config " << i << ", cut at byte " << cut << ", input \"" << input << '"';
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Alphabets, ConfigFileDifferential,
                         testing::Values(RandomWords::kAlphabet, RandomWords::kOperators),
                         [](const auto& test) {
                           return test.index == 0 ? "Ordinary" : "DescriptionOperators";
                         });

TEST_F(ConfigFile, TakesBuiltInDictionariesByAnyName) {
  const std::string path = write("mine.json", R"({
    // Our own words first.
    "conversion_chain": [{"dict": {"type": "group", "dicts": [
      {"type": "text", "file": "mine.txt"},
      {"type": "ocd2", "file": "STPhrases.ocd2"},
      {"type": "text", "file": "STCharacters.txt"},
    ]}}],
  })");
  write("mine.txt", "头发\t秀髮\n");
  const auto opened = open_config_file(path, false);
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  EXPECT_EQ(convert(*opened.value(), "头发发展，理发"), "秀髮發展，理髮");
}

TEST_F(ConfigFile, ADictionaryInItsFolderComesBeforeABuiltInOne) {
  const std::string path = write(
      "c.json", R"({"conversion_chain": [{"dict": {"type": "text", "file": "TWVariants.txt"}}]})");
  EXPECT_EQ(convert(*open_config_file(path, false).value(), "裏"), "裡");
  write("TWVariants.txt", "裏\t里\n");
  EXPECT_EQ(convert(*open_config_file(path, false).value(), "裏"), "里");
}

TEST_F(ConfigFile, SourcesOfBuiltInConfigurationsAreTheSame) {
  for (const ConfigInfo& config : config_list()) {
    const auto opened = open_config_file(std::string(config.name) + ".json", false);
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    const std::string_view text = "她的头发很长，鼠标和内存；頭髮、滑鼠與記憶體：爲什麼⿰木头\n";
    EXPECT_EQ(convert(*opened.value(), text), convert(*chain(config.name), text)) << config.name;
    if (config.name == "s2hk") break;  // the others cost seconds and say nothing new
  }
}

// What OpenCC 1.4.2 gives for each of these: a key comes before a description sequence, and
// without one a complete sequence stays as it is.
TEST_F(ConfigFile, KeysMayHoldDescriptionOperators) {
  write("w.txt", "⿰木木\t林\n⿱\t上\n木⿰\t半\n木\t树\n\u31EF\t减\n");
  const std::string path =
      write("c.json", R"({"conversion_chain": [{"dict": {"type": "text", "file": "w.txt"}}]})");
  const auto opened = open_config_file(path, false);
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  const std::pair<std::string_view, std::string_view> vectors[] = {
      {"⿰木木木", "林树"},    {"⿰木甲木", "⿰木甲树"},         {"⿱木木", "上树树"},
      {"木⿰木木", "半树树"},  {"⿲⿰木木木木", "⿲⿰木木木木"}, {"⿰木", "⿰树"},
      {"\u31EF木木", "减树树"}};
  for (const auto& [text, expected] : vectors) {
    EXPECT_EQ(convert(*opened.value(), text), expected);
    EXPECT_EQ(run_stage(opened.value(), text, {1}).text, expected);
  }
  const auto by_context = open_config_file(path, false, true);
  ASSERT_FALSE(by_context.ok());
  EXPECT_EQ(by_context.error().message,
            "conversion by context needs keys without ideographic description operators, and "
            "'⿰木木' is not so; leave out --context");
}

TEST_F(ConfigFile, EmptyDictionariesChangeNothing) {
  write("none.txt", "# nothing\n");
  const std::string path = write("c.json", R"({
    "normalization": [{"dict": {"type": "inline", "entries": {}}}],
    "segmentation": {"type": "mmseg", "dict": {"type": "text", "file": "none.txt"}},
    "conversion_chain": [{"dict": {"type": "text", "file": "none.txt", "may_output_tofu": true}}]})");
  for (const bool tofu : {false, true}) {
    const auto opened = open_config_file(path, tofu);
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    EXPECT_EQ(run_stage(opened.value(), "头发⿰", {1}).text, "头发⿰");
  }
}

// Stages that each make a hundred characters of one.
TEST_F(ConfigFile, WhatGrowsBeyondMeasureIsRefusedOrLeftToThePasses) {
  json chain = json::array();
  for (int i = 0; i < 5; ++i) {
    const std::string from(1, static_cast<char>('a' + i)), to(100, static_cast<char>('b' + i));
    chain.push_back({{"dict", {{"type", "inline"}, {"entries", {{from, to}}}}}});
  }
  const json segmentation = {{"type", "mmseg"},
                             {"dict", {{"type", "inline"}, {"entries", {{"aa", "x"}}}}}};
  EXPECT_EQ(message(json{{"segmentation", segmentation}, {"conversion_chain", chain}}.dump()),
            "the stages make more than 16 MiB of text of the segmentation's 1 keys; leave out the "
            "longest values, or the segmentation");
  const std::string first(100'000, 'b'), second(1000, 'c');
  const json two = {{"conversion_chain",
                     {{{"dict", {{"type", "inline"}, {"entries", {{"a", first}, {"x", "y"}}}}}},
                      {{"dict", {{"type", "inline"}, {"entries", {{"b", second}, {"y", "z"}}}}}}}}};
  const auto opened = open_config_file(write("two.json", two.dump()), false);
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  EXPECT_EQ(opened.value()->automaton(), nullptr);
  EXPECT_EQ(convert(*opened.value(), "xb"), "z" + second);
}

// Of three thousand characters that become one, 27 thousand million triples become a key.
TEST_F(ConfigFile, StagesThatMeetInTooManyWaysAreLeftToThePasses) {
  json first = json::object();
  for (char32_t code = 0x4E00; code < 0x4E00 + 3000; ++code) {
    first[reference::to_utf8(std::u32string(1, code))] = "甲";
  }
  const json chain = {
      {{"dict", {{"type", "inline"}, {"entries", first}}}},
      {{"dict", {{"type", "inline"}, {"entries", {{"甲甲甲", "乙"}, {"丙", "丁"}}}}}}};
  const auto opened =
      open_config_file(write("c.json", json{{"conversion_chain", chain}}.dump()), false);
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  EXPECT_EQ(opened.value()->automaton(), nullptr);
  EXPECT_EQ(convert(*opened.value(), "一丁上三"), "乙甲");
}

// Ten thousand keys that become 18 GB on the way, and 30 kB at the end.
TEST_F(ConfigFile, WhatGrowsAndShrinksAgainIsRefusedToo) {
  json keys = json::object();
  for (char32_t code = 0x4E00; code < 0x4E00 + 10'000; ++code) {
    keys[reference::to_utf8(std::u32string{U'a', code})] = "x";
  }
  const std::string much(900'000, 'b');
  json chain = json::array();
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"a", much}, {much, "c"}}) {
    chain.push_back({{"dict", {{"type", "inline"}, {"entries", {{from, to}}}}}});
  }
  const json segmentation = {{"type", "mmseg"}, {"dict", {{"type", "inline"}, {"entries", keys}}}};
  EXPECT_TRUE(message(json{{"segmentation", segmentation}, {"conversion_chain", chain}}.dump())
                  .starts_with("the stages make more than 16 MiB of text"));
}

TEST_F(ConfigFile, ADictionaryCanOnlyBeNamedSoOften) {
  write("w.txt", "甲\t乙\n乙\t甲\n");
  json chain(16, {{"dict", {{"type", "text"}, {"file", "w.txt"}}}});
  const json config = {{"conversion_chain", chain}};
  EXPECT_EQ(message(config.dump()), "");
  chain.push_back(chain.front());
  EXPECT_EQ(message(json{{"conversion_chain", chain}}.dump()),
            "line 1: the dictionary 'w.txt' is named more than 16 times; leave some out");
}

TEST_F(ConfigFile, FaultsNameLineFactAndNextStep) {
  const std::string pieces[][2] = {
      {"[]", "line 1: a configuration must be an object, { … }"},
      {"{}", "line 1: this object lacks 'conversion_chain'"},
      {"{\"conversion_chain\":\n 1}", "line 2: 'conversion_chain' must be a list, [ … ]"},
      {"{\"conversion_chain\": [\n{}]}", "line 2: this object lacks 'dict'"},
      {"{\"conversion_chain\": [{\"dict\":\n{\"type\": \"marisa\"}}]}",
       "line 2: the dictionary type 'marisa' is not known; text, ocd2, ocd, inline and group are"},
      {"{\"conversion_chain\": [{\"dict\": {\"type\": \"group\",\n\"match_policy\": \"first\", "
       "\"dicts\": []}}]}",
       "line 2: the match_policy 'first' is not known; short_circuit and union are"},
      {"{\"conversion_chain\": [{\"dict\": {\"type\": \"inline\", \"entries\": {\n\"a\": \"\"}}}]}",
       "line 2: the value of 'a' must be a string that is not empty"},
      {"{\"conversion_chain\": [{\"dict\": {\"type\": \"inline\", \"entries\": {\"a\\nb\":\n"
       "\"c\"}}}]}",
       "line 2: a key cannot hold a line break"},
      {"{\"conversion_chain\": [{\"dict\": {\"type\": \"inline\",\n\"may_output_tofu\": true, "
       "\"entries\": {}}}]}",
       "line 2: an inline dictionary cannot be 'may_output_tofu'"},
      {"{\"segmentation\": {\n\"type\": \"jieba\"}, \"conversion_chain\": []}",
       "line 2: the segmentation 'jieba' is a plugin of OpenCC, which hanfix does not load; "
       "without 'segmentation', or with \"mmseg\", this configuration can be used, and --context "
       "looks at the borders of words"},
      {"{\"segmentation\": {\"type\": \"mmseg\", \"dict\": {\"type\": \"group\", \"dicts\": []}}, "
       "\"conversion_chain\": []}",
       "line 1: the segmentation's group is empty"},
  };
  for (const auto& [text, expected] : pieces) EXPECT_EQ(message(text), expected) << text;
}

TEST_F(ConfigFile, AMissingDictionarySaysWhereItWasLookedFor) {
  const std::string text =
      R"({"conversion_chain": [{"dict": {"type": "ocd2", "file": "Nowhere.ocd2"}}]})";
  EXPECT_EQ(message(text),
            "line 1: the dictionary 'Nowhere.ocd2' is nowhere; looked in: " + folder_ +
                ", ., the built-in dictionaries, /usr/local/share/opencc, "
                "/usr/share/opencc");
  write("STPhrase.txt", "");
  EXPECT_TRUE(
      message(R"({"conversion_chain": [{"dict": {"type": "text", "file": "STPhrasez.txt"}}]})")
          .ends_with("/usr/share/opencc; did you mean STPhrase.txt or STPhrases.txt?"));
  write("most.json", "{}");
  EXPECT_TRUE(open_config_file(folder_ + "/must.json", false)
                  .error()
                  .message.ends_with("; did you mean " + folder_ + "/most.json?"));
  const auto missing = open_config_file(folder_ + "/none.json", false);
  EXPECT_EQ(missing.error().code, ErrorCode::unreadable_input);
  EXPECT_EQ(missing.error().path, folder_ + "/none.json");
}

TEST_F(ConfigFile, AFaultInADictionaryNamesThatFile) {
  const std::string config =
      write("c.json", R"({"conversion_chain": [{"dict": {"type": "text", "file": "words.txt"}}]})");
  const std::string words = write("words.txt", "a\tb\n发發\n");
  const auto opened = open_config_file(config, false);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().path, words);
  EXPECT_EQ(opened.error().message,
            "line 2: no tab between key and value; write KEY<TAB>VALUE (named by " + config +
                ", line 1)");
}

}  // namespace
}  // namespace hanfix::convert
