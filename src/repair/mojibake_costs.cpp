#include "repair/mojibake_costs.hpp"

#include <unicode/uchar.h>

#include <algorithm>

#include "encoding/language_costs.hpp"

extern "C" const unsigned char hanfix_mojibake_costs[];

namespace hanfix::repair {
namespace {

constexpr int bits(int n) { return n * MojibakeCosts::kBit; }
constexpr int kUnknown = bits(20);

bool in(char32_t code, char32_t first, char32_t last) { return code >= first && code <= last; }

bool is_line(char32_t code) {
  return in(code, 0x2500, 0x2503) || code == 0x2550 || code == 0x2551 || code >= 0x2580;
}

// Lines, double lines, blocks: a drawing keeps to one of them.
int box_style(char32_t code) { return code >= 0x2580 ? 2 : code >= 0x2550 ? 1 : 0; }

// What no language of the costs was seen to use, and is not strange all the same.
int cap_of_block(char32_t code) {
  if (in(code, 0x1E00, 0x1EFF)) return bits(9);   // Vietnamese
  if (in(code, 0x0300, 0x036F)) return bits(12);  // combining
  if (in(code, 0x0900, 0x0DFF)) return bits(8);   // scripts of India
  if (in(code, 0x10A0, 0x10FF) || in(code, 0x0530, 0x058F)) return bits(8);
  if (in(code, 0x2600, 0x27BF)) return bits(10);
  if (in(code, 0x2000, 0x25FF)) return bits(13);  // symbols, dingbats, boxes
  if (in(code, 0x2800, 0x28FF) || in(code, 0xFE00, 0xFE0F)) return bits(8);
  if (in(code, 0xFB00, 0xFB06)) return bits(10);  // ligatures
  return kUnknown + bits(4);
}

}  // namespace

const MojibakeCosts& MojibakeCosts::instance() noexcept {
  return *reinterpret_cast<const MojibakeCosts*>(hanfix_mojibake_costs);
}

MojibakeCosts::Kind MojibakeCosts::kind(char32_t code) const noexcept {
  return code < 0x10000 ? kind_[code] : Kind::symbol;
}

MojibakeCosts::Script MojibakeCosts::script(char32_t code) const noexcept {
  return code < 0x10000 ? script_[code] : Script::none;
}

int MojibakeCosts::seen(char32_t before, char32_t code, char32_t after) const noexcept {
  const Kind own = kind(code), left = kind(before), right = kind(after);
  const auto in_word = [](Kind k) {
    return k == Kind::upper || k == Kind::lower || k == Kind::letter;
  };
  int cost = std::min<int>(code < 0x10000 ? cost_[code] : kUnknown, bits(16));
  // Letters that are not ASCII are far between in Latin text.
  if (before >= 0x80 && code >= 0x80 && script(before) == Script::latin && in_word(left)) {
    cost += in_word(own) ? bits(1) : bits(3);
  }
  switch (own) {
    case Kind::control:
      return bits(20);
    case Kind::box: {
      // Drawings repeat themselves, in one style.
      const auto fits = [&](char32_t other, Kind k) {
        return k == Kind::box && box_style(other) == box_style(code) &&
               (is_line(code) || is_line(other));
      };
      if (before == code || after == code) return bits(2);
      if (fits(before, left) || fits(after, right)) return bits(5);
      if (left == Kind::box || right == Kind::box) return bits(9);
      return in_word(left) || in_word(right) ? bits(15) : bits(6);
    }
    case Kind::maths:
      // √π, ≤∞: formulae come in numbers; a root within a word does not.
      cost = std::min(cost, in_word(left) || in_word(right) ? bits(10) : bits(8));
      if (in_word(left) && (left != Kind::upper || right == Kind::lower)) {
        cost += in_word(right) ? bits(13) : bits(7);
      }
      break;
    case Kind::upper:
      if (left == Kind::lower) cost += in_word(right) ? bits(6) : bits(10);
      // Portuguese and Romanian write them before letters.
      if ((code == 0xC2 || code == 0xC3) && after >= 0x80 && after != 0x2019 && !in_word(right))
        cost += bits(5);
      break;
    case Kind::currency:
    case Kind::symbol:
      if (left == Kind::symbol || left == Kind::maths) cost = std::min(cost, bits(8));
      if (in_word(left) && after < 0x80 && !in_word(right) && (code == 0x2122 || code == 0xAE))
        return bits(7);  // ™
      if (in_word(left) && before >= 0x80) cost += bits(3);
      if (in_word(left) && in_word(right)) cost += bits(3);
      break;
    case Kind::punctuation:
      if (in_word(left) && in_word(right) && code != 0x2019) cost += bits(6);
      break;
    default:
      break;
  }
  return cost;
}

int MojibakeCosts::meant(char32_t before, char32_t code, char32_t after) const noexcept {
  if (code >= 0x10000) {
    if (code >= 0x1F000 && code < 0x1FB00) return bits(16);
    return code < 0x20000 || code >= 0x32000 ? bits(30) : bits(24);
  }
  if (code == 0xFFFD) return bits(4);  // it was lost before this damage
  int base = cost_[code];
  if (base == detection::kNoCharacter) return kImpossible;
  const Kind own = kind(code), left = kind(before), right = kind(after);
  if (own == Kind::upper) {
    // Languages were counted in ordinary text; words in capitals use all of their letters.
    const auto small = static_cast<char32_t>(u_tolower(static_cast<UChar32>(code)));
    if (small < 0x10000) {
      base = std::min(base, cost_[small] + (left == Kind::upper ? bits(1) : bits(4)));
    }
  }
  int cost = std::min(base, cap_of_block(code)) + bits(2);
  if (own == Kind::control) return bits(30);
  if (own == Kind::lower && left == Kind::upper && right != Kind::lower) {
    cost += bits(6);
  }
  const Script own_script = script(code), left_script = script(before),
               right_script = script(after);
  if (own_script == Script::greek || own_script == Script::cyrillic ||
      own_script == Script::other) {
    const auto clashes = [&](Script other) {
      return other != Script::none && other != Script::latin && other != own_script;
    };
    if (clashes(left_script) || clashes(right_script)) cost += bits(8);
    if (left_script != own_script && right_script != own_script) cost += bits(4);
  }
  if (own == Kind::mark && (before == 0 || left == Kind::space)) {
    cost += bits(4);
  }
  return cost;
}

}  // namespace hanfix::repair
