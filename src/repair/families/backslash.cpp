// Escapes of programming languages left in text: \u4e2d, \U00020bb7, \u{4e2d}, \x{4e2d},
// \xe4\xb8\xad and \344\270\255 (bytes of UTF-8, GBK or Big5), R's <U+4E2D>.
#include <memory>

#include "repair/escape_family.hpp"

namespace hanfix::repair {
namespace {

using Kind = EscapeToken::Kind;

struct Sequence {
  std::size_t size = 0;  // 0: none
  Kind kind = Kind::code;
  char32_t value = 0;
};

Sequence braced(std::string_view text) {  // {4e2d}
  const std::size_t digits = hex_digits(text.substr(1), 7);
  if (digits < 1 || digits > 6 || text.size() < digits + 2 || text[digits + 1] != '}') return {};
  return {digits + 4, Kind::code, hex_value(text.substr(1, digits))};
}

Sequence digits(std::string_view text, std::size_t count, Kind kind) {
  if (hex_digits(text, count) != count) return {};
  return {count + 2, kind, hex_value(text.substr(0, count))};
}

// What `text`, which begins with a backslash, begins with.
Sequence escape_at(std::string_view text) {
  if (text.size() < 4) return {};
  const std::string_view rest = text.substr(2);
  switch (text[1]) {
    case 'u':
      return rest[0] == '{' ? braced(rest) : digits(rest, 4, Kind::code);
    case 'U':
      return digits(rest, 8, Kind::code);
    case 'x':
      return rest[0] == '{' ? braced(rest) : digits(rest, 2, Kind::byte);
    default:
      break;
  }
  char32_t value = 0;
  for (std::size_t i = 1; i < 4; ++i) {
    if (text[i] < '0' || text[i] > (i == 1 ? '3' : '7')) return {};
    value = value << 3 | static_cast<char32_t>(text[i] - '0');
  }
  return {4, Kind::byte, value};
}

// <U+4E2D>
Sequence angle_at(std::string_view text) {
  if (text.substr(0, 3) != "<U+") return {};
  const std::size_t digits = hex_digits(text.substr(3), 8);
  if (digits < 4 || text.size() < digits + 4 || text[digits + 3] != '>') return {};
  return {digits + 4, Kind::code, hex_value(text.substr(3, digits))};
}

Sequence sequence_at(std::string_view text) {
  return text[0] == '<' ? angle_at(text) : escape_at(text);
}

class Backslash : public EscapeFamily {
 public:
  Backslash() : EscapeFamily("backslash") {}

  [[nodiscard]] Signs suspicious_signs(RepairMode) const override { return sign::escape; }
  [[nodiscard]] Signs noticed_signs() const override { return sign::code_end | sign::quotes; }
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode) const override {
    SignPlaces places(text, sign::escape);
    for (std::size_t at = places.next(); at != places.npos; at = places.next()) {
      if (text[at] != '\\' && text[at] != '<') continue;
      const Sequence found = sequence_at(text.substr(at, 12));
      if (found.size != 0 && found.value >= 0x80) return true;
    }
    return false;
  }

  // Source code: a statement's or a block's end at a line's end, a long string of Python.
  void notice(std::string_view text, std::uint64_t offset) override {
    note_signs({";\n", "{\n", "\"\"\"", "'''"}, text, offset);
  }

 protected:
  [[nodiscard]] EscapeReading read(std::string_view line, RepairMode) const override {
    std::vector<EscapeToken> tokens;
    for (std::size_t at = 0; (at = line.find_first_of("\\<", at)) != line.npos;) {
      const Sequence found = sequence_at(line.substr(at, 12));
      // C:\u4e2d is a path; \\u4e2d a backslash and letters.
      const bool path = at >= 2 && line[at - 1] == ':' && ((line[at - 2] | 0x20) >= 'a') &&
                        ((line[at - 2] | 0x20) <= 'z') && (at == 2 || line[at - 3] < '0');
      if (found.size == 0 || (path && line[at] == '\\')) {
        at += line.substr(at, 2) == "\\\\" ? 2 : 1;
        continue;
      }
      tokens.push_back({found.kind, static_cast<std::uint32_t>(at),
                        static_cast<std::uint32_t>(at + found.size), found.value});
      at += found.size;
    }
    return resolve(line, tokens);
  }
};

}  // namespace

std::unique_ptr<RepairFamily> make_backslash() { return std::make_unique<Backslash>(); }

}  // namespace hanfix::repair
