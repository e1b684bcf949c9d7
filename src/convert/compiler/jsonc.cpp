#include "convert/compiler/jsonc.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "convert/compiler/text_dictionary.hpp"

namespace hanfix::convert::compiler {
namespace {

constexpr int kDeepest = 64;

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {
    if (text.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  bool document(Json& out) {
    if (!value(out, 0)) return false;
    if (!space()) return false;
    return at_ == text_.size() || fail("more text behind the end of the configuration");
  }
  [[nodiscard]] const std::string& fact() const { return fact_; }
  [[nodiscard]] std::size_t at() const { return at_; }

 private:
  bool fail(std::string fact) {
    if (fact_.empty()) fact_ = std::move(fact);
    return false;
  }

  // White space and comments.
  bool space() {
    for (;;) {
      while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != text_.npos)
        ++at_;
      const std::string_view rest = text_.substr(at_);
      if (rest.starts_with("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (rest.starts_with("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == text_.npos) return fail("a comment without its */");
        at_ = end + 2;
      } else {
        return true;
      }
    }
  }

  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  bool value(Json& out, int depth) {
    if (!space()) return false;
    out.offset = at_;
    if (depth > kDeepest) return fail("nested more than 64 deep");
    if (at_ == text_.size()) return fail("the file ends where a value should stand");
    switch (text_[at_]) {
      case '{':
        return object(out, depth);
      case '[':
        return array(out, depth);
      case '"':
        out.kind = Json::Kind::string;
        return string(out.text);
      default:
        return word(out);
    }
  }

  bool word(Json& out) {
    if (take("true")) {
      out.kind = Json::Kind::boolean;
      out.truth = true;
      return true;
    }
    if (take("false")) {
      out.kind = Json::Kind::boolean;
      return true;
    }
    if (take("null")) return true;
    const std::size_t start = at_;
    while (at_ < text_.size() &&
           std::string_view("+-.0123456789eE").find(text_[at_]) != text_.npos) {
      ++at_;
    }
    out.kind = Json::Kind::number;
    out.text = text_.substr(start, at_ - start);
    return at_ > start || fail("expected a value: \"…\", {…}, […], true, false, null or a number");
  }

  bool array(Json& out, int depth) {
    out.kind = Json::Kind::array;
    ++at_;
    for (;;) {
      if (!space()) return false;
      if (take(']')) return true;
      if (!value(out.items.emplace_back(), depth + 1) || !space()) return false;
      if (take(']')) return true;
      if (!take(',')) return fail("expected ',' or ']'");
    }
  }

  bool object(Json& out, int depth) {
    out.kind = Json::Kind::object;
    ++at_;
    for (;;) {
      if (!space()) return false;
      if (take('}')) return true;
      if (at_ == text_.size() || text_[at_] != '"') return fail("expected a name in quotes or '}'");
      auto& [name, member] = out.members.emplace_back();
      if (!string(name) || !space()) return false;
      if (!take(':')) return fail("expected ':' behind a name");
      if (!value(member, depth + 1) || !space()) return false;
      if (take('}')) return true;
      if (!take(',')) return fail("expected ',' or '}'");
    }
  }

  bool string(std::string& out) {
    ++at_;
    while (at_ < text_.size() && text_[at_] != '"') {
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte < 0x20)
        return fail("a string holds a line break or a control; write \\n or \\u000A");
      if (byte != '\\') {
        out += text_[at_++];
      } else if (!escape(out)) {
        return false;
      }
    }
    return take('"') || fail("a string without its closing quote");
  }

  bool escape(std::string& out) {
    ++at_;
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    if (at_ == text_.size()) return fail("a string without its closing quote");
    if (const std::size_t name = kNames.find(text_[at_]); name != text_.npos) {
      out += kMeanings[name];
      ++at_;
      return true;
    }
    char32_t code = 0;
    if (!unit(code)) return false;
    if (code >= 0xD800 && code < 0xDC00) {
      char32_t low = 0;
      if (!take('\\') || !unit(low) || low < 0xDC00 || low > 0xDFFF)
        return fail("half of a surrogate pair");
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    } else if (code >= 0xDC00 && code < 0xE000) {
      return fail("half of a surrogate pair");
    }
    utf8::append(out, code);
    return true;
  }

  // u and four digits.
  bool unit(char32_t& code) {
    if (!take('u') || text_.size() - at_ < 4) return fail("unknown escape in a string");
    for (const std::size_t end = at_ + 4; at_ < end; ++at_) {
      const char c = text_[at_];
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return fail("unknown escape in a string");
      code = code << 4 | static_cast<char32_t>(digit);
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string fact_;
};

}  // namespace

const Json* Json::find(std::string_view name) const noexcept {
  for (const auto& [key, value] : members) {
    if (key == name) return &value;
  }
  return nullptr;
}

Result<Json> parse_jsonc(std::string_view text, const std::string& path) {
  if (const auto at = malformed_at(text)) {
    return Error{ErrorCode::bad_data, line_prefix(text, *at) + "not UTF-8; save the file as UTF-8",
                 path, *at};
  }
  Json root;
  Reader reader(text);
  if (reader.document(root)) return root;
  return Error{ErrorCode::bad_data, line_prefix(text, reader.at()) + reader.fact(), path,
               reader.at()};
}

std::string line_prefix(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  return "line " + std::to_string(1 + std::count(before.begin(), before.end(), '\n')) + ": ";
}

}  // namespace hanfix::convert::compiler
