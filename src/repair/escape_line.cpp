#include "repair/escape_line.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/utf8.hpp"
#include "encoding/byte_table.hpp"
#include "encoding/decoder.hpp"
#include "model/symbols.hpp"
#include "repair/escaped_bytes.hpp"

namespace hanfix::repair {
namespace {

using Kind = EscapeUnit::Kind;

bool is_surrogate(char32_t code) { return code >= 0xD800 && code <= 0xDFFF; }
bool is_ideographic(char32_t code) {
  return model::is_han(code) || (code >= 0x3041 && code <= 0x30FF);
}

// Of ASCII what prose has; nothing that markup, paths, queries or programs are made of.
bool is_prose_mark(char32_t code) {
  return std::u32string_view(U"!\"#$%'()*+,-.:;?@[]_~").find(code) != std::u32string_view::npos;
}

EscapeUnit unit_of(char32_t code, std::uint32_t start, std::uint32_t end) {
  EscapeUnit unit{Kind::unknown, start, end};
  if (code == U' ') {
    unit.kind = Kind::blank;
  } else if (code < 0xA0) {
    unit.kind = code < 0x80 ? Kind::ascii : Kind::unknown;
    if (is_prose_mark(code)) utf8::append(unit.text, code);
  } else if (is_escapable(code)) {
    unit.kind = Kind::text;
    utf8::append(unit.text, code);
  }
  return unit;
}

// Bytes between two places of a line, escaped or literal, and where each stands.
struct Stretch {
  std::string bytes;
  std::vector<std::uint32_t> start, end;
  std::vector<bool> escaped;

  void add(char byte, std::uint32_t from, std::uint32_t to, bool is_escaped) {
    bytes.push_back(byte);
    start.push_back(from);
    end.push_back(to);
    escaped.push_back(is_escaped);
  }
};

bool is_byte(const EscapeToken& token) { return token.kind != EscapeToken::Kind::code; }
bool is_high(const EscapeToken& token) {
  return token.kind == EscapeToken::Kind::byte && token.value >= 0x80;
}

// The tokens from `first` on that escape bytes, with the ASCII between them, up to a code or a
// character beyond ASCII.
Stretch stretch_of(std::string_view line, const std::vector<EscapeToken>& tokens, std::size_t first,
                   std::size_t& last) {
  Stretch stretch;
  std::uint32_t at = tokens[first].start;
  for (last = first; last < tokens.size() && is_byte(tokens[last]); ++last) {
    const EscapeToken& token = tokens[last];
    const std::string_view between = line.substr(at, token.start - at);
    if (ascii_prefix(between) != between.size()) break;
    for (std::uint32_t i = at; i < token.start; ++i) stretch.add(line[i], i, i + 1, false);
    at = token.end;
    if (token.kind == EscapeToken::Kind::byte) {
      stretch.add(static_cast<char>(token.value), token.start, token.end, true);
    }
  }
  // The last character's second byte may be a letter.
  if (at < line.size() && line[at] >= 0x40 && line[at] < 0x7F) {
    stretch.add(line[at], at, at + 1, false);
  }
  return stretch;
}

// What stands at the front of `bytes`: size and characters; no characters where it is malformed.
std::pair<std::size_t, std::u32string> front(Encoding encoding, std::string_view bytes) {
  if (encoding == Encoding::utf_8) {
    const Utf8Front found = utf8_front(bytes);
    if (found.kind != Utf8Front::Kind::valid) return {found.size, {}};
    std::size_t at = 0;
    return {found.size, std::u32string(1, utf8::next(bytes, at))};
  }
  const ByteUnit unit = byte_table(encoding).decode(bytes);
  if (unit.kind != ByteUnit::Kind::character) return {unit.size, {}};
  std::u32string text(1, unit.first);
  if (unit.second != 0) text.push_back(unit.second);
  return {unit.size, text};
}

void add_units(const Stretch& stretch, Encoding encoding, std::vector<EscapeUnit>& units) {
  const std::string_view bytes = stretch.bytes;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto [size, text] = front(encoding, bytes.substr(at));
    const bool escaped = stretch.escaped[at];
    const std::uint32_t start = stretch.start[at], end = stretch.end[at + size - 1];
    at += size;
    if (!escaped) continue;  // literal: a character begins with a byte beyond ASCII
    EscapeUnit unit =
        text.empty() ? EscapeUnit{Kind::unknown, start, end} : unit_of(text[0], start, end);
    if (text.size() > 1) utf8::append(unit.text, text[1]);
    units.push_back(std::move(unit));
  }
}

// Bytes of one stretch without an encoding: none is a character.
void add_unknown(const std::vector<EscapeToken>& tokens, std::size_t first, std::size_t last,
                 std::vector<EscapeUnit>& units) {
  for (std::size_t i = first; i < last; ++i) {
    const EscapeToken& token = tokens[i];
    if (token.kind == EscapeToken::Kind::soft_break) continue;
    units.push_back(is_high(token) ? EscapeUnit{Kind::unknown, token.start, token.end}
                                   : unit_of(token.value, token.start, token.end));
  }
}

// A soft line break becomes nothing. One in the middle of a character is part of that already.
void add_soft_breaks(const std::vector<EscapeToken>& tokens, std::vector<EscapeUnit>& units) {
  std::vector<EscapeUnit> all;
  std::size_t i = 0;
  for (const EscapeToken& token : tokens) {
    if (token.kind != EscapeToken::Kind::soft_break) continue;
    while (i < units.size() && units[i].start < token.start) all.push_back(std::move(units[i++]));
    if (all.empty() || all.back().end <= token.start) {
      all.push_back({Kind::text, token.start, token.end});
    }
  }
  if (all.empty()) return;
  while (i < units.size()) all.push_back(std::move(units[i++]));
  units = std::move(all);
}

// Literal text between escapes in a line that consists of them: what people write between words.
bool may_stand_between(char32_t code) {
  if (code < 0x80) {
    return (code >= U'0' && code <= U'9') ||
           std::u32string_view(U" \t\r\n.,!?:;()-").find(code) != std::u32string_view::npos;
  }
  return is_ideographic(code) || (code >= 0x3000 && code <= 0x303F) || code == 0xB7 ||
         (code >= 0x2010 && code <= 0x2026) || (code >= 0xFF00 && code <= 0xFFEF);
}

// [\u4e00-\u9fa5]: a range of characters, as regular expressions and tables of fonts have it. Its
// ends lie apart, and one of them stands alone; in 「-」 or in the names of two places neither
// does.
bool has_range(std::string_view line, const std::vector<EscapeUnit>& units) {
  constexpr char32_t kApart = 16;
  const auto joins = [&](std::size_t i) {
    return i + 1 < units.size() && units[i + 1].start == units[i].end;
  };
  const auto code_of = [](const EscapeUnit& unit) {
    std::size_t at = 0;
    return unit.text.empty() ? char32_t{0} : utf8::next(unit.text, at);
  };
  for (std::size_t i = 0; i + 1 < units.size(); ++i) {
    if (units[i + 1].start != units[i].end + 1 || line[units[i].end] != '-') continue;
    const bool first_alone = i == 0 || !joins(i - 1);
    const bool second_alone = !joins(i + 1);
    if ((first_alone || second_alone) && code_of(units[i + 1]) >= code_of(units[i]) + kApart)
      return true;
  }
  return false;
}

struct Literals {
  bool plain = true;  // only what may stand between escapes
  std::size_t hanzi = 0;
};

Literals literals_of(std::string_view line, const std::vector<EscapeUnit>& units) {
  Literals found;
  std::size_t at = 0;
  const auto look = [&](std::size_t end) {
    while (at < end) {
      const char32_t code = utf8::next(line, at);
      found.plain &= may_stand_between(code);
      found.hanzi += is_ideographic(code);
    }
  };
  for (const EscapeUnit& unit : units) {
    look(unit.start);
    at = unit.end;
  }
  look(line.size());
  return found;
}

}  // namespace

bool is_escapable(char32_t code) noexcept {
  if (code < 0xA0 || code > 0x10FFFF || is_surrogate(code)) return false;
  if ((code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF) || code == 0xFFFD) {
    return false;
  }
  return model::representative(code) != model::symbol_class::kPrivate &&
         model::representative(code) != model::symbol_class::kFormat;
}

std::size_t hex_digits(std::string_view text, std::size_t most) noexcept {
  const auto is_hex = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  std::size_t count = 0;
  while (count < most && count < text.size() && is_hex(text[count])) ++count;
  return count;
}

char32_t hex_value(std::string_view digits) noexcept {
  char32_t value = 0;
  for (const char c : digits) {
    value = value << 4 | static_cast<char32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return value;
}

EscapeReading resolve(std::string_view line, const std::vector<EscapeToken>& tokens) {
  EscapeReading reading;
  for (std::size_t i = 0; i < tokens.size();) {
    const EscapeToken& token = tokens[i];
    if (is_byte(token)) {
      if (!is_high(token)) {  // ASCII in front
        add_unknown(tokens, i, i + 1, reading.units);
        ++i;
        continue;
      }
      std::size_t last = i;
      const Stretch stretch = stretch_of(line, tokens, i, last);
      const BytesGuess guess = guess_encoding(stretch.bytes);
      reading.tie |= guess.tie;
      if (guess.encoding) {
        reading.bits = std::min(reading.bits, guess.bits);
        add_units(stretch, *guess.encoding, reading.units);
      } else {
        add_unknown(tokens, i, last, reading.units);
      }
      i = last;
      continue;
    }
    char32_t code = token.value;
    std::uint32_t end = token.end;
    ++i;
    if (code >= 0xD800 && code < 0xDC00 && i < tokens.size() && tokens[i].start == end &&
        tokens[i].value >= 0xDC00 && tokens[i].value < 0xE000) {
      code = 0x10000 + ((code - 0xD800) << 10) + (tokens[i].value - 0xDC00);
      end = tokens[i++].end;
    }
    reading.units.push_back(unit_of(code, token.start, end));
  }
  add_soft_breaks(tokens, reading.units);
  return reading;
}

EscapeVerdict judge(std::string_view line, const EscapeReading& reading, RepairMode mode) {
  const std::vector<EscapeUnit>& units = reading.units;
  if (units.empty() || has_range(line, units)) return {};
  const Literals literals = literals_of(line, units);
  const auto is = [](Kind kind) {
    return [kind](const EscapeUnit& unit) { return unit.kind == kind; };
  };
  const bool plain = literals.plain || reading.header;
  const bool whole = plain && std::none_of(units.begin(), units.end(), is(Kind::ascii)) &&
                     std::none_of(units.begin(), units.end(), is(Kind::unknown));
  const auto stays = [](const EscapeUnit& unit) {
    return unit.kind == Kind::unknown || (unit.kind == Kind::ascii && unit.text.empty());
  };
  const bool quoted =
      reading.quoted && mode == RepairMode::max && std::none_of(units.begin(), units.end(), stays);
  EscapeVerdict verdict;
  if (reading.tie) {
    verdict.declined = plain || mode == RepairMode::max;
    return verdict;
  }
  if (!whole && mode != RepairMode::max) return verdict;

  std::string text;
  for (std::size_t i = 0; i < units.size();) {
    std::size_t last = i;  // of the units that touch each other
    bool sound = true;
    do sound &= units[last++].kind != Kind::unknown;
    while (last < units.size() && units[last].start == units[last - 1].end);
    for (; i < last; ++i) {
      const bool blank =
          units[i].kind == Kind::blank && (quoted || (whole && i > 0 && i + 1 < units.size()));
      const bool mark = units[i].kind == Kind::ascii && quoted;
      if (!sound || (units[i].kind != Kind::text && !blank && !mark)) continue;
      if (verdict.runs.empty() || verdict.runs.back().end != units[i].start) {
        verdict.runs.push_back({units[i].start, units[i].start, {}});
      }
      verdict.runs.back().end = units[i].end;
      verdict.runs.back().after += blank ? std::string_view(" ") : units[i].text;
      text += units[i].text;
    }
  }
  std::size_t hanzi = 0;
  for (std::size_t at = 0; at < text.size();) hanzi += is_ideographic(utf8::next(text, at));
  // A line that has more hanzi of its own, or the same ones, is about the escapes.
  const bool about =
      mode != RepairMode::max && !reading.header &&
      (literals.hanzi >= hanzi || (literals.hanzi > 0 && line.find(text) != line.npos));
  if (hanzi < reading.least_hanzi || about || !reads_as_text(text)) {
    verdict.runs.clear();
    return verdict;
  }
  const double bits = std::min(reading.bits, 2.0 * double(hanzi) + 3);
  verdict.confidence = 1 / (1 + std::exp2(-bits));
  return verdict;
}

}  // namespace hanfix::repair
