/// \file  The layout of what is known about names of people; made by the build, used in place.
#pragma once
#include <cstddef>
#include <cstdint>

namespace hanfix::convert::context::image {

inline constexpr std::uint32_t kNameMagic = 0x314E4648;  // "HFN1"

/// Code points that can be in a name.
inline constexpr char32_t kNamesBegin = 0x4E00, kNamesEnd = 0xA000;

/// Offsets are in bytes from the start of the image; numbers are in the machine's byte order.
struct NameHeader {
  std::uint32_t magic, size;        // size: bytes of the whole image
  std::uint32_t costs;              // NameCosts[kNamesEnd - kNamesBegin], by code point
  std::uint32_t kept, kept_count;   // KeptForm[], sorted by code
  std::uint32_t names, name_count;  // char32_t[kNameSize] each
};

/// How rare a character is in names, by its place there: -log2 of its share, in 1/8 bit. 0: never.
struct NameCosts {
  std::uint8_t surname, second, third;
};

/// What stays in a name where Simplified text has another character.
struct KeptForm {
  char32_t code, form;
  std::int32_t commonness;  ///< in text, against what becomes the same: log2, in 1/8 bit
};

/// Characters of a name that is kept whatever stands around it.
inline constexpr std::size_t kNameSize = 3;

}  // namespace hanfix::convert::context::image
