// The family shifted on its vectors, on text that the test puts out of step itself, and on hostile
// input.
#include <random>

#include "encoding/byte_table.hpp"
#include "mojibake_test_support.hpp"
#include "repair/double_byte_tables.hpp"
#include "repair/shifted_evidence.hpp"
#include "repair/shifted_search.hpp"
#include "repair_test_support.hpp"

namespace hanfix::repair {
namespace {

test::Run run(RepairMode mode, const test::Pieces& pieces, std::vector<Edit>* edits = nullptr) {
  return repair(mode, pieces, edits, {"shifted"});
}

class Shifted : public testing::TestWithParam<MojibakeVector> {};

TEST_P(Shifted, GivesTheExpectedTextHoweverItIsCut) {
  const MojibakeVector& row = GetParam();
  const test::Run whole = run_vector(row, run);
  EXPECT_EQ(run(row.mode, {row.expected}).text, row.expected);
  test::for_each_cutting(
      row.input, 6, [&](const test::Pieces& pieces) { ASSERT_EQ(run(row.mode, pieces), whole); });
}

// What is damaged is seen, or nothing is repaired: the evidence is asked first.
TEST_P(Shifted, TheEvidenceIsThere) {
  const MojibakeVector& row = GetParam();
  if (row.kind == "negative") return;
  EXPECT_NE(find_out_of_step(row.input, kSomeEvidence).at, std::string_view::npos);
}

INSTANTIATE_TEST_SUITE_P(Vectors, Shifted, testing::ValuesIn(mojibake_vectors("shifted.jsonl")),
                         [](const auto& test) {
                           std::string name = test.param.name;
                           for (char& c : name) {
                             if (c == '-') c = '_';
                           }
                           return name;
                         });

// What code page 936 shows; a byte that is no character becomes a mark.
std::string decode_gbk(std::string_view bytes) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[at++]);
    if (lead < 0x80) {
      out.push_back(static_cast<char>(lead));
      continue;
    }
    const unsigned trail = at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0u;
    const char32_t code = trail < 0x40 ? 0 : GbkPairs::instance().character(make_pair(lead, trail));
    utf8::append(out, code != 0 ? code : U'\uFFFD');
    if (code != 0 || trail >= 0x80) ++at;
  }
  return out;
}

std::string gbk_bytes(std::string_view text) {
  std::string out;
  for (const char32_t code : utf8::decode(text)) {
    out += code_table(Encoding::gb18030).encode(code).view();
  }
  return out;
}

constexpr std::string_view kWords[] = {"图书馆", "下午", "我们", "，",   "孩子", "很久",
                                       "花园",   "没有", "学校", "今天", "老师", "已经"};

std::string random_text(std::mt19937& random) {
  std::string text = "今天的图书馆";
  for (auto n = 6 + random() % 12; n > 0; --n) text += kWords[random() % std::size(kWords)];
  return text + "。";
}

// What find_out_of_step() promises, word for word.
OutOfStep reference(std::string_view text, const Evidence& evidence) {
  constexpr int kBit = 8, kImpossible = 20 * kBit;
  const ReaderTable* const readers[] = {&ReaderTable::of(Reader::gbk_windows),
                                        &ReaderTable::of(Reader::big5_windows)};
  const WrittenTable* const written[] = {&WrittenTable::of(Written::gbk),
                                         &WrittenTable::of(Written::big5)};
  int sums[] = {0, 0};
  char32_t before = 0;
  int cost_before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t here = at;
    const char32_t code = utf8::next(text, at);
    const bool mark = code == 0xFFFD || code == U'?';
    if (!mark && code < 0x80) sums[0] = sums[1] = 0;
    const bool counts = !mark && code >= 0x2000;
    const int cost = code < 0x10000 ? first_sight()[code].natural : kImpossible;
    const int mean = (cost + cost_before) / 2;
    const bool rare = mean >= 10 * kBit || sums[0] != 0 || sums[1] != 0;
    for (const int i : {0, 1}) {
      if (!counts || before == 0 || !rare) continue;
      const auto a = readers[i]->bytes(before), b = readers[i]->bytes(code);
      if (a.empty() || b.empty() || a[0].size != 2 || b[0].size != 2) {
        sums[i] = 0;
        continue;
      }
      const unsigned pair = unsigned{a[0].data[1]} << 8 | b[0].data[0];
      if (pair < 0x8000) continue;
      const int least = std::min(written[i]->unigram(model::Script::hans, pair),
                                 written[i]->unigram(model::Script::hant, pair)) /
                        (model::kUnitsPerBit / kBit);
      const int inside = written[i]->character(pair) == 0 ? kImpossible : least;
      sums[i] = std::max(0, sums[i] + mean - std::min(inside, kImpossible) - 3 * kBit / 2);
    }
    const int enough = kBit * (mark ? evidence.before_mark : evidence.enough);
    if ((mark || counts) && sums[0] >= enough) return {here, Written::gbk};
    if ((mark || counts) && sums[1] >= enough) return {here, Written::big5};
    before = counts ? code : 0;
    cost_before = cost;
  }
  return {std::string_view::npos, Written::gbk};
}

std::string random_characters(std::mt19937& random, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    const auto r = static_cast<char32_t>(random());
    switch (r >> 8 & 31) {
      case 0:
        text += static_cast<char>(0x20 + r % 0x5F);
        break;
      case 1:
        utf8::append(text, r % 2 == 0 ? U'\uFFFD' : U'?');
        break;
      case 2:
        utf8::append(text, 0x80 + r % 0x2F80);
        break;
      case 3:  // two of the bytes' own, among characters beyond the BMP
        utf8::append(text, r % 3 == 0 ? U'\U00020087' : 0x10000 + r % 0x1FFFF);
        break;
      case 4:
        utf8::append(text, 0xE000 + r % 0x1FFE);
        break;
      case 5:
      case 6:
      case 7:
        utf8::append(text, 0x4E00 + r % 0x5200);
        break;
      default: {  // GBK out of step, or nearly
        const auto pair = make_pair(0xB0 + r % 0x48, 0xA1 + (r >> 16) % 0x5E);
        const char32_t code = GbkPairs::instance().character(pair);
        if (code != 0) utf8::append(text, code);
      }
    }
  }
  return text;
}

TEST(ShiftedProperty, EvidenceIsWhatIsPromised) {
  constexpr unsigned kSeed = 20261132;
  std::mt19937 random(kSeed);
  int found = 0;
  for (int i = 0; i < 4000; ++i) {
    const std::string text = random_characters(random, 1 + random() % 120);
    for (const Evidence& evidence : {kSomeEvidence, kMuchEvidence, Evidence{1, 1}}) {
      const OutOfStep expected = reference(text, evidence);
      for (const OutOfStep& seen :
           {find_out_of_step(text, evidence), find_out_of_step_portable(text, evidence)}) {
        ASSERT_EQ(seen.at, expected.at) << "seed " << kSeed << ", case " << i << ": " << text;
        ASSERT_EQ(seen.written, expected.written) << text;
      }
      found += expected.at != std::string_view::npos;
    }
  }
  EXPECT_GT(found, 1000);
}

// Whatever byte is lost, put in or kept: in safe mode what is written is right, or a mark.
TEST(ShiftedProperty, SafeModeWritesNothingWrong) {
  constexpr unsigned kSeed = 20261130;
  std::mt19937 random(kSeed);
  int mended = 0, exact = 0;
  for (int i = 0; i < 150; ++i) {
    const std::string clean = random_text(random);
    std::string bytes = gbk_bytes(clean);
    const std::size_t at = random() % bytes.size();
    if (i % 3 == 0) {
      bytes.insert(at, 1, static_cast<char>(0xA1 + random() % 0x5E));
    } else {
      bytes.erase(at, 1);
    }
    const std::string input = decode_gbk(bytes) + "\n";
    std::vector<Edit> edits;
    const test::Run safe = run(RepairMode::safe, {input}, &edits);
    EXPECT_EQ(test::replay(input, edits), safe.text);
    ASSERT_EQ(run(RepairMode::safe, test::random_pieces(input, random)), safe) << input;
    exact += run(RepairMode::max, {input}).text == clean + "\n";
    if (safe.text == input) continue;
    ++mended;
    const std::u32string original = utf8::decode(clean);
    for (const Edit& edit : edits) {
      for (const char32_t code : utf8::decode(edit.after)) {
        EXPECT_TRUE(code == 0xFFFD || original.find(code) != std::u32string::npos)
            << "seed " << kSeed << ", case " << i << ": " << input << safe.text;
      }
    }
  }
  EXPECT_GT(mended, 75);
  EXPECT_GT(exact, 60);
}

TEST(ShiftedProperty, LinesBesideItStay) {
  const std::string sound = "一行没有坏的字，读起来很清楚。\n";
  const std::string damaged =
      decode_gbk(gbk_bytes("昨天下午我在图书馆看书，外面下着大雨。").erase(7, 1)) + "\n";
  const std::string text = run(RepairMode::max, {sound + damaged + sound}).text;
  EXPECT_TRUE(text.starts_with(sound) && text.ends_with(sound)) << text;
  EXPECT_NE(text.find("看书，外面下着大雨。"), std::string::npos) << text;
}

// The work for a line grows with its length, whatever it is made of, until the budget is spent.
TEST(ShiftedHostile, WorkGrowsWithTheLength) {
  const model::Scorer scorer(model::Script::hans);
  const ShiftedText text{Reader::gbk_windows, Reader::gbk_standard, Written::gbk};
  for (const std::string_view unit : {"\uFFFD", "?", "突怀", "的", "椋\uFFFD", "椋?", "怀?\uFFFD",
                                      "\uE000", "A怀", "镜琛辍摹伞?"}) {
    std::uint64_t work[2];
    for (const int twice : {0, 1}) {
      std::string line;
      for (int i = 0; i < (twice != 0 ? 80 : 40); ++i) line += unit;
      constexpr std::uint64_t kBudget = 400'000'000;
      constexpr int kAny = -100 * model::kUnitsPerBit;  // gain
      std::uint64_t budget = kBudget;
      (void)read_in_step(shown_units(line, 0, text.shows), text, scorer, {true, &budget, kAny});
      work[twice] = kBudget - budget;
    }
    EXPECT_LE(work[1], work[0] * 5 / 2 + 20'000) << unit;
  }
}

TEST(ShiftedHostile, TheBudgetBoundsABlock) {
  constexpr unsigned kSeed = 20261131;
  std::mt19937 random(kSeed);
  for (const unsigned marks : {0u, 5u, 40u}) {
    std::string input = "昨滔挛缥以谕际楣菘词椋饷嬉恢毕伦糯笥辍";
    while (input.size() < (72 << 10)) {
      const std::string bytes{static_cast<char>(0xB0 + random() % 0x28),
                              static_cast<char>(0xA1 + random() % 0x5E)};
      input += random() % 100 < marks ? std::string(utf8::kReplacement) : decode_gbk(bytes);
    }
    std::vector<Edit> edits;
    const test::Run result = run(RepairMode::max, {input}, &edits);
    EXPECT_EQ(test::replay(input, edits), result.text);
  }
}

}  // namespace
}  // namespace hanfix::repair
