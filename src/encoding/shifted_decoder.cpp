#include <algorithm>

#include "encoding/byte_table.hpp"
#include "encoding/decoder.hpp"

namespace hanfix {
namespace {

constexpr char kEscape = 0x1B, kShiftOut = 0x0E, kShiftIn = 0x0F;

bool in_94(char c) { return c > 0x20 && c < 0x7F; }

// A character of a 94x94 set by its two 7-bit bytes, through the table of an 8-bit encoding.
ByteUnit from_94(const ByteTable& table, std::string_view prefix, std::string_view pair) {
  std::string bytes(prefix);
  for (const char c : pair) bytes.push_back(static_cast<char>(c | 0x80));
  ByteUnit unit = table.decode(bytes);
  const bool private_use = unit.first >= 0xE000 && unit.first < 0xF900;
  if (unit.size != bytes.size() || private_use) unit.kind = ByteUnit::Kind::malformed;
  return unit;
}

// What the three encodings share: bytes that are neither shifts nor two-byte characters.
class ShiftedDecoder : public Decoder {
 public:
  std::size_t decode(std::string_view input, bool last, UnitWriter& out) override {
    std::size_t at = 0;
    while (at < input.size()) {
      const std::size_t taken = step(input.substr(at), last, out);
      if (taken == 0) break;
      at += taken;
    }
    return at;
  }

 protected:
  // Decodes one unit and returns its size; 0 where more input is needed (never if `last`).
  virtual std::size_t step(std::string_view rest, bool last, UnitWriter& out) = 0;

  static std::size_t plain(std::string_view rest, UnitWriter& out) {
    if (static_cast<unsigned char>(rest[0]) < 0x80) {
      out.copied(rest.substr(0, 1));
    } else {
      out.malformed(rest.substr(0, 1));
    }
    return 1;
  }
  static std::size_t skip(std::size_t bytes, UnitWriter& out) {
    out.skipped(static_cast<std::uint32_t>(bytes));
    return bytes;
  }
  // `lead` bytes, then a pair of the set: a character, or its first byte alone is malformed.
  static std::size_t pair(std::string_view rest, std::size_t lead, bool last,
                          const ByteTable& table, std::string_view prefix, UnitWriter& out) {
    if (rest.size() < lead + 2 && !last) return 0;
    if (rest.size() >= lead + 2 && in_94(rest[lead]) && in_94(rest[lead + 1])) {
      const ByteUnit unit = from_94(table, prefix, rest.substr(lead, 2));
      if (unit.kind == ByteUnit::Kind::character) {
        out.character(unit.first, static_cast<std::uint32_t>(lead + 2));
      } else {
        out.malformed(rest.substr(0, lead + 2));
      }
      return lead + 2;
    }
    const std::size_t size = std::min(lead + 1, rest.size());
    out.malformed(rest.substr(0, size));
    return size;
  }
  // Whether `rest` begins with `sequence`: yes, no, or not yet known.
  enum class Match : std::uint8_t { no, yes, unknown };
  static Match match(std::string_view rest, std::string_view sequence, bool last) {
    const std::size_t size = std::min(rest.size(), sequence.size());
    if (rest.substr(0, size) != sequence.substr(0, size)) return Match::no;
    if (size == sequence.size()) return Match::yes;
    return last ? Match::no : Match::unknown;
  }
};

// RFC 1843: GB 2312 between ~{ and ~}, ~~ for ~, ~ at a line's end joins it with the next.
class HzDecoder : public ShiftedDecoder {
 protected:
  std::size_t step(std::string_view rest, bool last, UnitWriter& out) override {
    if (rest[0] == '~') {
      if (rest.size() < 2 && !last) return 0;
      const char next = rest.size() < 2 ? '\0' : rest[1];
      if (next == (chinese_ ? '}' : '{')) {
        chinese_ = !chinese_;
        return skip(2, out);
      }
      if (!chinese_ && next == '\n') return skip(2, out);
      if (!chinese_ && next == '~') {
        out.character('~', 2);
        return 2;
      }
      out.malformed(rest.substr(0, 1));
      return 1;
    }
    if (chinese_ && rest[0] == '\n') chinese_ = false;  // RFC 1843, 2: a line is never left shifted
    return chinese_ && in_94(rest[0]) ? pair(rest, 0, last, gb_, "", out) : plain(rest, out);
  }

 private:
  const ByteTable& gb_ = byte_table(Encoding::gb18030);
  bool chinese_ = false;
};

// RFC 1922: SO to GB 2312 or CNS 11643 plane 1, ESC N for one character of plane 2; what was
// designated holds to the line's end.
class Iso2022CnDecoder : public ShiftedDecoder {
 protected:
  std::size_t step(std::string_view rest, bool last, UnitWriter& out) override {
    if (rest[0] == kEscape) {
      for (const auto& [sequence, set] : kDesignations) {
        const Match found = match(rest, sequence, last);
        if (found == Match::unknown) return 0;
        if (found == Match::no) continue;
        (set == Set::cns2 ? single_ : shifted_) = set;
        return skip(sequence.size(), out);
      }
      const Match single = match(rest, "\x1BN", last);
      if (single == Match::unknown) return 0;
      if (single == Match::yes && single_ == Set::cns2) {
        return pair(rest, 2, last, cns_, "\x8E\xA2", out);
      }
      return plain(rest, out);
    }
    if (rest[0] == kShiftOut && shifted_ != Set::none) {
      out_ = true;
      return skip(1, out);
    }
    if (rest[0] == kShiftIn && out_) {
      out_ = false;
      return skip(1, out);
    }
    if (rest[0] == '\n') {
      shifted_ = single_ = Set::none;
      out_ = false;
    }
    if (!out_ || !in_94(rest[0])) return plain(rest, out);
    return pair(rest, 0, last, shifted_ == Set::gb ? gb_ : cns_, "", out);
  }

 private:
  enum class Set : std::uint8_t { none, gb, cns1, cns2 };
  static constexpr std::pair<std::string_view, Set> kDesignations[] = {
      {"\x1B$)A", Set::gb}, {"\x1B$)G", Set::cns1}, {"\x1B$*H", Set::cns2}};

  const ByteTable& gb_ = byte_table(Encoding::gb18030);
  const ByteTable& cns_ = byte_table(Encoding::euc_tw);
  Set shifted_ = Set::none, single_ = Set::none;
  bool out_ = false;
};

// RFC 1468 as the WHATWG Encoding Standard reads it, and JIS X 0212 (RFC 1554).
class Iso2022JpDecoder : public ShiftedDecoder {
 protected:
  std::size_t step(std::string_view rest, bool last, UnitWriter& out) override {
    if (rest[0] == kEscape) {
      for (const auto& [sequence, set] : kSets) {
        const Match found = match(rest, sequence, last);
        if (found == Match::unknown) return 0;
        if (found == Match::no) continue;
        set_ = set;
        return skip(sequence.size(), out);
      }
      return plain(rest, out);
    }
    if (rest[0] == '\n' && set_ != Set::roman) set_ = Set::ascii;
    if (!in_94(rest[0])) return plain(rest, out);
    switch (set_) {
      case Set::ascii:
        break;
      case Set::roman:
        if (rest[0] != '\\' && rest[0] != '~') break;
        out.character(rest[0] == '\\' ? U'¥' : U'‾', 1);
        return 1;
      case Set::katakana:
        if (rest[0] > 0x5F) {
          out.malformed(rest.substr(0, 1));
        } else {
          out.character(0xFF61 + static_cast<char32_t>(rest[0] - 0x21), 1);
        }
        return 1;
      case Set::jis0208:
        return pair(rest, 0, last, euc_, "", out);
      case Set::jis0212:
        return pair(rest, 0, last, euc_, "\x8F", out);
    }
    return plain(rest, out);
  }

 private:
  enum class Set : std::uint8_t { ascii, roman, katakana, jis0208, jis0212 };
  static constexpr std::pair<std::string_view, Set> kSets[] = {
      {"\x1B(B", Set::ascii},   {"\x1B(J", Set::roman},   {"\x1B(I", Set::katakana},
      {"\x1B$@", Set::jis0208}, {"\x1B$B", Set::jis0208}, {"\x1B$(D", Set::jis0212}};

  const ByteTable& euc_ = byte_table(Encoding::euc_jp);
  Set set_ = Set::ascii;
};

}  // namespace

std::unique_ptr<Decoder> make_shifted_decoder(Encoding encoding) {
  switch (encoding) {
    case Encoding::hz:
      return std::make_unique<HzDecoder>();
    case Encoding::iso_2022_cn:
      return std::make_unique<Iso2022CnDecoder>();
    case Encoding::utf_7:
      return make_utf7_decoder();
    default:
      return std::make_unique<Iso2022JpDecoder>();
  }
}

}  // namespace hanfix
