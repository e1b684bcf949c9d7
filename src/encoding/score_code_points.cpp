#include <algorithm>

#include "base/utf8.hpp"
#include "encoding/decoder.hpp"
#include "encoding/score_parts.hpp"

namespace hanfix::detection {
namespace {

// The dearest a character is in text of many languages, and what it costs to be in another one.
constexpr int kStrange = bits(12), kOfAnyLanguage = bits(4);
// U+0000 in two bytes.
constexpr int kJavaNul = bits(16);

// Characters by code point, weighed by every language at once.
class CodePoints {
 public:
  void add(char32_t code) {
    if (code < 0x80) {
      const auto c = static_cast<unsigned char>(code);
      ++shared_.ascii;
      shared_.ascii_cost += image_.ascii[c];
      if (before_ == Before::beyond) shared_.neighbour(c);
      before_ = is_letter(c) ? Before::letter : Before::other;
      return;
    }
    enter();
    int least = kStrange;
    for (std::size_t i = 0; i < kLanguages; ++i) {
      const std::uint8_t cost = image_.cost(static_cast<Language>(i), code);
      cost_[i] += cost == kNoCharacter ? kMalformed : cost;
      least = std::min(least, int{cost});
    }
    any_ += least + kOfAnyLanguage;
    ++shared_.characters;
  }
  void malformed() {
    enter();
    ++shared_.malformed;
  }
  void extra(int cost) { extra_ += cost; }

  // By the language that suits best; `mixed`: or by all of them together, as they and any symbols
  // stand side by side in UTF-8.
  [[nodiscard]] Reading best(Encoding encoding, bool mixed) const {
    Reading out{};
    const std::int64_t mixing = mixing_cost(shared_);
    for (std::size_t i = 0; i < kLanguages; ++i) {
      Tally tally = shared_;
      tally.cost = cost_[i] + extra_;
      const Reading reading = finish(tally, {encoding, static_cast<Language>(i), 0}, mixing);
      if (i == 0 || reading.cost < out.cost) out = reading;
    }
    if (mixed) {
      Tally tally = shared_;
      tally.cost = any_ + extra_;
      const Reading reading = finish(tally, {encoding, Language::west, 0}, mixing);
      if (reading.cost < out.cost) out = reading;
    }
    return out;
  }

 private:
  enum class Before : std::uint8_t { nothing, beyond, letter, other };

  void enter() {
    if (before_ == Before::letter) ++shared_.letters;
    if (before_ == Before::other) ++shared_.others;
    if (before_ != Before::beyond) ++shared_.runs;
    before_ = Before::beyond;
  }

  const Image& image_ = Image::embedded();
  Tally shared_;
  std::int64_t cost_[kLanguages] = {};
  std::int64_t any_ = 0;  // each character by the language that suits it
  std::int64_t extra_ = 0;
  Before before_ = Before::nothing;
};

}  // namespace

Reading read_utf8(std::string_view bytes, bool complete) {
  CodePoints text;
  bool symbols = false;
  std::size_t at = 0;
  // Continuation bytes at the front end a cut character.
  std::uint8_t cut = 0;
  while (cut < 3 && at < bytes.size() && (static_cast<unsigned char>(bytes[at]) & 0xC0) == 0x80) {
    ++at, ++cut;
  }
  if (cut > 0) text.extra(kCutFront);
  while (at < bytes.size()) {
    const Utf8Front front = utf8_front(bytes.substr(at));
    if (front.kind == Utf8Front::Kind::valid) {
      std::size_t next = at;
      text.add(utf8::next(bytes, next));
      symbols = symbols || front.size > 2;
    } else if (front.kind == Utf8Front::Kind::malformed) {
      // A surrogate pair in six bytes is a character to the decoder, too.
      const LooseUtf8 loose = loose_utf8_front(bytes.substr(at));
      if (loose.kind == LooseUtf8::Kind::pair) {
        text.add(loose.code);
        symbols = true;
        at += loose.size;
        continue;
      }
      if (loose.kind == LooseUtf8::Kind::overlong && loose.code == 0) {
        text.extra(kJavaNul);
        at += loose.size;
        continue;
      }
      text.malformed();
    } else if (complete) {
      text.extra(kCutBack);
    }
    at += front.size;
  }
  Reading out = text.best(Encoding::utf_8, symbols);
  out.cut = cut;
  return out;
}

Reading read_wide(Encoding encoding, std::string_view bytes, bool complete) {
  const std::size_t unit = info(encoding).coding == Coding::utf16 ? 2 : 4;
  const bool big = encoding == Encoding::utf_16be || encoding == Encoding::utf_32be;
  const auto read = [&](std::size_t at) {
    char32_t code = 0;
    for (std::size_t i = 0; i < unit; ++i) {
      code = code << 8 | static_cast<unsigned char>(bytes[at + (big ? i : unit - 1 - i)]);
    }
    return code;
  };
  CodePoints text;
  std::size_t at = 0;
  for (; at + unit <= bytes.size(); at += unit) {
    const char32_t code = read(at);
    if (unit == 2 && code >= 0xD800 && code < 0xDC00) {
      if (at + 4 > bytes.size()) {
        if (complete) text.extra(kCutBack);
        continue;
      }
      const char32_t low = read(at + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        text.add(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00));
        at += 2;
        continue;
      }
    }
    if ((code >= 0xD800 && code < 0xE000) || code > 0x10FFFF) {
      text.malformed();
    } else {
      text.add(code);
    }
  }
  if (complete && at < bytes.size()) text.extra(kCutBack);
  return text.best(encoding, false);
}

}  // namespace hanfix::detection
