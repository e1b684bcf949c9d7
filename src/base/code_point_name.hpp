/// \file  How a message names a character.
#pragma once
#include <string>

#include "base/utf8.hpp"

namespace hanfix {

/// "4E2D", at least `digits` long.
[[nodiscard]] inline std::string hex_of_code(char32_t code, std::size_t digits = 1) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (std::size_t place = 6; place-- > 0;) {
    if (code >> 4 * place != 0 || place < digits) out.push_back(kDigits[code >> 4 * place & 15]);
  }
  return out;
}

/// "U+4E2D 中"; without the character where a reader could not see it.
[[nodiscard]] inline std::string code_point_name(char32_t code) {
  std::string out = "U+" + hex_of_code(code, 4);
  if (code <= 0x20 || (code >= 0x7F && code <= 0xA0)) return out;
  out.push_back(' ');
  utf8::append(out, code);
  return out;
}

}  // namespace hanfix
