#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <span>

#include "base/utf8.hpp"
#include "encoding/decoder.hpp"

namespace hanfix {
namespace {

constexpr std::size_t kSmallBlock = 128;
constexpr std::size_t kNear = 24;
// Before an overlong form, bytes without a malformed one among them.
constexpr std::uint64_t kCleanBefore = 256;

// Nothing is copied: valid runs go through as they are.
class Utf8Decoder : public Decoder {
 public:
  explicit Utf8Decoder(bool loose) : loose_(loose) {}

  std::size_t decode(std::string_view input, bool last, UnitWriter& out) override {
    std::size_t at = 0;
    while (at < input.size()) {
      const std::size_t valid = valid_utf8_prefix(input.substr(at), block_);
      out.copied(input.substr(at, valid));
      at += valid;
      since_malformed_ += valid;
      if (at == input.size()) break;
      const std::string_view rest = input.substr(at);
      const Utf8Front front = utf8_front(rest);
      if (front.kind == Utf8Front::Kind::incomplete && !last) break;
      const LooseUtf8 found = loose_ ? loose_utf8_front(rest) : LooseUtf8{};
      const Reads reads = may_read(found, rest, last);
      if (reads == Reads::unknown) break;
      if (reads == Reads::yes) {
        out.nonstandard(
            found.code, rest.substr(0, found.size),
            found.kind == LooseUtf8::Kind::pair ? "the CESU-8 form" : "an overlong form");
        at += found.size;
        since_malformed_ += found.size;
      } else {
        out.malformed(rest.substr(0, front.size));
        at += front.size;
        since_malformed_ = 0;
      }
    }
    return at;
  }
  void passed(std::size_t bytes) override { since_malformed_ += bytes; }

 private:
  enum class Reads : std::uint8_t { no, yes, unknown };

  static Reads readable(const LooseUtf8& found, bool last) {
    switch (found.kind) {
      case LooseUtf8::Kind::none:
        return Reads::no;
      case LooseUtf8::Kind::incomplete:
        return last ? Reads::no : Reads::unknown;
      case LooseUtf8::Kind::pair:
        return Reads::yes;
      case LooseUtf8::Kind::overlong:
        break;
    }
    // F0 8F is one bit away from F0 9F, with which every emoji begins.
    if (found.size == 4 && found.code >= 0xF000) return Reads::no;
    // Otherwise C0 AF would become a '/' that nobody has checked for.
    return found.code >= 0x80 || (found.code == 0 && found.size == 2) ? Reads::yes : Reads::no;
  }

  // Beside bytes that are no UTF-8 it is more likely a part of them, GBK's C0 80 for example. Two
  // bytes are little evidence: in a file that is no text they stand by chance, among others.
  [[nodiscard]] Reads may_read(const LooseUtf8& found, std::string_view rest, bool last) const {
    const bool overlong = found.kind == LooseUtf8::Kind::overlong;
    if (since_malformed_ < (overlong ? kCleanBefore : 1)) return Reads::no;
    const Reads reads = readable(found, last);
    if (reads != Reads::yes) return reads;
    const std::string_view next = rest.substr(found.size);
    if (next.empty()) return last ? Reads::yes : Reads::unknown;
    switch (utf8_front(next).kind) {
      case Utf8Front::Kind::valid:
        return Reads::yes;
      case Utf8Front::Kind::incomplete:
        return last ? Reads::no : Reads::unknown;
      case Utf8Front::Kind::malformed:
        break;
    }
    return readable(loose_utf8_front(next), last);
  }

  bool loose_;
  std::uint64_t since_malformed_ = kCleanBefore;  // bytes; the stream's beginning is clean
  std::size_t block_ = kUtf8BlockMax;
};

}  // namespace

Utf8Front utf8_front(std::string_view bytes) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {Utf8Front::Kind::valid, 1};
  if (lead < 0xC2 || lead > 0xF4) return {Utf8Front::Kind::malformed, 1};
  // The second byte's range keeps out overlong forms, surrogates and what is above U+10FFFF.
  unsigned char low = 0x80, high = 0xBF;
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  const std::size_t size = utf8::sequence_length(lead);
  for (std::size_t i = 1; i < size; ++i) {
    const auto seen = static_cast<std::uint8_t>(i);
    if (i == bytes.size()) return {Utf8Front::Kind::incomplete, seen};
    if (byte(i) < low || byte(i) > high) return {Utf8Front::Kind::malformed, seen};
    low = 0x80;
    high = 0xBF;
  }
  return {Utf8Front::Kind::valid, static_cast<std::uint8_t>(size)};
}

LooseUtf8 loose_utf8_front(std::string_view bytes) noexcept {
  const auto lead = static_cast<unsigned char>(bytes[0]);
  // What the bytes must be in their high bits, one after the other.
  struct Range {
    unsigned char low, high;
  };
  static constexpr Range kTwo[] = {{0xC0, 0xC1}, {0x80, 0xBF}};
  static constexpr Range kThree[] = {{0xE0, 0xE0}, {0x80, 0x9F}, {0x80, 0xBF}};
  static constexpr Range kFour[] = {{0xF0, 0xF0}, {0x80, 0x8F}, {0x80, 0xBF}, {0x80, 0xBF}};
  static constexpr Range kPair[] = {{0xED, 0xED}, {0xA0, 0xAF}, {0x80, 0xBF},
                                    {0xED, 0xED}, {0xB0, 0xBF}, {0x80, 0xBF}};
  std::span<const Range> form;
  if (lead == 0xC0 || lead == 0xC1) form = kTwo;
  if (lead == 0xE0) form = kThree;
  if (lead == 0xF0) form = kFour;
  if (lead == 0xED) form = kPair;
  if (form.empty()) return {};
  char32_t bits[6] = {};
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (i == bytes.size()) return {LooseUtf8::Kind::incomplete, static_cast<std::uint8_t>(i), 0};
    const auto byte = static_cast<unsigned char>(bytes[i]);
    if (byte < form[i].low || byte > form[i].high) return {};
    bits[i] = byte & 0x3Fu;
  }
  const auto size = static_cast<std::uint8_t>(form.size());
  switch (size) {
    case 2:
      return {LooseUtf8::Kind::overlong, size, (bits[0] & 0x1F) << 6 | bits[1]};
    case 3:
      return {LooseUtf8::Kind::overlong, size, bits[1] << 6 | bits[2]};
    case 4: {
      const char32_t code = bits[1] << 12 | bits[2] << 6 | bits[3];
      if (code >= 0xD800 && code < 0xE000) return {};
      return {LooseUtf8::Kind::overlong, size, code};
    }
    default:
      return {LooseUtf8::Kind::pair, size,
              0x10000 + ((bits[1] & 0xF) << 16 | bits[2] << 10 | (bits[4] & 0xF) << 6 | bits[5])};
  }
}

std::size_t valid_utf8_prefix(std::string_view bytes, std::size_t& block) noexcept {
  std::size_t at = 0;
  // Where bad bytes have been, more stand close by: a few characters are read singly first.
  if (block == kSmallBlock) {
    while (at < bytes.size() && at < kNear) {
      const Utf8Front front = utf8_front(bytes.substr(at));
      if (front.kind != Utf8Front::Kind::valid) return at;
      at += front.size;
    }
  }
  while (bytes.size() - at >= kSmallBlock) {
    // A block ends between characters as long as the text is valid.
    std::string_view part = bytes.substr(at, block);
    part.remove_suffix(utf8::incomplete_tail(part));
    if (simdjson::validate_utf8(part.data(), part.size())) {
      at += part.size();
      block = std::min(kUtf8BlockMax, block * 4);
    } else if (block > kSmallBlock) {
      block = std::max(kSmallBlock, block / 8);
    } else {
      break;
    }
  }
  while (at < bytes.size()) {
    const Utf8Front front = utf8_front(bytes.substr(at));
    if (front.kind != Utf8Front::Kind::valid) break;
    at += front.size;
  }
  return at;
}

std::size_t ascii_prefix(std::string_view bytes) noexcept {
  std::size_t at = 0;
  for (; at + 32 <= bytes.size(); at += 32) {
    std::uint64_t words[4];
    std::memcpy(words, bytes.data() + at, sizeof words);
    if (((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080u) != 0) break;
  }
  while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80) ++at;
  return at;
}

std::unique_ptr<Decoder> make_utf8_decoder(bool loose) {
  return std::make_unique<Utf8Decoder>(loose);
}

}  // namespace hanfix
