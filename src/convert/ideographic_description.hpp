/// \file  Ideographic description sequences, which conversion copies verbatim.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hanfix::convert {

/// Operands that `code` takes as an ideographic description operator; 0 if it is none.
/// U+2FF0-2FFF as OpenCC 1.4.2 knows them; U+31EF is no operator there.
[[nodiscard]] constexpr std::size_t description_arity(char32_t code) noexcept {
  if (code < 0x2FF0 || code > 0x2FFF) return 0;
  return code == 0x2FF2 || code == 0x2FF3 ? 3 : code >= 0x2FFE ? 1 : 2;
}

/// Whether `text` starts with an operator.
[[nodiscard]] constexpr bool begins_with_operator(std::string_view text) noexcept {
  return text.size() >= 3 && text.starts_with("\xE2\xBF") &&
         (static_cast<unsigned char>(text[2]) & 0xF0) == 0xB0;
}

/// Whether there is an operator in `text`.
[[nodiscard]] constexpr bool holds_operator(std::string_view text) noexcept {
  for (std::size_t at = 0; (at = text.find("\xE2\xBF", at)) != std::string_view::npos; ++at) {
    if (begins_with_operator(text.substr(at))) return true;
  }
  return false;
}

/// Bytes that may be needed to tell whether an operator starts a sequence.
inline constexpr std::size_t kDescriptionReach = 64 * 4;

struct Description {
  enum class State : std::uint8_t {
    complete,    ///< `size` bytes form a sequence
    incomplete,  ///< the text ends before the sequence does
    invalid,     ///< nested deeper than 16 or longer than 64 code points: no sequence
  };
  State state;
  std::size_t size = 0;  ///< bytes, if complete
};

/// Reads the sequence at the start of `text`, whose first character is an operator. Operands may
/// be any code points, a newline too. Time and stack are bounded by 64 code points.
[[nodiscard]] Description read_description(std::string_view text) noexcept;

}  // namespace hanfix::convert
