#include "repair/signs.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/avx2.hpp"

namespace hanfix::repair {
namespace {

using namespace std::string_view_literals;

// signs[half][value]: the signs that allow `value` there; half 0 is the upper one.
struct Halves {
  std::array<std::array<Signs, 16>, 2> signs{};
};

constexpr Halves halves(Signs bit, std::string_view ranges, Halves sum) {
  for (std::size_t i = 0; i < ranges.size(); i += 2) {
    const unsigned last = static_cast<unsigned char>(ranges[i + 1]);
    for (unsigned byte = static_cast<unsigned char>(ranges[i]); byte <= last; ++byte) {
      sum.signs[0][byte >> 4] |= bit;
      sum.signs[1][byte & 15] |= bit;
    }
  }
  return sum;
}

// Of the place itself, the byte behind it, and the next.
constexpr std::array<Halves, 3> kHalves = [] {
  std::array<Halves, 3> all{};
#define HANFIX_SIGN(identifier, first, second, third)    \
  all[0] = halves(sign::identifier, first##sv, all[0]);  \
  all[1] = halves(sign::identifier, second##sv, all[1]); \
  all[2] = halves(sign::identifier, third##sv, all[2]);
#include "repair/signs.def"
  return all;
}();

constexpr std::array<std::array<Signs, 256>, 3> kBytes = [] {
  std::array<std::array<Signs, 256>, 3> all{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      all[i][byte] = kHalves[i].signs[0][byte >> 4] & kHalves[i].signs[1][byte & 15];
    }
  }
  return all;
}();

#if defined(__x86_64__)
constexpr std::size_t kGroups = 3;   // of eight signs, a byte each
constexpr std::size_t kPlaces = 32;  // in a vector

// One group's tables, for both lanes of a vector.
struct alignas(32) Table {
  std::array<std::uint8_t, 32> entries;
};
constexpr std::array<std::array<std::array<Table, 2>, 3>, kGroups> kTables = [] {
  std::array<std::array<std::array<Table, 2>, 3>, kGroups> all{};
  for (std::size_t group = 0; group < kGroups; ++group) {
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t half = 0; half < 2; ++half) {
        for (std::size_t value = 0; value < 32; ++value) {
          all[group][i][half].entries[value] =
              static_cast<std::uint8_t>(kHalves[i].signs[half][value % 16] >> (8 * group));
        }
      }
    }
  }
  return all;
}();

HANFIX_AVX2 inline __m256i look_up(const Table& table, __m256i values) {
  const auto* entries = reinterpret_cast<const __m256i*>(&table);
  return _mm256_shuffle_epi8(_mm256_load_si256(entries), values);
}

// The signs of `Count` groups, from `first` on, at the 32 places from `bytes` on.
template <std::size_t Count>
HANFIX_AVX2 inline void signs_at_places(const char* bytes, std::size_t first,
                                        __m256i (&here)[Count]) {
  const __m256i low_half = _mm256_set1_epi8(15);
  for (__m256i& signs : here) signs = _mm256_set1_epi8(-1);
  for (std::size_t i = 0; i < 3; ++i) {
    const __m256i values = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + i));
    const __m256i low = _mm256_and_si256(values, low_half);
    const __m256i high = _mm256_and_si256(_mm256_srli_epi16(values, 4), low_half);
    for (std::size_t group = 0; group < Count; ++group) {
      const auto& [of_high, of_low] = kTables[first + group][i];
      const __m256i allowed = _mm256_and_si256(look_up(of_high, high), look_up(of_low, low));
      here[group] = _mm256_and_si256(here[group], allowed);
    }
  }
}

// Up to 32 places and the two bytes behind them, from `at` on; behind the text there are NULs.
class PaddedPlaces {
 public:
  PaddedPlaces(std::string_view text, std::size_t at) noexcept {
    const std::string_view rest = text.substr(at, sizeof bytes_);
    std::memcpy(bytes_, rest.data(), rest.size());
  }
  [[nodiscard]] std::string_view view() const noexcept { return {bytes_, sizeof bytes_}; }

 private:
  char bytes_[kPlaces + 2] = {};
};

HANFIX_AVX2 inline __m256i all(int byte) { return _mm256_set1_epi8(static_cast<char>(byte)); }

// Lead bytes of two.
HANFIX_AVX2 inline __m256i leads_of_two(__m256i bytes) {
  return _mm256_cmpeq_epi8(_mm256_and_si256(bytes, all(0xE0)), all(0xC0));
}
// E2, but for what dashes and quotation marks begin with.
HANFIX_AVX2 inline __m256i symbols(__m256i first, __m256i second) {
  return _mm256_andnot_si256(_mm256_cmpeq_epi8(second, all(0x80)),
                             _mm256_cmpeq_epi8(first, all(0xE2)));
}

// Where any of sign::kMojibake or mixed_case may be, at the 32 places from `bytes` on or right
// before them: they want a lead byte of two, or E2 that no dash or quotation mark begins with, of
// which hanzi have neither.
HANFIX_AVX2 inline __m256i mojibake_leads(const char* bytes) {
  const __m256i first = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
  const __m256i second = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + 1));
  return _mm256_or_si256(leads_of_two(first), symbols(first, second));
}

HANFIX_AVX2 inline bool may_hold_mojibake(const char* bytes) {
  // A letter may also begin right behind them.
  const __m256i any = _mm256_or_si256(mojibake_leads(bytes), mojibake_leads(bytes + 1));
  return _mm256_testz_si256(any, any) == 0;
}

// Whether no sign is at the 32 places from `bytes` on, as in most of Chinese text: each wants ASCII
// at a place or right behind it, or what mojibake_leads() finds there, or is `gone`.
HANFIX_AVX2 inline bool is_plain(const char* bytes) {
  const __m256i first = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
  const __m256i second = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + 1));
  if (_mm256_movemask_epi8(_mm256_and_si256(first, second)) != -1) return false;
  const __m256i letters = _mm256_or_si256(leads_of_two(first), leads_of_two(second));
  // By their halves, as above: E9 or EF, and 94 or BF, but 9F and B4, too.
  const __m256i row = _mm256_and_si256(second, all(0xDF));
  const __m256i gone = _mm256_and_si256(
      _mm256_or_si256(_mm256_cmpeq_epi8(first, all(0xE9)), _mm256_cmpeq_epi8(first, all(0xEF))),
      _mm256_or_si256(_mm256_cmpeq_epi8(row, all(0x94)), _mm256_cmpeq_epi8(row, all(0x9F))));
  const __m256i any = _mm256_or_si256(letters, _mm256_or_si256(symbols(first, second), gone));
  return _mm256_testz_si256(any, any) != 0;
}

// Adds the signs at 32 places. Not inlined, so that what passes over plain text has the registers.
HANFIX_AVX2 __attribute__((noinline)) void add_signs(const char* bytes,
                                                     __m256i (&found)[kGroups]) noexcept {
  __m256i here[kGroups];
  signs_at_places(bytes, 0, here);
  for (std::size_t group = 0; group < kGroups; ++group) {
    found[group] = _mm256_or_si256(found[group], here[group]);
  }
}

// The first portion of places from `at` on that is not plain; `end`: behind the last one.
HANFIX_AVX2 inline const char* skip_plain(const char* at, const char* end) {
  while (at != end && is_plain(at)) at += kPlaces;
  return at;
}

HANFIX_AVX2 Signs signs_in_avx2(std::string_view text) noexcept {
  __m256i found[kGroups] = {_mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256()};
  const std::size_t portions = text.size() < 2 ? 0 : (text.size() - 2) / kPlaces;
  const std::size_t at = portions * kPlaces;
  const char* const end = text.data() + at;
  for (const char* bytes = text.data(); (bytes = skip_plain(bytes, end)) != end; bytes += kPlaces) {
    add_signs(bytes, found);
  }
  Signs signs = signs_in_portable(text.substr(at));
  for (std::size_t group = 0; group < kGroups; ++group) {
    std::uint64_t words[4];
    std::memcpy(words, &found[group], sizeof words);
    std::uint64_t any = words[0] | words[1] | words[2] | words[3];
    any |= any >> 32;
    any |= any >> 16;
    any |= any >> 8;
    signs |= static_cast<Signs>(any & 0xFF) << (8 * group);
  }
  return signs;
}

// From `at` on by rows of places, to one that may hold some, or for which there is too little text.
HANFIX_AVX2 std::size_t skip_no_mojibake(std::string_view text, std::size_t at) noexcept {
  constexpr std::size_t kRow = 4;
  for (; at + kRow * kPlaces + 2 <= text.size(); at += kRow * kPlaces) {
    const char* const bytes = text.data() + at;
    // The last byte before the row's end may stand before a letter.
    __m256i any = mojibake_leads(bytes + kRow * kPlaces - kPlaces + 1);
    for (std::size_t i = 0; i < kRow; ++i) {
      any = _mm256_or_si256(any, mojibake_leads(bytes + i * kPlaces));
    }
    if (_mm256_testz_si256(any, any) == 0) break;
  }
  return at;
}

// From `at` on, which becomes the first one with a place of a wanted sign among 32; their bits.
HANFIX_AVX2 std::uint32_t places_avx2(std::string_view text, std::size_t& at,
                                      Signs wanted) noexcept {
  const std::size_t group = static_cast<std::size_t>(__builtin_ctz(wanted)) / 8;
  const __m256i bits = _mm256_set1_epi8(static_cast<char>(wanted >> (8 * group)));
  const bool mojibake = (wanted & ~(sign::kMojibake | sign::mixed_case)) == 0;
  for (; at + kPlaces + 2 <= text.size(); at += kPlaces) {
    if (mojibake && !may_hold_mojibake(text.data() + at)) {
      at = skip_no_mojibake(text, at + kPlaces) - kPlaces;
      continue;
    }
    __m256i here[1];
    signs_at_places(text.data() + at, group, here);
    const __m256i none = _mm256_cmpeq_epi8(_mm256_and_si256(here[0], bits), _mm256_setzero_si256());
    const auto places = ~static_cast<std::uint32_t>(_mm256_movemask_epi8(none));
    if (places != 0) return places;
  }
  return 0;
}

#endif

}  // namespace

Signs signs_at(std::string_view text, std::size_t at) noexcept {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : std::size_t{0};
  };
  return kBytes[0][byte(at)] & kBytes[1][byte(at + 1)] & kBytes[2][byte(at + 2)];
}

Signs signs_in_portable(std::string_view text) noexcept {
  Signs signs = 0;
  std::size_t at = 0;
  for (; at + 2 < text.size(); ++at) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data() + at);
    signs |= kBytes[0][bytes[0]] & kBytes[1][bytes[1]] & kBytes[2][bytes[2]];
  }
  for (; at < text.size(); ++at) signs |= signs_at(text, at);
  return signs;
}

Signs signs_in(std::string_view text) noexcept {
#if defined(__x86_64__)
  if (has_avx2()) return signs_in_avx2(text);
#endif
  return signs_in_portable(text);
}

bool SignPlaces::advance() noexcept {
#if defined(__x86_64__)
  if (has_avx2()) {
    at_ = behind_;
    bits_ = places_avx2(text_, at_, wanted_);
    behind_ = bits_ != 0 ? at_ + kPlaces : at_;
    if (bits_ != 0) return true;
    while (behind_ < text_.size()) {
      std::size_t first = 0;
      bits_ = places_avx2(PaddedPlaces(text_, behind_).view(), first, wanted_);
      const std::size_t places = text_.size() - behind_;
      if (places < kPlaces) bits_ &= (1u << places) - 1;
      at_ = behind_;
      behind_ += std::min(places, kPlaces);
      if (bits_ != 0) return true;
    }
    return false;
  }
#endif
  for (; behind_ < text_.size(); ++behind_) {
    if ((signs_at(text_, behind_) & wanted_) == 0) continue;
    at_ = behind_++;
    bits_ = 1;
    return true;
  }
  return false;
}

}  // namespace hanfix::repair
