#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "encoding/byte_table.hpp"
#include "encoding/detect.hpp"

namespace hanfix {
namespace {

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

std::optional<Encoding> detect_utf32(std::string_view window) {
  // Three of four bytes are all but constant, and no 8-bit text holds NULs in every fourth place.
  constexpr std::size_t kLooked = 4096;
  const std::string_view sample = window.substr(0, std::min(window.size(), kLooked) / 4 * 4);
  if (sample.size() < 4) return std::nullopt;
  for (const bool big : {false, true}) {
    std::size_t text = 0, wrong = 0;
    for (std::size_t at = 0; at < sample.size(); at += 4) {
      const auto byte = [&](std::size_t i) {
        return static_cast<unsigned char>(sample[at + (big ? 3 - i : i)]);
      };
      const unsigned unit = byte(0) | unsigned{byte(1)} << 8;
      const bool bmp = byte(3) == 0 && byte(2) == 0;
      const bool letters = unit >= 0x20 && (unit < 0x7F || unit >= 0xA0) && unit < 0x700;
      const bool asian = (unit >= 0x2010 && unit < 0x2030) || (unit >= 0x3000 && unit < 0xA000) ||
                         (unit >= 0xAC00 && unit < 0xD7A4) || (unit > 0xFF00 && unit < 0xFFE7);
      if (bmp && (letters || asian || unit == '\n' || unit == '\r' || unit == '\t')) {
        ++text;
      } else if (byte(3) != 0 || byte(2) > 0x10 || (bmp && (unit < 0x20 || (unit >> 11) == 0x1B))) {
        ++wrong;
      }
    }
    const std::size_t units = sample.size() / 4;
    if (wrong * 50 <= units && text * 10 >= units * 9) {
      return big ? Encoding::utf_32be : Encoding::utf_32le;
    }
  }
  return std::nullopt;
}

bool may_be_utf16(std::string_view window, bool big_endian) noexcept {
  constexpr std::size_t kLooked = 512;
  const std::size_t size = std::min(window.size(), kLooked) / 2 * 2;
  std::size_t strange = 0;
  for (std::size_t at = 0; at < size; at += 2) {
    // Blocks that texts are made of: alphabets up to Arabic, Thai, punctuation, kana and symbols,
    // hanzi, Hangul, pairs of surrogates, full-width forms.
    const auto high = static_cast<unsigned char>(window[at + (big_endian ? 0 : 1)]);
    const auto low = static_cast<unsigned char>(window[at + (big_endian ? 1 : 0)]);
    const bool control = high == 0 && ((low < 0x20 && low != '\n' && low != '\r' && low != '\t') ||
                                       (low >= 0x7F && low < 0xA0));
    const bool known = (high <= 0x06 && !control) || high == 0x0E || high == 0x1E ||
                       (high >= 0x20 && high <= 0x26) || (high >= 0x30 && high <= 0x9F) ||
                       (high >= 0xAC && high <= 0xDF) || high == 0xFF;
    strange += !known;
  }
  return size >= 4 && strange * 25 <= size / 2;
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
  // A few stray NULs or controls are damage; one byte in 25 is another kind of file.
  const std::size_t controls = count_rare_controls(window);
  return controls >= 4 && controls * 25 > window.size();
}

bool has_control(std::string_view window) noexcept { return count_rare_controls(window) > 0; }

bool has_many_controls(std::string_view window) noexcept {
  return count_rare_controls(window) * 16 >= window.size();
}

std::optional<Shifted> detect_shifted(std::string_view window) {
  constexpr std::size_t kNoAccident = 20;  // hanzi of HZ
  const auto has = [&](std::string_view what) {
    return window.find(what) != std::string_view::npos;
  };
  if (has("\x1B$)A") || has("\x1B$)G") || has("\x1B$*H")) {
    return Shifted{Encoding::iso_2022_cn, 0.99, true};
  }
  if (has("\x1B$B") || has("\x1B$@") || has("\x1B$(D")) {
    return Shifted{Encoding::iso_2022_jp, 0.99, true};
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
  return Shifted{Encoding::hz, hanzi == 1 ? 0.8 : 0.99, hanzi >= kNoAccident};
}

}  // namespace hanfix
