#include "encoding/decoder.hpp"

namespace hanfix {
namespace {

// UTF-16 and UTF-32 in either byte order. A lone surrogate is malformed by itself, so is an odd
// rest at the end of the stream.
class WideDecoder : public Decoder {
 public:
  WideDecoder(std::size_t unit, bool big_endian) : unit_(unit), big_endian_(big_endian) {}

  std::size_t decode(std::string_view input, bool last, UnitWriter& out) override {
    std::size_t at = 0;
    while (input.size() - at >= unit_) {
      const char32_t code = unit_at(input, at);
      const bool surrogate = code >= 0xD800 && code < 0xE000;
      if (unit_ == 2 && surrogate && code < 0xDC00) {
        if (input.size() - at < 4) {
          if (!last) break;
        } else if (const char32_t low = unit_at(input, at + 2); low >= 0xDC00 && low < 0xE000) {
          out.character(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00), 4);
          at += 4;
          continue;
        }
      }
      if (surrogate || code > 0x10FFFF) {
        out.malformed(input.substr(at, unit_));
      } else {
        out.character(code, static_cast<std::uint32_t>(unit_));
      }
      at += unit_;
    }
    if (last && at < input.size()) {
      out.malformed(input.substr(at));
      at = input.size();
    }
    return at;
  }

 private:
  [[nodiscard]] char32_t unit_at(std::string_view input, std::size_t at) const {
    char32_t code = 0;
    for (std::size_t i = 0; i < unit_; ++i) {
      code = code << 8 | static_cast<unsigned char>(input[at + (big_endian_ ? i : unit_ - 1 - i)]);
    }
    return code;
  }

  std::size_t unit_;
  bool big_endian_;
};

}  // namespace

std::unique_ptr<Decoder> make_wide_decoder(Encoding encoding) {
  return std::make_unique<WideDecoder>(
      info(encoding).coding == Coding::utf16 ? 2 : 4,
      encoding == Encoding::utf_16be || encoding == Encoding::utf_32be);
}

}  // namespace hanfix
