// Build-time: ICU's tables, the encodings' patches and what programs do otherwise → the image that
// ReaderTable and WrittenTable read in place (double_byte_image.hpp).
// usage: compile_double_byte OUT
#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "encoding/byte_table.hpp"
#include "model/char_model.hpp"
#include "repair/double_byte_image.hpp"
#include "repair/double_byte_pairings.hpp"
#include "repair/double_byte_tables.hpp"
#include "repair/gbk_pairs.hpp"
#include "repair/rare_characters.hpp"

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

class ReaderBuilder {
 public:
  explicit ReaderBuilder(Reader reader);
  void write(ReaderImage& image, std::vector<ShownBytes>& several, std::vector<BeyondBmp>& beyond);

 private:
  void add(char32_t code, ShownBytes bytes, bool shows = true);

  struct Entry {
    char32_t code;
    ShownBytes bytes;
  };
  std::vector<Entry> entries_;
  std::vector<bool> pairs_ = std::vector<bool>(0x10000), alone_ = std::vector<bool>(256),
                    leads_ = std::vector<bool>(256);
};

void ReaderBuilder::add(char32_t code, ShownBytes bytes, bool shows) {
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

ReaderBuilder::ReaderBuilder(Reader reader) {
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
}

void ReaderBuilder::write(ReaderImage& image, std::vector<ShownBytes>& several,
                          std::vector<BeyondBmp>& beyond) {
  const auto key = [](const Entry& entry) {
    return std::tuple(entry.code, entry.bytes.size, entry.bytes.data);
  };
  std::sort(entries_.begin(), entries_.end(),
            [&](const Entry& a, const Entry& b) { return key(a) < key(b); });
  entries_.erase(std::unique(entries_.begin(), entries_.end(),
                             [&](const Entry& a, const Entry& b) { return key(a) == key(b); }),
                 entries_.end());
  image.beyond = static_cast<std::uint32_t>(beyond.size());
  for (auto at = entries_.begin(); at != entries_.end();) {
    const char32_t code = at->code;
    const auto end =
        std::find_if(at, entries_.end(), [&](const Entry& entry) { return entry.code != code; });
    if (code >= 0x10000) {
      if (end - at > 1)
        throw std::runtime_error("several sequences for a character beyond the BMP");
      beyond.push_back({code, at->bytes});
    } else if (end - at == 1) {
      image.only[code] = at->bytes;
    } else {
      ShownBytes& list = image.only[code];
      list.size = static_cast<std::uint8_t>(kSeveral | (end - at));
      for (std::size_t i = 0; i < 3; ++i) {
        list.data[i] = static_cast<std::uint8_t>(several.size() >> (8 * i));
      }
      for (auto i = at; i != end; ++i) several.push_back(i->bytes);
    }
    at = end;
  }
  image.beyond_count = static_cast<std::uint32_t>(beyond.size()) - image.beyond;
  const auto set_bits = [](const std::vector<bool>& from, std::uint8_t* bits) {
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (from[i]) bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | 1u << (i % 8));
    }
  };
  set_bits(pairs_, image.pairs);
  set_bits(alone_, image.alone);
  set_bits(leads_, image.leads);
}

void write(Written written, WrittenImage& image) {
  const Encoding encoding = written == Written::gbk ? Encoding::gb18030 : Encoding::big5_hkscs;
  byte_table(encoding).for_each([&](std::string_view bytes, char32_t code, char32_t two) {
    if (two != 0 || bytes.size() != 2 || code > 0xFFFF || is_private(code)) return;
    const std::size_t pair =
        make_pair(static_cast<unsigned char>(bytes[0]), static_cast<unsigned char>(bytes[1]));
    if (written == Written::gbk && !GbkPairs::instance().assigned(static_cast<GbkPair>(pair)))
      return;
    image.pairs[pair].code = static_cast<char16_t>(code);
  });
  for (const model::Script script : {model::Script::hans, model::Script::hant}) {
    const model::Scorer scorer(script);
    const auto index = static_cast<std::size_t>(script);
    std::fill(std::begin(image.least[index]), std::end(image.least[index]),
              std::uint16_t{1000 * model::kUnitsPerBit});
    for (std::size_t pair = 0; pair < 0x10000; ++pair) {
      WrittenImage::Pair& made = image.pairs[pair];
      if (made.code == 0) continue;
      made.symbol = model::symbol(made.code);
      const auto cost = static_cast<std::uint16_t>(scorer.unigram_cost(made.symbol));
      made.unigram[index] = cost;
      std::uint16_t& least = image.least[index][pair >> 8];
      least = std::min(least, cost);
    }
  }
}

// Of the first one of several.
std::size_t several_index(const ShownBytes& bytes) {
  return bytes.data[0] | std::size_t{bytes.data[1]} << 8 | std::size_t{bytes.data[2]} << 16;
}

void write_first_sight(const std::vector<ShownBytes>& several, DoubleByteImage& image) {
  for (char32_t code = 0; code < 0x10000; ++code) {
    FirstSight& seen = image.first_sight[code];
    seen.natural = static_cast<std::uint8_t>(natural_cost(code) * 8 / model::kUnitsPerBit);
    if (code < 0x80 || code == 0xFFFD) continue;
    unsigned lost[2] = {}, uneven = 0;
    for (unsigned reader = 0; reader < kReaders; ++reader) {
      ShownBytes bytes = image.readers[reader].only[code];
      if (bytes.size >= kSeveral) {
        bytes = several[several_index(bytes)];
      }
      if (bytes.size == 1 || bytes.size == 3) uneven |= 1u << reader;
      const std::size_t pair = std::size_t{bytes.data[0]} << 8 | bytes.data[1];
      for (std::size_t written = 0; written < 2; ++written) {
        const bool none = bytes.size == 2 && image.written[written].pairs[pair].code == 0;
        if (none || bytes.size == 0) lost[written] |= 1u << reader;
      }
    }
    seen.lost = static_cast<std::uint16_t>(lost[0] | lost[1] << 8);
    seen.uneven = static_cast<std::uint8_t>(uneven);
  }
}

// The bytes that a reader shows as `code`: the first ones of several.
ShownBytes first_bytes(Reader reader, char32_t code, const std::vector<ShownBytes>& several,
                       const DoubleByteImage& image) {
  const ShownBytes bytes = image.readers[static_cast<std::size_t>(reader)].only[code];
  return bytes.size >= kSeveral ? several[several_index(bytes)] : bytes;
}

// As glance() in double_byte_glance.cpp counts it.
std::int8_t gain_of(const ShownBytes& bytes, Written written, int natural,
                    const DoubleByteImage& image) {
  if (bytes.size == 0) return 1;
  if (bytes.size != 2 || bytes.data[0] < 0x80) return kUneven;
  const WrittenImage::Pair& made =
      image.written[static_cast<std::size_t>(written)].pairs[bytes.data[0] << 8 | bytes.data[1]];
  const bool none = made.code == 0;
  const int meant = none                       ? 0
                    : written == Written::big5 ? made.unigram[1]
                                               : std::min(made.unigram[0], made.unigram[1]);
  constexpr int kStep = model::kUnitsPerBit / kGainSteps;
  const int steps = (natural - meant + 1024 * kStep + kStep - 1) / kStep - 1024;  // rounded up
  return static_cast<std::int8_t>(std::clamp(steps, -64, 62) * 2 + none);
}

// As count_utf8() there counts it; what is no character although its bytes are in order is one.
std::uint16_t steps_as_utf8(const ShownBytes& bytes) {
  constexpr unsigned kSteps = 4;
  unsigned all = 0;
  for (unsigned before = 0; before < kSteps; ++before) {
    unsigned need = before, lost = 0;
    if (bytes.size == 0) need = 0, lost = 1;
    for (unsigned i = 0; i < bytes.size; ++i) {
      const unsigned byte = bytes.data[i];
      const bool goes_on = byte >= 0x80 && byte < 0xC0;
      lost += need != 0 ? !goes_on : byte >= 0x80 && (byte < 0xC2 || byte > 0xF4);
      need = need != 0 && goes_on         ? need - 1
             : byte < 0xC2 || byte > 0xF4 ? 0
             : byte < 0xE0                ? 1
             : byte < 0xF0                ? 2
                                          : 3;
    }
    all |= (lost << 2 | need) << (4 * before);
  }
  return static_cast<std::uint16_t>(all);
}

// Precondition: readers, written and first_sight are filled.
void write_pairing_sight(const std::vector<ShownBytes>& several, DoubleByteImage& image) {
  for (char32_t code = 0x80; code < 0x10000; ++code) {
    if (code == 0xFFFD) continue;
    const int natural = image.first_sight[code].natural * model::kUnitsPerBit / 8;
    PairingSight& sight = image.pairing_sight[code];
    for (std::size_t i = 0; i < kPairingsOfPairs; ++i) {
      const auto& [reader, written, rarity] = kPairings[i];
      sight.gain[i] = gain_of(first_bytes(reader, code, several, image), written, natural, image);
    }
    for (std::size_t i = 0; i < kPairingsOfUtf8; ++i) {
      const Reader reader = kPairings[kPairingsOfPairs + i].reader;
      sight.step[i] = steps_as_utf8(first_bytes(reader, code, several, image));
    }
  }
}

// Precondition: readers and written are filled.
void write_inner_pairs(const std::vector<ShownBytes>& several, DoubleByteImage& image) {
  using inner_pair::kNoByte;
  constexpr Reader kReader[] = {Reader::gbk_windows, Reader::big5_windows};
  for (char32_t code = 0; code < 0x10000; ++code) {
    std::uint32_t first[] = {kNoByte, kNoByte}, last[] = {kNoByte, kNoByte};
    for (std::size_t written = 0; written < 2 && code >= 0x2000 && code != 0xFFFD; ++written) {
      ShownBytes bytes = image.readers[static_cast<std::size_t>(kReader[written])].only[code];
      if (bytes.size >= kSeveral) bytes = several[several_index(bytes)];
      if (bytes.size != 2) continue;
      first[written] = bytes.data[0] & 0x7F;
      if (bytes.data[1] >= 0x80) last[written] = bytes.data[1] & 0x7F;
    }
    image.inner_sight[code] = inner_pair::sight(image.first_sight[code].natural, first, last) |
                              inner_pair::sight_of_votes(model::is_simplified_only(code),
                                                         model::is_traditional_only(code));
  }
  std::fill(std::begin(image.inner_cost), std::end(image.inner_cost), inner_pair::kImpossible);
  std::fill(std::begin(image.inner_need), std::end(image.inner_need), inner_pair::kNone);
  for (std::size_t pair = 0; pair < inner_pair::kPairs; ++pair) {
    const std::size_t bytes = 0x8080 | (pair << 1 & 0x7F00) | (pair & kNoByte);
    const WrittenImage::Pair& made = image.written[pair >> 14].pairs[bytes];
    if (made.code == 0) continue;
    const int cost =
        std::min(made.unigram[0], made.unigram[1]) * inner_pair::kBit / model::kUnitsPerBit;
    image.inner_cost[pair] =
        static_cast<std::uint8_t>(std::min(cost, int{inner_pair::kImpossible}));
    const int need = std::max(cost + inner_pair::kEach + 1, inner_pair::kRare);
    image.inner_need[pair] = static_cast<std::uint8_t>(std::min(need, int{inner_pair::kNone}));
  }
}

int compile(const char* path) {
  const auto image = std::make_unique<DoubleByteImage>();
  std::vector<ShownBytes> several;
  std::vector<BeyondBmp> beyond;
  for (std::size_t i = 0; i < kReaders; ++i) {
    ReaderBuilder(static_cast<Reader>(i)).write(image->readers[i], several, beyond);
  }
  for (const Written written : {Written::gbk, Written::big5}) {
    write(written, image->written[static_cast<std::size_t>(written)]);
  }
  write_first_sight(several, *image);
  write_pairing_sight(several, *image);
  write_inner_pairs(several, *image);
  image->several = sizeof *image;
  image->beyond = static_cast<std::uint32_t>(sizeof *image + several.size() * sizeof several[0]);
  std::ofstream out(path, std::ios::binary);
  const auto put = [&](const void* data, std::size_t size) {
    out.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
  };
  put(image.get(), sizeof *image);
  put(several.data(), several.size() * sizeof several[0]);
  put(beyond.data(), beyond.size() * sizeof beyond[0]);
  if (out.flush()) return 0;
  std::cerr << path << ": cannot be written\n";
  return 1;
}

}  // namespace
}  // namespace hanfix::repair

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: compile_double_byte OUT\n";
    return 2;
  }
  return hanfix::repair::compile(argv[1]);
}
