/// \file  Where hanfix's character tables differ from ICU 72's.
#pragma once
#include <cstdint>
#include <span>

#include "encoding/encoding.hpp"

namespace hanfix {

/// `bytes` (the first byte highest) decode to `first` and, if not 0, `second` after it.
/// `first` 0: they decode to nothing.
struct DecodePatch {
  std::uint32_t bytes;
  char32_t first;
  char32_t second = 0;
};

/// `code` is written as `bytes`, although they decode to another character.
struct EncodePatch {
  char32_t code;
  std::uint32_t bytes;
};

[[nodiscard]] std::span<const DecodePatch> decode_patches(Encoding encoding) noexcept;
[[nodiscard]] std::span<const EncodePatch> encode_patches(Encoding encoding) noexcept;
/// Whether ICU's private-use characters are to be left out of the encoding.
[[nodiscard]] bool drops_private_use(Encoding encoding) noexcept;

}  // namespace hanfix
