// Encodings of seven bits left in text: UTF-7 (+Ti1lhw-), HZ (~{VPND~}), ISO-2022 (ESC $ B …).
// Whole documents in these are the detector's; here are pieces, some without their ESC.
#include <algorithm>
#include <memory>
#include <optional>

#include "base/utf8.hpp"
#include "encoding/encoding.hpp"
#include "repair/base64.hpp"
#include "repair/escape_family.hpp"
#include "repair/escaped_bytes.hpp"

namespace hanfix::repair {
namespace {

constexpr char kEscape = 0x1B;

// A piece at the front of a text: its size, 0 if there is none, and what it says.
struct Piece {
  std::size_t size = 0;
  std::string text;
  bool ended = true;  // by its own mark
};

bool is_beyond_ascii(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_escapable(utf8::next(text, at))) return false;
  }
  return !text.empty();
}

Piece decoded(Encoding encoding, std::string_view bytes, std::size_t size) {
  std::optional<std::string> text = decode_whole(encoding, bytes);
  if (!text || !is_beyond_ascii(*text)) return {};
  return {size, std::move(*text)};
}

// Pairs of bytes 21 to 7E as the pairs of an 8-bit encoding.
Piece pairs(Encoding encoding, std::string_view bytes, std::size_t size) {
  if (bytes.empty() || bytes.size() % 2 != 0) return {};
  std::string high(bytes);
  for (char& c : high) {
    if (c <= 0x20 || c >= 0x7F) return {};
    c = static_cast<char>(c | 0x80);
  }
  return decoded(encoding, high, size);
}

// The limit keeps hostile text from being looked at again and again.
Piece utf7_at(std::string_view text) {
  constexpr std::size_t kLimit = 2048;
  std::size_t digits = 1;
  std::uint32_t value = 0;
  for (unsigned bits = 0; digits < std::min(text.size(), kLimit); ++digits) {
    const int digit = base64_digit(text[digits]);
    if (digit < 0) break;
    value = value << 6 | static_cast<std::uint32_t>(digit);
    bits += 6;
    if (bits < 16) continue;
    bits -= 16;
    const char32_t unit = value >> bits & 0xFFFF;
    if (!is_escapable(unit) && (unit < 0xD800 || unit > 0xDFFF)) return {};
  }
  // Whole units of 16 bits, and what fills the last digit is 0.
  const std::size_t count = digits - 1, rest = count * 6 % 16;
  if (count < 3 || rest >= 6 || (value & ((1u << rest) - 1)) != 0) return {};
  const bool ended = digits < text.size() && text[digits] == '-';
  Piece piece = decoded(Encoding::utf_7, text.substr(0, digits), digits + ended);
  piece.ended = ended;
  return piece;
}

Piece hz_at(std::string_view text) {
  if (text.substr(0, 2) != "~{") return {};
  for (std::size_t at = 2; at + 1 < text.size(); at += 2) {
    if (text.substr(at, 2) == "~}") return pairs(Encoding::gb18030, text.substr(2, at - 2), at + 2);
    if (text[at] < 0x21 || text[at] > 0x77) break;  // no lead byte of GB 2312
  }
  return {};
}

// From a designation to the one of ASCII, or the line's end.
Piece iso_2022_at(std::string_view text) {
  static constexpr struct {
    std::string_view start, end;
    Encoding encoding;
  } kSets[] = {{"\x1B$B", "\x1B(", Encoding::euc_jp},
               {"\x1B$@", "\x1B(", Encoding::euc_jp},
               {"\x1B$A", "\x1B(", Encoding::gb18030},
               {"\x1B$)A\x0E", "\x0F", Encoding::gb18030},
               {"\x1B$)G\x0E", "\x0F", Encoding::euc_tw}};
  for (const auto& set : kSets) {
    if (text.substr(0, set.start.size()) != set.start) continue;
    const std::size_t from = set.start.size();
    std::size_t end = text.find_first_of("\x1B\x0F\r\n", from);
    if (end == text.npos) end = text.size();
    std::size_t size = end;
    if (text.substr(end, set.end.size()) == set.end) {
      size = std::min(text.size(), end + set.end.size() + (set.end[0] == kEscape ? 1 : 0));
    }
    return pairs(set.encoding, text.substr(from, end - from), size);
  }
  return {};
}

// ISO-2022-JP whose ESC was lost: $B…(B.
Piece without_escape_at(std::string_view text) {
  if (text.substr(0, 2) != "$B" && text.substr(0, 2) != "$@") return {};
  text = text.substr(0, 1024);
  for (std::size_t end = text.find('(', 2); end != text.npos; end = text.find('(', end + 1)) {
    const std::string_view mark = text.substr(end, 2);
    if ((mark == "(B" || mark == "(J") && end % 2 == 0) {
      return pairs(Encoding::euc_jp, text.substr(2, end - 2), end + 2);
    }
  }
  return {};
}

Piece piece_at(std::string_view text, bool max) {
  switch (text[0]) {
    case '+':
      return utf7_at(text);
    case '~':
      return hz_at(text);
    case kEscape:
      return iso_2022_at(text);
    default:
      return max ? without_escape_at(text) : Piece{};
  }
}

class SevenBit : public EscapeFamily {
 public:
  SevenBit() : EscapeFamily("seven-bit") {}

  [[nodiscard]] Signs suspicious_signs(RepairMode mode) const override {
    return mode == RepairMode::max ? sign::kAll : sign::plus | sign::shift;
  }
  [[nodiscard]] Signs noticed_signs() const override { return 0; }
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode mode) const override {
    SignPlaces places(text, sign::plus | sign::shift);
    for (std::size_t at = places.next(); at != places.npos; at = places.next()) {
      const std::string_view two = text.substr(at, 2);
      if (two == "~{" || two == "\x1B$") return true;
      if (two[0] != '+') continue;
      const std::string_view digits = text.substr(at + 1, 3);
      if (digits.size() == 3 &&
          std::all_of(digits.begin(), digits.end(), [](char c) { return base64_digit(c) >= 0; })) {
        return true;
      }
    }
    return mode == RepairMode::max &&
           (text.find("$B") != text.npos || text.find("$@") != text.npos);
  }

 protected:
  [[nodiscard]] EscapeReading read(std::string_view line, RepairMode mode) const override {
    const bool max = mode == RepairMode::max;
    EscapeReading reading;
    std::vector<bool> loose;  // nothing marks their end
    std::size_t longest = 0;
    for (std::size_t at = 0;
         (at = line.find_first_of(max ? "+~\x1B$" : "+~\x1B", at)) != line.npos;) {
      Piece piece = piece_at(line.substr(at), max);
      if (piece.size == 0) {
        ++at;
        continue;
      }
      if (piece.ended) longest = std::max(longest, piece.text.size());
      loose.push_back(!piece.ended);
      reading.units.push_back({EscapeUnit::Kind::text, static_cast<std::uint32_t>(at),
                               static_cast<std::uint32_t>(at + piece.size), std::move(piece.text)});
      at += piece.size;
    }
    // +return may be anything; long pieces, or others that are marked, speak for short ones.
    for (std::size_t i = 0; i < loose.size(); ++i) {
      if (reading.units[i].text.size() >= 12) longest = std::max<std::size_t>(longest, 12);
    }
    if (longest < 6) reading.units.clear();
    return reading;
  }
};

}  // namespace

std::unique_ptr<RepairFamily> make_seven_bit() { return std::make_unique<SevenBit>(); }

}  // namespace hanfix::repair
