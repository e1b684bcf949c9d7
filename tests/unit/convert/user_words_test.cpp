// Words of the user's own: vectors at every cut, random words against a slow reference, and against
// OpenCC's way to have own words first.
#include "convert/user_words.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "base/utf8.hpp"
#include "convert/compiler/compile_chain.hpp"
#include "convert/ideographic_description.hpp"
#include "random_words.hpp"
#include "reference/reference_converter.hpp"
#include "stage_runner.hpp"

namespace hanfix::convert {
namespace {

using compiler::Entries;
using Chain = std::shared_ptr<const ConversionChain>;
using Words = std::shared_ptr<const UserWords>;

Words words_of(const std::vector<Entries>& sets) {
  std::vector<std::shared_ptr<const WordSet>> compiled;
  for (const Entries& entries : sets) {
    compiled.push_back(
        compiler::open_words(compiler::compile_words(entries).value(), "words").value());
  }
  return std::make_shared<const UserWords>(std::move(compiled));
}

StageRun run(const Chain& chain, const Words& words, std::string_view text,
             const std::vector<std::size_t>& sizes) {
  return run_stage(chain, text, sizes, 1, words);
}

struct WordVector {
  const char* name;
  const char* config;
  std::vector<Entries> words;
  std::string_view input, expected;
};
class UserWordVectors : public testing::TestWithParam<WordVector> {};

TEST_P(UserWordVectors, GiveTheExpectedTextHoweverTheyAreCut) {
  const WordVector& vector = GetParam();
  const Chain opened = chain(vector.config);
  const Words words = words_of(vector.words);
  const StageRun whole = run(opened, words, vector.input, {vector.input.size()});
  EXPECT_EQ(whole.text, vector.expected);
  for (std::size_t cut = 1; cut < vector.input.size(); ++cut) {
    ASSERT_EQ(run(opened, words, vector.input, {cut, vector.input.size()}), whole) << cut;
  }
  EXPECT_EQ(run(opened, words, vector.input, {1}), whole);
}

INSTANTIATE_TEST_SUITE_P(
    All, UserWordVectors,
    testing::Values(
        WordVector{"Plain", "s2t", {{{"头发", "秀髮"}}}, "她的头发长", "她的秀髮長"},
        // The value is final: neither the stages that follow nor the normalisation see it.
        WordVector{"Final", "s2twp", {{{"鼠标", "鼠標"}}}, "用鼠标和内存", "用鼠標和記憶體"},
        WordVector{"FinalForm", "s2tw", {{{"里", "裏"}}}, "X里", "X裏"},
        WordVector{"Compatibility", "s2t", {{{"神", "神"}}}, "神头", "神頭"},
        // A stock word that has begun goes on; one that begins at the same place gives way.
        WordVector{"StockWordBefore", "s2t", {{{"发现", "X"}}}, "头发现在", "頭髮現在"},
        WordVector{"StockWordAtTheSamePlace", "s2t", {{{"头", "H"}}}, "头发", "H發"},
        WordVector{"InsideAStockWord", "s2t", {{{"里", "裏"}}}, "公里和里面", "公里和裏面"},
        WordVector{"LongestOfTheUsersOwn",
                   "s2t",
                   {{{"头", "H"}, {"头发", "HF"}, {"头发长长", "L"}}},
                   "头发长头",
                   "HF長H"},
        WordVector{"EarlierSetOnATie",
                   "s2t",
                   {{{"头发", "头发"}}, {{"头发", "X"}, {"头发长", "Y"}}},
                   "头发，头发长",
                   "头发，Y"},
        WordVector{"Protected", "t2s", {{{"乾隆", "乾隆"}}}, "乾隆的頭髮乾了", "乾隆的头发干了"},
        WordVector{"Deleted", "s2t", {{{"的", ""}}}, "我的头的发", "我頭發"},
        WordVector{"Ascii", "s2t", {{{"SQL", "結構"}}}, "MySQL注入SQ", "My結構注入SQ"},
        WordVector{"TextBetweenStandsAlone", "s2t", {{{"X", "Y"}}}, "头X发", "頭Y發"},
        WordVector{"LineBegins", "s2t", {{{"发", "F"}}}, "头\n发", "頭\nF"},
        WordVector{"DescriptionSequence", "s2t", {{{"头", "H"}}}, "⿰头头头", "⿰头头H"},
        WordVector{"DescriptionOverALineBreak", "s2t", {{{"头", "H"}}}, "⿰头\n头", "⿰头\nH"},
        WordVector{
            "SequenceAsAWord", "s2t", {{{"⿰木头", "X"}}}, "⿰木头发⿱⿰木头头", "X發⿱⿰木头头"},
        WordVector{"NotASequence", "s2t", {{{"头", "H"}}}, "⿰头", "⿰H"},
        WordVector{"CutShort", "s2t", {{{"发头", "X"}, {"发", "F"}}}, "头发发", "頭髮F"},
        WordVector{"EndsWithinAWord", "s2t", {{{"发头长", "X"}}}, "头 发头", "頭 發頭"}),
    [](const auto& test) { return test.param.name; });

struct ContextCase {
  std::string config, word, input, expected, exact;
};
std::vector<ContextCase> context_cases() {
  std::ifstream file(std::string(HANFIX_TEST_DATA) + "/convert/user-words.tsv");
  std::vector<ContextCase> cases;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("#")) continue;
    ContextCase row;
    std::istringstream fields(line);
    for (auto* const field : {&row.config, &row.word, &row.input, &row.expected, &row.exact}) {
      std::getline(fields, *field, '\t');
    }
    if (row.exact.empty()) row.exact = row.expected;
    cases.push_back(row);
  }
  return cases;
}
Chain by_context(std::string_view config) { return open_config(config, false, true).value(); }

TEST(UserWordsByContext, AreWordsAmongTheWordsAround) {
  const auto cases = context_cases();
  ASSERT_GE(cases.size(), 15u);
  for (const ContextCase& row : cases) {
    const Words words = words_of({{{row.word, "X"}}});
    EXPECT_EQ(run(chain(row.config), words, row.input, {1}).text, row.exact);
    const Chain opened = by_context(row.config);
    const StageRun whole = run(opened, words, row.input, {row.input.size()});
    EXPECT_EQ(whole.text, row.expected);
    for (std::size_t cut = 1; cut < row.input.size(); ++cut) {
      ASSERT_EQ(run(opened, words, row.input, {cut, row.input.size()}), whole) << cut;
    }
    EXPECT_EQ(run(opened, words, row.input, {1}), whole);
  }
}

// All the words at once, in text made of the cases: neither cuts nor threads mean anything.
TEST(UserWordsByContext, DoNotDependOnCutsOrThreads) {
  constexpr unsigned kSeed = 20261201;
  std::mt19937 random(kSeed);
  const auto cases = context_cases();
  Entries entries;
  for (const ContextCase& row : cases) entries.emplace(row.word, "X");
  entries.emplace("发明家", "Z");  // longer than 发明: what follows decides
  const Words words = words_of({entries});
  const Chain opened = by_context("s2twp");
  const auto text_of = [&](std::size_t size) {
    std::string text;
    while (text.size() < size) {
      const std::string& input = cases[random() % cases.size()].input;
      // Parts of them, so that words meet that do not belong together.
      const std::size_t count = 1 + random() % utf8::count(input);
      text += utf8::encode(utf8::decode(input).substr(0, count));
      if (random() % 8 == 0) text += "被发明家";
      if (random() % 6 == 0) text += random() % 2 == 0 ? "。" : "\n";
    }
    return text;
  };
  for (int i = 0; i < 40; ++i) {
    const std::string text = text_of(120);
    const StageRun whole = run(opened, words, text, {text.size()});
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
      ASSERT_EQ(run(opened, words, text, {cut, text.size()}), whole)
          << "seed " << kSeed << ", cut " << cut << ": " << text;
    }
    ASSERT_EQ(run(opened, words, text, {1}), whole) << text;
  }
  const std::string text = text_of(1'000'000);
  const StageRun whole = run(opened, words, text, {text.size()});
  EXPECT_TRUE(run(opened, words, text, {1000}) == whole);
  EXPECT_TRUE(run_stage(opened, text, {4096}, 3, words) == whole);
}

TEST(UserWordsByContext, NoMoreIsHeldThanTheStageSays) {
  const Words words = words_of({{{"发明", "X"}, {"发" + std::string(900, 'x'), "Y"}}});
  const auto stage = make_convert_stage(by_context("s2t"), 1, words);
  StringSink sink;
  std::string input;
  const std::string piece = "他说被发明的头发" + std::string(895, 'x') + "。被发";
  for (int i = 0; i < 60; ++i) {
    for (std::size_t at = 0; at < piece.size(); at += 7) {
      stage->push(std::string_view(piece).substr(at, 7), sink);
    }
    input += piece;
    ASSERT_LE(input.size() - stage->positions().input_size(), stage->retention());
  }
  stage->finish(sink);
  EXPECT_EQ(stage->positions().input_size(), input.size());
}

// What WordFinder promises, word for word: lines, the user's longest word, the guard's, sequences.
std::u32string slowly(const std::vector<std::map<std::u32string, std::u32string>>& words,
                      const std::map<std::u32string, std::u32string>& guard,
                      const reference::Converter& between, std::u32string_view text) {
  std::u32string out, plain;
  for (std::size_t at = 0; at < text.size();) {
    const std::u32string_view rest = text.substr(at);
    const auto longest = [&](const std::map<std::u32string, std::u32string>& map) {
      auto best = map.end();
      for (auto entry = map.begin(); entry != map.end(); ++entry) {
        const bool longer = best == map.end() || entry->first.size() > best->first.size();
        if (rest.starts_with(entry->first) && longer) best = entry;
      }
      return best;
    };
    const std::u32string* key = nullptr;
    const std::u32string* value = nullptr;
    for (const auto& set : words) {
      const auto found = longest(set);
      if (found == set.end() || (key != nullptr && found->first.size() <= key->size())) continue;
      key = &found->first;
      value = &found->second;
    }
    if (key != nullptr) {
      out += between.convert(plain) + *value;
      plain.clear();
      at += key->size();
      continue;
    }
    std::size_t size = 1;
    if (const auto found = longest(guard); found != guard.end()) {
      size = found->first.size();
    } else {
      const Description read = read_description(reference::to_utf8(rest));
      if (description_arity(rest[0]) > 0 && read.size > 0) {
        size = reference::from_utf8(reference::to_utf8(rest).substr(0, read.size)).size();
        const std::size_t line = rest.substr(0, size).find(U'\n');
        if (line != rest.npos) size = line + 1;
      }
    }
    plain += rest.substr(0, size);
    at += size;
  }
  return out + between.convert(plain);
}

nlohmann::json inline_dictionary(const std::map<std::u32string, std::u32string>& words) {
  nlohmann::json entries = nlohmann::json::object();
  for (const auto& [key, value] : words) {
    entries[reference::to_utf8(key)] = reference::to_utf8(value);
  }
  return {{"type", "inline"}, {"entries", entries}};
}
Entries entries_of(const std::map<std::u32string, std::u32string>& words) {
  Entries entries;
  for (const auto& [key, value] : words) {
    entries.emplace(reference::to_utf8(key), reference::to_utf8(value));
  }
  return entries;
}

std::map<std::u32string, std::u32string> random_map(RandomWords& random, std::size_t most) {
  std::map<std::u32string, std::u32string> words;
  for (std::size_t i = 1 + random.below(most); i > 0; --i) {
    words[random.word(4)] = random.word(3);
  }
  return words;
}

class UserWordsDifferential : public testing::TestWithParam<std::u32string_view> {};

TEST_P(UserWordsDifferential, AgreeWithTheSlowReferenceHoweverTextIsCut) {
  constexpr unsigned kSeed = 20261125;
  RandomWords random(kSeed, GetParam());
  for (int i = 0; i < 150; ++i) {
    const auto guard = random_map(random, 6), first = random_map(random, 4),
               second = random_map(random, 4), stage = random_map(random, 6);
    const bool segmented = i % 2 == 0;
    compiler::ChainSource source;
    nlohmann::json config;
    config["conversion_chain"] = nlohmann::json::array();
    if (segmented) {
      source.segmentation = entries_of(guard);
      config["segmentation"] = {{"type", "mmseg"}, {"dict", inline_dictionary(guard)}};
    } else {
      source.stages.push_back(entries_of(guard));
      config["conversion_chain"].push_back({{"dict", inline_dictionary(guard)}});
    }
    source.stages.push_back(entries_of(stage));
    config["conversion_chain"].push_back({{"dict", inline_dictionary(stage)}});
    const Chain compiled = compiler::compile_chain(source).value();
    const Words words = words_of({entries_of(first), entries_of(second)});
    const reference::Converter between("", config, false);
    for (int n = 0; n < 20; ++n) {
      const std::u32string text = random.text(30);
      const std::string input = reference::to_utf8(text);
      const StageRun whole = run(compiled, words, input, {input.size()});
      ASSERT_EQ(whole.text, reference::to_utf8(slowly({first, second}, guard, between, text)))
          << "seed " << kSeed << ", case " << i << ", input \"" << input << "\" " << config
          << inline_dictionary(first) << inline_dictionary(second);
      if (n > 3) continue;
      for (std::size_t cut = 1; cut < input.size(); ++cut) {
        ASSERT_EQ(run(compiled, words, input, {cut, input.size()}), whole)
            << "case " << i << ", cut at byte " << cut << ", input \"" << input << '"';
      }
      ASSERT_EQ(run(compiled, words, input, {1}), whole);
    }
  }
}

// With one stage and nothing else, own words are what OpenCC makes of them as the first child of a
// group.
TEST_P(UserWordsDifferential, AreTheFirstChildOfAGroup) {
  RandomWords random(5, GetParam());
  for (int i = 0; i < 100; ++i) {
    const auto stock = random_map(random, 8), own = random_map(random, 5);
    const nlohmann::json group = {{"type", "group"},
                                  {"dicts", {inline_dictionary(own), inline_dictionary(stock)}}};
    const nlohmann::json config = {{"conversion_chain", {{{"dict", group}}}}};
    const reference::Converter oracle("", config, false);
    compiler::ChainSource source;
    source.stages = {entries_of(stock)};
    const Chain compiled = compiler::compile_chain(source).value();
    const Words words = words_of({entries_of(own)});
    for (int n = 0; n < 30; ++n) {
      std::u32string text;  // no line breaks in description sequences: those begin lines anew here
      for (const char32_t code : random.text(30)) {
        if (code != U'\n') text += code;
      }
      const std::string input = reference::to_utf8(text);
      ASSERT_EQ(run(compiled, words, input, {input.size()}).text,
                reference::to_utf8(oracle.convert(text)))
          << input << config;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Alphabets, UserWordsDifferential,
                         testing::Values(RandomWords::kAlphabet, RandomWords::kOperators),
                         [](const auto& test) {
                           return test.index == 0 ? "Ordinary" : "DescriptionOperators";
                         });

// Long lines, long texts, words everywhere: time and memory stay bounded, cuts mean nothing.
TEST(UserWords, LongTextsAgreeHoweverTheyAreCut) {
  const Chain opened = chain("s2twp");
  const Words words = words_of({{{"发", "F"}, {"里面", "L"}, {"内存", "內存"}, {"x", ""}}});
  for (const char* end : {"", "\n"}) {
    std::string text;
    while (text.size() < 200'000) text.append("头发现在公里面发展x内存SQL注入里面裡").append(end);
    const StageRun whole = run(opened, words, text, {text.size()});
    for (const auto& sizes :
         std::vector<std::vector<std::size_t>>{{17}, {4096}, seeded_sizes(3, 300)}) {
      EXPECT_TRUE(run(opened, words, text, sizes) == whole) << sizes[0];
      EXPECT_TRUE(run_stage(opened, text, sizes, 3, words) == whole) << sizes[0];
    }
  }
}

TEST(UserWords, NoMoreIsHeldThanTheStageSays) {
  const Words words = words_of({{{"发展中国家", "D"}, {std::string(900, 'x'), "X"}, {"里", "裏"}}});
  const auto stage = make_convert_stage(chain("s2twp"), 1, words);
  StringSink sink;
  std::string input;
  const std::string piece = "发展中国家里面发展中国人里⿰木头" + std::string(895, 'x');
  while (input.size() < 200'000) {
    for (std::size_t at = 0; at < piece.size(); at += 7) {
      stage->push(std::string_view(piece).substr(at, 7), sink);
    }
    input += piece;
    ASSERT_LE(input.size() - stage->positions().input_size(), stage->retention());
    ASSERT_EQ(stage->positions().output_size(), sink.text.size());
  }
  stage->finish(sink);
  EXPECT_EQ(stage->positions().input_size(), input.size());
}

TEST(UserWords, AnImageOfSomethingElseIsRefused) {
  EXPECT_FALSE(compiler::open_words("", "x").ok());
  const auto bytes = Image::builtin().bytes();
  const auto opened = compiler::open_words(
      {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "stock.image");
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().path, "stock.image");
}

}  // namespace
}  // namespace hanfix::convert
