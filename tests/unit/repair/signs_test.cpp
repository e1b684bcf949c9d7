// The signs of a text: vectors against one byte at a time, and against what the families see.
#include "repair/signs.hpp"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "repair/family.hpp"

namespace {

using namespace hanfix;
using namespace hanfix::repair;

struct SignCase {
  const char* name;
  Signs sign;
  std::string_view text;
  friend std::ostream& operator<<(std::ostream& os, const SignCase& c) { return os << c.name; }
};

constexpr SignCase kSignCases[] = {
    {"Reference", sign::reference, "&#2"},
    {"ReferenceEscaped", sign::reference, "&am"},
    {"Tag", sign::tag, "</p"},
    {"Percent", sign::percent, "%E4"},
    {"PercentU", sign::percent, "%u4"},
    {"Escape", sign::escape, "\\u4"},
    {"EscapeInBrackets", sign::escape, "<U+"},
    {"EncodedWord", sign::encoded, "=?G"},
    {"Quoted", sign::encoded, "=E4"},
    {"Plus", sign::plus, "+Ti"},
    {"Hz", sign::shift, "~{V"},
    {"Quotes", sign::quotes, "\"\"\""},
    {"LetterBehindALetter", sign::letter_behind, "é»"},
    {"GreekCapitalBehind", sign::capital_behind, "ΝΌ"},
    {"SymbolBehindALetter", sign::symbol_behind, "é…"},
    {"Symbol", sign::symbol, "™"},
    {"Control", sign::control, "\xC2\x92"},
    {"CapitalAndBlank", sign::capital_blank, "Ã "},
    {"MixedCase", sign::mixed_case, "дД"},
    {"CodeEnd", sign::code_end, ";\n"},
    {"Toned", sign::toned, "ān"},
    {"LoneLeadBehind", sign::lone_behind, "家?!"},
    {"LoneLeadBefore", sign::lone_before, "?!薄"},
    {"MarkBehind", sign::mark_behind, "家!"},
    {"MarkBefore", sign::mark_before, "!家"},
    {"Kun", sign::gone, "锟"},
    {"Replacement", sign::gone, "\xEF\xBF\xBD"},
    {"ThreeMarks", sign::three_marks, "???"},
};

class SignRows : public testing::TestWithParam<SignCase> {};

TEST_P(SignRows, AreSeenWhereverTheyStand) {
  const SignCase& row = GetParam();
  for (std::size_t before = 0; before < 80; ++before) {
    for (const std::size_t behind : {0, 1, 2, 40}) {
      const std::string text =
          std::string(before, ' ') + std::string(row.text) + std::string(behind, ' ');
      ASSERT_NE(signs_in(text) & row.sign, 0u) << before << " before, " << behind << " behind";
      ASSERT_EQ(signs_in(text), signs_in_portable(text));
      const std::size_t at = SignPlaces(text, row.sign).next();
      ASSERT_LT(at - before, row.text.size());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Rows, SignRows, testing::ValuesIn(kSignCases),
                         [](const auto& test) { return test.param.name; });

TEST(Signs, PlainTextHasNone) {
  for (const std::string_view text :
       {"", "A plain line, with 50% of it plain (and a = b).", "中文，没有什么。“好”——《书》……",
        "Ordinary naïve café", "Война и мир", "η γλώσσα"}) {
    EXPECT_EQ(signs_in(text) & (sign::kMojibake | 0x7F), 0u) << text;
  }
}

TEST(Signs, AreTheSameOneByteAtATime) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  for (int i = 0; i < 20'000; ++i) {
    std::string text(random() % 120, '\0');
    for (char& c : text) c = static_cast<char>(random() % 3 == 0 ? random() : 'a' + random() % 20);
    ASSERT_EQ(signs_in(text), signs_in_portable(text)) << kSeed << ", case " << i;
    const auto wanted = static_cast<Signs>((1 + random() % 255) << (8 * (random() % 3)));
    SignPlaces places(text, wanted);
    for (std::size_t at = 0; at < text.size(); ++at) {
      if ((signs_at(text, at) & wanted) == 0) continue;
      ASSERT_EQ(places.next(), at) << kSeed << ", case " << i;
    }
    ASSERT_EQ(places.next(), places.npos) << kSeed << ", case " << i;
  }
}

// Bytes of hanzi, which are passed over where no sign may be, with any others among them.
TEST(Signs, AreTheSameInHanzi) {
  constexpr unsigned kSeed = 20261201;
  std::mt19937 random(kSeed);
  for (int i = 0; i < 20'000; ++i) {
    std::string text(random() % 200, '\0');
    for (std::size_t at = 0; at < text.size(); ++at) {
      text[at] = static_cast<char>(at % 3 == 0 ? 0xE3 + random() % 13 : 0x80 + random() % 64);
    }
    for (auto others = random() % 3; others > 0 && !text.empty(); --others) {
      text[random() % text.size()] = static_cast<char>(random());
    }
    ASSERT_EQ(signs_in(text), signs_in_portable(text)) << kSeed << ", case " << i;
    SignPlaces places(text, sign::kMojibake);
    for (std::size_t at = 0; at < text.size(); ++at) {
      if ((signs_at(text, at) & sign::kMojibake) == 0) continue;
      ASSERT_EQ(places.next(), at) << kSeed << ", case " << i;
    }
    ASSERT_EQ(places.next(), places.npos) << kSeed << ", case " << i;
  }
}

// What a family suspects without signs, it suspects with them.
TEST(Signs, HideNoVectorFromAFamily) {
  std::size_t suspicious = 0;
  for (const auto& file : std::filesystem::directory_iterator(HANFIX_TEST_DATA "/repair")) {
    if (file.path().extension() != ".jsonl") continue;
    std::ifstream in(file.path());
    for (std::string row; std::getline(in, row);) {
      const std::string text = nlohmann::json::parse(row).at("input");
      for (const FamilyInfo& info : repair::families()) {
        const auto family = info.make();
        for (const RepairMode mode : {RepairMode::safe, RepairMode::max}) {
          if (!family->suspicious(text, mode)) continue;
          ++suspicious;
          EXPECT_TRUE(sign::any_of(family->suspicious_signs(mode), signs_in(text)))
              << info.name << ": " << text;
        }
      }
    }
  }
  EXPECT_GT(suspicious, 1000u);
}

}  // namespace
