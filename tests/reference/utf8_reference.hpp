/// \file  The WHATWG Encoding Standard's UTF-8 decoder, one byte at a time, as it is written there:
/// slow, and with nothing in common with src/encoding. Then what hanfix reads beyond the standard.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.hpp"
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

/// The same, but surrogate pairs in 2 × 3 bytes and overlong forms are characters where no
/// malformed byte stands beside them, nor, before overlong forms, among the 256 bytes to the left;
/// of ASCII only C0 80 (docs/decisions/0011).
struct LooseUtf8Reference : Utf8Reference {
  std::vector<ByteRange> nonstandard;
};

/// A generalised UTF-8 character at the front, by the bit patterns alone: size 0 if there is none.
struct AnyUtf8 {
  std::size_t size = 0;
  char32_t code = 0;
  bool overlong = false;
};
inline AnyUtf8 any_utf8(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes[0]);
  std::size_t size = 0;
  while (size < 8 && (lead >> (7 - size) & 1) != 0) ++size;
  if (size < 2 || size > 4 || bytes.size() < size) return {};
  char32_t code = lead & (0x7Fu >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    if (byte >> 6 != 2) return {};
    code = code << 6 | (byte & 0x3F);
  }
  constexpr char32_t kLowest[] = {0, 0, 0x80, 0x800, 0x10000};
  return {size, code, code < kLowest[size]};
}

inline LooseUtf8Reference reference_loose_utf8(std::string_view bytes) {
  struct Part {
    std::size_t size;
    enum { text, loose, error } kind;
    std::string character;
  };
  std::vector<Part> parts;
  const auto encoded = [](char32_t code) {
    std::string out;
    utf8::append(out, code);
    return out;
  };
  for (std::size_t at = 0; at < bytes.size();) {
    const std::string_view rest = bytes.substr(at);
    // The standard's first step: one character or one error.
    const Utf8Reference first = reference_utf8(rest.substr(0, 4));
    const bool bad = !first.malformed.empty() && first.malformed[0].start == 0;
    AnyUtf8 any = any_utf8(rest);
    if (bad && any.size == 3 && any.code >= 0xD800 && any.code < 0xDC00 && rest.size() >= 6) {
      const AnyUtf8 low = any_utf8(rest.substr(3));
      if (low.size == 3 && low.code >= 0xDC00 && low.code < 0xE000) {
        any = {6, 0x10000 + ((any.code - 0xD800) << 10) + (low.code - 0xDC00), true};
      }
    }
    const bool surrogate = any.code >= 0xD800 && any.code < 0xE000;
    if (bad && any.size > 0 && any.overlong && !surrogate &&
        (any.code >= 0x80 || (any.code == 0 && any.size == 2))) {
      parts.push_back({any.size, Part::loose, encoded(any.code)});
    } else if (bad) {
      parts.push_back({static_cast<std::size_t>(first.malformed[0].end), Part::error, "\uFFFD"});
    } else {
      const std::size_t size = any.size == 0 ? 1 : any.size;
      parts.push_back({size, Part::text, std::string(rest.substr(0, size))});
    }
    at += parts.back().size;
  }
  LooseUtf8Reference out;
  std::uint64_t at = 0;
  std::uint64_t clean = 256;  // bytes since the last malformed one
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts[i];
    const bool before_error = i + 1 < parts.size() && parts[i + 1].kind == Part::error;
    const bool demoted =
        part.kind == Part::loose && (clean < (part.size == 6 ? 1 : 256) || before_error);
    for (std::size_t k = 0; demoted && k < part.size; ++k) {
      out.text += "\uFFFD";
      out.malformed.push_back({at + k, at + k + 1});
    }
    if (!demoted) out.text += part.character;
    if (part.kind == Part::error) out.malformed.push_back({at, at + part.size});
    if (part.kind == Part::loose && !demoted) out.nonstandard.push_back({at, at + part.size});
    clean = demoted || part.kind == Part::error ? 0 : clean + part.size;
    at += part.size;
  }
  return out;
}

}  // namespace hanfix
