#include "repair/readings_damage.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "repair/gbk_pairs.hpp"

namespace hanfix::repair {
namespace {

// A byte of the page, or a character outside GBK (kOutside + its code point).
struct Token {
  char32_t value;
  bool replaced = false;  // the A3 of a pair that the second pass finds
};

constexpr char32_t kOutside = 0x200000;
// What stands before a replaced mark, and is swallowed in its place.
constexpr char32_t kGuard = 0x400000;

void append_character(std::vector<Token>& tokens, char32_t code) {
  const GbkPair pair = code < 0x80 ? GbkPair{0} : GbkPairs::instance().pair(code);
  if (pair == 0) {
    tokens.push_back({code < 0x80 ? code : kOutside + code});
  } else {
    tokens.push_back({lead_of(pair)});
    tokens.push_back({trail_of(pair)});
  }
}

bool is_lead(const Token& token) { return token.value >= 0x81 && token.value <= 0xFE; }

bool decodes(const Token& lead, const Token& trail) {
  if (trail.value > 0xFE) return false;
  return GbkPairs::instance().shown(make_pair(lead.value, trail.value));
}

// One decoding: tokens that form characters stay, a stray lead byte becomes '?'.
std::vector<Token> decode(const std::vector<Token>& in) {
  std::vector<Token> out;
  out.reserve(in.size());
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (!is_lead(in[i])) {
      out.push_back(in[i]);
    } else if (i + 1 < in.size() && decodes(in[i], in[i + 1])) {
      out.push_back(in[i]);
      out.push_back(in[++i]);
    } else {
      out.push_back({U'?'});
      if (i + 1 < in.size() && in[i + 1].value != U'\n' && in[i + 1].value != U'\r') ++i;
    }
  }
  return out;
}

std::u32string characters(const std::vector<Token>& tokens) {
  std::u32string out;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (is_lead(tokens[i])) {  // decode() left whole pairs only
      out.push_back(
          GbkPairs::instance().character(make_pair(tokens[i].value, tokens[i + 1].value)));
      ++i;
    } else if (tokens[i].value != kGuard) {
      if (tokens[i].value == 0x80) {
        out.push_back(kEuro);
        continue;
      }
      out.push_back(tokens[i].value >= kOutside ? tokens[i].value - kOutside : tokens[i].value);
    }
  }
  return out;
}

}  // namespace

std::u32string damage(const DamageScript& script) {
  std::vector<Token> page;
  for (const char32_t code : script.clean) append_character(page, code);
  for (const std::uint32_t at : script.halfwidth) {
    if (at < page.size()) page[at].replaced = true;
  }

  std::vector<Token> annotated;
  auto next = script.annotations.begin();
  for (std::size_t i = 0; i < page.size(); ++i) {
    annotated.push_back(page[i]);
    for (; next != script.annotations.end() && next->after == i + 1; ++next) {
      for (const char32_t code : utf8::decode(next->text)) append_character(annotated, code);
    }
  }

  const std::vector<Token> shown = decode(annotated);
  std::vector<Token> narrowed;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (shown[i].replaced && i + 1 < shown.size() && shown[i + 1].value > 0xA0 &&
        shown[i + 1].value < 0xFF) {
      narrowed.push_back({kGuard});
      narrowed.push_back({shown[++i].value - 0x80});
    } else {
      narrowed.push_back(shown[i]);
    }
  }
  return characters(decode(narrowed));
}

}  // namespace hanfix::repair
