#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "encoding/byte_table.hpp"
#include "encoding/detect.hpp"

namespace hanfix {
namespace {

// What UTF-16 or UTF-32 text of one byte order would consist of.
struct UnitCounts {
  std::size_t units = 0;
  std::size_t telling = 0;  // letters, punctuation and spaces of scripts, frequent hanzi
  std::size_t hanzi = 0;    // any other
  std::size_t other = 0;    // possible, says nothing
  std::size_t wrong = 0;    // NUL, controls, lone surrogates, noncharacters, unassigned
};

void count(char32_t code, UnitCounts& out) {
  ++out.units;
  const auto in = [code](char32_t from, char32_t to) { return code >= from && code <= to; };
  if (in(0x20, 0x7E) || code == '\n' || code == '\r' || code == '\t') {
    ++out.telling;
  } else if (code < 0x20 || in(0x7F, 0x9F) || in(0xD800, 0xDFFF) || in(0xFFF0, 0xFFFC) ||
             in(0xFFFE, 0xFFFF) || code > 0x10FFFF || in(0xE000, 0xF8FF)) {
    ++out.wrong;
  } else if (in(0x3000, 0x3011) || in(0x3041, 0x30FE) || in(0xFF01, 0xFF5E) || in(0x2010, 0x2026) ||
             in(0x410, 0x451) || in(0xA0, 0xFF) || in(0x3105, 0x3129)) {
    ++out.telling;
  } else if (in(0x4E00, 0x9FFF)) {
    ++(is_frequent_hanzi(code) ? out.telling : out.hanzi);
  } else {
    ++out.other;
  }
}

UnitCounts count_units(std::string_view window, std::size_t unit, bool big_endian) {
  UnitCounts out;
  for (std::size_t at = 0; at + unit <= window.size(); at += unit) {
    const auto read = [&](std::size_t from) {
      char32_t code = 0;
      for (std::size_t i = 0; i < unit; ++i) {
        code =
            code << 8 | static_cast<unsigned char>(window[from + (big_endian ? i : unit - 1 - i)]);
      }
      return code;
    };
    const char32_t code = read(at);
    if (unit == 2 && code >= 0xD800 && code < 0xDC00 && at + 4 <= window.size()) {
      const char32_t low = read(at + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        ++out.units, ++out.other;
        at += 2;
        continue;
      }
    }
    count(code, out);
  }
  return out;
}

constexpr bool is_rare_control(unsigned char c) {
  return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\b' && c != 0x1B &&
          c != 0x0E && c != 0x0F) ||
         c == 0x7F;
}

std::size_t count_rare_controls(std::string_view window) {
  return static_cast<std::size_t>(std::count_if(window.begin(), window.end(), [](char c) {
    return is_rare_control(static_cast<unsigned char>(c));
  }));
}

}  // namespace

std::optional<Candidate> detect_wide(std::string_view window) {
  if (window.size() < 4) return std::nullopt;
  // Text in 8-bit encodings has no controls; UTF-16 has them in one hanzi of ten and in every line
  // end. Without them only a run of hanzi is UTF-16, and never bytes that are mostly ASCII: pairs
  // of Latin letters are hanzi, too.
  const bool controls = count_rare_controls(window) > 0;
  const auto high = static_cast<std::size_t>(std::count_if(
      window.begin(), window.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
  const bool hanzi_possible = high * 5 >= window.size();
  std::optional<Candidate> best;
  struct Form {
    Encoding encoding;
    std::size_t unit;
    bool big_endian;
  };
  for (const Form& form : {Form{Encoding::utf_32le, 4, false}, Form{Encoding::utf_32be, 4, true},
                           Form{Encoding::utf_16le, 2, false}, Form{Encoding::utf_16be, 2, true}}) {
    const UnitCounts seen = count_units(window, form.unit, form.big_endian);
    const std::size_t text = seen.telling + seen.hanzi;
    // Real text: nearly nothing impossible, and a good part of what texts are made of.
    const bool is_text = controls && seen.wrong * 50 <= seen.units &&
                         seen.telling * 10 >= seen.units * 4 && text * 10 >= seen.units * 7;
    const bool is_hanzi = hanzi_possible && seen.units >= (controls ? 4u : 6u) && seen.wrong == 0 &&
                          seen.telling * 5 >= seen.units && text * 20 >= seen.units * 19;
    if (!is_text && !is_hanzi) continue;
    const double score =
        static_cast<double>(seen.telling + seen.hanzi) / static_cast<double>(seen.units + 1);
    if (!best || score > best->score) best = Candidate{form.encoding, score};
  }
  return best;
}

bool has_file_signature(std::string_view window) noexcept {
  using namespace std::string_view_literals;
  constexpr std::string_view kSignatures[] = {"PK\3\4"sv,
                                              "\x89PNG\r\n"sv,
                                              "\x1F\x8B\x08"sv,
                                              "\x7F"
                                              "ELF"sv,
                                              "GIF8"sv,
                                              "\xFF\xD8\xFF"sv,
                                              "%PDF-"sv,
                                              "7z\xBC\xAF\x27\x1C"sv,
                                              "Rar!\x1A\x07"sv,
                                              "\xFD"
                                              "7zXZ\0"sv,
                                              "\x28\xB5\x2F\xFD"sv,
                                              "BZh9"sv};
  for (const std::string_view signature : kSignatures) {
    if (window.substr(0, signature.size()) == signature) return true;
  }
  return false;
}

bool looks_binary(std::string_view window) noexcept {
  if (has_file_signature(window)) return true;
  // A stray NUL or control is damage; one byte in 25 is another kind of file.
  return count_rare_controls(window) * 25 > window.size();
}

std::optional<Candidate> detect_shifted(std::string_view window) {
  const auto has = [&](std::string_view what) {
    return window.find(what) != std::string_view::npos;
  };
  if (has("\x1B$)A") || has("\x1B$)G") || has("\x1B$*H")) {
    return Candidate{Encoding::iso_2022_cn, 0.99};
  }
  if (has("\x1B$B") || has("\x1B$@") || has("\x1B$(D")) {
    return Candidate{Encoding::iso_2022_jp, 0.99};
  }
  // HZ's marks also occur in programs: what stands between them must be GB 2312 throughout.
  std::size_t hanzi = 0;
  for (std::size_t at = window.find("~{"); at != std::string_view::npos;) {
    if (at > 0 && window[at - 1] == '~') {
      at = window.find("~{", at + 2);
      continue;
    }
    std::size_t end = at + 2;
    while (end + 1 < window.size() && window[end] != '~' && window[end] != '\n') {
      if (!in_gb2312(static_cast<unsigned char>(window[end] | 0x80),
                     static_cast<unsigned char>(window[end + 1] | 0x80))) {
        return std::nullopt;
      }
      ++hanzi;
      end += 2;
    }
    if (end + 1 < window.size() && window[end] == '~' && window[end + 1] != '}') {
      return std::nullopt;
    }
    at = window.find("~{", end);
  }
  if (hanzi == 0) return std::nullopt;
  return Candidate{Encoding::hz, hanzi == 1 ? 0.8 : 0.99};
}

}  // namespace hanfix
