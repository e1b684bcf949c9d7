#include <array>

#include "base/utf8.hpp"
#include "encoding/decoder.hpp"
#include "encoding/encoder.hpp"

namespace hanfix {
namespace {

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// -1: not a digit of base64.
constexpr std::array<std::int8_t, 256> kDigit = [] {
  std::array<std::int8_t, 256> out{};
  out.fill(-1);
  for (std::size_t i = 0; i < kBase64.size(); ++i) {
    out[static_cast<unsigned char>(kBase64[i])] = static_cast<std::int8_t>(i);
  }
  return out;
}();
int digit(char c) { return kDigit[static_cast<unsigned char>(c)]; }

// RFC 2152: between '+' and the first byte that is no digit, UTF-16 in base64; a '-' there belongs
// to it. "+-" is '+'. Between calls the decoder stands behind a character, with 0, 2 or 4 bits.
class Utf7Decoder : public Decoder {
 public:
  std::size_t decode(std::string_view input, bool last, UnitWriter& out) override {
    std::size_t at = 0;
    while (at < input.size()) {
      const std::size_t taken =
          shifted_ ? digits(input.substr(at), last, out) : plain(input.substr(at), last, out);
      if (taken == 0) break;
      at += taken;
    }
    return at;
  }

 private:
  std::size_t plain(std::string_view rest, bool last, UnitWriter& out) {
    if (rest[0] != '+') {
      if (static_cast<unsigned char>(rest[0]) < 0x80) {
        out.copied(rest.substr(0, 1));
      } else {
        out.malformed(rest.substr(0, 1));
      }
      return 1;
    }
    if (rest.size() == 1 && !last) return 0;
    if (rest.size() > 1 && rest[1] == '-') {
      out.character('+', 2);
      return 2;
    }
    if (rest.size() == 1 || digit(rest[1]) < 0) {
      out.malformed(rest.substr(0, 1));
      return 1;
    }
    shifted_ = true;
    bits_ = 0;
    value_ = 0;
    out.skipped(1);
    return 1;
  }

  // A unit of UTF-16 from what is left and the next digits; `used` of these. False: they end.
  static bool unit(std::string_view rest, unsigned bits, std::uint32_t value, std::size_t& used,
                   std::uint32_t& code, unsigned& bits_left) {
    for (used = 0; bits < 16; ++used, bits += 6) {
      if (used == rest.size() || digit(rest[used]) < 0) return false;
      value = value << 6 | static_cast<std::uint32_t>(digit(rest[used]));
    }
    bits_left = bits - 16;
    code = value >> bits_left & 0xFFFF;
    return true;
  }

  std::size_t digits(std::string_view rest, bool last, UnitWriter& out) {
    if (digit(rest[0]) < 0) {
      shifted_ = false;
      if (rest[0] != '-') return plain(rest, last, out);
      out.skipped(1);
      return 1;
    }
    std::size_t used = 0;
    std::uint32_t code = 0;
    unsigned left = 0;
    if (!unit(rest, bits_, value_, used, code, left)) {
      if (used == rest.size() && !last) return 0;
      out.malformed(rest.substr(0, used));  // too few bits for a character
      bits_ = 0;
      value_ = 0;
      return used;
    }
    if (code >= 0xD800 && code < 0xDC00) {
      const std::string_view more = rest.substr(used);
      std::size_t used_low = 0;
      std::uint32_t low = 0;
      unsigned left_low = 0;
      const std::uint32_t value = last_bits(rest.substr(0, used), left);
      if (unit(more, left, value, used_low, low, left_low)) {
        if (low >= 0xDC00 && low < 0xE000) {
          out.character(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00),
                        static_cast<std::uint32_t>(used + used_low));
          keep(rest.substr(0, used + used_low), left_low);
          return used + used_low;
        }
      } else if (used_low == more.size() && !last) {
        return 0;
      }
    }
    if (code >= 0xD800 && code < 0xE000) {
      out.malformed(rest.substr(0, used));
    } else {
      out.character(code, static_cast<std::uint32_t>(used));
    }
    keep(rest.substr(0, used), left);
    return used;
  }

  static std::uint32_t last_bits(std::string_view taken, unsigned left) {
    return static_cast<std::uint32_t>(digit(taken.back())) & ((1u << left) - 1);
  }
  void keep(std::string_view taken, unsigned left) {
    bits_ = left;
    value_ = last_bits(taken, left);
  }

  bool shifted_ = false;
  unsigned bits_ = 0;  // of value_, that the next character begins with
  std::uint32_t value_ = 0;
};

class Utf7Encoder : public Encoder {
 public:
  std::size_t put(std::string_view text, std::string& out) override {
    for (std::size_t at = 0; at < text.size();) {
      const char32_t code = utf8::next(text, at);
      if (is_direct(code)) {
        // What follows might be taken for a digit, or for the end's own mark.
        leave(digit(static_cast<char>(code)) >= 0 || code == '-', out);
        out.push_back(static_cast<char>(code));
      } else if (code == '+' && !shifted_) {
        out += "+-";
      } else {
        if (!shifted_) out.push_back('+');
        shifted_ = true;
        if (code >= 0x10000) {
          unit(0xD800 + ((code - 0x10000) >> 10), out);
          unit(0xDC00 + ((code - 0x10000) & 0x3FF), out);
        } else {
          unit(code, out);
        }
      }
    }
    return text.size();
  }
  void finish(std::string& out) override { leave(true, out); }

 private:
  // RFC 2152's sets D and O, and white space; '+' is neither.
  static bool is_direct(char32_t code) {
    if (code == ' ' || code == '\t' || code == '\r' || code == '\n') return true;
    return code > 0x20 && code < 0x7F && code != '+' && code != '\\' && code != '~';
  }
  void unit(char32_t value, std::string& out) {
    value_ = value_ << 16 | static_cast<std::uint32_t>(value);
    bits_ += 16;
    for (; bits_ >= 6; bits_ -= 6) out.push_back(kBase64[value_ >> (bits_ - 6) & 63]);
    value_ &= (1u << bits_) - 1;
  }
  void leave(bool marked, std::string& out) {
    if (!shifted_) return;
    if (bits_ > 0) out.push_back(kBase64[value_ << (6 - bits_) & 63]);
    if (marked) out.push_back('-');
    shifted_ = false;
    bits_ = 0;
    value_ = 0;
  }

  bool shifted_ = false;
  unsigned bits_ = 0;
  std::uint32_t value_ = 0;
};

}  // namespace

std::unique_ptr<Decoder> make_utf7_decoder() { return std::make_unique<Utf7Decoder>(); }
std::unique_ptr<Encoder> make_utf7_encoder() { return std::make_unique<Utf7Encoder>(); }

}  // namespace hanfix
