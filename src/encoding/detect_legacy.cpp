#include <uchardet/uchardet.h>

#include <algorithm>
#include <memory>

#include "encoding/byte_table.hpp"
#include "encoding/detect.hpp"

namespace hanfix {
namespace {

// More is not needed to be sure, and the tables are slower to read than to skip.
constexpr std::size_t kScored = 8 << 10;

// How well bytes above 0x7F read in an East Asian encoding.
struct Reading {
  std::size_t characters = 0;  // letters of the language's scripts: hanzi, kana, hangul
  std::size_t frequent = 0;    // of these, the most frequent
  std::size_t common = 0;      // of the others, hanzi of the character set's first level
  std::size_t kana = 0;
  std::size_t hangul = 0;
  std::size_t neutral = 0;  // punctuation, symbols, full-width letters
  std::size_t odd = 0;      // private use, half-width katakana, box drawing, Cyrillic, Greek
  std::size_t malformed = 0;
};

// The syllables that Korean endings, particles and common words are made of.
constexpr std::u32string_view kFrequentHangul =
    U"가각간감개거건것게겠경고공과관교구국군권그극근금기길김까나난남내너네년는니다단당대던데도"
    U"동되된될두드들등따때또라람로록료르른를리마만많말면명모무문물미및바발방법보부분비사산상생"
    U"서선성세소속수술스습시식신실아안않알았양어업에여연영예오와용우운원월위유으은을음의이인일"
    U"임입있자작장재저적전정제조주중지진집차처체초추치크타터통트파하학한할합해했행현호화회";

bool in(char32_t code, char32_t from, char32_t to) { return code >= from && code <= to; }

void classify(char32_t code, Reading& out) {
  if (in(code, 0x3400, 0x9FFF) || in(code, 0x20000, 0x3FFFF)) {
    ++out.characters;
    if (is_frequent_hanzi(code)) ++out.frequent;
  } else if (in(code, 0x3041, 0x30FA)) {
    ++out.characters, ++out.kana;
  } else if (in(code, 0xAC00, 0xD7A3)) {
    ++out.characters, ++out.hangul;
    if (kFrequentHangul.find(code) != std::u32string_view::npos) ++out.frequent;
  } else if (in(code, 0x3000, 0x3017) || in(code, 0xFF01, 0xFF5E) || in(code, 0x2010, 0x2026) ||
             code == 0xB7 || in(code, 0x2160, 0x217F) || in(code, 0x2460, 0x24FF) ||
             code == 0x30FC || code == 0x30FB || in(code, 0x2190, 0x22FF)) {
    ++out.neutral;
  } else {
    ++out.odd;
  }
}

// Level 1 of GB 2312 and of Big5: the half that everyday text is written with.
bool is_first_level(std::string_view pair, Encoding encoding) {
  const auto lead = static_cast<unsigned char>(pair[0]);
  const auto trail = static_cast<unsigned char>(pair[1]);
  if (encoding == Encoding::gb18030) return lead >= 0xB0 && lead <= 0xD7 && trail >= 0xA1;
  return encoding == Encoding::big5_hkscs && lead >= 0xA4 && lead <= 0xC6;
}

Reading read(std::string_view window, Encoding encoding, bool complete) {
  const ByteTable& table = byte_table(encoding);
  Reading out;
  for (std::size_t at = 0; at < window.size();) {
    if (static_cast<unsigned char>(window[at]) < 0x80) {
      ++at;
      continue;
    }
    const ByteUnit unit = table.decode(window.substr(at, 4));
    if (unit.kind == ByteUnit::Kind::character) {
      const std::size_t frequent = out.frequent;
      classify(unit.first, out);
      if (unit.size == 2 && out.frequent == frequent &&
          is_first_level(window.substr(at, 2), encoding)) {
        ++out.common;
      }
    } else if (unit.kind == ByteUnit::Kind::malformed || complete) {
      ++out.malformed;
    }
    at += unit.size;
  }
  return out;
}

// Whether most bytes above 0x7F pair as the encoding's do: a look without the table, which tells
// alphabets (their words end after a lead byte) from hanzi.
bool could_be(std::string_view window, Encoding encoding) {
  const bool euc = encoding == Encoding::euc_jp || encoding == Encoding::euc_tw;
  const unsigned char lowest = euc ? 0xA1 : 0x30;
  std::size_t pairs = 0, broken = 0;
  for (std::size_t at = 0; at + 1 < window.size(); ++at) {
    const auto lead = static_cast<unsigned char>(window[at]);
    if (lead < 0x80) continue;
    if (encoding == Encoding::shift_jis && lead >= 0xA1 && lead <= 0xDF) continue;
    if (static_cast<unsigned char>(window[at + 1]) < lowest) {
      ++broken;
    } else {
      ++pairs;
      ++at;
    }
  }
  return broken * 8 <= pairs;
}

// 0…1, how much the bytes look like the language; real text of a few words has 0.6 and more.
// `weak`: nothing else is known about the bytes, so that the first level counts too.
double likeness(const Reading& seen, Encoding encoding, bool weak) {
  const bool korean = encoding == Encoding::euc_kr;
  const bool japanese = encoding == Encoding::shift_jis || encoding == Encoding::euc_jp;
  double good = static_cast<double>(seen.frequent);
  if (weak) good += 0.5 * static_cast<double>(seen.common);
  double all = static_cast<double>(seen.characters + seen.odd);
  if (japanese) {
    // Kana are the evidence; without them hanzi are Chinese.
    if (seen.kana * 6 < seen.characters) return 0;
    good += static_cast<double>(seen.kana);
  } else if (korean) {
    if (seen.hangul * 2 < seen.characters) return 0;
    all += static_cast<double>(seen.kana);
  } else {
    // A little Japanese may be quoted; more of it is Japanese.
    if (seen.kana * 6 > seen.characters) return 0;
    if (seen.kana * 20 <= seen.characters) all -= static_cast<double>(seen.kana);
    // A line of punctuation is evidence too, but a weak one.
    const auto neutral = static_cast<double>(std::min(seen.neutral, seen.characters)) * 0.3;
    good += neutral;
    all += neutral;
  }
  all += 4.0 * static_cast<double>(seen.malformed);
  return all <= 0 ? 0 : good / all;
}

std::optional<Encoding> ask_uchardet(std::string_view window) {
  const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(),
                                                                       &uchardet_delete);
  if (uchardet_handle_data(detector.get(), window.data(), window.size()) != 0) return std::nullopt;
  uchardet_data_end(detector.get());
  const std::string_view charset = uchardet_get_charset(detector.get());
  // UTF-8 and UTF-16 were decided before; Latin-1 with C1 controls is Windows' in practice.
  if (charset.empty() || charset.substr(0, 3) == "UTF" || charset == "ASCII") return std::nullopt;
  if (charset == "ISO-8859-1") return Encoding::windows_1252;
  const Result<Encoding> found = find_encoding(charset);
  if (!found.ok()) return std::nullopt;
  return found.value();
}

// Alphabets whose letters above 0x7F stand alone among ASCII letters: the answer uchardet also has
// for what it does not know.
bool is_western(Encoding encoding) {
  switch (encoding) {
    case Encoding::windows_1252:
    case Encoding::windows_1250:
    case Encoding::iso_8859_1:
    case Encoding::iso_8859_2:
    case Encoding::iso_8859_3:
    case Encoding::iso_8859_4:
    case Encoding::iso_8859_10:
    case Encoding::iso_8859_13:
    case Encoding::iso_8859_15:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::vector<Candidate> detect_legacy(std::string_view window, bool complete) {
  const std::optional<Encoding> asked = ask_uchardet(window);
  const bool weak = !asked || is_western(*asked);
  const bool cut = !complete || window.size() > kScored;
  const std::string_view scored = window.substr(0, kScored);

  std::vector<Candidate> out;
  std::size_t characters = 0;
  for (const Encoding encoding : {Encoding::gb18030, Encoding::big5_hkscs, Encoding::euc_kr,
                                  Encoding::shift_jis, Encoding::euc_jp, Encoding::euc_tw}) {
    // The tables of the others are made and read only where there is doubt.
    if (encoding == Encoding::euc_kr && !out.empty() && out[0].score > 0.75 && characters >= 4) {
      break;
    }
    if (!could_be(scored, encoding) && asked != encoding) continue;
    const Reading seen = read(scored, encoding, !cut);
    // One pair in seven is a frequent character by chance: few pairs must all be.
    const auto count = static_cast<double>(seen.characters);
    const double needed = seen.characters < 2 ? 2.0 : 0.42 + 1.0 / count;
    double score = likeness(seen, encoding, weak);
    if (asked == encoding) score = std::min(1.0, score + 0.25);
    if (score < needed && asked != encoding) continue;
    if (score > (out.empty() ? 0.0 : out[0].score)) characters = seen.characters;
    out.push_back({encoding, score});
    std::stable_sort(out.begin(), out.end(),
                     [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  }
  if (asked && std::none_of(out.begin(), out.end(), [&](const Candidate& candidate) {
        return candidate.encoding == *asked;
      })) {
    // An 8-bit alphabet, which uchardet knows by its letters.
    out.push_back({*asked, out.empty() ? 0.5 : 0.1});
  }
  return out;
}

}  // namespace hanfix
