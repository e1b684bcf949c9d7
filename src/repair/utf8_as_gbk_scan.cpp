#include "repair/utf8_as_gbk_scan.hpp"

#include <algorithm>
#include <cstddef>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/avx2.hpp"
#include "base/byte_vector.hpp"
#include "base/utf8.hpp"
#include "model/symbols.hpp"
#include "repair/ask_ahead.hpp"
#include "repair/gbk_pairs.hpp"
#include "repair/utf8_state.hpp"
#include "repair/wrong_decoder.hpp"

namespace hanfix::repair {
namespace {

// What Chinese text in UTF-8 looks like in GBK: 涓 鐨 鍦 鏄 銆 锛 鈥 浣, from the rows E2 to E9. In
// today's UTF-8 they are told by the first two of their bytes, or by the last two: sound text has
// these now and then. Behind an odd number of characters ， and ！ are seen as 紝 and 紒.
bool is_telling(unsigned first, unsigned second) {
  return (first == 0xE9 && second - 0x88u <= 0x0C) ||  // U+9200…U+953F: 鈥銆鍦鏄鐨锛
         (first == 0xB6 && second - 0x93u <= 1) ||     // 涓涔
         (first == 0xB5 && second - 0xA0u <= 3) ||     // 浠浣
         (first == 0xB4 && (second == 0x92 || second == 0x9D)) ||  // 紒紝
         (first == 0x8A && second == 0xB2);                        // 犲, the other half of 你
}
// The private-use area, and U+FFFD.
bool is_odd(unsigned first, unsigned second, unsigned third) {
  return first == 0xEE || (first == 0xEF && (second < 0xA4 || (second == 0xBF && third == 0xBD)));
}

constexpr std::size_t kStep = 64;

// A coarse look at text[at, at + kStep), with the two bytes behind it in reach.
bool is_telling_step(const char* bytes) {
#if defined(__SSE2__)
  const auto equal = [](__m128i v, int byte) {
    return _mm_cmpeq_epi8(v, _mm_set1_epi8(static_cast<char>(byte)));
  };
  // Unsigned v - from <= most, for each byte.
  const auto within = [](__m128i v, int from, int most) {
    const __m128i moved = _mm_sub_epi8(v, _mm_set1_epi8(static_cast<char>(from)));
    return _mm_cmpeq_epi8(_mm_min_epu8(moved, _mm_set1_epi8(static_cast<char>(most))), moved);
  };
  __m128i odd = _mm_setzero_si128(), sum = _mm_setzero_si128();
  for (std::size_t i = 0; i < kStep; i += 16) {
    const __m128i a = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + i));
    const __m128i b = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + i + 1));
    const __m128i ef = equal(a, 0xEF);
    // EF A0… is private use or a compatibility form; EF BF also leads full-width signs, so that
    // U+FFFD is told by its last bytes, BF BD.
    odd = _mm_or_si128(odd, equal(a, 0xEE));
    odd = _mm_or_si128(odd, _mm_and_si128(ef, within(b, 0x80, 0x23)));
    odd = _mm_or_si128(odd, _mm_and_si128(equal(a, 0xBF), equal(b, 0xBD)));
    __m128i telling = _mm_and_si128(equal(a, 0xE9), within(b, 0x88, 0x0C));
    telling = _mm_or_si128(telling, _mm_and_si128(equal(a, 0xB6), within(b, 0x93, 1)));
    telling = _mm_or_si128(telling, _mm_and_si128(equal(a, 0xB5), within(b, 0xA0, 3)));
    telling = _mm_or_si128(
        telling, _mm_and_si128(equal(a, 0xB4), _mm_or_si128(equal(b, 0x92), equal(b, 0x9D))));
    telling = _mm_or_si128(telling, _mm_and_si128(equal(a, 0x8A), equal(b, 0xB2)));
    sum = _mm_sub_epi8(sum, telling);
  }
  if (_mm_movemask_epi8(odd) != 0) return true;
  const __m128i sums = _mm_sad_epu8(sum, _mm_setzero_si128());
  return _mm_cvtsi128_si32(sums) + _mm_cvtsi128_si32(_mm_srli_si128(sums, 8)) >= 2;
#else
  unsigned telling = 0;
  for (std::size_t i = 0; i < kStep; ++i) {
    const auto byte = [&](std::size_t n) { return static_cast<unsigned char>(bytes[i + n]); };
    if (is_odd(byte(0), byte(1), byte(2))) return true;
    telling += is_telling(byte(0), byte(1));
  }
  return telling >= 2;
#endif
}

// The first step from `at` on that is_telling_step() holds for; where the next one begins that does
// not end, with the two bytes behind it, in `text`: what is behind that has not been looked at.
std::size_t find_telling_step_portable(std::string_view text, std::size_t at) {
  while (at + kStep + 2 <= text.size() && !is_telling_step(text.data() + at)) at += kStep;
  return at;
}

#if defined(__x86_64__)
// Rows of is_telling() and is_odd(), a bit each, by the halves of two bytes side by side. Of EE the
// second byte does not matter, and has no row.
struct Row {
  std::uint8_t bit, first, low, high;  // the first byte, and the range of the second
};
constexpr Row kRows[] = {{1, 0xE9, 0x88, 0x8F},  {2, 0xE9, 0x90, 0x94},  {4, 0xB6, 0x93, 0x94},
                         {4, 0xB4, 0x92, 0x92},  {4, 0xB4, 0x9D, 0x9D},  {8, 0xB5, 0xA0, 0xA3},
                         {16, 0x8A, 0xB2, 0xB2}, {32, 0xEF, 0x80, 0x9F}, {64, 0xEF, 0xA0, 0xA3},
                         {128, 0xBF, 0xBD, 0xBD}};
constexpr std::uint8_t kTellingRows = 31;

// By byte (0, 1) and half (0: the upper one): the rows that allow its value; for both lanes.
struct alignas(32) RowTable {
  std::uint8_t rows[2][2][32];
};
constexpr RowTable kRowTable = [] {
  RowTable all{};
  for (std::size_t lane = 0; lane < 32; lane += 16) {
    for (const Row& row : kRows) {
      all.rows[0][0][lane + (row.first >> 4)] |= row.bit;
      all.rows[0][1][lane + (row.first & 15)] |= row.bit;
      for (unsigned byte = row.low; byte <= row.high; ++byte) {
        all.rows[1][0][lane + (byte >> 4)] |= row.bit;
        all.rows[1][1][lane + (byte & 15)] |= row.bit;
      }
    }
  }
  return all;
}();

HANFIX_AVX2 inline __m256i row_table(std::size_t byte, std::size_t half) {
  return _mm256_load_si256(reinterpret_cast<const __m256i*>(kRowTable.rows[byte][half]));
}

HANFIX_AVX2 std::size_t find_telling_step_avx2(std::string_view text, std::size_t at) {
  const __m256i first_high = row_table(0, 0), first_low = row_table(0, 1);
  const __m256i second_high = row_table(1, 0), second_low = row_table(1, 1);
  const __m256i half = _mm256_set1_epi8(15), zero = _mm256_setzero_si256();
  const __m256i telling_rows = _mm256_set1_epi8(kTellingRows);
  const __m256i ee = _mm256_set1_epi8(static_cast<char>(0xEE));
  for (; at + kStep + 2 <= text.size(); at += kStep) {
    __m256i odd = zero, telling = zero;  // telling: places that are not are counted, as -1
    for (std::size_t i = 0; i < kStep; i += 32) {
      const char* const bytes = text.data() + at + i;
      const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
      const __m256i b = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + 1));
      const __m256i of_a = _mm256_and_si256(
          _mm256_shuffle_epi8(first_low, _mm256_and_si256(a, half)),
          _mm256_shuffle_epi8(first_high, _mm256_and_si256(_mm256_srli_epi16(a, 4), half)));
      const __m256i of_b = _mm256_and_si256(
          _mm256_shuffle_epi8(second_low, _mm256_and_si256(b, half)),
          _mm256_shuffle_epi8(second_high, _mm256_and_si256(_mm256_srli_epi16(b, 4), half)));
      const __m256i rows = _mm256_and_si256(of_a, of_b);
      odd = _mm256_or_si256(
          odd, _mm256_or_si256(_mm256_andnot_si256(telling_rows, rows), _mm256_cmpeq_epi8(a, ee)));
      telling =
          _mm256_add_epi8(telling, _mm256_cmpeq_epi8(_mm256_and_si256(rows, telling_rows), zero));
    }
    if (_mm256_testz_si256(odd, odd) == 0) return at;
    // Two vectors of places: -2 where neither was telling.
    const __m256i count = _mm256_add_epi8(telling, _mm256_set1_epi8(2));
    if (_mm256_testz_si256(count, count) != 0) continue;
    const __m256i sums = _mm256_sad_epu8(count, zero);
    const __m128i halves =
        _mm_add_epi64(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
    if (_mm_cvtsi128_si32(halves) + _mm_cvtsi128_si32(_mm_srli_si128(halves, 8)) >= 2) return at;
  }
  return at;
}

#endif

std::size_t find_telling_step(std::string_view text, std::size_t at) {
#if defined(__x86_64__)
  if (has_avx2()) return find_telling_step_avx2(text, at);
#endif
  return find_telling_step_portable(text, at);
}

// The same as is_telling_rest(), of a step and the two bytes behind it: the coarse look takes 忽
// and 追, which end in BF BD, for U+FFFD.
bool is_told(std::string_view step) {
  MaskCounter telling;
  ByteMask odd{};
  for (std::size_t at = 0; at < kStep; at += ByteWindow::kPlaces) {
    const ByteWindow bytes(step, at);
    const ByteVector first = bytes[0], second = bytes[1];
    odd |= (first == 0xEE) |
           ((first == 0xEF) & ((second < 0xA4) | ((second == 0xBF) & (bytes[2] == 0xBD))));
    telling.add(((first == 0xE9) & (second - 0x88 <= 0x0C)) |
                ((first == 0xB6) & (second - 0x93 <= 1)) |
                ((first == 0xB5) & (second - 0xA0 <= 3)) |
                ((first == 0xB4) & ((second == 0x92) | (second == 0x9D))) |
                ((first == 0x8A) & (second == 0xB2)));
  }
  return bits(odd) != 0 || telling.count() >= 2;
}

bool is_telling_rest(std::string_view text) {
  unsigned telling = 0;
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    const auto byte = [&](std::size_t n) { return static_cast<unsigned char>(text[i + n]); };
    if (is_odd(byte(0), byte(1), byte(2))) return true;
    telling += is_telling(byte(0), byte(1));
  }
  return telling >= 2;
}

bool is_plausible(char32_t code) {
  return model::in(code, 0x4E00, 0x9FFF) || model::in(code, 0x2010, 0x2026) ||
         model::in(code, 0x3000, 0x301F) || model::in(code, 0xFF01, 0xFF5E);
}

// Calls see(character) for each character of UTF-8, U'?' for one that has lost bytes, and see(0)
// where a row of them ends; stops when see() says so.
template <typename See>
void walk(std::string_view text, See&& see) {
  Utf8State state;
  bool after_mark = false;  // a mark may have taken the next byte, or not
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code = utf8::next(text, at);
    GbkPair pair = 0;
    if (code == 0xFFFD || code == U'?') {
      if (state.need != 0) {
        if (see(U'?')) return;
        after_mark = true;
      }
      state = {};
      continue;
    }
    if (code < 0x80) {
      see(state.need != 0 ? 0 : code);
      state = {};
      after_mark = false;
      continue;
    }
    if (code != kEuro) {
      pair = gbk_pair_of(code);
      if (pair == 0) {
        see(0);
        state = {};
        continue;
      }
    }
    const unsigned bytes[2] = {pair == 0 ? 0x80u : lead_of(pair), trail_of(pair)};
    const std::size_t count = pair == 0 ? 1 : 2;
    std::size_t from = 0;
    if (after_mark) {
      while (from < count && bytes[from] >= 0x80 && bytes[from] <= 0xBF) ++from;
      after_mark = from == count;
    }
    for (int attempt = 0; attempt < 2; ++attempt) {
      bool fits = true, stop = false;
      for (std::size_t i = from; i < count && fits && !stop; ++i) {
        fits = state.shift(bytes[i]);
        if (fits && state.need == 0) stop = see(state.partial);
      }
      if (stop) return;
      if (fits) break;
      see(0);
      state = {};
      from = 0;
    }
  }
}

}  // namespace

bool reads_as_utf8(std::string_view text) noexcept {
  int row = 0;
  bool found = false;
  walk(text, [&](char32_t code) {
    if (code == 0 || (code >= 0x80 && !is_plausible(code))) {
      row = 0;
    } else if (code >= 0x80 || code == U'?') {
      found = ++row >= 2;
    }
    return found;
  });
  return found;
}

void sample_utf8(std::string_view text, std::u32string& sample) {
  walk(text, [&](char32_t code) {
    sample.push_back(is_plausible(code) ? code : U'\n');
    return false;
  });
}

bool may_be_utf8_as_gbk(std::string_view text) noexcept {
  constexpr std::size_t kAround = 24, kShort = 4 * kStep;
  // A line alone may well have one telling character, or none.
  if (text.size() <= kShort) return reads_as_utf8(text);
  for (std::size_t at = 0; at < text.size();) {
    at = find_telling_step(text, at);
    if (at >= text.size()) break;
    // The steps overlap a little: a place on their border is seen whole by one of the two.
    const bool last = at + kStep + 2 > text.size();
    if (last && !is_telling_rest(text.substr(at - std::min<std::size_t>(at, 32)))) break;
    if (!last && !is_told(text.substr(at, kStep + 2))) {
      at += kStep;
      continue;
    }
    std::size_t start = at - std::min(at, kAround),
                end = std::min(at + kStep + kAround, text.size());
    if (const std::size_t line = text.substr(start, at - start).rfind('\n');
        line != std::string_view::npos) {
      start += line + 1;
    }
    const auto continues = [&](std::size_t i) {
      return i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80;
    };
    while (continues(start)) ++start;
    while (continues(end)) ++end;
    if (start < end) {
      const std::string_view around = text.substr(start, end - start);
      ask_ahead(GbkPairs::instance().pairs_anywhere(), around);
      if (reads_as_utf8(around)) return true;
    }
    at += kStep;
  }
  return false;
}

}  // namespace hanfix::repair
