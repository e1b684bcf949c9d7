#include "encoding/byte_table.hpp"
#include "encoding/decoder.hpp"

namespace hanfix {
namespace {

class TableDecoder : public Decoder {
 public:
  explicit TableDecoder(Encoding encoding) : table_(byte_table(encoding)) {}

  std::size_t decode(std::string_view input, bool last, UnitWriter& out) override {
    const ByteTable::Row& leads = table_.row(0);
    std::size_t at = 0;
    while (at < input.size()) {
      const std::uint32_t lead = leads[static_cast<unsigned char>(input[at])];
      if (lead < 0x80) {
        const std::size_t run = ascii_prefix(input.substr(at));
        out.copied(input.substr(at, run));
        at += run;
        continue;
      }
      // Two bytes, by far the most frequent; the rest goes the general way.
      if ((lead & ByteTable::kNextRow) != 0 && at + 1 < input.size()) {
        const std::uint32_t code =
            table_.row(lead & ~ByteTable::kNextRow)[static_cast<unsigned char>(input[at + 1])];
        if (code < ByteTable::kNowhere) {
          out.character(code, 2);
          at += 2;
          continue;
        }
      }
      const ByteUnit unit = table_.decode(input.substr(at, 4));
      if (unit.kind == ByteUnit::Kind::incomplete && !last) break;
      if (unit.kind == ByteUnit::Kind::character) {
        if (unit.second == 0) {
          out.character(unit.first, unit.size);
        } else {
          out.characters(unit.first, unit.second, unit.size);
        }
        at += unit.size;
      } else {
        std::size_t size = unit.size;
        if (unit.kind == ByteUnit::Kind::incomplete) size = without_ascii(input.substr(at));
        out.malformed(input.substr(at, size));
        at += size;
      }
    }
    return at;
  }

 private:
  // At the end of the stream inside a character: digits of a cut GB18030 code stay text.
  static std::size_t without_ascii(std::string_view rest) {
    std::size_t size = 1;
    while (size < rest.size() && static_cast<unsigned char>(rest[size]) >= 0x80) ++size;
    return size;
  }

  const ByteTable& table_;
};

// 7 bits; any other byte is malformed.
class AsciiDecoder : public Decoder {
 public:
  std::size_t decode(std::string_view input, bool, UnitWriter& out) override {
    for (std::size_t at = 0; at < input.size();) {
      const std::size_t run = ascii_prefix(input.substr(at));
      out.copied(input.substr(at, run));
      at += run;
      if (at < input.size()) out.malformed(input.substr(at++, 1));
    }
    return input.size();
  }
};

}  // namespace

std::unique_ptr<Decoder> make_table_decoder(Encoding encoding) {
  return std::make_unique<TableDecoder>(encoding);
}

std::unique_ptr<Decoder> make_decoder(Encoding encoding) {
  switch (info(encoding).coding) {
    case Coding::utf8:
      return make_utf8_decoder(encoding == Encoding::utf_8);
    case Coding::cesu8:
      return make_cesu8_decoder();
    case Coding::utf16:
    case Coding::utf32:
      return make_wide_decoder(encoding);
    case Coding::table:
      return make_table_decoder(encoding);
    case Coding::shifted:
      return make_shifted_decoder(encoding);
    case Coding::ascii:
      break;
  }
  return std::make_unique<AsciiDecoder>();
}

}  // namespace hanfix
