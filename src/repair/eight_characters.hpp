/// \file  Characters of three bytes, eight at once.
#pragma once
#include <cstddef>
#include <cstdint>

#include "base/avx2.hpp"

#if defined(__x86_64__)

namespace hanfix::repair {

struct EightCharacters {
  static constexpr std::uint32_t kCount = 8;
  static constexpr std::ptrdiff_t kBytes = 3 * kCount;
  /// What code points are more by, the bits of their lead bytes and what follows them being in.
  static constexpr std::uint32_t kMarkers = (0xE0 << 12) + (0x80 << 6) + 0x80;

  __m256i codes;        ///< + kMarkers; 0 for what is none
  std::uint32_t count;  ///< that stand there without a gap; what is behind them may be any
};

/// Those with a lead byte from `least_lead` to EF at `at`. Reads 28 bytes.
HANFIX_AVX2 inline EightCharacters eight_at(const char* at, int least_lead) {
  // Four characters in each half, each in a number of its own: 00, lead, second, third byte.
  const __m128i order = _mm_setr_epi8(2, 1, 0, -1, 5, 4, 3, -1, 8, 7, 6, -1, 11, 10, 9, -1);
  const __m128i first = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i second =
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + EightCharacters::kBytes / 2));
  const __m256i numbers =
      _mm256_set_m128i(_mm_shuffle_epi8(second, order), _mm_shuffle_epi8(first, order));
  const __m256i three =
      _mm256_andnot_si256(_mm256_cmpgt_epi32(numbers, _mm256_set1_epi32(0xEFFFFF)),
                          _mm256_cmpgt_epi32(numbers, _mm256_set1_epi32((least_lead << 16) - 1)));
  // third + second * 64, lead; then that + lead * 4096.
  const __m256i pairs = _mm256_maddubs_epi16(numbers, _mm256_set1_epi32(0x00014001));
  return {_mm256_and_si256(three, _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x10000001))),
          static_cast<std::uint32_t>(__builtin_ctz(
              ~static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(three)))))};
}

}  // namespace hanfix::repair
#endif
