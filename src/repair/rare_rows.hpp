/// \file  The scan for rare stretches where the machine has AVX2: 32 bytes at once, whatever stands
/// among them.
#pragma once
#include "base/avx2.hpp"

#if defined(__x86_64__)
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/utf8.hpp"
#include "repair/rare_costs.hpp"

namespace hanfix::repair::rare_stretch {

inline constexpr std::uint32_t kPlaces = 32;  // bytes at once
inline constexpr std::uint32_t kMostLeads = (kPlaces + 2) / 3;
inline constexpr std::ptrdiff_t kReach = kPlaces + 2;  // bytes that may be read at once

HANFIX_AVX2 inline __m256i load(const char* at) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
}
HANFIX_AVX2 inline __m256i all(unsigned byte) { return _mm256_set1_epi8(static_cast<char>(byte)); }
HANFIX_AVX2 inline std::uint32_t bits(__m256i mask) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(mask));
}

// What bytes are compared with and multiplied by. A compiler that knows what stands there makes
// each anew for every 32 bytes, since no call leaves a vector in its register.
struct Constants {
  HANFIX_AVX2 Constants() { asm("" : "+m"(*this)); }

  __m256i line_break = all('\n'), e2 = all(0xE2), ef = all(0xEF), ba = all(0xBA);
  __m256i factors = _mm256_set1_epi16(0x0140), byte = _mm256_set1_epi16(0xFF);
  __m256i kinds = _mm256_set1_epi16((0x80 << 6) + 0x80);
};

// What stands at 32 bytes, a bit each: where characters of three bytes begin that counts() holds
// for, where those of plane 2 may, and line breaks.
struct Places {
  std::uint32_t three, four, breaks;
};
HANFIX_AVX2 inline Places places_at(const char* at, const Constants& constants) {
  const __m256i leads = load(at);
  const auto breaks = bits(_mm256_cmpeq_epi8(leads, constants.line_break));
  // Of bytes with a sign ASCII is above, continuation bytes are below those.
  const __m256i above = _mm256_cmpgt_epi8(leads, constants.e2);
  const __m256i e2 = _mm256_cmpeq_epi8(leads, constants.e2);
  const __m256i high = _mm256_and_si256(_mm256_or_si256(above, e2), leads);
  if (_mm256_movemask_epi8(high) == 0) return {0, 0, breaks};
  const __m256i second = load(at + 1);
  const __m256i low_row =
      _mm256_and_si256(e2, _mm256_cmpeq_epi8(_mm256_max_epu8(second, constants.ba), second));
  const __m256i four = _mm256_cmpgt_epi8(leads, constants.ef);
  const __m256i three = _mm256_andnot_si256(four, above);
  return {bits(_mm256_or_si256(three, low_row)), bits(_mm256_and_si256(four, leads)), breaks};
}

// The code points that three bytes at each place would be; behind them one that is none.
struct alignas(32) Codes {
  std::array<std::uint16_t, kPlaces + 16> at{};
};
HANFIX_AVX2 inline void read_codes(const char* at, const Constants& constants, Codes& codes) {
  // Two bytes at even places, and at odd ones, as one number; and the third.
  const __m256i factors = constants.factors;
  const __m256i third = load(at + 2);
  const __m256i even =
      _mm256_add_epi16(_mm256_slli_epi16(_mm256_maddubs_epi16(load(at), factors), 6),
                       _mm256_and_si256(third, constants.byte));
  const __m256i odd =
      _mm256_add_epi16(_mm256_slli_epi16(_mm256_maddubs_epi16(load(at + 1), factors), 6),
                       _mm256_srli_epi16(third, 8));
  // Without the bits that say what kind of byte each is.
  const __m256i low = _mm256_sub_epi16(even, constants.kinds);
  const __m256i high = _mm256_sub_epi16(odd, constants.kinds);
  // Of both halves the first eight, then the others.
  const __m256i outer = _mm256_unpacklo_epi16(low, high), inner = _mm256_unpackhi_epi16(low, high);
  auto* const out = reinterpret_cast<__m256i*>(codes.at.data());
  _mm256_store_si256(out, _mm256_permute2x128_si256(outer, inner, 0x20));
  _mm256_store_si256(out + 1, _mm256_permute2x128_si256(outer, inner, 0x31));
}

// The lowest bit of 32; 32 if there is none. Compilers clear the register first, for the sake of
// processors that wait for what it held.
HANFIX_AVX2 inline std::uint32_t lowest(std::uint32_t bits) {
  std::uint32_t place;
  asm("tzcnt %1, %0" : "=r"(place) : "r"(bits) : "cc");
  return place;
}

// What the characters of a line, or of a part of it, cost in one language, one behind the other:
// where stretches begin and end need not be known while they are looked up, so that nothing waits
// for a branch. Of those whose sum is not small the characters are looked at once more.
class CostRow {
 public:
  explicit CostRow(int quarters)
      : quarters_(static_cast<std::uint32_t>(quarters)), costs_(Costs::of(0).data()) {}

  [[nodiscard]] bool is_empty() const { return size_ == 0; }
  [[nodiscard]] bool is_full() const { return size_ >= kFull; }

  // The characters at `places` of the bytes at `at`, of which `codes` are.
  HANFIX_AVX2 void add(const char* at, std::uint32_t places, const Codes& codes) {
    noted_[notes_++] = {at, size_, places};
    const std::uint8_t* const costs = costs_;
    std::uint8_t* const row = row_.data() + size_;
    size_ += static_cast<std::uint32_t>(__builtin_popcount(places));
#pragma GCC unroll 11
    for (std::uint32_t i = 0; i < kMostLeads; ++i) {  // those that are too many are overwritten
      row[i] = costs[codes.at[lowest(places)]];
      places = _blsr_u32(places);
    }
  }
  // One that counts() holds for.
  void add(const char* at) {
    noted_[notes_++] = {at, size_, 1};
    row_[size_++] = costs_[Costs::index_of(at)];
  }

  // Ends the line before `end`; true if `found`, which takes the end of a rare stretch, how many
  // characters it has and what they cost, has heard enough.
  template <class Found>
  __attribute__((noinline)) bool end_line(const char* end, Found& found) {
    if (is_full() && end_stretches(found)) return true;
    std::memset(row_.data() + size_, 0, kPerStretch);
    for (std::uint32_t from = 0; from < size_; from += kPerStretch) {
      if (ends_search(from, std::min(kPerStretch, size_ - from), end, found)) return true;
    }
    size_ = notes_ = 0;
    return false;
  }
  // Those stretches of a row that are whole.
  template <class Found>
  __attribute__((noinline)) bool end_stretches(Found& found) {
    const std::uint32_t whole = size_ / kPerStretch * kPerStretch;
    for (std::uint32_t from = 0; from < whole; from += kPerStretch) {
      if (ends_search(from, kPerStretch, nullptr, found)) return true;
    }
    if (size_ == whole) {
      size_ = notes_ = 0;
      return false;
    }
    // What is left begins within the last ones that were noted, or a few before them.
    std::memmove(row_.data(), row_.data() + whole, kPerStretch);
    std::uint32_t first = notes_;
    do --first;
    while (noted_[first].index > whole);
    Noted rest = noted_[first];
    for (; rest.index < whole; ++rest.index) rest.places &= rest.places - 1;
    noted_[0] = rest;
    for (std::uint32_t i = first + 1; i < notes_; ++i) noted_[i - first] = noted_[i];
    notes_ -= first;
    for (std::uint32_t i = 0; i < notes_; ++i) noted_[i].index -= whole;
    size_ -= whole;
    return false;
  }

 private:
  static constexpr std::uint32_t kFull = 16 * kPerStretch;

  struct Noted {
    const char* at;
    std::uint32_t index;   // of the first character
    std::uint32_t places;  // where they are
  };

  [[nodiscard]] const char* character(std::uint32_t index) const {
    std::uint32_t i = notes_;
    do --i;
    while (noted_[i].index > index);
    std::uint32_t places = noted_[i].places;
    for (std::uint32_t before = index - noted_[i].index; before > 0; --before) places &= places - 1;
    return noted_[i].at + __builtin_ctz(places);
  }

  // `end`: of the line; null: the stretch goes on to its last character.
  template <class Found>
  bool ends_search(std::uint32_t from, std::uint32_t count, const char* end, Found& found) {
    const auto sum_at = [&](std::uint32_t at) {
      const __m128i eight = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(row_.data() + at));
      return _mm_sad_epu8(eight, _mm_setzero_si128());
    };
    static_assert(kPerStretch == 24);
    const __m128i sums =
        _mm_add_epi32(sum_at(from), _mm_add_epi32(sum_at(from + 8), sum_at(from + 16)));
    if (static_cast<std::uint32_t>(_mm_cvtsi128_si32(sums)) <= count * quarters_ || count < 2) {
      return false;
    }
    const auto [cost, behind] = least_cost(character(from), count);
    if (cost <= count * quarters_) return false;
    return found(count == kPerStretch ? behind : end, count, cost);
  }

  struct Least {
    std::uint32_t cost;
    const char* behind;  // the last character
  };
  // Of the characters from `at` on, in the language that suits them best, in which what follows is
  // looked up.
  Least least_cost(const char* at, std::uint32_t count) {
    std::array<const std::uint8_t*, std::size(kLanguages)> tables;
    std::array<std::uint32_t, std::size(kLanguages)> sums{};
    for (std::size_t i = 0; i < tables.size(); ++i) tables[i] = Costs::of(i).data();
    while (count > 0) {
      if (static_cast<unsigned char>(*at) >= 0xE2 && counts(at)) {
        const std::size_t index = Costs::index_of(at);
        for (std::size_t i = 0; i < tables.size(); ++i) sums[i] += tables[i][index];
        --count;
      }
      at += utf8::sequence_length(static_cast<unsigned char>(*at));
    }
    const auto least = std::min_element(sums.begin(), sums.end());
    costs_ = tables[static_cast<std::size_t>(least - sums.begin())];
    return {*least, at};
  }

  std::uint32_t quarters_, size_ = 0, notes_ = 0;
  const std::uint8_t* costs_;
  std::array<std::uint8_t, kFull + 2 * kPerStretch> row_;
  std::array<Noted, kFull + kMostLeads> noted_;
};

// Takes 32 bytes with a line break among them, or with a lead byte of four; true: enough is heard.
template <class Found>
HANFIX_AVX2 __attribute__((noinline)) bool take_borders(CostRow& row, const char* at, Places places,
                                                        const Codes& codes, Found& found) {
  auto [three, four, breaks] = places;
  for (std::uint32_t borders = breaks | four; borders != 0; borders = _blsr_u32(borders)) {
    const std::uint32_t before = (borders & (0 - borders)) - 1;
    const char* const border = at + _tzcnt_u32(borders);
    if ((three & before) != 0) row.add(at, three & before, codes);
    three &= ~before;
    if (*border != '\n') {
      if (counts(border)) row.add(border);
    } else if (!row.is_empty() && row.end_line(border, found)) {
      return true;
    }
  }
  if (three != 0) row.add(at, three, codes);
  return false;
}

// Calls found(end, count, cost) for the rare stretches in turn until it gives true.
template <class Found>
HANFIX_AVX2 void for_each_rare_avx2(std::string_view text, int quarters, Found found) {
  const char* at = text.data();
  const char* const end = at + text.size();
  CostRow row(quarters);
  Codes codes;
  const Constants constants;
  for (; end - at >= kReach; at += kPlaces) {
    const Places places = places_at(at, constants);
    if ((places.three | places.four) == 0 && (places.breaks == 0 || row.is_empty())) continue;
    if (places.three != 0) read_codes(at, constants, codes);
    if ((places.four | places.breaks) != 0) {
      if (take_borders(row, at, places, codes, found)) return;
    } else if (places.three != 0) {
      row.add(at, places.three, codes);
    }
    if (row.is_full() && row.end_stretches(found)) return;
  }
  while (at < end && utf8::is_continuation(*at)) ++at;
  while (at < end) {
    const auto lead = static_cast<unsigned char>(*at);
    if (lead == '\n' && row.end_line(at, found)) return;
    if (lead >= 0xE2 && counts(at)) row.add(at);
    at += utf8::sequence_length(lead);
  }
  (void)row.end_line(end, found);
}

}  // namespace hanfix::repair::rare_stretch
#endif
