#include "base/utf8.hpp"
#include "encoding/byte_table.hpp"
#include "encoding/encoder.hpp"

namespace hanfix {
namespace {

// The two 7-bit bytes of a 94x94 set's character, or empty.
std::string to_94(const CodeBytes& bytes, std::string_view prefix) {
  const std::string_view view = bytes.view();
  if (view.size() != prefix.size() + 2 || view.substr(0, prefix.size()) != prefix) return {};
  std::string out;
  for (const char c : view.substr(prefix.size())) {
    if (static_cast<unsigned char>(c) < 0xA1 || static_cast<unsigned char>(c) > 0xFE) return {};
    out.push_back(static_cast<char>(c & 0x7F));
  }
  return out;
}

std::string to_gb2312(char32_t code) {
  const CodeBytes bytes = code_table(Encoding::gb18030).encode(code);
  if (bytes.size != 2 || !in_gb2312(static_cast<unsigned char>(bytes.data[0]),
                                    static_cast<unsigned char>(bytes.data[1]))) {
    return {};
  }
  // Private-use characters have codes here that belong to others.
  return code >= 0xE000 && code < 0xF900 ? std::string() : to_94(bytes, "");
}

class ShiftedEncoder : public Encoder {
 public:
  std::size_t put(std::string_view text, std::string& out) override {
    for (std::size_t at = 0; at < text.size();) {
      std::size_t next = at;
      if (!put_one(utf8::next(text, next), out)) return at;
      at = next;
    }
    return text.size();
  }

 protected:
  virtual bool put_one(char32_t code, std::string& out) = 0;
};

class HzEncoder : public ShiftedEncoder {
 public:
  void finish(std::string& out) override { shift(false, out); }

 protected:
  bool put_one(char32_t code, std::string& out) override {
    if (code < 0x80) {
      shift(false, out);
      if (code == '~') out.push_back('~');
      out.push_back(static_cast<char>(code));
      return true;
    }
    const std::string pair = to_gb2312(code);
    if (pair.empty()) return false;
    shift(true, out);
    out += pair;
    return true;
  }

 private:
  void shift(bool chinese, std::string& out) {
    if (chinese != chinese_) out += chinese ? "~{" : "~}";
    chinese_ = chinese;
  }
  bool chinese_ = false;
};

class Iso2022CnEncoder : public ShiftedEncoder {
 public:
  void finish(std::string& out) override { shift(false, out); }

 protected:
  bool put_one(char32_t code, std::string& out) override {
    if (code < 0x80) {
      // Shifts and their introducer are no text in this encoding.
      if (code == 0x0E || code == 0x0F || code == 0x1B) return false;
      shift(false, out);
      out.push_back(static_cast<char>(code));
      if (code == '\n') shifted_ = Set::none, plane2_ = false;
      return true;
    }
    // GB 2312 first, for that is what the encoding is used for; in a stretch of CNS, CNS.
    const CodeBytes cns = code_table(Encoding::euc_tw).encode(code);
    const std::string plane1 = to_94(cns, "");
    const std::string gb = to_gb2312(code);
    if (!gb.empty() && (plane1.empty() || shifted_ != Set::cns1)) {
      designate(Set::gb, "\x1B$)A", out);
      out += gb;
    } else if (!plane1.empty()) {
      designate(Set::cns1, "\x1B$)G", out);
      out += plane1;
    } else if (const std::string second = to_94(cns, "\x8E\xA2"); !second.empty()) {
      if (!plane2_) out += "\x1B$*H";
      plane2_ = true;
      out += "\x1BN" + second;
    } else {
      return false;
    }
    return true;
  }

 private:
  enum class Set : std::uint8_t { none, gb, cns1 };
  void designate(Set set, std::string_view sequence, std::string& out) {
    if (shifted_ != set) out += sequence;
    shifted_ = set;
    shift(true, out);
  }
  void shift(bool to, std::string& out) {
    if (to != out_) out.push_back(to ? '\x0E' : '\x0F');
    out_ = to;
  }
  Set shifted_ = Set::none;
  bool plane2_ = false;
  bool out_ = false;
};

class Iso2022JpEncoder : public ShiftedEncoder {
 public:
  void finish(std::string& out) override { shift("\x1B(B", out); }

 protected:
  bool put_one(char32_t code, std::string& out) override {
    if (code < 0x80) {
      if (code == 0x0E || code == 0x0F || code == 0x1B) return false;
      shift("\x1B(B", out);
      out.push_back(static_cast<char>(code));
      return true;
    }
    if (code == U'¥' || code == U'‾') {
      shift("\x1B(J", out);
      out.push_back(code == U'¥' ? '\\' : '~');
      return true;
    }
    if (code >= 0xFF61 && code <= 0xFF9F) {
      shift("\x1B(I", out);
      out.push_back(static_cast<char>(code - 0xFF61 + 0x21));
      return true;
    }
    const CodeBytes euc = code_table(Encoding::euc_jp).encode(code);
    if (const std::string kanji = to_94(euc, ""); !kanji.empty()) {
      shift("\x1B$B", out);
      out += kanji;
    } else if (const std::string more = to_94(euc, "\x8F"); !more.empty()) {
      shift("\x1B$(D", out);
      out += more;
    } else {
      return false;
    }
    return true;
  }

 private:
  void shift(std::string_view set, std::string& out) {
    if (set != set_) out += set;
    set_ = set;
  }
  std::string_view set_ = "\x1B(B";
};

}  // namespace

std::unique_ptr<Encoder> make_shifted_encoder(Encoding encoding) {
  switch (encoding) {
    case Encoding::hz:
      return std::make_unique<HzEncoder>();
    case Encoding::iso_2022_cn:
      return std::make_unique<Iso2022CnEncoder>();
    case Encoding::utf_7:
      return make_utf7_encoder();
    default:
      return std::make_unique<Iso2022JpEncoder>();
  }
}

}  // namespace hanfix
