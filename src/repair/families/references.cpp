// Numeric character references left in text: &#20013; &#x4e2d; also escaped twice (&amp;#20013;)
// and without their semicolon (&#20013&#25991).
#include <algorithm>
#include <memory>

#include "model/symbols.hpp"
#include "repair/escape_family.hpp"

namespace hanfix::repair {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Where the digits begin behind &# or &amp;#, 0 if `text`, which begins with &, is no reference.
std::size_t digits_at(std::string_view text, bool& hexadecimal) {
  std::size_t at = 1;
  while (text.substr(at, 4) == "amp;" && at < 16) at += 4;  // escaped so often
  if (at >= text.size() || text[at] != '#') return 0;
  ++at;
  hexadecimal = at < text.size() && (text[at] | 0x20) == 'x';
  at += hexadecimal;
  const bool digit =
      hexadecimal ? hex_digits(text.substr(at), 1) == 1 : at < text.size() && is_digit(text[at]);
  return digit ? at : 0;
}

char32_t value_of(std::string_view digits, bool hexadecimal) {
  constexpr char32_t kTooBig = 0x110000;
  char32_t value = 0;
  for (std::size_t i = 0; i < digits.size() && value < kTooBig; ++i) {
    value = hexadecimal ? value << 4 | hex_value(digits.substr(i, 1))
                        : value * 10 + static_cast<char32_t>(digits[i] - '0');
  }
  return std::min(value, kTooBig);
}

// What Chinese text is made of, as a number that is not followed by a digit of the text.
bool is_common(char32_t code) {
  using model::in;
  return in(code, 0x4E00, 0x9FFF) || in(code, 0x2010, 0x2026) || in(code, 0x3000, 0x30FF) ||
         in(code, 0xFF00, 0xFFEF) || code == 0xB7;
}

// How many of the digits belong to a reference that nothing ends: 共3天 may have become
// &#208493&#22825. The longest number that is a common character, else all of them.
std::size_t unended(std::string_view digits, bool hexadecimal) {
  for (std::size_t size = std::min<std::size_t>(digits.size(), 6); size >= 2; --size) {
    if (is_common(value_of(digits.substr(0, size), hexadecimal))) return size;
  }
  return digits.size();
}

// Whether `text`, which begins with <, begins with <p>, </p>, <p class="x">, <!doctype, <?xml.
bool is_tag(std::string_view text) {
  const auto is_letter = [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
  std::size_t at = 1 + (text.substr(1, 1) == "/");
  if (text.substr(at, 1) == "!" || text.substr(at, 1) == "?") {
    return text.size() > at + 1 && (is_letter(text[at + 1]) || text[at + 1] == '-');
  }
  if (at >= text.size() || !is_letter(text[at])) return false;
  while (at < text.size() && (is_letter(text[at]) || is_digit(text[at]))) ++at;
  if (at == text.size() || (text[at] != '>' && text[at] != '/' && text[at] != ' ')) return false;
  const std::size_t end = text.find_first_of("<>\n", at);
  return end != text.npos && text[end] == '>';
}

class References : public EscapeFamily {
 public:
  References() : EscapeFamily("references") {}

  [[nodiscard]] Signs suspicious_signs(RepairMode) const override { return sign::reference; }
  [[nodiscard]] Signs noticed_signs() const override { return sign::tag; }
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode) const override {
    bool hexadecimal = false;
    SignPlaces places(text, sign::reference);
    for (std::size_t at = places.next(); at != places.npos; at = places.next()) {
      if (text[at] == '&' && digits_at(text.substr(at, 24), hexadecimal) != 0) return true;
    }
    return false;
  }

  // A page's source: references in it are read by a browser. One tag is enough.
  void notice(std::string_view text, std::uint64_t offset) override {
    note_last('<', text, offset, [&](std::size_t at) { return is_tag(text.substr(at, 256)); });
  }

 protected:
  [[nodiscard]] EscapeReading read(std::string_view line, RepairMode) const override {
    std::vector<EscapeToken> tokens;
    for (std::size_t at = line.find('&'); at != line.npos;) {
      bool hexadecimal = false;
      const std::size_t front = digits_at(line.substr(at), hexadecimal);
      if (front == 0) {
        at = line.find('&', at + 1);
        continue;
      }
      const std::size_t first = at + front;
      std::size_t size = 0;
      while (first + size < line.size() &&
             (hexadecimal ? hex_digits(line.substr(first + size), 1) == 1
                          : is_digit(line[first + size]))) {
        ++size;
      }
      const bool ended = first + size < line.size() && line[first + size] == ';';
      if (!ended) size = unended(line.substr(first, size), hexadecimal);
      const std::size_t end = first + size + ended;
      tokens.push_back({EscapeToken::Kind::code, static_cast<std::uint32_t>(at),
                        static_cast<std::uint32_t>(end),
                        value_of(line.substr(first, size), hexadecimal)});
      at = line.find('&', end);
    }
    return resolve(line, tokens);
  }
};

}  // namespace

std::unique_ptr<RepairFamily> make_references() { return std::make_unique<References>(); }

}  // namespace hanfix::repair
