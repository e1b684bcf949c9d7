#include "convert/automaton_skip.hpp"

#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "convert/automaton_lookup.hpp"

namespace hanfix::convert {

SkipFilter::SkipFilter(std::span<const std::uint64_t> marks) noexcept {
  // A bit for each first byte of ideographs, E4 to E9; two for all others.
  for (std::size_t page = 0; page < marks.size(); ++page) {
    const std::size_t lead = page & 15, middle = page >> 4;
    const std::size_t group = lead >= 4 && lead <= 9 ? lead - 4 : lead < 4 ? 6 : 7;
    const auto bit = static_cast<std::uint8_t>(1u << group);
    if (group < 6) ideographs += static_cast<std::size_t>(std::popcount(marks[page]));
    for (std::uint64_t left = marks[page]; left != 0; left &= left - 1) {
      const auto last = static_cast<std::size_t>(std::countr_zero(left));
      first[lead] |= bit;
      second[middle >> 4][middle & 15] |= bit;
      third[last >> 4][last & 15] |= bit;
    }
  }
}

namespace lookup {

#if defined(__x86_64__)
namespace {

constexpr std::ptrdiff_t kPlaces = 32, kBehind = 8;

struct Tables {
  __m256i quarter[4];
};

__attribute__((target("avx2"))) inline __m256i twice(const SkipFilter::Entries& entries) {
  return _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(entries.data())));
}

__attribute__((target("avx2"))) inline Tables tables(
    const std::array<SkipFilter::Entries, 4>& entries) {
  return {{twice(entries[0]), twice(entries[1]), twice(entries[2]), twice(entries[3])}};
}

// The entries of the low six bits of each byte.
__attribute__((target("avx2"))) inline __m256i look_up(const Tables& tables, __m256i bytes) {
  const __m256i low = _mm256_and_si256(bytes, _mm256_set1_epi8(15));
  const __m256i bit4 = _mm256_slli_epi16(bytes, 3), bit5 = _mm256_slli_epi16(bytes, 2);
  const auto of = [&](int quarter) __attribute__((target("avx2"))) {
    return _mm256_shuffle_epi8(tables.quarter[quarter], low);
  };
  return _mm256_blendv_epi8(_mm256_blendv_epi8(of(0), of(1), bit4),
                            _mm256_blendv_epi8(of(2), of(3), bit4), bit5);
}

__attribute__((target("avx2"))) inline __m256i bytes_at(const Byte* p) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
}

__attribute__((target("avx2"))) inline std::uint32_t bits_of(__m256i mask) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(mask));
}

}  // namespace

bool can_skip() noexcept {
  static const bool has = __builtin_cpu_supports("avx2") != 0;
  return has;
}

__attribute__((target("avx2,bmi"))) bool copy_unmarked(const Automaton& a, const Byte*& from,
                                                       const Byte* end, char*& out) noexcept {
  const Tables second = tables(a.skip.second), third = tables(a.skip.third);
  const __m256i first = twice(a.skip.first);
  const __m256i three = _mm256_set1_epi8(static_cast<char>(0xE0));
  const Byte* p = from;
  char* to = out;
  bool stopped = false;
  while (!stopped && end - p >= kPlaces + kBehind) {
    const __m256i bytes = bytes_at(p);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), bytes);
    const std::uint32_t high = bits_of(bytes);
    if (high == 0) {
      p += kPlaces;
      to += kPlaces;
      continue;
    }
    const std::uint32_t lead = bits_of(_mm256_cmpeq_epi8(
        _mm256_and_si256(bytes, _mm256_set1_epi8(static_cast<char>(0xF0))), three));
    const std::uint32_t trail =
        bits_of(_mm256_cmpgt_epi8(_mm256_set1_epi8(static_cast<char>(0xC0)), bytes));
    const __m256i may = _mm256_and_si256(
        _mm256_shuffle_epi8(first, _mm256_xor_si256(bytes, three)),
        _mm256_and_si256(look_up(second, bytes_at(p + 1)), look_up(third, bytes_at(p + 2))));
    std::uint32_t places = lead & ~bits_of(_mm256_cmpeq_epi8(may, _mm256_setzero_si256()));

    // Up to what is neither ASCII nor a whole sequence of three.
    std::ptrdiff_t done = kPlaces;
    if (lead >> 30 != 0) done = lead >> 31 != 0 ? 31 : 30;
    const std::uint32_t other = ((lead << 1 | lead << 2) ^ trail) | (high & ~(lead | trail));
    if (other != 0) [[unlikely]] {
      const int at = std::countr_zero(other);
      done = at >= 1 && (lead >> (at - 1) & 1) != 0   ? at - 1
             : at >= 2 && (lead >> (at - 2) & 1) != 0 ? at - 2
                                                      : at;
      stopped = true;
    }
    if (done < kPlaces) places &= (std::uint32_t{1} << done) - 1;
    for (; places != 0; places &= places - 1) {
      const std::ptrdiff_t at = std::countr_zero(places);
      const std::uint32_t word = load(p + at);
      if (mark_of(a, word) == 0) continue;
      const image::Cell cell = cell_of_three(a, word);
      if (!stands_alone(a, cell, p + at + 3)) {
        done = at;
        stopped = true;
        break;
      }
      std::memcpy(to + at, &cell.text, 3);
    }
    p += done;
    to += done;
  }
  from = p;
  out = to;
  return stopped;
}
#else
bool can_skip() noexcept { return false; }
bool copy_unmarked(const Automaton&, const Byte*&, const Byte*, char*&) noexcept { return false; }
#endif

}  // namespace lookup
}  // namespace hanfix::convert
