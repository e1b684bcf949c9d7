#include "repair/mojibake_scan.hpp"

#include <algorithm>
#include <cstddef>

namespace hanfix::repair {
namespace {

using Byte = unsigned char;

bool is_two_byte_lead(Byte byte) { return byte >= 0xC2 && byte <= 0xD3; }
bool may_begin(Byte byte) { return is_two_byte_lead(byte) || byte == 0xE2; }

// The plain letters of Cyrillic and Greek, which follow each other in clean text and are no
// continuation bytes in any page but as capitals before a symbol.
bool is_plain_letter(Byte lead, Byte trail) {
  switch (lead) {
    case 0xCE:
      return trail >= 0x91;
    case 0xCF:
      return true;
    case 0xD0:
      return trail >= 0x90;
    case 0xD1:
      return trail <= 0x91;
    default:
      return false;
  }
}

class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  [[nodiscard]] std::size_t size() const { return text_.size(); }
  [[nodiscard]] Byte byte(std::size_t at) const {
    return at < text_.size() ? static_cast<Byte>(text_[at]) : Byte{0};
  }

  // text_[at] begins a character of the kinds that mojibake consists of.
  [[nodiscard]] bool suspicious(std::size_t at) const {
    const Byte lead = byte(at);
    if (lead == 0xE2) {
      const std::size_t next = at + 3;
      const bool dash = byte(at + 1) == 0x80;  // “ ” … —: they follow each other in clean text
      if (!in_pages(at)) return false;
      if (byte(next) == 0xE2) {
        // Rules and leaders: the same again.
        const bool same = byte(next + 1) == byte(at + 1) && byte(next + 2) == byte(at + 2);
        return in_pages(next) && !same && (!dash || byte(next + 1) != 0x80);
      }
      return is_two_byte_lead(byte(next)) && !is_plain_letter(byte(next), byte(next + 1));
    }
    const Byte trail = byte(at + 1), next = byte(at + 2);
    if (lead == 0xC2 && trail < 0xA0) return true;                  // C1
    if (lead == 0xC3 && trail == 0x83 && next == ' ') return true;  // "Ã ", which was à
    if (!may_begin(next) && next != 0xEF) return false;
    if (next == 0xEF) return byte(at + 3) == 0xBF && byte(at + 4) == 0xBD;  // U+FFFD
    return !is_plain_letter(next, byte(at + 3));
  }

 private:
  // Whether any page has characters of this row of 64: U+20xx, €, ™, maths, ⌐, boxes, ◊.
  [[nodiscard]] bool in_pages(std::size_t at) const {
    const Byte second = byte(at + 1);
    return second == 0x80 || second == 0x81 || second == 0x82 || second == 0x84 ||
           (second >= 0x86 && second <= 0x8C) || (second >= 0x94 && second <= 0x96) ||
           (second == 0x97 && byte(at + 2) == 0x8A);
  }

  std::string_view text_;
};

}  // namespace

bool shows_mojibake(std::string_view text) noexcept {
  constexpr std::size_t kStride = 64;
  const Scan scan(text);
  for (std::size_t at = 0; at < text.size(); at += kStride) {
    const std::size_t end = std::min(at + kStride, text.size());
    unsigned any = 0;
    for (std::size_t i = at; i < end; ++i) {
      const auto byte = static_cast<Byte>(text[i]);
      any |= static_cast<unsigned>(static_cast<Byte>(byte - 0xC2) <= 0xD3 - 0xC2) |
             static_cast<unsigned>(byte == 0xE2);
    }
    for (std::size_t i = at; any != 0 && i < end; ++i) {
      if (may_begin(static_cast<Byte>(text[i])) && scan.suspicious(i)) return true;
    }
  }
  return false;
}

bool mixes_cyrillic_case(std::string_view text) noexcept {
  constexpr std::size_t kStride = 64;
  int mixed = 0;
  for (std::size_t at = 0; at < text.size(); at += kStride) {
    const std::size_t end = std::min(at + kStride, text.size());
    unsigned any = 0;
    for (std::size_t i = at; i < end; ++i)
      any |= unsigned{(static_cast<Byte>(text[i]) | 1) == 0xD1};
    if (any == 0) continue;
    for (std::size_t i = at; i < end && i + 3 < text.size(); ++i) {
      const auto lead = static_cast<Byte>(text[i]), trail = static_cast<Byte>(text[i + 1]);
      const bool small = (lead == 0xD0 && trail >= 0xB0) || (lead == 0xD1 && trail < 0x90);
      if (!small || static_cast<Byte>(text[i + 2]) != 0xD0) continue;
      const auto next = static_cast<Byte>(text[i + 3]);
      if (next >= 0x90 && next < 0xB0 && ++mixed == 3) return true;
    }
  }
  return false;
}

}  // namespace hanfix::repair
