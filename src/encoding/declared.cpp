#include "encoding/declared.hpp"

#include <algorithm>

namespace hanfix {
namespace {

constexpr std::string_view kSpace = "\t\n\f\r ";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
bool is_space(char c) { return kSpace.find(c) != std::string_view::npos; }

bool same(std::string_view text, std::string_view lower_case) {
  return std::equal(text.begin(), text.end(), lower_case.begin(), lower_case.end(),
                    [](char a, char b) { return lower(a) == b; });
}
bool begins(std::string_view text, std::string_view lower_case) {
  return same(text.substr(0, lower_case.size()), lower_case);
}
void skip_space(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
}

// What names are made of; anything else (a template's `{{charset}}`) is none.
std::string_view as_name(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  const bool good = text.size() <= kLongest && std::all_of(text.begin(), text.end(), [](char c) {
                      return is_letter(c) || (c >= '0' && c <= '9') ||
                             std::string_view("-_.:+()").find(c) != std::string_view::npos;
                    });
  return good ? text : std::string_view();
}

// The value behind "charset=" in a content type, up to a quote, a blank or ';'. `closed`: the end
// of `text` ends it, too.
std::string_view charset_of(std::string_view text, bool closed) {
  while (!text.empty()) {
    if (!begins(text, "charset")) {
      text.remove_prefix(1);
      continue;
    }
    text.remove_prefix(7);
    skip_space(text);
    if (text.empty() || text[0] != '=') continue;
    text.remove_prefix(1);
    skip_space(text);
    if (text.empty()) return {};
    const bool quoted = text[0] == '"' || text[0] == '\'';
    const std::size_t end = quoted ? text.find(text[0], 1) : text.find_first_of("\t\n\f\r ;", 0);
    if (end == std::string_view::npos && (quoted || !closed)) return {};
    return as_name(quoted ? text.substr(1, end - 1) : text.substr(0, end));
  }
  return {};
}

struct Attribute {
  std::string_view name, value;
};

// The next attribute of a tag, as HTML's search for an encoding reads it; name empty at the tag's
// end. False: the text ended first.
bool next_attribute(std::string_view& rest, Attribute& out) {
  out = {};
  while (!rest.empty() && (is_space(rest[0]) || rest[0] == '/')) rest.remove_prefix(1);
  if (rest.empty()) return false;
  if (rest[0] == '>') return true;
  const std::size_t name_end = rest.find_first_of("\t\n\f\r />=", 1);
  if (name_end == std::string_view::npos) return false;
  out.name = rest.substr(0, name_end);
  rest.remove_prefix(name_end);
  skip_space(rest);
  if (rest.empty()) return false;
  if (rest[0] != '=') return true;
  rest.remove_prefix(1);
  skip_space(rest);
  if (rest.empty()) return false;
  const bool quoted = rest[0] == '"' || rest[0] == '\'';
  const std::size_t end = quoted ? rest.find(rest[0], 1) : rest.find_first_of("\t\n\f\r >");
  if (end == std::string_view::npos) return false;
  out.value = quoted ? rest.substr(1, end - 1) : rest.substr(0, end);
  rest.remove_prefix(quoted ? end + 1 : end);
  return true;
}

// Behind "<meta": the encoding that it names. `rest` is moved behind the tag, to its end if the tag
// is cut.
std::string_view meta_charset(std::string_view& rest) {
  bool is_content_type = false;
  std::string_view charset, in_content;
  for (Attribute attribute;;) {
    if (!next_attribute(rest, attribute)) {
      rest = {};
      return {};
    }
    if (attribute.name.empty()) break;
    if (same(attribute.name, "charset") && charset.empty()) charset = as_name(attribute.value);
    if (same(attribute.name, "http-equiv")) {
      is_content_type = is_content_type || same(attribute.value, "content-type");
    }
    if (same(attribute.name, "content") && in_content.empty()) {
      in_content = charset_of(attribute.value, true);
    }
  }
  if (!charset.empty()) return charset;
  return is_content_type ? in_content : std::string_view();
}

// The HTML Standard's "prescan a byte stream to determine its encoding".
std::string_view in_html(std::string_view rest) {
  for (;;) {
    const std::size_t tag = rest.find('<');
    if (tag == std::string_view::npos) return {};
    rest.remove_prefix(tag);
    if (begins(rest, "<!--")) {
      const std::size_t end = rest.find("-->", 2);
      if (end == std::string_view::npos) return {};
      rest.remove_prefix(end + 3);
    } else if (begins(rest, "<meta") && rest.size() > 5 && (is_space(rest[5]) || rest[5] == '/')) {
      rest.remove_prefix(5);
      const std::string_view found = meta_charset(rest);
      if (!found.empty()) return found;
    } else if (const std::size_t name = rest.substr(0, 2) == "</" ? 2 : 1;
               name < rest.size() && is_letter(rest[name])) {
      rest.remove_prefix(std::min(rest.find_first_of("\t\n\f\r >"), rest.size()));
      Attribute attribute;
      do {
        if (!next_attribute(rest, attribute)) return {};
      } while (!attribute.name.empty());
    } else {
      rest.remove_prefix(1);
    }
  }
}

std::string_view in_xml(std::string_view head) {
  const std::string_view declaration = head.substr(0, head.find("?>"));
  if (declaration.size() == head.size()) return {};
  std::string_view rest = declaration;
  for (;;) {
    const std::size_t at = rest.find("encoding");
    if (at == std::string_view::npos) return {};
    const bool word = at > 0 && is_space(rest[at - 1]);
    rest.remove_prefix(at + 8);
    skip_space(rest);
    if (!word || rest.empty() || rest[0] != '=') continue;
    rest.remove_prefix(1);
    skip_space(rest);
    if (rest.empty() || (rest[0] != '"' && rest[0] != '\'')) return {};
    const std::size_t end = rest.find(rest[0], 1);
    return end == std::string_view::npos ? std::string_view() : as_name(rest.substr(1, end - 1));
  }
}

// The next line without its end; `complete` says whether the end is there.
std::string_view take_line(std::string_view& rest, bool& complete) {
  const std::size_t end = rest.find('\n');
  complete = end != std::string_view::npos;
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(complete ? end + 1 : rest.size());
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

bool is_header(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos) return false;
  return std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon),
                     [](char c) { return is_letter(c) || c == '-' || (c >= '0' && c <= '9'); });
}

// A block of headers, to the empty line. One line of another form, and it is prose with colons.
std::string_view in_headers(std::string_view head) {
  std::string_view rest = head, found;
  bool complete = false;
  if (begins(head, "http/") || begins(head, "from ")) (void)take_line(rest, complete);
  while (!rest.empty()) {
    const std::string_view begin = rest;
    const std::string_view line = take_line(rest, complete);
    if (line.empty()) return found;
    if (!is_header(line)) return complete ? std::string_view() : found;
    bool whole = complete;
    while (!rest.empty() && (rest[0] == ' ' || rest[0] == '\t')) (void)take_line(rest, whole);
    if (found.empty() && begins(line, "content-type:")) {
      found = charset_of(begin.substr(0, begin.size() - rest.size()), false);
    }
  }
  return found;
}

// "coding: name" or "coding=name" in a comment, as Python (PEP 263) and Emacs read it.
std::string_view in_comment(std::string_view head) {
  bool complete = true;
  for (int i = 0; i < 2 && complete; ++i) {
    const std::string_view line = take_line(head, complete);
    if (line.empty() || line[0] != '#' || !complete) return {};
    for (std::size_t at = line.find("coding"); at != std::string_view::npos;
         at = line.find("coding", at + 1)) {
      std::string_view value = line.substr(at + 6);
      if (value.empty() || (value[0] != ':' && value[0] != '=')) continue;
      value.remove_prefix(1);
      skip_space(value);
      const std::string_view name = value.substr(0, value.find_first_of("\t ;'\""));
      if (!name.empty()) return as_name(name);
    }
  }
  return {};
}

// One for all that are read alike, or differ in characters that texts hardly have.
Encoding family(Encoding encoding) {
  switch (encoding) {
    case Encoding::windows_950:
      return Encoding::big5_hkscs;
    case Encoding::cesu_8:
      return Encoding::utf_8;
    case Encoding::iso_8859_1:
    case Encoding::iso_8859_15:
      return Encoding::windows_1252;
    case Encoding::iso_8859_7:
      return Encoding::windows_1253;
    case Encoding::iso_8859_8:
      return Encoding::windows_1255;
    case Encoding::iso_8859_13:
      return Encoding::windows_1257;
    case Encoding::koi8_u:
      return Encoding::koi8_r;
    default:
      return encoding;
  }
}

}  // namespace

std::string_view find_declared(std::string_view head) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (head.substr(0, kMark.size()) == kMark) head.remove_prefix(kMark.size());
  std::string_view text = head;
  skip_space(text);
  if (text.empty()) return {};
  if (text[0] == '<') {
    const std::string_view xml = head.substr(0, 5) == "<?xml" ? in_xml(head) : std::string_view();
    return xml.empty() ? in_html(text) : xml;
  }
  if (constexpr std::string_view kCss = "@charset \""; head.substr(0, kCss.size()) == kCss) {
    const std::string_view value = head.substr(kCss.size());
    const std::size_t end = value.find("\";");
    return end == std::string_view::npos ? std::string_view() : as_name(value.substr(0, end));
  }
  if (head[0] == '#') return in_comment(head);
  return is_letter(head[0]) ? in_headers(head) : std::string_view();
}

std::string contradiction(std::string_view declared, Encoding detected) {
  const std::string says = "declares " + std::string(declared);
  const std::string read_as = "; read as " + std::string(name(detected));
  const Result<Encoding> found = find_encoding(declared);
  if (!found) return says + ", an encoding that hanfix does not know" + read_as;
  Encoding meant = found.value();
  // Nobody can detect it: the text is plain ASCII.
  if (meant == Encoding::utf_7 && detected == Encoding::us_ascii) {
    return says + ", which is read only by --from utf-7" + read_as;
  }
  const Coding coding = info(meant).coding;
  if (coding == Coding::utf16 || coding == Coding::utf32) meant = Encoding::utf_8;
  if (detected == Encoding::us_ascii || detected == Encoding::binary || meant == Encoding::binary ||
      family(meant) == family(detected)) {
    return {};
  }
  return says + ", but the bytes are " + std::string(name(detected)) + read_as +
         " (--from says otherwise)";
}

}  // namespace hanfix
