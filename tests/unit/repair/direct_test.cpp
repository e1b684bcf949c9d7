// Lines that are read back without a search: the search would have found the same.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.hpp"
#include "encoding/byte_table.hpp"
#include "repair/double_byte_direct.hpp"
#include "repair/double_byte_search.hpp"
#include "repair/gbk_pairs.hpp"
#include "repair/preimage_direct.hpp"
#include "repair/preimage_search.hpp"
#include "repair/state_index.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = model::kUnitsPerBit;

const std::string_view kHans[] = {"图书馆", "下午",   "我们", "，",   "。",   "ABC",  " ",
                                  "2026",   "没有",   "孩子", "很久", "花园", "“",    "”",
                                  "（",     "）",     "？",   "！",   "、",   "老师", "一直",
                                  "房间",   "不太好", "是",   "的",   "了",   "服务", "鑫森"};
const std::string_view kHant[] = {"圖書館", "下午",   "我們", "，",   "。",   "ABC",  " ",
                                  "2026",   "沒有",   "孩子", "很久", "花園", "「",   "」",
                                  "（",     "）",     "？",   "！",   "、",   "老師", "一直",
                                  "房間",   "不太好", "是",   "的",   "了",   "服務", "鑫森"};

std::string random_words(bool hans, std::size_t count, std::mt19937& random) {
  std::string text;
  for (; count > 0; --count) {
    text += hans ? kHans[random() % std::size(kHans)] : kHant[random() % std::size(kHant)];
  }
  return text;
}

std::string encode(Encoding encoding, std::string_view text) {
  std::string out;
  for (const char32_t code : utf8::decode(text)) out += code_table(encoding).encode(code).view();
  return out;
}

// What the reader shows for bytes, U+FFFD for those that are no character.
std::string read_wrongly(Reader reader, std::string_view bytes) {
  static std::map<Reader, std::map<std::string, char32_t>> all;
  auto& shown = all[reader];
  for (char32_t code = 0x80; shown.empty() || code < 0x10000; ++code) {
    if (!shown.empty() && code == 0x80) break;
    for (const ShownBytes& way : ReaderTable::of(reader).bytes(code)) {
      shown.emplace(std::string(reinterpret_cast<const char*>(way.data.data()), way.size), code);
    }
  }
  std::string out;
  for (std::size_t at = 0; at < bytes.size();) {
    if (static_cast<unsigned char>(bytes[at]) < 0x80) {
      out.push_back(bytes[at++]);
      continue;
    }
    std::size_t size = 1;
    while (size <= 3 && shown.find(std::string(bytes.substr(at, size))) == shown.end()) ++size;
    const bool found = size <= 3;
    utf8::append(out, found ? shown.at(std::string(bytes.substr(at, size))) : char32_t{0xFFFD});
    at += found ? size : 1;
  }
  return out;
}

// Lines of pairs, damaged from end to end, in parts, or not at all, with ASCII and lost characters.
TEST(Direct, PairsAreReadAsTheSearchReadsThem) {
  constexpr unsigned kSeed = 20261202;
  std::mt19937 random(kSeed);
  std::size_t direct = 0, left = 0;
  for (int i = 0; i < 3000; ++i) {
    const bool hans = random() % 2 == 0;
    const Reading reading{Reader(random() % kReaders), hans ? Written::gbk : Written::big5,
                          WrongDecoder::Marks::replacement_pair};
    const Encoding encoding = hans ? Encoding::gb18030 : Encoding::big5_hkscs;
    const auto damaged = [&](std::size_t most) {
      return read_wrongly(reading.reader,
                          encode(encoding, random_words(hans, 1 + random() % most, random)));
    };
    std::string line = damaged(12);
    if (random() % 3 == 0) {
      line += random_words(random() % 2 == 0, 1 + random() % 3, random);
      if (random() % 2 == 0) line += damaged(12);
    }
    if (random() % 8 == 0) line += utf8::kReplacement;
    const std::vector<ShownUnit> units = shown_units(line, 0, reading.reader);
    const model::Scorer scorer(hans ? model::Script::hans : model::Script::hant);
    std::uint64_t budget = 100'000'000;
    ReadOptions options{20 * kBit, 48, random() % 4 != 0, &budget};
    const auto found = read_directly(units, reading, scorer, options);
    if (!found) {
      ++left;
      continue;
    }
    ++direct;
    const ReadBack searched = search_back(units, reading, scorer, options);
    ASSERT_EQ(found->cost, searched.cost) << "seed " << kSeed << ", case " << i << ": " << line;
    ASSERT_EQ(found->steps.size(), searched.steps.size());
    for (std::size_t at = 0; at < units.size(); ++at) {
      const ReadStep &one = found->steps[at], &other = searched.steps[at];
      ASSERT_TRUE(one.damaged && other.damaged && !other.mark) << line << ", unit " << at;
      ASSERT_EQ(one.count, other.count) << line << ", unit " << at;
      ASSERT_EQ(one.bytes, other.bytes) << line << ", unit " << at;
    }
    options.cost_only = true;
    ASSERT_EQ(read_directly(units, reading, scorer, options)->cost, found->cost);
  }
  EXPECT_GT(direct, 300u);
  EXPECT_GT(left, 300u);
}

std::string shown_by_windows(std::string_view bytes) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size();) {
    const unsigned lead = static_cast<unsigned char>(bytes[at]);
    if (lead <= 0x80 || at + 1 == bytes.size()) {
      utf8::append(out, lead < 0x80 ? lead : lead == 0x80 ? kEuro : char32_t{'?'});
      ++at;
      continue;
    }
    const char32_t code =
        GbkPairs::instance().character(make_pair(lead, static_cast<unsigned char>(bytes[at + 1])));
    utf8::append(out, code != 0 ? code : U'?');
    at += 2;
  }
  return out;
}

// Lines in UTF-8, with characters that are meant and are UTF-8 in GBK, too: 一 is D2 BB, U+04BB.
TEST(Direct, Utf8IsReadAsTheSearchReadsIt) {
  constexpr unsigned kSeed = 20261203;
  constexpr std::string_view kMeant[] = {"一目", "木", "模", "一", "目模一", "帽", "木目一"};
  std::mt19937 random(kSeed);
  const WrongDecoder decoder{WrongDecoder::Table::windows, true,
                             WrongDecoder::Marks::question_pair};
  const HiddenBytes hidden(decoder);
  const model::Scorer scorer(model::Script::hans);
  const TextCost costs(scorer);
  std::size_t direct = 0, with_meant = 0, left = 0;
  for (int i = 0; i < 6000; ++i) {
    const bool known = random() % 2 == 0;
    std::string line = shown_by_windows(random_words(random() % 8 != 0, 1 + random() % 9, random));
    const bool meant = random() % 3 == 0;
    if (meant) line += kMeant[random() % std::size(kMeant)];
    if (random() % 2 == 0) line += shown_by_windows(random_words(true, 1 + random() % 9, random));
    const std::vector<SeenUnit> units = seen_units(line);
    std::uint64_t budget = 100'000'000;
    const PreimageOptions options{(known ? 5 : 8) * kBit, 32, random() % 4 != 0, &budget};
    const auto found = read_directly(units, decoder, scorer, options);
    if (!found) {
      ++left;
      with_meant += meant;
      continue;
    }
    ++direct;
    const Preimage searched = search_preimage(units, decoder, hidden, costs, options);
    ASSERT_EQ(found->steps.size(), searched.steps.size());
    for (std::size_t at = 0; at < units.size(); ++at) {
      const Step &one = found->steps[at], &other = searched.steps[at];
      ASSERT_EQ(one.damaged, other.damaged)
          << "seed " << kSeed << ", case " << i << ": " << line << ", unit " << at;
      ASSERT_FALSE(one.mark || other.mark) << line;
      ASSERT_EQ(one.whole, other.whole) << line << ", unit " << at;
      ASSERT_EQ(one.count, other.count) << line << ", unit " << at;
      ASSERT_EQ(one.bytes, other.bytes) << line << ", unit " << at;
    }
  }
  EXPECT_GT(direct, 300u);
  EXPECT_GT(with_meant, 300u);
  EXPECT_GT(left, 2 * with_meant);
}

// Few states and many, one table after the other: what was added is found, nothing else is.
TEST(StateIndex, FindsWhatWasAdded) {
  constexpr unsigned kSeed = 20261204;
  std::mt19937 random(kSeed);
  StateIndex index;
  for (const std::size_t most : {10u, 200u, 9000u, 50u, 9000u}) {
    std::map<std::uint64_t, std::uint32_t> numbers;
    std::vector<std::uint64_t> keys;
    for (std::size_t i = 0; i < 3 * most; ++i) {
      const std::uint64_t key = std::uint64_t{random() % (2 * most)} << (random() % 2 * 40);
      const std::uint32_t found =
          index.find(key, [&](std::uint32_t number) { return keys[number] == key; });
      const auto known = numbers.find(key);
      ASSERT_EQ(found, known == numbers.end() ? StateIndex::kNone : known->second)
          << "seed " << kSeed << ", of " << most << ", key " << key;
      if (known != numbers.end() || numbers.size() == most) continue;
      numbers[key] = static_cast<std::uint32_t>(keys.size());
      keys.push_back(key);
      index.add(key);
    }
    index.clear();
  }
}

}  // namespace
}  // namespace hanfix::repair
