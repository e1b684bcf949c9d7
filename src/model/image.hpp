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
  std::uint32_t key_bits;          // of a bigram, see bigram_hash
  std::uint32_t page_index;        // uint16[kPageCount]: which page holds code points xx00-xxFF
  std::uint32_t pages;             // uint16[][256]: symbols by code point
  std::uint32_t codes;             // char32[symbols]: representatives
  std::uint32_t to_hans, to_hant;  // uint16[symbols]
  std::uint32_t share;  // cost[symbols]: of this image among those of the same Simplified character
  Grams tables[kTables];
};

/// A cache line of bigrams. A slot's key is the low half of its hash: inside a bucket and its
/// neighbours hashes are consecutive numbers, so the low half names one bigram and no other.
struct alignas(64) BigramBucket {
  static constexpr std::size_t kSlots = 15;
  std::uint16_t key[kSlots];
  std::uint16_t overflow;  // buckets behind this one that hold entries of this or earlier ones
  std::uint8_t cost[16], backoff[16];  // backoff 0: no trigram begins with this bigram
};

/// A cache line of trigrams. Keys are fingerprints, 0 marks an empty slot: a trigram that is not
/// there is taken for another one about 3 times in 10 000 look-ups. Look up only below listed
/// bigrams.
struct alignas(64) TrigramBucket {
  static constexpr std::size_t kSlots = 21;
  std::uint16_t key[kSlots];
  std::uint8_t cost[kSlots];
  std::uint8_t overflow;
};
static_assert(sizeof(BigramBucket) == 64 && sizeof(TrigramBucket) == 64);

/// A permutation of the numbers of `bits` bits.
[[nodiscard]] constexpr std::uint32_t bigram_hash(std::uint32_t a, std::uint32_t b,
                                                  std::uint32_t symbols, unsigned bits) noexcept {
  const std::uint32_t mask = (std::uint32_t{1} << bits) - 1;
  std::uint32_t h = a * symbols + b;
  h = h * 0x9E3779B1u & mask;
  h ^= h >> (bits / 2);
  h = h * 0x85EBCA6Bu & mask;
  h ^= h >> (bits / 2);
  return h;
}

[[nodiscard]] constexpr std::uint32_t bigram_bucket(std::uint32_t hash, std::uint32_t buckets,
                                                    unsigned bits) noexcept {
  return std::uint32_t(std::uint64_t{hash} * buckets >> bits);
}

struct TrigramHash {
  std::uint32_t bucket;
  std::uint16_t key;
};

[[nodiscard]] constexpr TrigramHash trigram_hash(std::uint32_t a, std::uint32_t b, std::uint32_t c,
                                                 std::uint32_t symbols,
                                                 std::uint32_t buckets) noexcept {
  std::uint64_t h = (std::uint64_t{a} * symbols + b) * symbols + c;
  h *= 0x9E3779B97F4A7C15u;
  h ^= h >> 32;
  h *= 0xD6E8FEB86659FD93u;
  const auto key = std::uint16_t(h >> 8);
  return {std::uint32_t((h >> 32) * buckets >> 32), key == 0 ? std::uint16_t{1} : key};
}

}  // namespace hanfix::model::image
