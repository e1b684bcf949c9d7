/// \file  The WHATWG Encoding Standard's UTF-8 decoder, one byte at a time, as it is written there:
/// slow, and with nothing in common with src/encoding.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "hanfix/diagnostic.hpp"

namespace hanfix {

struct Utf8Reference {
  std::string text;                  ///< with U+FFFD for each error
  std::vector<ByteRange> malformed;  ///< the input bytes of each error
};

inline Utf8Reference reference_utf8(std::string_view bytes) {
  Utf8Reference out;
  unsigned needed = 0, seen = 0, lower = 0x80, upper = 0xBF;
  std::size_t start = 0;
  const auto error = [&](std::size_t end) {
    out.text += "\xEF\xBF\xBD";
    out.malformed.push_back({start, end});
    needed = seen = 0;
    lower = 0x80;
    upper = 0xBF;
  };
  for (std::size_t at = 0; at < bytes.size();) {
    const unsigned byte = static_cast<unsigned char>(bytes[at]);
    if (needed == 0) {
      start = at++;
      if (byte <= 0x7F) {
        out.text += bytes[start];
      } else if (byte >= 0xC2 && byte <= 0xDF) {
        needed = 1;
      } else if (byte >= 0xE0 && byte <= 0xEF) {
        if (byte == 0xE0) lower = 0xA0;
        if (byte == 0xED) upper = 0x9F;
        needed = 2;
      } else if (byte >= 0xF0 && byte <= 0xF4) {
        if (byte == 0xF0) lower = 0x90;
        if (byte == 0xF4) upper = 0x8F;
        needed = 3;
      } else {
        error(at);
      }
      continue;
    }
    if (byte < lower || byte > upper) {
      error(at);  // the byte is read again
      continue;
    }
    lower = 0x80;
    upper = 0xBF;
    ++at;
    if (++seen == needed) {
      out.text += bytes.substr(start, at - start);
      needed = seen = 0;
    }
  }
  if (needed != 0) error(bytes.size());
  return out;
}

}  // namespace hanfix
