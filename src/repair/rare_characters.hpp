/// \file  Text of characters that hardly anybody writes: what double-byte mojibake looks like.
#pragma once
#include <string_view>

#include "model/char_model.hpp"

namespace hanfix::repair {

/// What `code` costs as a character of Chinese, Japanese or Korean text, in the language that likes
/// it best, at most kDearest; in 1/16 bit as the model's costs. Made on first use; thread-safe.
[[nodiscard]] int natural_cost(char32_t code) noexcept;
inline constexpr int kDearest = 17 * model::kUnitsPerBit;

/// Whether some stretch of `text` costs more than `bits` for each of its characters, in 1/16 bit:
/// a line, or every 24 characters of a long one. Characters below U+2E80 do not count. Gigabytes a
/// second, no allocation.
[[nodiscard]] bool holds_rare_stretch(std::string_view text, int bits) noexcept;

}  // namespace hanfix::repair
