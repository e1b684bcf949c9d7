/// \file  The layout of the table of words: what the build writes and segmentation reads in place.
#pragma once
#include <cstddef>
#include <cstdint>

/// One block of bytes in the machine's byte order, aligned to 64, made by the build for the build's
/// target. Places are offsets in bytes from the start.
///
/// Words are paths through a double array. The steps are *classes*: numbers of characters, where
/// all that OpenCC's TSCharacters brings to one character are the same, so that text in either
/// script finds the same words.
namespace hanfix::convert::context::image {

inline constexpr std::uint32_t kMagic = 0x31574648;  // "HFW1"

/// Code points that can have a class; others are in no word.
inline constexpr char32_t kFirst = 0x3400;
inline constexpr char32_t kEnd = 0xA000;

/// Costs are -log2 of the share of all words that a text has, in 1/8 bit.
inline constexpr unsigned kCostSteps = 8;
inline constexpr std::uint8_t kHighestCost = 250;
inline constexpr std::uint8_t kNoWord = 255;

struct Header {
  std::uint32_t magic, size;  // size: bytes of the whole image
  std::uint32_t classes;      // uint16[kEnd - kFirst]: 0 for characters of no word
  std::uint32_t class_count;  // classes are 0 … class_count - 1
  std::uint32_t roots;        // Root[class_count]
  std::uint32_t units;        // Unit[]; base + class is always inside
  std::uint32_t pairs;        // uint64[kPairWords]: the bits of neighbours in words
};

/// Which characters stand side by side in some word, as one bit for each pair; a superset.
inline constexpr unsigned kPairBits = 22;
inline constexpr std::size_t kPairWords = std::size_t{1} << (kPairBits - 6);
[[nodiscard]] constexpr std::uint32_t pair_hash(std::uint32_t a, std::uint32_t b) noexcept {
  return (a * 0x9E3779B1u + b * 0x85EBCA6Bu) >> (32 - kPairBits);
}

/// What begins with a character. Class 0 begins nothing, and is dear.
struct Root {
  std::uint64_t second;  ///< bit (class % 64): such a character may come second
  std::uint32_t base;    ///< children are units[base + class]; 0: no longer word
  std::uint32_t cost;    ///< of the character as a word
};

/// A word's second or later character. Bases are unique, so its class tells whose child it is.
struct Unit {
  std::uint32_t base_and_cost;  ///< base << 8, as in Root; and the cost, or kNoWord
  std::uint16_t cls;            ///< 0: free
  std::uint16_t next;           ///< bit (class % 16): a child may have such a class

  [[nodiscard]] std::uint32_t base() const noexcept { return base_and_cost >> 8; }
  [[nodiscard]] std::uint8_t cost() const noexcept {
    return static_cast<std::uint8_t>(base_and_cost);
  }
};

}  // namespace hanfix::convert::context::image
