/// \file  The layout of the double-byte tables, which compile_double_byte makes and the family
/// reads in place.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

namespace hanfix::repair {

/// One to three bytes that a reader shows as one character.
struct ShownBytes {
  std::uint8_t size = 0;
  std::array<std::uint8_t, 3> data{};
};

/// What one reader shows for which bytes.
struct ReaderImage {
  /// Of `size` and `data` that stand for a character of the BMP: 0, none; kSeveral, those from an
  /// index in the image's list on; else the only ones.
  ShownBytes only[0x10000];
  std::uint8_t
      pairs[0x10000 / 8];       ///< bit by lead << 8 | trail: they are a character, or begin one
  std::uint8_t alone[256 / 8];  ///< bit by byte: a character by itself
  std::uint8_t leads[256 / 8];  ///< bit by byte: begins characters
  std::uint32_t beyond, beyond_count;  ///< characters outside the BMP: index in the image's list
};
inline constexpr std::uint8_t kSeveral = 0x80;  ///< | how many; the index in `data`, lowest first

/// The characters of one encoding that Chinese text is written in.
struct WrittenImage {
  struct Pair {
    char16_t code;             ///< 0: none that people write
    std::uint16_t symbol;      ///< the model's
    std::uint16_t unigram[2];  ///< by script: what it costs, 1/16 bit
  };
  Pair pairs[0x10000];          ///< by lead << 8 | trail
  std::uint16_t least[2][256];  ///< by script and lead byte
};

/// What is known of a character of the BMP before it is read back.
struct FirstSight {
  /// Bit by reader, + 8 in Big5: its bytes are no character of GBK (Big5), if all bytes before them
  /// were pairs.
  std::uint16_t lost;
  std::uint8_t uneven;   ///< bit by reader: it is shown for one byte, or for three
  std::uint8_t natural;  ///< natural_cost(), 1/8 bit
};

/// What reading a character back by each pairing of double_byte_pairings.hpp would bring.
struct PairingSight {
  /// By pairing in pairs, times two: by how much what is shown costs more than what it is read back
  /// as, 1/2 bit, rounded up; and one if it is read back as nothing. kUneven: it is shown for one
  /// byte, or for three.
  std::int8_t gain[10];
  /// By pairing in UTF-8, four bits for each number of bytes that a character before it lacks (0 to
  /// 3): how many it then lacks, and times four what is lost at least.
  std::uint16_t step[3];
};
inline constexpr std::int8_t kUneven = 127;
inline constexpr int kGainSteps = 2;  ///< in a bit

/// The second byte of one character and the first of the next, which make a character where the
/// decoder is out of step: 7 bits each, for GBK and Big5 at once.
namespace inner_pair {
inline constexpr std::uint32_t kNoByte =
    0x7F;  ///< no character of two bytes, or one that ends in ASCII
inline constexpr unsigned kNaturalShift = 56;
inline constexpr std::uint32_t kFirstBytes = 0x007F007F;

/// What is known of a character: its costs at the top, its first bytes below them, its last bytes,
/// in their places in two indices of 16 bits.
[[nodiscard]] constexpr std::uint64_t sight(std::uint32_t natural, const std::uint32_t (&first)[2],
                                            const std::uint32_t (&last)[2]) noexcept {
  const std::uint32_t high = natural << 24 | first[1] << 16 | first[0];
  const std::uint32_t low = (0x4000 | last[1] << 7) << 16 | last[0] << 7;
  return std::uint64_t{high} << 32 | low;
}
/// The indices of both pairs between `before` and `behind`: GBK's in the lower half, Big5's in the
/// upper one.
[[nodiscard]] constexpr std::uint32_t indices(std::uint64_t before, std::uint64_t behind) noexcept {
  return static_cast<std::uint32_t>(before) +
         (static_cast<std::uint32_t>(behind >> 32) & kFirstBytes);
}
/// Whether the character is one of two bytes, and whether the second one is no ASCII; `which`: 0
/// GBK, 1 Big5.
[[nodiscard]] constexpr bool has_first(std::uint64_t sight, unsigned which) noexcept {
  return (sight >> (32 + 16 * which) & kNoByte) != kNoByte;
}
[[nodiscard]] constexpr bool has_last(std::uint64_t sight, unsigned which) noexcept {
  return (sight >> (7 + 16 * which) & kNoByte) != kNoByte;
}
/// Votes for a script, to be added up: a character that Simplified text only has is 1, one that
/// Traditional text only has 1 << 16.
[[nodiscard]] constexpr std::uint64_t sight_of_votes(bool simplified, bool traditional) noexcept {
  return std::uint64_t{simplified} << 39 | std::uint64_t{traditional} << 55;
}
[[nodiscard]] constexpr std::uint32_t votes(std::uint64_t sight) noexcept {
  return static_cast<std::uint32_t>(sight >> 39) & 0x00010001;
}
[[nodiscard]] constexpr std::uint32_t natural(std::uint64_t sight) noexcept {
  return static_cast<std::uint32_t>(sight >> kNaturalShift);
}
inline constexpr std::size_t kPairs = 0x8000;  ///< of both encodings
inline constexpr std::uint8_t kNone = 255;     ///< no character: nothing is enough

inline constexpr std::uint8_t kImpossible = 160;  ///< what none costs, 1/8 bit
inline constexpr int kBit = 8;                    ///< of FirstSight::natural
inline constexpr int kEach =
    3 * kBit / 2;                        ///< by which the pair must be cheaper than its neighbours
inline constexpr int kRare = 10 * kBit;  ///< neighbours that cost less on average are common
}  // namespace inner_pair

struct BeyondBmp {
  char32_t code;
  ShownBytes bytes;
};

/// Behind it stand two lists.
struct DoubleByteImage {
  ReaderImage readers[8];
  WrittenImage written[2];
  PairingSight pairing_sight[0x10000];  ///< of ASCII and U+FFFD nothing
  FirstSight first_sight[0x10000];      ///< `lost` and `uneven` of ASCII and of U+FFFD are 0
  std::uint64_t inner_sight[0x10000];   ///< inner_pair::sight(); below U+2000, U+FFFD: no bytes
  /// By inner_pair::indices(): the least that the pair's character costs in either script, 1/8 bit,
  /// and from what mean cost of its neighbours on that is evidence.
  std::uint8_t inner_cost[inner_pair::kPairs], inner_need[inner_pair::kPairs];
  std::uint32_t several;  ///< offset from the image's start of ShownBytes[]
  std::uint32_t beyond;   ///< of BeyondBmp[], by reader and code point
};

[[nodiscard]] constexpr bool has_bit(const std::uint8_t* bits, std::size_t at) noexcept {
  return (bits[at / 8] >> (at % 8) & 1) != 0;
}

}  // namespace hanfix::repair
