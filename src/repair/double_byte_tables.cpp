#include "repair/double_byte_tables.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <string_view>
#include <tuple>

#include "encoding/byte_table.hpp"
#include "repair/wrong_decoder.hpp"

namespace hanfix::repair {
namespace {

bool is_private(char32_t code) { return model::in(code, 0xE000, 0xF8FF); }

// Where programs show other characters for the same bytes than ICU does: wave dashes, currency
// signs, and code page 932's bytes without a meaning.
struct Variant {
  Reader reader;
  char32_t code;
  std::uint32_t bytes;
};
constexpr Variant kVariants[] = {
    {Reader::euc_jp, 0x2014, 0xA1BD}, {Reader::euc_jp, 0x2015, 0xA1BD},
    {Reader::euc_jp, 0x301C, 0xA1C1}, {Reader::euc_jp, 0xFF5E, 0xA1C1},
    {Reader::euc_jp, 0x2016, 0xA1C2}, {Reader::euc_jp, 0x2225, 0xA1C2},
    {Reader::euc_jp, 0x2212, 0xA1DD}, {Reader::euc_jp, 0xFF0D, 0xA1DD},
    {Reader::euc_jp, 0xA2, 0xA1F1},   {Reader::euc_jp, 0xFFE0, 0xA1F1},
    {Reader::euc_jp, 0xA3, 0xA1F2},   {Reader::euc_jp, 0xFFE1, 0xA1F2},
    {Reader::euc_jp, 0xAC, 0xA2CC},   {Reader::euc_jp, 0xFFE2, 0xA2CC},
    {Reader::cp932, 0x2014, 0x815C},  {Reader::cp932, 0x2015, 0x815C},
    {Reader::cp932, 0x301C, 0x8160},  {Reader::cp932, 0xFF5E, 0x8160},
    {Reader::cp932, 0x2016, 0x8161},  {Reader::cp932, 0x2225, 0x8161},
    {Reader::cp932, 0x2212, 0x817C},  {Reader::cp932, 0xFF0D, 0x817C},
    {Reader::cp932, 0xA2, 0x8191},    {Reader::cp932, 0xFFE0, 0x8191},
    {Reader::cp932, 0xA3, 0x8192},    {Reader::cp932, 0xFFE1, 0x8192},
    {Reader::cp932, 0xAC, 0x81CA},    {Reader::cp932, 0xFFE2, 0x81CA},
    {Reader::cp932, 0x80, 0x80},      {Reader::cp932, 0xA0, 0xA0},
    {Reader::cp932, 0xF8F0, 0xA0},    {Reader::cp932, 0xF8F1, 0xFD},
    {Reader::cp932, 0xF8F2, 0xFE},    {Reader::cp932, 0xF8F3, 0xFF},
};

ShownBytes shown_bytes(std::string_view bytes) {
  ShownBytes out{static_cast<std::uint8_t>(bytes.size()), {}};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    out.data[i] = static_cast<std::uint8_t>(bytes[i]);
  }
  return out;
}

ShownBytes shown_pair(unsigned pair) {
  return {2, {static_cast<std::uint8_t>(pair >> 8), static_cast<std::uint8_t>(pair)}};
}

Encoding encoding_of(Reader reader) {
  switch (reader) {
    case Reader::big5_whatwg:
      return Encoding::big5_hkscs;
    case Reader::big5_unicode:
    case Reader::big5_windows:
      return Encoding::windows_950;
    case Reader::cp949:
      return Encoding::euc_kr;
    case Reader::cp932:
      return Encoding::shift_jis;
    case Reader::euc_jp:
      return Encoding::euc_jp;
    case Reader::gbk_windows:
    case Reader::gbk_standard:
      break;
  }
  return Encoding::gb18030;
}

// Rows that some programs have characters in and some have not: a mark may stand for them.
bool is_disputed(Reader reader, unsigned lead, unsigned trail) {
  switch (reader) {
    case Reader::cp949:  // user-defined
      return trail >= 0xA1 && (lead == 0xC9 || lead == 0xFE);
    case Reader::cp932:  // user-defined
      return lead >= 0xF0 && lead <= 0xF9;
    case Reader::euc_jp:  // NEC's and IBM's additions
      return (lead >= 0xA9 && lead <= 0xAF) || lead >= 0xF5;
    default:
      return false;
  }
}

// BIG5.TXT's rows C6A1 to C7FC: kana, Cyrillic, numbers. The Cyrillic letters that Big5 proper has
// among its Greek ones are left out.
template <typename Visit>
void for_each_unicode_extra(Visit visit) {
  std::u32string codes = U"ヾゝゞ々";
  const auto range = [&](char32_t first, char32_t last) {
    for (char32_t code = first; code <= last; ++code) codes.push_back(code);
  };
  range(0x3041, 0x3093);
  range(0x30A1, 0x30F6);
  codes += U"ДЕЁЖЗИЙКЛМУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя";
  range(0x2460, 0x2469);
  range(0x2474, 0x247D);
  unsigned pair = 0xC6A1;
  for (const char32_t code : codes) {
    visit(pair, code);
    const unsigned trail = pair & 0xFF;
    pair = trail == 0x7E ? pair - 0x7E + 0xA1 : trail == 0xFE ? pair - 0xFE + 0x140 : pair + 1;
  }
}

}  // namespace

const ReaderTable& ReaderTable::of(Reader reader) {
  static std::array<std::once_flag, kReaders> once;
  static std::array<std::unique_ptr<const ReaderTable>, kReaders> tables;
  const auto index = static_cast<std::size_t>(reader);
  std::call_once(once[index], [&] { tables[index].reset(new ReaderTable(reader)); });
  return *tables[index];
}

void ReaderTable::add(char32_t code, ShownBytes bytes, bool shows) {
  if (code < 0x80) return;
  entries_.push_back({code, bytes});
  if (!shows) return;
  if (bytes.size == 1) {
    alone_[bytes.data[0]] = true;
  } else {
    leads_[bytes.data[0]] = true;
    pairs_[static_cast<std::size_t>(bytes.data[0] << 8 | bytes.data[1])] = true;
  }
}

ReaderTable::ReaderTable(Reader reader) {
  byte_table(encoding_of(reader))
      .for_each([&](std::string_view bytes, char32_t code, char32_t two) {
        if (two != 0 || bytes.size() > 3 || code < 0x80) return;
        const auto lead = static_cast<unsigned char>(bytes[0]);
        const unsigned trail = bytes.size() > 1 ? static_cast<unsigned char>(bytes[1]) : 0u;
        if (reader == Reader::gbk_standard && bytes.size() == 2 &&
            !GbkPairs::instance().assigned(make_pair(lead, trail))) {
          return;
        }
        if (reader == Reader::big5_unicode &&
            (is_private(code) || (lead == 0xF9 && trail >= 0xD6) || lead > 0xF9)) {
          return;
        }
        add(code, shown_bytes(bytes), !is_disputed(reader, lead, trail));
      });
  if (reader == Reader::big5_unicode) {
    for_each_unicode_extra([&](unsigned pair, char32_t code) { add(code, shown_pair(pair)); });
  }
  if (is_big5(reader)) {  // symbols, on which programs differ
    for (const Encoding other : {Encoding::windows_950, Encoding::big5_hkscs}) {
      byte_table(other).for_each([&](std::string_view bytes, char32_t code, char32_t two) {
        const auto lead = static_cast<unsigned char>(bytes[0]);
        if (two == 0 && bytes.size() == 2 && lead >= 0xA1 && lead <= 0xA3 && !is_private(code)) {
          add(code, shown_bytes(bytes));
        }
      });
    }
    constexpr std::pair<unsigned, char32_t> kSymbols[] = {
        {0xA145, 0x2022}, {0xA14E, 0xFF64}, {0xA1C2, 0x203E}, {0xA1E3, 0x223C},
        {0xA1F2, 0x2641}, {0xA1F3, 0x2609}, {0xA241, 0xFF0F}, {0xA242, 0xFF3C},
        {0xA244, 0xA5},   {0xA246, 0xA2},   {0xA247, 0xA3}};
    for (const auto& [pair, code] : kSymbols) add(code, shown_pair(pair));
  }
  if (reader == Reader::gbk_windows) {  // code page 936, where GB 18030 has other characters
    for (unsigned pair = 0x8140; pair <= 0xFEFE; ++pair) {
      const char32_t code = GbkPairs::instance().character(static_cast<GbkPair>(pair));
      if (code != 0) add(code, shown_pair(pair));
    }
  }
  for (const Variant& variant : kVariants) {
    if (variant.reader != reader) continue;
    if (variant.bytes > 0xFF) {
      add(variant.code, shown_pair(variant.bytes));
    } else {
      add(variant.code, {1, {static_cast<std::uint8_t>(variant.bytes)}}, false);
    }
  }
  finish();
}

void ReaderTable::finish() {
  const auto key = [](const Entry& entry) {
    return std::tuple(entry.code, entry.bytes.size, entry.bytes.data);
  };
  std::stable_sort(entries_.begin(), entries_.end(),
                   [&](const Entry& a, const Entry& b) { return key(a) < key(b); });
  entries_.erase(std::unique(entries_.begin(), entries_.end(),
                             [&](const Entry& a, const Entry& b) { return key(a) == key(b); }),
                 entries_.end());
  first_.reserve(0x10001);
  for (const Entry& entry : entries_) {
    while (first_.size() <= 0xFFFF && first_.size() <= entry.code) {
      first_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    }
    codes_.push_back(entry.code);
    bytes_.push_back(entry.bytes);
  }
  while (first_.size() <= 0x10000) {
    const auto end = std::lower_bound(codes_.begin(), codes_.end(), char32_t{0x10000});
    first_.push_back(static_cast<std::uint32_t>(end - codes_.begin()));
  }
  entries_ = {};
}

std::span<const ShownBytes> ReaderTable::bytes(char32_t code) const noexcept {
  if (code < 0x10000) {
    return {bytes_.data() + first_[code], bytes_.data() + first_[code + 1]};
  }
  const auto range = std::equal_range(codes_.begin(), codes_.end(), code);
  return {bytes_.data() + (range.first - codes_.begin()),
          static_cast<std::size_t>(range.second - range.first)};
}

const WrittenTable& WrittenTable::of(Written written) {
  static const std::unique_ptr<const WrittenTable> gbk(new WrittenTable(Written::gbk));
  static const std::unique_ptr<const WrittenTable> big5(new WrittenTable(Written::big5));
  return written == Written::big5 ? *big5 : *gbk;
}

WrittenTable::WrittenTable(Written written) {
  const Encoding encoding = written == Written::gbk ? Encoding::gb18030 : Encoding::big5_hkscs;
  byte_table(encoding).for_each([&](std::string_view bytes, char32_t code, char32_t two) {
    if (two != 0 || bytes.size() != 2 || code > 0xFFFF || is_private(code)) return;
    const std::size_t pair =
        make_pair(static_cast<unsigned char>(bytes[0]), static_cast<unsigned char>(bytes[1]));
    if (written == Written::gbk && !GbkPairs::instance().assigned(static_cast<GbkPair>(pair)))
      return;
    code_[pair] = static_cast<char16_t>(code);
  });
  for (std::vector<std::uint16_t>& costs : unigram_) costs.resize(0x10000);
  for (auto& costs : least_) costs.fill(1000 * model::kUnitsPerBit);
  for (std::size_t pair = 0; pair < 0x10000; ++pair) {
    if (code_[pair] == 0) continue;
    symbol_[pair] = model::symbol(code_[pair]);
    for (const model::Script script : {model::Script::hans, model::Script::hant}) {
      const auto cost =
          static_cast<std::uint16_t>(model::Scorer(script).unigram_cost(symbol_[pair]));
      unigram_[static_cast<std::size_t>(script)][pair] = cost;
      std::uint16_t& least = least_[static_cast<std::size_t>(script)][pair >> 8];
      least = std::min(least, cost);
    }
  }
}

const std::vector<std::uint16_t>& hidden_pairs(Reader reader, Written written,
                                               model::Script script) {
  static std::mutex mutex;
  static std::map<std::tuple<Reader, Written, model::Script>, std::vector<std::uint16_t>> all;
  const std::lock_guard lock(mutex);
  const auto [at, made] = all.try_emplace({reader, written, script});
  if (made) {
    const ReaderTable& shown = ReaderTable::of(reader);
    const WrittenTable& table = WrittenTable::of(written);
    for (unsigned pair = 0x8140; pair <= 0xFEFE; ++pair) {
      if (table.character(pair) != 0 && !shown.alone(pair >> 8) &&
          !shown.shows(pair >> 8, pair & 0xFF)) {
        at->second.push_back(static_cast<std::uint16_t>(pair));
      }
    }
    std::stable_sort(at->second.begin(), at->second.end(), [&](unsigned a, unsigned b) {
      return table.unigram(script, a) < table.unigram(script, b);
    });
  }
  return at->second;
}

}  // namespace hanfix::repair
