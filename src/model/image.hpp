/// \file  The compiled model: one read-only block of bytes, used in place.
///
/// Everything is found by offset from the start; all numbers are in the machine's byte order (the
/// image is made by the build for the build's target). Costs are -log2 p in 1/8 bit, one byte.
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>

namespace hanfix::model::image {

inline constexpr std::uint32_t kMagic = 0x314D4648;  // "HFM1"
inline constexpr std::size_t kPageCount = 0x110000 >> 8;
inline constexpr std::uint16_t kLineBreak = 0;  // the number of symbol_class::kLineBreak
inline constexpr std::size_t kTables = 2;
inline constexpr unsigned kCostSteps = 8;  // per bit

struct Grams {
  std::uint32_t unigrams;  // offset of cost[symbols], then backoff[symbols]
  std::uint32_t bigrams, bigram_buckets;
  std::uint32_t trigrams, trigram_buckets;
};

struct Header {
  std::uint32_t magic, size;       // size: bytes of the whole image
  std::uint32_t symbols;           // they are numbered from 0
  std::uint32_t page_index;        // uint16[kPageCount]: which page holds code points xx00-xxFF
  std::uint32_t pages;             // uint16[][256]: symbols by code point
  std::uint32_t codes;             // char32[symbols]: representatives
  std::uint32_t to_hans, to_hant;  // uint16[symbols]
  std::uint32_t share;  // cost[symbols]: of this image among those of the same Simplified character
  Grams tables[kTables];
};

/// A cache line of bigrams. A slot's key is the low half of its hash, a permutation of the bigram's
/// number: in a bucket and those before it hashes are consecutive, so the low half is exact.
/// Bigrams that begin a trigram come first: the one in slot i is context number base + i.
struct alignas(64) BigramBucket {
  static constexpr std::size_t kSlots = 15;
  static constexpr unsigned kHashBits = 28, kKeyBits = 16;
  std::uint16_t key[kSlots];
  std::uint16_t base_low;
  std::uint8_t cost[kSlots];
  std::uint8_t overflow;         // how many buckets behind this one hold entries that belong here
  std::uint8_t backoff[kSlots];  // 0: begins no trigram
  std::uint8_t base_high;
};

/// A cache line of trigrams: of contexts by number (BigramBucket) and last symbols, in the same
/// way. Keys have 18 bits, two of them beside the cost.
struct alignas(64) TrigramBucket {
  static constexpr std::size_t kSlots = 21;
  static constexpr unsigned kHashBits = 32, kKeyBits = 18;
  static constexpr std::uint32_t kLastSymbols = 12288;  // only symbols below end trigrams
  static constexpr unsigned kSteps = 4;                // of the cost, per bit
  static constexpr unsigned kHighest = 63;             // cost; dearer characters get it too
  static constexpr unsigned kFewMembers = 100;         // larger classes are not listed when dearer
  std::uint16_t key[kSlots];
  std::uint8_t cost[kSlots];  // cost << 2 | high bits of the key
  std::uint8_t overflow;
};
static_assert(sizeof(BigramBucket) == 64 && sizeof(TrigramBucket) == 64);

/// A permutation of the numbers of `bits` bits that scatters neighbours. (Constant shifts: others
/// take three operations each on an x86-64 that may not assume newer instructions.)
template <unsigned bits>
[[nodiscard]] constexpr std::uint32_t permuted(std::uint32_t number) noexcept {
  static_assert(bits <= 32);
  constexpr auto kMask = static_cast<std::uint32_t>((std::uint64_t{1} << bits) - 1);
  std::uint32_t h = number * 0x9E3779B1u & kMask;
  h ^= h >> (bits / 2);
  h = h * 0x85EBCA6Bu & kMask;
  return h ^ h >> (bits / 2);
}

/// The bucket of a hash: hashes are spread over the buckets in order.
template <class Bucket>
[[nodiscard]] constexpr std::size_t bucket_of(std::uint32_t hash, std::uint32_t buckets) noexcept {
  return std::size_t(std::uint64_t{hash} * buckets >> Bucket::kHashBits);
}

}  // namespace hanfix::model::image
