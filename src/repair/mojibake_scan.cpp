#include "repair/mojibake_scan.hpp"

#include <algorithm>
#include <cstddef>

#include "base/utf8.hpp"
#include "repair/code_pages.hpp"
#include "repair/mojibake_costs.hpp"
#include "repair/signs.hpp"

namespace hanfix::repair {
namespace {

using Byte = unsigned char;

bool is_two_byte_lead(Byte byte) { return byte >= 0xC2 && byte <= 0xD3; }

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

// Places of two neighbours that clean text seldom has side by side.
class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  // Whether there is one for which also wanted(place) holds.
  template <class Wanted>
  [[nodiscard]] bool any(Wanted wanted) const {
    SignPlaces places(text_, sign::kMojibake);
    for (std::size_t at = places.next(); at != places.npos; at = places.next()) {
      if (is_wanted(at, wanted)) return true;
    }
    return false;
  }
  // Whether the sign at `at` is of one.
  template <class Wanted>
  [[nodiscard]] bool is_wanted(std::size_t at, Wanted wanted) const {
    // Some signs begin at the end of the first of the two.
    std::size_t start = at;
    while (start > 0 && (byte(start) & 0xC0) == 0x80) --start;
    return is(start) && wanted(start);
  }
  [[nodiscard]] bool is(std::size_t at) const {
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
    if (!is_two_byte_lead(lead)) return false;
    const Byte trail = byte(at + 1), next = byte(at + 2);
    if (lead == 0xC2 && trail < 0xA0) return true;                          // C1
    if (lead == 0xC3 && trail == 0x83 && next == ' ') return true;          // "Ã ", which was à
    if (next == 0xEF) return byte(at + 3) == 0xBF && byte(at + 4) == 0xBD;  // U+FFFD
    return (is_two_byte_lead(next) || next == 0xE2) && !is_plain_letter(next, byte(at + 3));
  }

 private:
  [[nodiscard]] Byte byte(std::size_t at) const {
    return at < text_.size() ? static_cast<Byte>(text_[at]) : Byte{0};
  }
  // Whether any page has characters of this row of 64: U+20xx, €, ™, maths, ⌐, boxes, ◊.
  [[nodiscard]] bool in_pages(std::size_t at) const {
    const Byte second = byte(at + 1);
    return second == 0x80 || second == 0x81 || second == 0x82 || second == 0x84 ||
           (second >= 0x86 && second <= 0x8C) || (second >= 0x94 && second <= 0x96) ||
           (second == 0x97 && byte(at + 2) == 0x8A);
  }

  std::string_view text_;
};

// Where the character before `at` begins; `at` itself at the start of the text.
std::size_t previous(std::string_view text, std::size_t at) {
  std::size_t start = at;
  while (start > 0 && (static_cast<Byte>(text[--start]) & 0xC0) == 0x80) {
  }
  return start;
}

// Whether one of the sequences that hold the pair at `at` is UTF-8 in some page; `blanks`: a blank
// may stand for a byte A0.
bool is_utf8_in_a_page(std::string_view text, std::size_t at, bool blanks) {
  const CodePages& pages = CodePages::instance();
  const auto roles_at = [&](std::size_t& from) {
    CodePages::Roles roles = {};
    if (from >= text.size()) return roles;
    const char32_t code = utf8::next(text, from);
    roles = pages.roles(code);
    if (blanks && code == U' ') roles.continuation = CodePages::kAllPages;
    return roles;
  };
  // Two characters before the pair, the pair, and two behind it.
  CodePages::Roles roles[6] = {};
  std::size_t next = at;
  for (std::size_t i = 2; i < 4; ++i) roles[i] = roles_at(next);
  if (roles[3].continuation == 0) return false;  // it is one in all of them
  for (std::size_t i = 4; i < 6; ++i) roles[i] = roles_at(next);
  for (std::size_t i = 2, start = at; i > 0 && start > 0; --i) {
    start = previous(text, start);
    std::size_t from = start;
    roles[i - 1] = roles_at(from);
  }
  const auto follow = [&](std::size_t first, std::size_t count) {
    unsigned all = CodePages::kAllPages;
    for (std::size_t i = 1; i <= count; ++i) all &= roles[first + i].continuation;
    return all;
  };
  unsigned found = roles[2].two & follow(2, 1);
  for (std::size_t first = 1; first <= 2; ++first) found |= roles[first].three & follow(first, 2);
  for (std::size_t first = 0; first <= 2; ++first) found |= roles[first].four & follow(first, 3);
  return found != 0;
}

// What a word or a quotation of clean text may show at one place: two Latin letters with marks, a
// symbol behind a letter of Cyrillic or Greek and behind it nothing or a blank. One more character
// tells.
bool is_in_word(std::string_view text, std::size_t at) {
  const auto lead = [&](std::size_t i) {
    return i < text.size() ? static_cast<Byte>(text[i]) : Byte{0};
  };
  const auto latin = [](Byte byte) { return byte >= 0xC3 && byte <= 0xC9; };
  const auto other = [](Byte byte) { return byte >= 0xCE && byte <= 0xD1; };
  const std::size_t next = at + utf8::sequence_length(lead(at));
  if (!other(lead(at))) return latin(lead(at)) && latin(lead(next));
  const bool blank = lead(next) == 0xC2 && lead(next + 1) == 0xA0;
  return blank || !other(lead(next + utf8::sequence_length(lead(next))));
}

// Whether the characters around `at`, with little ASCII between them, are so strange that they may
// be worth more as Chinese. Each pair of bytes must gain several bits (Gate in gbk_as_latin.cpp),
// on top of what its character costs in Chinese.
bool is_strange(std::string_view text, std::size_t at) {
  constexpr int kBit = MojibakeCosts::kBit, kEach = 4 * kBit, kInAll = 12 * kBit;
  constexpr int kBefore = 12, kBehind = 16, kGap = 3;
  const auto ascii_run = [](char32_t code, int run) { return code < 0x80 ? run + 1 : 0; };
  std::size_t start = at;
  for (int count = 0, run = 0; count < kBefore && start > 0 && run < kGap; ++count) {
    start = previous(text, start);
    run = ascii_run(static_cast<Byte>(text[start]), run);
  }
  const MojibakeCosts& costs = MojibakeCosts::instance();
  int balance = -kInAll;
  char32_t before = 0, code = utf8::next(text, start);
  for (int behind = 0, run = 0; behind < kBehind && run < kGap;) {
    const std::size_t place = start;
    const char32_t after = start < text.size() ? utf8::next(text, start) : U'\0';
    if (code >= 0x80) balance += costs.seen(before, code, after) - kEach;
    if (after == 0) break;
    before = code;
    code = after;
    if (place > at) {
      run = ascii_run(code, run);
      ++behind;
    }
  }
  return balance >= 0;
}

// Counts the places of a line where a Cyrillic capital follows a small letter.
class MixedCase {
 public:
  explicit MixedCase(std::string_view text) : text_(text) {}

  // The sign at `at`, which is behind those before; true if it makes three.
  bool add(std::size_t at) {
    // а…п are D0 B0…BF, р…я D1 80…8F; other characters end so, too.
    const Byte lead = static_cast<Byte>(text_[at]) < 0xB0 ? 0xD1 : 0xD0;
    if (at == 0 || static_cast<Byte>(text_[at - 1]) != lead) return false;
    if (text_.substr(last_, at - last_).find('\n') != std::string_view::npos) count_ = 0;
    last_ = at;
    return ++count_ == 3;
  }

 private:
  std::string_view text_;
  int count_ = 0;
  std::size_t last_ = 0;
};

}  // namespace

bool shows_mojibake(std::string_view text) noexcept {
  return Scan(text).any([](std::size_t) { return true; });
}

bool shows_utf8(std::string_view text, RepairMode mode) noexcept {
  const bool max = mode == RepairMode::max;
  const auto wanted = [&](std::size_t at) {
    const std::string_view pair = text.substr(at, 4);
    // French l’été; in macintosh, a capital of Armenian.
    if (pair.starts_with("\xE2\x80\x99\xC3") || pair.starts_with("\xE2\x80\x98\xC3")) return false;
    const bool control = pair[0] == '\xC2' && static_cast<Byte>(pair[1]) < 0xA0;
    return (max && control) || is_utf8_in_a_page(text, at, max);
  };
  return Scan(text).any(wanted);
}

bool shows_double_bytes(std::string_view text) noexcept {
  const Scan scan(text);
  const auto wanted = [&](std::size_t at) {
    const std::size_t next = at + utf8::sequence_length(static_cast<Byte>(text[at]));
    return (!is_in_word(text, at) || scan.is(next)) && is_strange(text, at);
  };
  MixedCase mixed(text);
  SignPlaces places(text, sign::kMojibake | sign::mixed_case);
  for (std::size_t at = places.next(); at != places.npos; at = places.next()) {
    const Signs signs = signs_at(text, at);
    if ((signs & sign::mixed_case) != 0 && mixed.add(at)) return true;
    if ((signs & sign::kMojibake) != 0 && scan.is_wanted(at, wanted)) return true;
  }
  return false;
}

bool mixes_cyrillic_case(std::string_view text) noexcept {
  MixedCase mixed(text);
  SignPlaces places(text, sign::mixed_case);
  for (std::size_t at = places.next(); at != places.npos; at = places.next()) {
    if (mixed.add(at)) return true;
  }
  return false;
}

}  // namespace hanfix::repair
