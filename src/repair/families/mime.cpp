// What mail wraps text in: encoded words (=?GB2312?B?1tDOxA==?=) and quoted-printable bodies
// (=E4=B8=AD, lines broken by a = at their end).
#include <algorithm>
#include <initializer_list>
#include <memory>
#include <optional>

#include "base/utf8.hpp"
#include "encoding/encoding.hpp"
#include "model/symbols.hpp"
#include "repair/base64.hpp"
#include "repair/escape_family.hpp"
#include "repair/escaped_bytes.hpp"

namespace hanfix::repair {
namespace {

using Unit = EscapeUnit;

// =?charset?B?text?= with the sizes of its parts, at the front of a text.
struct Word {
  std::string_view charset, text;
  bool base64 = false;
  std::size_t size = 0;  // 0: none
};

Word word_at(std::string_view line) {
  if (line.substr(0, 2) != "=?") return {};
  const std::size_t charset = line.find_first_of("? \t\n", 2);
  if (charset == line.npos || charset == 2 || line[charset] != '?' || charset > 40) return {};
  if (charset + 3 > line.size() || line[charset + 2] != '?') return {};
  const char how = static_cast<char>(line[charset + 1] | 0x20);
  if (how != 'b' && how != 'q') return {};
  const std::size_t text = charset + 3;
  constexpr std::size_t kLongest = 2048;  // RFC 2047 allows 75
  const std::size_t end = line.substr(0, text + kLongest).find("?=", text);
  if (end == line.npos || line.substr(text, end - text).find('\n') != line.npos) return {};
  std::string_view name = line.substr(2, charset - 2);
  name = name.substr(0, name.find('*'));  // RFC 2231's language
  return {name, line.substr(text, end - text), how == 'b', end + 2};
}

std::optional<std::string> bytes_of(const Word& word) {
  if (word.base64) return from_base64(word.text);
  std::string bytes;
  for (std::size_t at = 0; at < word.text.size(); ++at) {
    if (word.text[at] != '=') {
      bytes.push_back(word.text[at] == '_' ? ' ' : word.text[at]);
    } else if (hex_digits(word.text.substr(at + 1), 2) == 2) {
      bytes.push_back(static_cast<char>(hex_value(word.text.substr(at + 1, 2))));
      at += 2;
    } else {
      return std::nullopt;
    }
  }
  return bytes;
}

// In what it says it is, or else what it looks like: many say GB2312 and are UTF-8.
std::optional<std::string> text_of(std::string_view charset, std::string_view bytes) {
  const Result<Encoding> named = find_encoding(charset);
  if (named) {
    if (std::optional<std::string> text = decode_whole(named.value(), bytes)) return text;
  }
  const BytesGuess guess = guess_encoding(bytes);
  return guess.encoding ? decode_whole(*guess.encoding, bytes) : std::nullopt;
}

// What a word may become: no control, and no ASCII that means something to markup, to programs, or
// in a list of addresses.
bool is_harmless(std::string_view text, bool addresses) {
  const std::string_view marks = addresses ? " -.!?%/+_#*'" : " -.!?%/+_#*'(),:;[]~";
  bool beyond = false;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code = utf8::next(text, at);
    if (code >= 0x80) {
      if (!is_escapable(code)) return false;
      beyond = true;
    } else if (!model::in(code, U'0', U'9') && !model::in(code | 0x20, U'a', U'z') &&
               marks.find(static_cast<char>(code)) == marks.npos) {
      return false;
    }
  }
  return beyond;
}

// Only blanks, and at most one line break, before the next word.
std::size_t blanks(std::string_view text) {
  const std::size_t size = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  const std::string_view gap = text.substr(0, size);
  const bool folded = gap.find('\n') != gap.npos;
  return gap.find('\n') == gap.rfind('\n') && (!folded || gap.back() != '\n') ? size : text.npos;
}

// Whether a line begins with one of these, in any case.
bool begins_with_one(std::string_view line, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    bool same = line.size() > name.size();
    for (std::size_t i = 0; same && i < name.size(); ++i)
      same = (line[i] | 0x20) == (name[i] | 0x20);
    if (same) return true;
  }
  return false;
}

// Mail headers whose text may be in encoded words.
bool has_addresses(std::string_view line) {
  return begins_with_one(line, {"From:", "To:", "Cc:", "Bcc:", "Sender:", "Reply-To:"});
}
bool is_header(std::string_view line) {
  return has_addresses(line) ||
         begins_with_one(line, {"Subject:", "Comments:", "Organization:", "Keywords:",
                                "Thread-Topic:", "Content-Description:"});
}

class Mime : public EscapeFamily {
 public:
  Mime() : EscapeFamily("mime") {}

  [[nodiscard]] Signs suspicious_signs(RepairMode) const override { return sign::encoded; }
  [[nodiscard]] Signs noticed_signs() const override { return sign::code_end | sign::quotes; }
  // A word, or two bytes of which the first is beyond ASCII.
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode) const override {
    SignPlaces places(text, sign::encoded);
    for (std::size_t at = places.next(); at != places.npos; at = places.next()) {
      if (text[at] != '=' || at + 1 == text.size()) continue;
      const char next = text[at + 1];
      if (next == '?' ? is_word_start(text.substr(at, 48)) : is_quoted(text.substr(at, 4))) {
        return true;
      }
    }
    return false;
  }

  // Source code, where a message may stand in a string.
  void notice(std::string_view text, std::uint64_t offset) override {
    note_signs({"{\n", "\"\"\"", "'''"}, text, offset);
  }

  // A soft line break, or a word that the next line may go on with.
  [[nodiscard]] bool continues(std::string_view line) const override {
    std::size_t size = line.find_last_not_of(" \t\r\n") + 1;
    if (size == 0 || line.size() - size > 16 || line[size - 1] != '=') return false;
    const std::size_t start = line.rfind('\n', size - 1) + 1;
    const std::string_view last = line.substr(start, size - start);
    return last.size() >= 2 && last[last.size() - 2] == '?' ? last.find("=?") != last.npos
                                                            : has_quoted(last);
  }

 protected:
  [[nodiscard]] EscapeReading read(std::string_view line, RepairMode) const override {
    EscapeReading reading = line.find("=?") == line.npos ? EscapeReading{} : words(line);
    if (!reading.units.empty()) {
      reading.header = is_header(line);
      reading.least_hanzi = 1;
      return reading;
    }
    return quoted_printable(line);
  }

 private:
  static bool is_word_start(std::string_view text) {
    const std::size_t end = text.find('?', 2);
    return end != text.npos && end > 2 && end + 2 < text.size() && text[end + 2] == '?' &&
           ((text[end + 1] | 0x20) == 'b' || (text[end + 1] | 0x20) == 'q');
  }
  // =E4; quoted-printable writes capitals, most other things with = in front do not.
  static bool is_quoted(std::string_view text) {
    return hex_digits(text.substr(1), 2) == 2 && text[1] >= '8' && text[1] <= 'F' &&
           (text[2] <= '9' || text[2] <= 'F');
  }
  static bool has_quoted(std::string_view text) {
    for (std::size_t at = text.find('='); at != text.npos; at = text.find('=', at + 1)) {
      if (is_quoted(text.substr(at, 4))) return true;
    }
    return false;
  }

  static EscapeReading words(std::string_view line) {
    EscapeReading reading;
    for (std::size_t at = line.find("=?"); at != line.npos; at = line.find("=?", at)) {
      Word word = word_at(line.substr(at));
      if (word.size == 0) {
        at += 2;
        continue;
      }
      // Words side by side are one text; a character may be split over two of one charset.
      const std::size_t start = at;
      std::string text, bytes;
      bool sound = true;
      while (true) {
        const std::optional<std::string> some = bytes_of(word);
        sound &= some.has_value();
        if (some) bytes += *some;
        at += word.size;
        const std::size_t gap = blanks(line.substr(at));
        const Word next = gap == line.npos ? Word{} : word_at(line.substr(at + gap));
        if (next.size == 0 || next.charset != word.charset) {
          const std::optional<std::string> part = text_of(word.charset, bytes);
          sound &= part.has_value();
          if (part) text += *part;
          bytes.clear();
        }
        if (next.size == 0) break;
        at += gap;
        word = next;
      }
      sound = sound && is_harmless(text, has_addresses(line));
      reading.units.push_back({sound ? Unit::Kind::text : Unit::Kind::unknown,
                               static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(at),
                               sound ? text : std::string()});
    }
    return reading;
  }

  static EscapeReading quoted_printable(std::string_view line) {
    std::vector<EscapeToken> tokens;
    for (std::size_t at = line.find('='); at != line.npos; at = line.find('=', at + 1)) {
      const std::size_t behind = std::min(line.find_first_not_of(" \t\r", at + 1), line.size());
      if (behind < line.size() && line[behind] == '\n' && behind + 1 < line.size()) {
        tokens.push_back({EscapeToken::Kind::soft_break, static_cast<std::uint32_t>(at),
                          static_cast<std::uint32_t>(behind + 1)});
      } else if (hex_digits(line.substr(at + 1), 2) == 2) {
        tokens.push_back({EscapeToken::Kind::byte, static_cast<std::uint32_t>(at),
                          static_cast<std::uint32_t>(at + 3), hex_value(line.substr(at + 1, 2))});
      }
    }
    EscapeReading reading = resolve(line, tokens);
    // A body is read as a whole: its soft line breaks go only if all else is right.
    const auto unknown = [](const Unit& unit) { return unit.kind == Unit::Kind::unknown; };
    if (std::any_of(reading.units.begin(), reading.units.end(), unknown)) reading.units.clear();
    return reading;
  }
};

}  // namespace

std::unique_ptr<RepairFamily> make_mime() { return std::make_unique<Mime>(); }

}  // namespace hanfix::repair
