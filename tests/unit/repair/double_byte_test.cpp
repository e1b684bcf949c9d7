// The family double-byte on its vectors, on text that the test damages itself, and on hostile
// input.
#include <map>
#include <optional>
#include <random>
#include <set>

#include "encoding/byte_table.hpp"
#include "mojibake_test_support.hpp"
#include "repair/double_byte_glance.hpp"
#include "repair/double_byte_outlook.hpp"
#include "repair/double_byte_search.hpp"
#include "repair/double_byte_stretch.hpp"
#include "repair_test_support.hpp"

namespace hanfix::repair {
namespace {

using Marks = WrongDecoder::Marks;

constexpr std::pair<std::string_view, Reader> kReaderNames[] = {
    {"big5-unicode", Reader::big5_unicode},
    {"big5-whatwg", Reader::big5_whatwg},
    {"big5-windows", Reader::big5_windows},
    {"cp949", Reader::cp949},
    {"cp932", Reader::cp932},
    {"euc-jp", Reader::euc_jp},
    {"gbk-windows", Reader::gbk_windows},
    {"gbk-standard", Reader::gbk_standard}};

test::Run run(RepairMode mode, const test::Pieces& pieces, std::vector<Edit>* edits = nullptr) {
  return repair(mode, pieces, edits, {"double-byte"});
}

std::string encode(Encoding encoding, std::string_view text) {
  std::string out;
  for (const char32_t code : utf8::decode(text)) out += code_table(encoding).encode(code).view();
  return out;
}

std::string bytes_of(std::string_view text, Written written) {
  if (written == Written::utf8) return std::string(text);
  return encode(written == Written::gbk ? Encoding::gb18030 : Encoding::big5_hkscs, text);
}

// What the reader shows for each of its byte sequences.
const std::map<std::string, char32_t>& shown_by(Reader reader) {
  static std::map<Reader, std::map<std::string, char32_t>> all;
  auto& shown = all[reader];
  if (!shown.empty()) return shown;
  for (char32_t code = 0x80; code < 0x30000; ++code) {
    for (const ShownBytes& bytes : ReaderTable::of(reader).bytes(code)) {
      shown.emplace(std::string(reinterpret_cast<const char*>(bytes.data.data()), bytes.size),
                    code);
    }
  }
  return shown;
}

// The decoder, run forwards. Bytes that are no character become marks.
std::string read_wrongly(const Reading& reading, std::string_view bytes) {
  const ReaderTable& table = ReaderTable::of(reading.reader);
  const auto& shown = shown_by(reading.reader);
  std::string out;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[at]);
    if (lead < 0x80) {
      out.push_back(bytes[at++]);
      continue;
    }
    const int next = at + 1 < bytes.size() ? static_cast<unsigned char>(bytes[at + 1]) : -1;
    const bool alone = table.alone(lead) || (reading.reader == Reader::cp932 && lead == 0x80);
    const std::size_t size = alone || next < 0 ? 1 : 2;
    const auto found = shown.find(std::string(bytes.substr(at, size)));
    // Python's code page 932 has the user-defined characters, its other tables have not.
    const bool own = reading.reader == Reader::cp932 || size == 1 ||
                     table.shows(lead, static_cast<unsigned>(next));
    if (own && found != shown.end()) {
      utf8::append(out, found->second);
      at += size;
      continue;
    }
    out += reading.asks() ? "?" : utf8::kReplacement;
    const bool takes = reading.marks == Marks::question_pair ? next >= 0 && next != '\n'
                       : reading.takes_pairs()               ? next >= 0x80
                                                             : false;
    at += takes ? 2 : 1;
  }
  return out;
}

class DoubleByte : public testing::TestWithParam<MojibakeVector> {};

TEST_P(DoubleByte, GivesTheExpectedTextHoweverItIsCut) {
  const MojibakeVector& row = GetParam();
  const test::Run whole = run_vector(row, run);
  EXPECT_EQ(run(row.mode, {row.expected}).text, row.expected);
  const auto same = [&](const test::Pieces& pieces) { ASSERT_EQ(run(row.mode, pieces), whole); };
  if (row.input.size() <= 150) {
    test::for_each_cut(row.input, row.input.size(), same);
  } else {
    test::for_each_cutting(row.input, 10, same);
  }
}

// In safe mode nothing is invented: where a mark may hide something else, it stays.
TEST_P(DoubleByte, SafeModeLeavesMarksWhereItIsNotSure) {
  const MojibakeVector& row = GetParam();
  const std::string text = run(RepairMode::safe, {row.input}).text;
  if (text == row.input) return;
  const std::u32string input = utf8::decode(row.input), expected = utf8::decode(row.expected);
  std::size_t at = 0;
  for (const char32_t code : utf8::decode(text)) {
    if (input.find(code) != std::u32string::npos || code == 0xFFFD) continue;
    at = expected.find(code, at);
    ASSERT_NE(at, std::u32string::npos) << text;
    ++at;
  }
}

INSTANTIATE_TEST_SUITE_P(Vectors, DoubleByte,
                         testing::ValuesIn(mojibake_vectors("double-byte.jsonl")),
                         [](const auto& test) {
                           std::string name = test.param.name;
                           for (char& c : name) {
                             if (c == '-') c = '_';
                           }
                           return name;
                         });

// The vectors, which another program made, are what this decoder shows.
TEST(DoubleByteVectors, TheReaderDoesThisDamage) {
  std::ifstream in(HANFIX_TEST_DATA "/repair/double-byte.jsonl");
  int checked = 0;
  std::set<std::string> names;
  for (std::string line; std::getline(in, line);) {
    const auto row = nlohmann::json::parse(line);
    EXPECT_TRUE(names.insert(row.at("name").get<std::string>()).second) << row.at("name");
    const std::string name = row.value("reader", "");
    for (const auto& [known, reader] : kReaderNames) {
      if (known != name) continue;
      const std::string input = row.at("input"), clean = row.at("expected");
      const bool utf8 = row.at("name").get<std::string>().starts_with("utf8");
      const Written written = utf8 ? Written::utf8
                              : reader == Reader::gbk_windows || reader == Reader::gbk_standard ||
                                      row.at("name").get<std::string>().starts_with("big5")
                                  ? Written::big5
                                  : Written::gbk;
      const std::string bytes = bytes_of(clean, written);
      const std::string marks = row.value("marks", "replacement-pair");
      const Reading reading{reader, written,
                            marks == "question-byte"      ? Marks::question_byte
                            : marks == "question-pair"    ? Marks::question_pair
                            : marks == "replacement-byte" ? Marks::replacement_byte
                                                          : Marks::replacement_pair};
      // The search may take more for lost than each program loses, never the other way round.
      const std::string shown = read_wrongly(reading, bytes);
      for (const ShownUnit& unit : shown_units(input, 0, reader)) {
        EXPECT_TRUE(unit.code < 0x80 || unit.code == 0xFFFD || !unit.bytes.empty()) << name;
      }
      EXPECT_EQ(utf8::decode(shown).size(), utf8::decode(input).size()) << shown << input;
      ++checked;
    }
  }
  EXPECT_GT(checked, 30);
}

constexpr std::string_view kHans[] = {"图书馆", "下午", "我们", "，",   "。",   "ABC",
                                      " ",      "2026", "没有", "孩子", "很久", "花园"};
constexpr std::string_view kHant[] = {"圖書館", "下午", "我們", "，",   "。",   "ABC",
                                      " ",      "2026", "沒有", "孩子", "很久", "花園"};

std::string random_text(bool hans, std::mt19937& random) {
  std::string text = hans ? "今天的图书馆" : "今天的圖書館";
  for (auto n = 4 + random() % 12; n > 0; --n) {
    text += hans ? kHans[random() % std::size(kHans)] : kHant[random() % std::size(kHant)];
  }
  return text;
}

// Where nothing is lost there is one answer, and it is found or declined.
TEST(DoubleByteProperty, LosslessTextComesBackOrStays) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  int lossless = 0, restored = 0;
  for (int i = 0; i < 600; ++i) {
    const Reading reading{Reader(random() % kReaders),
                          random() % 2 == 0 ? Written::gbk : Written::big5,
                          Marks::replacement_pair};
    const bool gbk = reading.written == Written::gbk;
    if (gbk == (reading.reader >= Reader::gbk_windows)) continue;  // as itself
    if (!gbk && reading.reader <= Reader::big5_windows) continue;
    if (!gbk && reading.reader == Reader::euc_jp) continue;  // Big5 as EUC-JP keeps nothing
    const std::string clean = random_text(gbk, random);
    const std::string input =
        read_wrongly(reading, encode(gbk ? Encoding::gb18030 : Encoding::big5_hkscs, clean));
    if (input.find(utf8::kReplacement) != std::string::npos) continue;
    ++lossless;
    std::vector<Edit> edits;
    const test::Run result = run(RepairMode::safe, {input}, &edits);
    restored += result.text == clean;
    EXPECT_TRUE(result.text == clean || result.text == input)
        << "seed " << kSeed << ", case " << i << ": " << input << " → " << result.text;
    EXPECT_EQ(test::replay(input, edits), result.text);
    ASSERT_EQ(run(RepairMode::safe, test::random_pieces(input, random)), result);
  }
  EXPECT_GT(lossless, 50);
  EXPECT_GE(restored * 100, lossless * 99);
}

TEST(DoubleByteProperty, EditsReplayHoweverTextIsDamagedAndCut) {
  constexpr unsigned kSeed = 20261125;
  std::mt19937 random(kSeed);
  for (int i = 0; i < 200; ++i) {
    const bool hans = random() % 2 == 0;
    const Written written = random() % 3 == 0 ? Written::utf8 : hans ? Written::gbk : Written::big5;
    const Reading reading{Reader(random() % kReaders), written, Marks(random() % 4)};
    std::string input = read_wrongly(reading, bytes_of(random_text(hans, random), written)) + "\n";
    if (random() % 4 == 0) input += random_text(hans, random) + "\n";
    const RepairMode mode = i % 2 == 0 ? RepairMode::safe : RepairMode::max;
    std::vector<Edit> edits;
    const test::Run whole = run(mode, {input}, &edits);
    ASSERT_EQ(test::replay(input, edits), whole.text)
        << "seed " << kSeed << ", case " << i << ": " << input;
    ASSERT_EQ(run(mode, test::random_pieces(input, random)), whole) << input;
  }
}

// A document that proves the damage speaks for a short line in it, not for one far away.
// What is dismissed before it is read back would not have been promising.
TEST(DoubleByteGlance, NothingPromisingIsDismissed) {
  constexpr std::uint32_t kSeed = 20261130;
  std::mt19937 random(kSeed);
  std::size_t promising = 0, dismissed = 0;
  for (int i = 0; i < 3000; ++i) {
    const bool hans = random() % 2 == 0;
    const Written written = random() % 3 == 0 ? Written::utf8 : hans ? Written::gbk : Written::big5;
    const Reading reading{Reader(random() % kReaders), written, Marks(random() % 4)};
    std::string line = random_text(hans, random);
    for (auto n = random() % 4; n > 0; --n) line += random_text(hans, random);
    if (random() % 4 != 0) line = read_wrongly(reading, bytes_of(line, written));
    for (auto n = random() % 3; n > 0; --n) {
      const auto code = random() % 2 == 0 ? 0x4E00 + random() % 0x5000 : 0xAC00 + random() % 9999;
      utf8::append(line, static_cast<char32_t>(code));
    }
    if (random() % 8 == 0) line += random_text(!hans, random);
    const unsigned worth = worth_a_glance(line);
    const Seen seen = see(line);
    for (std::size_t k = 0; k < std::size(kPairings); ++k) {
      const bool is_promising = glance(seen, kPairings[k]).is_promising();
      const bool is_worth = (worth >> k & 1) != 0;
      promising += is_promising;
      dismissed += !is_worth;
      ASSERT_TRUE(is_worth || !is_promising) << line << ", pairing " << k;
    }
  }
  EXPECT_GT(promising, 1000u);
  EXPECT_GT(dismissed, 10000u);
}

TEST(DoubleByteReach, AProofHoldsFor64KiB) {
  const Reading reading{Reader::cp949, Written::gbk, Marks::replacement_pair};
  const auto damaged = [&](std::string_view text) {
    return read_wrongly(reading, encode(Encoding::gb18030, text));
  };
  const std::string proof = damaged("他们都说中国话，我也会讲一点。大家都在等你。\n");
  const std::string lone = damaged("确定\n");
  EXPECT_EQ(run(RepairMode::safe, {lone}).text, lone);
  EXPECT_NE(run(RepairMode::safe, {proof + lone}).text.find("确定\n"), std::string::npos);
  std::string sound;
  while (sound.size() < (300 << 10)) sound += "一行没有坏的字，读起来很清楚。\n";
  EXPECT_EQ(run(RepairMode::safe, {proof + sound + lone}).text.find("确定\n"), std::string::npos);
}

// Where nothing is expected of a line, the search finds nothing in it that any gate lets through.
TEST(DoubleByteOutlook, NothingThatGainsIsDismissed) {
  constexpr std::uint32_t kSeed = 20261201;
  constexpr int kEnter = 20 * model::kUnitsPerBit, kLeast = 20 * model::kUnitsPerBit;
  std::mt19937 random(kSeed);
  std::size_t gaining = 0, dismissed = 0;
  for (int i = 0; i < 1500; ++i) {
    const bool hans = random() % 2 == 0;
    const Written written = hans ? Written::gbk : Written::big5;
    const Reading reading{Reader(random() % kReaders), written, Marks::replacement_pair};
    std::string line;
    for (auto parts = 1 + random() % 4; parts > 0; --parts) {
      const std::string clean = random_text(random() % 8 == 0 ? !hans : hans, random);
      // Parts of few characters are where the start of a stretch tells most.
      const std::string part = clean.substr(
          0, random() % 2 == 0 ? clean.size() : utf8::begin_from(clean, random() % clean.size()));
      line += random() % 3 == 0 ? read_wrongly(reading, bytes_of(part, written)) : part;
      if (random() % 4 == 0) line += static_cast<char>('!' + random() % 90);
    }
    const model::Scorer scorer = scorer_for(written, utf8::decode(line));
    const std::vector<ShownUnit> units = shown_units(line, 0, reading.reader);
    std::uint64_t budget = 100'000'000;
    const ReadBack read = read_back(units, reading, scorer, {kEnter, 48, true, &budget});
    bool gains = false;
    for (const DoubleByteStretch& stretch :
         restore_stretches(units, read, true, reading, scorer, false)) {
      gains |=
          stretch.restored >= kOutlookCharacters && stretch.gain * model::kUnitsPerBit >= kLeast;
    }
    const bool may = may_gain(units, reading, scorer, kLeast);
    gaining += gains;
    dismissed += !may;
    ASSERT_TRUE(may || !gains) << line << ", case " << i;
  }
  EXPECT_GT(gaining, 300u);
  EXPECT_GT(dismissed, 300u);
}

// Text in which everything might be damage and every mark hides a byte. That it ends at all is the
// test: without the budget, a block of it takes minutes.
TEST(DoubleByteHostile, MarksEverywhere) {
  for (const std::string_view unit :
       {"\uFFFD", "隴\uFFFD", "ﾖ\uFFFD", "ﾖ\uFFFD\uFFFDﾐ", "돨\uFFFD", "隴?", "\uE000\uFFFD",
        "議\uFFFD\uFFFD\uFFFD", "腔\uFFFDA", "ﾖﾐ\uFFFD\n", "荳\uFFFDｭ", "荳ｭ譁\uFFFD", "訝\uFFFD",
        "뻼\uFFFD訝", "銝\uFFFD\uFFFD"}) {
    std::string input;
    while (input.size() < (96 << 10)) input += unit;
    for (const RepairMode mode : {RepairMode::safe, RepairMode::max}) {
      std::vector<Edit> edits;
      const test::Run result = run(mode, {input}, &edits);
      EXPECT_EQ(test::replay(input, edits), result.text) << unit;
    }
  }
}

TEST(DoubleByteHostile, RandomCharactersAndMarks) {
  constexpr unsigned kSeed = 20261126;
  std::mt19937 random(kSeed);
  for (const unsigned marks : {0u, 5u, 40u}) {
    for (const Reader reader : {Reader::big5_whatwg, Reader::cp949, Reader::cp932}) {
      std::string input;
      // Each a real Chinese character of GBK, in no order, so that the search always goes on.
      while (input.size() < (48 << 10)) {
        const std::string bytes{static_cast<char>(0xB0 + random() % 0x28),
                                static_cast<char>(0xA1 + random() % 0x5E)};
        input += random() % 100 < marks ? std::string(utf8::kReplacement)
                                        : read_wrongly({reader, Written::gbk, {}}, bytes);
      }
      std::vector<Edit> edits;
      const test::Run result = run(RepairMode::max, {input}, &edits);
      EXPECT_EQ(test::replay(input, edits), result.text);
    }
  }
}

}  // namespace
}  // namespace hanfix::repair
