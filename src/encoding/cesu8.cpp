#include "base/utf8.hpp"
#include "encoding/decoder.hpp"
#include "encoding/encoder.hpp"

namespace hanfix {
namespace {

// Unicode Technical Report 26: UTF-8, but what is beyond U+FFFF is two surrogates of three bytes.
// Who names this encoding wants its relatives too: UTF-8's own four bytes and overlong forms are
// read, ASCII among them, and reported.
class Cesu8Decoder : public Decoder {
 public:
  std::size_t decode(std::string_view input, bool last, UnitWriter& out) override {
    std::size_t at = 0;
    while (at < input.size()) {
      const std::size_t run = ascii_prefix(input.substr(at));
      out.copied(input.substr(at, run));
      at += run;
      if (at == input.size()) break;
      const std::size_t taken = step(input.substr(at), last, out);
      if (taken == 0) break;
      at += taken;
    }
    return at;
  }

 private:
  // 0: more input is needed.
  static std::size_t step(std::string_view rest, bool last, UnitWriter& out) {
    const Utf8Front front = utf8_front(rest);
    if (front.kind == Utf8Front::Kind::incomplete && !last) return 0;
    if (front.kind == Utf8Front::Kind::valid) {
      const std::string_view character = rest.substr(0, front.size);
      if (front.size < 4) {
        out.copied(character);
      } else {
        std::size_t at = 0;
        out.nonstandard(utf8::next(character, at), character, "the UTF-8 form");
      }
      return front.size;
    }
    const LooseUtf8 found = loose_utf8_front(rest);
    switch (found.kind) {
      case LooseUtf8::Kind::pair:
        out.character(found.code, found.size);
        return found.size;
      case LooseUtf8::Kind::overlong:
        out.nonstandard(found.code, rest.substr(0, found.size), "an overlong form");
        return found.size;
      case LooseUtf8::Kind::incomplete:
        if (!last) return 0;
        break;
      case LooseUtf8::Kind::none:
        break;
    }
    out.malformed(rest.substr(0, front.size));
    return front.size;
  }
};

class Cesu8Encoder : public Encoder {
 public:
  std::size_t put(std::string_view text, std::string& out) override {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t start = at;
      const char32_t code = utf8::next(text, at);
      if (code < 0x10000) {
        out.append(text.substr(start, at - start));
      } else {
        utf8::append(out, 0xD800 + ((code - 0x10000) >> 10));
        utf8::append(out, 0xDC00 + ((code - 0x10000) & 0x3FF));
      }
    }
    return text.size();
  }
};

}  // namespace

std::unique_ptr<Decoder> make_cesu8_decoder() { return std::make_unique<Cesu8Decoder>(); }
std::unique_ptr<Encoder> make_cesu8_encoder() { return std::make_unique<Cesu8Encoder>(); }

}  // namespace hanfix
