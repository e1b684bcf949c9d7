#include "encoding/detect.hpp"

#include <algorithm>
#include <cmath>

#include "encoding/decoder.hpp"

namespace hanfix {
namespace {

// How much of the window is UTF-8.
struct Utf8Evidence {
  std::size_t two = 0, more = 0;  // well-formed sequences of 2 bytes, and of 3 or 4
  std::size_t malformed = 0;
};

Utf8Evidence count_utf8(std::string_view window, bool complete) {
  Utf8Evidence out;
  for (std::size_t at = 0; at < window.size();) {
    at += ascii_prefix(window.substr(at));
    if (at == window.size()) break;
    const Utf8Front front = utf8_front(window.substr(at));
    // A surrogate pair in six bytes is no accident either; overlong forms are GBK more often.
    if (front.kind == Utf8Front::Kind::malformed &&
        loose_utf8_front(window.substr(at)).kind == LooseUtf8::Kind::pair) {
      ++out.more;
      at += 6;
      continue;
    }
    switch (front.kind) {
      case Utf8Front::Kind::valid:
        ++(front.size == 2 ? out.two : out.more);
        break;
      case Utf8Front::Kind::malformed:
        ++out.malformed;
        break;
      case Utf8Front::Kind::incomplete:
        if (complete) ++out.malformed;
        break;
    }
    at += front.size;
  }
  return out;
}

// Damaged UTF-8 is UTF-8 still: other encodings make sequences of three bytes by chance only about
// once in 300 characters, of two bytes once in 7, and everything else in them is malformed.
bool is_utf8(const Utf8Evidence& seen) {
  const std::size_t sequences = seen.two + seen.more;
  if (seen.malformed == 0) return sequences > 0;
  return sequences >= 3 && seen.two + 4 * seen.more >= 4 * seen.malformed;
}

Detection answer(Encoding encoding, double confidence, double margin) {
  return {encoding, 0, confidence, margin, {{encoding, confidence}}, {}};
}

}  // namespace

std::optional<Encoding> find_byte_order_mark(std::string_view bytes) noexcept {
  // UTF-32LE's begins with UTF-16LE's: the longer first.
  for (const Encoding encoding : {Encoding::utf_32le, Encoding::utf_32be, Encoding::utf_8,
                                  Encoding::utf_16le, Encoding::utf_16be, Encoding::gb18030}) {
    const std::string_view mark = byte_order_mark(encoding);
    if (bytes.substr(0, mark.size()) == mark) return encoding;
  }
  return std::nullopt;
}

Detection detect(std::string_view window, const DetectScope& scope) {
  const auto& [complete, at_start, allowed] = scope;
  if (window.empty()) return {};
  if (at_start) {
    if (const auto encoding = find_byte_order_mark(window)) {
      Detection out = answer(*encoding, 1.0, 1.0);
      out.bom_size = byte_order_mark(*encoding).size();
      return out;
    }
  }
  const Utf8Evidence utf8 = count_utf8(window, complete);
  const bool seven_bits = utf8.two + utf8.more + utf8.malformed == 0;
  if (at_start) {
    if (const auto wide = detect_wide(window)) {
      return answer(wide->encoding, wide->score, wide->score);
    }
  }
  if (seven_bits) {
    if (const auto shifted = detect_shifted(window)) {
      return answer(shifted->encoding, shifted->score, shifted->score);
    }
  }
  // NULs in flawless UTF-8 are damage to a text: other files hold bytes that are not UTF-8.
  const bool flawless = utf8.malformed == 0 && utf8.more > 0;
  if (has_file_signature(window) || (looks_binary(window) && !flawless))
    return answer(Encoding::binary, 0.9, 0.9);
  if (seven_bits) {
    // Only a cut character, if anything, is beyond ASCII.
    const bool ascii = ascii_prefix(window) == window.size();
    return ascii ? answer(Encoding::us_ascii, 1.0, 1.0) : Detection{};
  }
  if (is_utf8(utf8)) {
    // One lone pair is UTF-8 in about 6 of 7 cases that one meets; from there it grows fast.
    const double doubt = std::pow(0.15, static_cast<double>(utf8.two)) *
                         std::pow(0.003, static_cast<double>(std::min<std::size_t>(utf8.more, 9)));
    const double share = static_cast<double>(utf8.two + utf8.more) /
                         static_cast<double>(utf8.two + utf8.more + utf8.malformed);
    const double confidence = std::max((1 - doubt) * share, 0.01);
    return answer(Encoding::utf_8, confidence, confidence);
  }
  Detection out;
  out.candidates = detect_legacy(window, complete);
  if (out.candidates.empty()) return out;
  out.encoding = out.candidates[0].encoding;
  out.confidence = out.candidates[0].score;
  out.margin = out.confidence - (out.candidates.size() > 1 ? out.candidates[1].score : 0.0);
  return out;
}

}  // namespace hanfix
