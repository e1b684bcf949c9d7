#include <simdjson.h>

#include <algorithm>
#include <cstring>

#include "base/utf8.hpp"
#include "encoding/decoder.hpp"

namespace hanfix {
namespace {

constexpr std::size_t kSmallBlock = 128;
constexpr std::size_t kNear = 24;

// Nothing is copied: valid runs go through as they are.
class Utf8Decoder : public Decoder {
 public:
  std::size_t decode(std::string_view input, bool last, UnitWriter& out) override {
    std::size_t at = 0;
    while (at < input.size()) {
      const std::size_t valid = valid_utf8_prefix(input.substr(at), block_);
      out.copied(input.substr(at, valid));
      at += valid;
      if (at == input.size()) break;
      const Utf8Front front = utf8_front(input.substr(at));
      if (front.kind == Utf8Front::Kind::incomplete && !last) break;
      out.malformed(input.substr(at, front.size));
      at += front.size;
    }
    return at;
  }

 private:
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

std::unique_ptr<Decoder> make_utf8_decoder() { return std::make_unique<Utf8Decoder>(); }

}  // namespace hanfix
