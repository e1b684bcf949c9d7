#include "encoding/encoder.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/utf8.hpp"
#include "encoding/byte_table.hpp"
#include "encoding/decoder.hpp"

namespace hanfix {
namespace {

class TableEncoder : public Encoder {
 public:
  TableEncoder(Encoding encoding, Subset subset) : table_(code_table(encoding, subset)) {}

  std::size_t put(std::string_view text, std::string& out) override {
    // Room for the worst case at once: 2 bytes of UTF-8 that become 4 of GB18030, and what is held.
    const std::size_t before = out.size();
    out.resize(before + 2 * text.size() + 4);
    char* to = out.data() + before;
    const auto append = [&to](std::string_view bytes) {
      std::memcpy(to, bytes.data(), bytes.size());
      to += bytes.size();
    };
    std::size_t at = 0;
    while (at < text.size()) {
      if (held_ == 0 && static_cast<unsigned char>(text[at]) < 0x80) {
        const std::size_t run = ascii_prefix(text.substr(at));
        append(text.substr(at, run));
        at += run;
        continue;
      }
      std::size_t next = at;
      const char32_t code = utf8::next(text, next);
      if (held_ != 0) {
        const CodeBytes both = table_.encode(held_, code);
        append(both.size > 0 ? both.view() : table_.encode(held_).view());
        held_ = 0;
        if (both.size > 0) {
          at = next;
          continue;
        }
      }
      if (table_.starts_sequence(code)) {
        held_ = code;
      } else {
        const std::uint32_t bytes = table_.packed(code);
        if (bytes == 0 && code != 0) break;
        const int size = std::max(1, (static_cast<int>(std::bit_width(bytes)) + 7) / 8);
        const std::uint32_t first_highest = bytes << (32 - 8 * size);
        const char four[] = {
            static_cast<char>(first_highest >> 24), static_cast<char>(first_highest >> 16 & 0xFF),
            static_cast<char>(first_highest >> 8 & 0xFF), static_cast<char>(first_highest & 0xFF)};
        std::memcpy(to, four, 4);
        to += size;
      }
      at = next;
    }
    out.resize(static_cast<std::size_t>(to - out.data()));
    return at;
  }

  void finish(std::string& out) override {
    if (held_ != 0) out.append(table_.encode(held_).view());
    held_ = 0;
  }

 private:
  const CodeTable& table_;
  char32_t held_ = 0;  // may share its bytes with the next character
};

class WideEncoder : public Encoder {
 public:
  WideEncoder(std::size_t unit, bool big_endian) : unit_(unit), big_endian_(big_endian) {}

  std::size_t put(std::string_view text, std::string& out) override {
    for (std::size_t at = 0; at < text.size();) {
      const char32_t code = utf8::next(text, at);
      if (unit_ == 2 && code >= 0x10000) {
        unit(0xD800 + ((code - 0x10000) >> 10), out);
        unit(0xDC00 + ((code - 0x10000) & 0x3FF), out);
      } else {
        unit(code, out);
      }
    }
    return text.size();
  }

 private:
  void unit(char32_t value, std::string& out) const {
    for (std::size_t i = 0; i < unit_; ++i) {
      out.push_back(static_cast<char>(value >> 8 * (big_endian_ ? unit_ - 1 - i : i) & 0xFF));
    }
  }

  std::size_t unit_;
  bool big_endian_;
};

class AsciiEncoder : public Encoder {
 public:
  std::size_t put(std::string_view text, std::string& out) override {
    const std::size_t run = ascii_prefix(text);
    out.append(text.substr(0, run));
    return run;
  }
};

}  // namespace

std::unique_ptr<Encoder> make_encoder(Encoding encoding, Subset subset) {
  switch (info(encoding).coding) {
    case Coding::utf16:
    case Coding::utf32:
      return std::make_unique<WideEncoder>(
          info(encoding).coding == Coding::utf16 ? 2 : 4,
          encoding == Encoding::utf_16be || encoding == Encoding::utf_32be);
    case Coding::table:
      return std::make_unique<TableEncoder>(encoding, subset);
    case Coding::cesu8:
      return make_cesu8_encoder();
    case Coding::shifted:
      return make_shifted_encoder(encoding);
    case Coding::utf8:
    case Coding::ascii:
      break;
  }
  return std::make_unique<AsciiEncoder>();
}

}  // namespace hanfix
