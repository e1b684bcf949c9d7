/// \file  Compiles the character model and the counts of other languages into the detector's image.
#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "encoding/byte_table.hpp"
#include "encoding/language_costs.hpp"
#include "model/char_model.hpp"

namespace hanfix::detection {
namespace {

constexpr char32_t kBmp = 0x10000;
using Bits = std::vector<double>;  // by code point of the BMP; 0: no character

bool in(char32_t code, char32_t first, char32_t last) { return code >= first && code <= last; }

bool is_text(char32_t code) {
  return code >= 0x80 && !in(code, 0xD800, 0xDFFF) && !in(code, 0xFDD0, 0xFDEF) && code != 0xFFFD &&
         code != 0xFFFE && code != 0xFFFF;
}

// Block by block, how improbable a character is that was never counted: letters of the language's
// own scripts are less surprising than anything else.
double unseen(Language language, char32_t code) {
  const bool han = in(code, 0x4E00, 0x9FFF);
  if (code < 0xA0) return 27;  // C1
  if (in(code, 0xE000, 0xF8FF)) return 27;
  switch (language) {
    case Language::ja:
      if (in(code, 0x3041, 0x30FE)) return 13;
      if (han) return 20;
      if (in(code, 0xFF66, 0xFF9F)) return 12;
      break;
    case Language::ko:
      if (in(code, 0xAC00, 0xD7A3)) return 17;
      if (han) return 18;
      break;
    case Language::cyrillic:
      if (in(code, 0x400, 0x45F) || code == 0x490 || code == 0x491) return 14;
      break;
    case Language::greek:
      if (in(code, 0x386, 0x3CE)) return 14;
      break;
    case Language::hebrew:
      if (in(code, 0x5B0, 0x5EA)) return 13;
      break;
    case Language::arabic:
      if (in(code, 0x60C, 0x6D5)) return 14;
      break;
    case Language::thai:
      if (in(code, 0xE01, 0xE5B)) return 13;
      break;
    case Language::hans:
    case Language::hant:
      break;
    default:  // Latin letters with diacritics
      if (in(code, 0xC0, 0xFF)) return 13;
      if (in(code, 0x100, 0x17F)) return 14;
      break;
  }
  const bool asian = language == Language::ja || language == Language::ko;
  if (in(code, 0x2010, 0x2026) || code == 0x20AC || code == 0xA0) return 12;
  if (in(code, 0xA1, 0xBF) || code == 0x2030 || code == 0x2122) return 13;
  if (asian && (in(code, 0x3000, 0x301F) || in(code, 0xFF01, 0xFF5E))) return 13;
  if (asian && in(code, 0x2100, 0x26FF)) return 15;
  return asian ? 24 : 20;
}

// The model's costs, of a character among those that are not ASCII.
Bits model_bits(model::Script script) {
  const model::Scorer scorer(script);
  Bits out(kBmp, 0);
  double sum = 0;
  for (char32_t code = 0x80; code < kBmp; ++code) {
    if (!is_text(code)) continue;
    out[code] = double(scorer.unigram_cost(model::symbol(code))) / model::kUnitsPerBit;
    sum += std::exp2(-out[code]);
  }
  for (double& bits : out) {
    if (bits > 0) bits = std::max(0.125, bits + std::log2(sum));
  }
  return out;
}

Bits counted_bits(Language language, const std::map<char32_t, double>& counts) {
  double total = 0;
  for (const auto& [code, count] : counts) total += count;
  if (total == 0) throw std::runtime_error("no counts");
  Bits out(kBmp, 0);
  for (char32_t code = 0x80; code < kBmp; ++code) {
    if (!is_text(code)) continue;
    out[code] = unseen(language, code);
    if (const auto found = counts.find(code); found != counts.end()) {
      out[code] = std::min(out[code], -std::log2(0.97 * found->second / total));
    }
  }
  return out;
}

std::uint8_t step(double bits) {
  return static_cast<std::uint8_t>(std::clamp(std::lround(bits * kStepsPerBit), 1L, 254L));
}

std::int16_t single(std::uint8_t cost) {
  if (cost == kNoCharacter) return kNoSingle;
  return cost == kNoSingle ? std::int16_t{kNoSingle - 1} : std::int16_t{cost};
}

class Compiler {
 public:
  explicit Compiler(const std::string& counts_path) {
    std::ifstream file(counts_path);
    if (!file) throw std::runtime_error("cannot read " + counts_path);
    std::map<std::string, std::map<char32_t, double>> counts;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
      if (line.empty() || line[0] == '#') continue;
      const std::size_t colon = line.find(':'), tab = line.rfind('\t');
      if (colon == std::string::npos || tab == std::string::npos || tab < colon + 2) {
        throw std::runtime_error(counts_path + ":" + std::to_string(number) +
                                 ": expected language:character TAB count");
      }
      std::size_t at = colon + 1;
      char32_t code = utf8::next(line, at);
      if (code == U'⏎') code = '\n';
      if (code == U'␣') code = ' ';
      counts[line.substr(0, colon)][code] = std::stod(line.substr(tab + 1));
    }
    ascii(counts["ascii"]);
    for (std::size_t i = 0; i < kLanguages; ++i) {
      const auto language = static_cast<Language>(i);
      bits_[i] = language == Language::hans   ? model_bits(model::Script::hans)
                 : language == Language::hant ? model_bits(model::Script::hant)
                                              : counted_bits(language, counts[kLanguageNames[i]]);
    }
    // Full-width letters and digits are at the same place in all these encodings: how fond of them
    // the counted texts are must not decide between readings of a line full of numbers.
    for (char32_t code = U'０'; code <= U'ｚ'; ++code) {
      double least = 30;
      for (const Language language : {Language::hans, Language::hant, Language::ja, Language::ko}) {
        least = std::min(least, bits_[static_cast<std::size_t>(language)][code]);
      }
      for (const Language language : {Language::hans, Language::hant, Language::ja, Language::ko}) {
        bits_[static_cast<std::size_t>(language)][code] = least;
      }
    }
  }

  std::string image() {
    auto head = std::make_unique<Image>();
    std::memset(head.get(), 0, sizeof(Image));
    head->magic = Image::kMagic;
    std::copy(ascii_.begin(), ascii_.end(), head->ascii);
    for (std::size_t i = 0; i < std::size(kPairRows); ++i) pairs(kPairRows[i], head->pairs[i]);
    plane2(head->plane2);
    for (std::size_t i = 0; i < std::size(kSingleRows); ++i) {
      for (unsigned byte = 0; byte < 128; ++byte) {
        const char bytes[] = {static_cast<char>(byte + 0x80)};
        head->singles[i][byte] = single(cost(kSingleRows[i], {bytes, 1}));
        head->capitals[i][byte] = single(cost(kSingleRows[i], {bytes, 1}, true));
      }
    }
    std::vector<std::array<std::uint8_t, 256>> pages;
    std::map<std::array<std::uint8_t, 256>, std::uint16_t> known;
    for (std::size_t i = 0; i < kLanguages; ++i) {
      for (std::size_t high = 0; high < 256; ++high) {
        std::array<std::uint8_t, 256> page;
        for (std::size_t low = 0; low < 256; ++low) {
          const double bits = bits_[i][high << 8 | low];
          page[low] = bits == 0 ? kNoCharacter : step(bits);
        }
        const auto [at, fresh] = known.emplace(page, static_cast<std::uint16_t>(pages.size()));
        if (fresh) pages.push_back(page);
        head->page_of[i][high] = at->second;
      }
    }
    std::string out(reinterpret_cast<const char*>(head.get()), offsetof(Image, pages));
    for (const auto& page : pages) {
      out.append(reinterpret_cast<const char*>(page.data()), page.size());
    }
    const auto size = static_cast<std::uint32_t>(out.size());
    std::memcpy(out.data() + offsetof(Image, size), &size, sizeof size);
    return out;
  }

 private:
  void ascii(const std::map<char32_t, double>& counts) {
    double total = 0;
    for (const auto& [code, count] : counts) total += count;
    for (char32_t code = 0; code < 128; ++code) {
      const auto found = counts.find(code);
      double bits = code < 0x20 || code == 0x7F ? 20 : 13;
      if (code == '\r' || code == '\t') bits = 7;
      if (found != counts.end()) bits = std::min(bits, -std::log2(found->second / total));
      ascii_[code] = step(bits);
    }
  }

  // Of the character that `bytes` are, all of them; `folded`: a capital as if it were small.
  std::uint8_t cost(const Row& row, std::string_view bytes, bool folded = false) {
    const ByteUnit unit = byte_table(row.encoding).decode(bytes);
    if (unit.kind != ByteUnit::Kind::character || unit.size != bytes.size()) return kNoCharacter;
    if (unit.first >= kBmp) return step(unit.first < 0x32000 ? 24 : 30);
    const auto code =
        static_cast<char32_t>(folded ? u_tolower(static_cast<UChar32>(unit.first)) : unit.first);
    const double bits = bits_[static_cast<std::size_t>(row.language)][code];
    return bits == 0 ? kNoCharacter : step(bits);
  }

  void pairs(const Row& row, PairCosts& out) {
    for (unsigned lead = 0; lead < 128; ++lead) {
      const char single[] = {static_cast<char>(lead + 0x80)};
      out.single[lead] = cost(row, {single, 1});
      for (unsigned trail = 0; trail < 256; ++trail) {
        const char pair[] = {single[0], static_cast<char>(trail)};
        out.pair[lead][trail] = cost(row, {pair, 2});
      }
    }
  }

  void plane2(std::uint8_t (&out)[128][256]) {
    for (unsigned lead = 0; lead < 128; ++lead) {
      for (unsigned trail = 0; trail < 256; ++trail) {
        const char bytes[] = {'\x8E', '\xA2', static_cast<char>(lead + 0x80),
                              static_cast<char>(trail)};
        out[lead][trail] = cost({Encoding::euc_tw, Language::hant, 0}, {bytes, 4});
      }
    }
  }

  std::array<std::uint8_t, 128> ascii_{};
  std::array<Bits, kLanguages> bits_;
};

int run(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: compile_language_costs LANGUAGES.tsv OUT\n", stderr);
    return 2;
  }
  const std::string image = Compiler(argv[1]).image();
  std::ofstream out(argv[2], std::ios::binary);
  out.write(image.data(), static_cast<std::streamsize>(image.size()));
  out.close();
  if (!out) throw std::runtime_error(std::string("cannot write ") + argv[2]);
  return 0;
}

}  // namespace
}  // namespace hanfix::detection

int main(int argc, char** argv) {
  try {
    return hanfix::detection::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "compile_language_costs: %s\n", error.what());
    return 1;
  }
}
