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

/// What one reader shows. Byte sequences are in the order of their characters, those of the BMP
/// first; `first[code]` is the index of the first one of `code`.
struct ReaderImage {
  std::uint16_t first[0x10001];
  std::uint8_t
      pairs[0x10000 / 8];       ///< bit by lead << 8 | trail: they are a character, or begin one
  std::uint8_t alone[256 / 8];  ///< bit by byte: a character by itself
  std::uint8_t leads[256 / 8];  ///< bit by byte: begins characters
  std::uint32_t bytes;          ///< index in the image's, of the first one
  std::uint32_t count;
  std::uint32_t
      beyond;  ///< index in the image's codes, of those of the sequences from first[0x10000] on
};

/// The characters of one encoding that Chinese text is written in.
struct WrittenImage {
  char16_t code[0x10000];             ///< by lead << 8 | trail; 0: none that people write
  std::uint16_t symbol[0x10000];      ///< the model's
  std::uint16_t unigram[2][0x10000];  ///< by script and pair: what it costs, 1/16 bit
  std::uint16_t least[2][256];        ///< by script and lead byte
};

struct DoubleByteImage {
  ReaderImage readers[8];
  WrittenImage written[2];
  std::uint32_t codes, bytes;  ///< offsets from the image's start: char32_t[], ShownBytes[]
};

[[nodiscard]] constexpr bool has_bit(const std::uint8_t* bits, std::size_t at) noexcept {
  return (bits[at / 8] >> (at % 8) & 1) != 0;
}

}  // namespace hanfix::repair
