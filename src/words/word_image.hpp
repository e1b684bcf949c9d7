/// \file  The layout of the table of words: what the build writes and segmentation reads in place.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

/// One block of bytes in the machine's byte order, aligned to 64, made by the build for the build's
/// target. Places are offsets in bytes from the start.
///
/// Words are paths through a double array. The steps are *classes*: numbers of characters, where
/// all that OpenCC's TSCharacters brings to one character are the same, so that text in either
/// script finds the same words.
namespace hanfix::words::image {

inline constexpr std::uint32_t kMagic = 0x33574648;  // "HFW3"

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
  std::uint32_t units;        // Unit[]; base + class is always inside. Most of the image
  std::uint32_t pairs;        // Pairs[kPairSets]
};

/// What is known of two characters side by side, with those that the hash puts beside them.
struct Pairs {
  /// Which stand so in some word, a superset: a bit for each pair that words begin with, another
  /// for each that is further inside.
  std::uint64_t neighbours;
  /// Gains of the words that end with a pair, or begin with it: two bits each, the greatest of
  /// those that share a place.
  std::uint32_t ends, begins;
};
inline constexpr unsigned kPairSetBits = 15;
inline constexpr std::size_t kPairSets = std::size_t{1} << kPairSetBits;
[[nodiscard]] constexpr std::uint32_t pair_hash(std::uint32_t a, std::uint32_t b) noexcept {
  return a * 0x9E3779B1u + b * 0x85EBCA6Bu;
}
[[nodiscard]] constexpr std::uint32_t pair_set(std::uint32_t hash) noexcept {
  return hash >> (32 - kPairSetBits);
}
[[nodiscard]] constexpr unsigned begin_bit(std::uint32_t hash) noexcept { return hash >> 7 & 63; }
[[nodiscard]] constexpr unsigned inner_bit(std::uint32_t hash) noexcept { return hash >> 3 & 63; }
[[nodiscard]] constexpr unsigned gain_shift(std::uint32_t hash) noexcept {
  return 2 * (hash >> 13 & 15);
}

/// A word's gain at its end: how much cheaper it is than the best cut of all but its last
/// character; at its begin likewise. Levels: 0 for none, kNoGain; else up to kGains[level].
inline constexpr int kNoGain = -(1 << 20), kAnyGain = 1 << 20;
inline constexpr std::array<int, 4> kGains = {kNoGain, -48, -8, kAnyGain};
[[nodiscard]] constexpr unsigned gain_level(int gain) noexcept {
  unsigned level = 1;
  while (gain > kGains.at(level)) ++level;
  return level;
}

/// What begins with a character. Class 0 begins nothing, and is dear.
struct Root {
  std::uint64_t second;  ///< bit (class % 64): such a character may come second
  std::uint32_t base;    ///< children are units[base + class]; 0: no longer word
  std::uint32_t cost;    ///< of the character as a word
};

/// A word's second or later character. Bases are unique, so its class tells whose child it is.
class Unit {
 public:
  /// Bits of a class and of a base.
  static constexpr unsigned kClassBits = 14, kBaseBits = 20;
  /// Classes of children are told apart by this many bits: child_bit().
  static constexpr unsigned kChildBits = 6;

  constexpr Unit() = default;  ///< free
  /// `base`: as in Root. `cost`: or kNoWord. `children`: their bits.
  constexpr Unit(std::uint32_t base, std::uint8_t cost, std::uint16_t cls, unsigned children)
      : cls_(static_cast<std::uint16_t>(cls | children << kClassBits)),
        low_(static_cast<std::uint16_t>(base)),
        high_(static_cast<std::uint16_t>(base >> 16 | unsigned{cost} << 4 | children >> 2 << 12)) {}

  [[nodiscard]] static constexpr unsigned child_bit(std::uint16_t cls) noexcept {
    return 1u << cls % kChildBits;
  }
  /// 0: free.
  [[nodiscard]] constexpr std::uint16_t cls() const noexcept {
    return static_cast<std::uint16_t>(cls_ & ((1u << kClassBits) - 1));
  }
  [[nodiscard]] constexpr std::uint32_t base() const noexcept {
    return low_ | (std::uint32_t{high_} & 0xF) << 16;
  }
  [[nodiscard]] constexpr std::uint8_t cost() const noexcept {
    return static_cast<std::uint8_t>(high_ >> 4);
  }
  /// False if surely no child has this class.
  [[nodiscard]] constexpr bool may_have_child(std::uint16_t cls) const noexcept {
    return ((cls_ >> kClassBits | high_ >> 12 << 2) & child_bit(cls)) != 0;
  }

 private:
  std::uint16_t cls_ = 0;   // and two bits of children
  std::uint16_t low_ = 0;   // of the base
  std::uint16_t high_ = 0;  // the rest of the base, the cost, four bits of children
};
static_assert(sizeof(Unit) == 6);

}  // namespace hanfix::words::image
