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

struct BeyondBmp {
  char32_t code;
  ShownBytes bytes;
};

/// Behind it stand two lists.
struct DoubleByteImage {
  ReaderImage readers[8];
  WrittenImage written[2];
  FirstSight first_sight[0x10000];  ///< `lost` and `uneven` of ASCII and of U+FFFD are 0
  std::uint32_t several;            ///< offset from the image's start of ShownBytes[]
  std::uint32_t beyond;             ///< of BeyondBmp[], by reader and code point
};

[[nodiscard]] constexpr bool has_bit(const std::uint8_t* bits, std::size_t at) noexcept {
  return (bits[at / 8] >> (at % 8) & 1) != 0;
}

}  // namespace hanfix::repair
