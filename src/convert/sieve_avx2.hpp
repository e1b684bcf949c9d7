/// \file  A sieve (image_format.hpp) over 32 bytes at a time, where the processor has AVX2.
#pragma once
#include "base/avx2.hpp"

#if defined(__x86_64__)
#include <cstdint>

#include "convert/image_format.hpp"

namespace hanfix::convert::lookup {

HANFIX_AVX2 inline __m256i bytes_at(const unsigned char* p) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
}

HANFIX_AVX2 inline std::uint32_t bits_of(__m256i mask) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(mask));
}

/// A sieve, in registers.
class SieveTables {
 public:
  HANFIX_AVX2 explicit SieveTables(const image::Sieve& sieve)
      : first_(twice(sieve.first)),
        second_(sieve.second),
        third_(sieve.third),
        mixed_(sieve.mixed) {}

  /// Bits of the bytes of a block at which a character begins that the sieve lets through, if a
  /// sequence of three begins there at all. Two bytes behind the block are read.
  HANFIX_AVX2 std::uint32_t through(const unsigned char* p, __m256i block) const {
    const __m256i next = bytes_at(p + 1), last = bytes_at(p + 2);
    const __m256i through = _mm256_and_si256(
        _mm256_and_si256(_mm256_shuffle_epi8(first_, _mm256_and_si256(block, _mm256_set1_epi8(15))),
                         mixed_.look_up(_mm256_xor_si256(next, last))),
        _mm256_and_si256(second_.look_up(next), third_.look_up(last)));
    return ~bits_of(_mm256_cmpeq_epi8(through, _mm256_setzero_si256()));
  }

 private:
  using Entries = image::Sieve::Entries;
  HANFIX_AVX2 static __m256i twice(const Entries& entries) {
    return _mm256_broadcastsi128_si256(
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(entries.data())));
  }
  // The entries of the low six bits of bytes.
  struct Tables {
    HANFIX_AVX2 explicit Tables(const std::array<Entries, 4>& entries)
        : quarter{twice(entries[0]), twice(entries[1]), twice(entries[2]), twice(entries[3])} {}
    HANFIX_AVX2 __m256i look_up(__m256i bytes) const {
      const __m256i low = _mm256_and_si256(bytes, _mm256_set1_epi8(15));
      const __m256i bit4 = _mm256_slli_epi16(bytes, 3), bit5 = _mm256_slli_epi16(bytes, 2);
      const auto of = [&](int i) HANFIX_AVX2 { return _mm256_shuffle_epi8(quarter[i], low); };
      return _mm256_blendv_epi8(_mm256_blendv_epi8(of(0), of(1), bit4),
                                _mm256_blendv_epi8(of(2), of(3), bit4), bit5);
    }
    __m256i quarter[4];
  };

  __m256i first_;
  Tables second_, third_, mixed_;
};

}  // namespace hanfix::convert::lookup
#endif
