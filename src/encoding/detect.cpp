#include "encoding/detect.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "encoding/decoder.hpp"
#include "encoding/score.hpp"

namespace hanfix {
namespace {

using detection::kStepsPerBit;
using detection::Reading;

// Bytes scored at first, and if that leaves doubt.
constexpr std::size_t kFirstLook = 2 << 10, kSecondLook = 16 << 10;
// Bits: enough for `decisive`; by which UTF-8 is likelier than other encodings before its
// characters are looked at; by which UTF-16 without a mark is rarer.
constexpr double kDecisive = 40, kUtf8Bonus = 13, kUtf16Rarity = 12;
// Bits by which each sequence of two and of three bytes speaks for UTF-8 where nothing is
// malformed: how rarely they come about by chance.
constexpr double kAPair = 3, kATriple = 8;
constexpr std::uint32_t kDecisiveCharacters = 8;
// Bits a character; no text in UTF-16 takes more.
constexpr double kUtf16Most = 16.5;

// How much of the window is UTF-8.
struct Utf8Evidence {
  std::size_t two = 0, more = 0;  // well-formed sequences of 2 bytes, and of 3 or 4
  std::size_t malformed = 0;
  std::size_t longest = 0;  // run of the latter without anything malformed between
  [[nodiscard]] std::size_t sequences() const { return two + more; }
  // Nothing malformed, and enough that this is no accident in a file that is no text.
  [[nodiscard]] bool flawless() const { return malformed == 0 && (more > 0 || two >= 3); }
};

Utf8Evidence count_utf8(std::string_view window, bool complete) {
  Utf8Evidence out;
  std::size_t block = kUtf8BlockMax;
  if (const std::size_t valid = valid_utf8_prefix(window, block);
      valid == window.size() ||
      (!complete && valid + utf8::incomplete_tail(window) == window.size())) {
    // Leads of two bytes, of three and four: loops that need no branches.
    for (const char c : window.substr(0, valid)) {
      const auto byte = static_cast<unsigned char>(c);
      out.two += byte >= 0xC0 && byte < 0xE0;
      out.more += byte >= 0xE0;
    }
    out.longest = out.more;
    return out;
  }
  std::size_t at = 0, run = 0;
  while (at < window.size()) {
    at += ascii_prefix(window.substr(at));
    if (at == window.size()) break;
    const Utf8Front front = utf8_front(window.substr(at));
    if (front.kind == Utf8Front::Kind::malformed) {
      // A surrogate pair in six bytes is no accident either, and Java's NUL in two speaks neither
      // way; other overlong forms are GBK more often.
      const LooseUtf8 loose = loose_utf8_front(window.substr(at));
      const bool pair = loose.kind == LooseUtf8::Kind::pair;
      if (pair || (loose.kind == LooseUtf8::Kind::overlong && loose.code == 0)) {
        out.more += pair;
        at += loose.size;
        continue;
      }
    }
    switch (front.kind) {
      case Utf8Front::Kind::valid:
        ++(front.size == 2 ? out.two : out.more);
        run += front.size > 2;
        out.longest = std::max(out.longest, run);
        break;
      case Utf8Front::Kind::malformed:
        ++out.malformed;
        run = 0;
        break;
      case Utf8Front::Kind::incomplete:
        if (complete) ++out.malformed;
        break;
    }
    at += front.size;
  }
  return out;
}

// Whether lines that are UTF-8 stand among lines that are not: logs of two programs.
bool has_utf8_lines(std::string_view window) {
  std::size_t whole = 0, others = 0;
  while (!window.empty()) {
    const std::size_t end = std::min(window.find('\n'), window.size());
    const Utf8Evidence seen = count_utf8(window.substr(0, end), end < window.size());
    if (seen.malformed > 0) {
      ++others;
    } else if (seen.more >= 2) {
      ++whole;
    }
    window.remove_prefix(std::min(end + 1, window.size()));
  }
  return whole >= 3 && whole * 10 >= others;
}

// Damaged UTF-8 is UTF-8 still: other encodings make sequences of three bytes by chance only about
// once in 300 characters, of two bytes once in 7, and everything else in them is malformed.
bool is_utf8(const Utf8Evidence& seen, std::string_view window) {
  if (seen.malformed == 0) return seen.sequences() > 4;
  if (seen.longest >= 6) return true;
  if (seen.more >= 4 && seen.two + 4 * seen.more >= 4 * seen.malformed) return true;
  if (seen.two >= 6 && seen.two >= 6 * seen.malformed) return true;
  return seen.more >= 6 && has_utf8_lines(window);
}

std::string formatted(const char* format, auto... values) {
  char text[200];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

Detection answer(Encoding encoding, double confidence, double margin, std::string explanation,
                 bool decisive) {
  Detection out{encoding, 0, confidence, margin, {{encoding, confidence}}, std::move(explanation)};
  out.decisive = decisive;
  return out;
}

bool is_allowed(const DetectScope& scope, Encoding encoding) {
  return scope.allowed.empty() ||
         std::find(scope.allowed.begin(), scope.allowed.end(), encoding) != scope.allowed.end();
}

double bits(std::int64_t cost) { return double(cost) / kStepsPerBit; }

// The answer that `readings` give, best first and each of another encoding. Empty: none.
Detection weigh(const std::vector<Reading>& readings) {
  constexpr std::size_t kListed = 5;
  // Characters are not independent of each other: half the difference is what it is worth.
  constexpr double kWorth = 0.5;
  Detection out;
  const Reading& best = readings[0];
  double sum = 0;
  for (const Reading& reading : readings) {
    sum += std::exp2(-kWorth * bits(reading.cost - best.cost));
  }
  for (const Reading& reading : readings) {
    if (out.candidates.size() == kListed) break;
    out.candidates.push_back(
        {reading.encoding, std::exp2(-kWorth * bits(reading.cost - best.cost)) / sum});
  }
  out.encoding = best.encoding;
  out.confidence = out.candidates[0].score;
  out.margin = readings.size() > 1 ? bits(readings[1].cost - best.cost) : bits(best.cost);
  out.cut_front = best.cut;
  out.decisive = out.margin >= kDecisive && best.characters >= kDecisiveCharacters;
  const std::string_view language =
      detection::kLanguageNames[static_cast<std::size_t>(best.language)];
  out.explanation =
      formatted("%u characters beyond ASCII read as %.*s at %.1f bits each", best.characters,
                int(language.size()), language.data(), best.bits_a_character());
  if (readings.size() > 1) {
    const std::string_view other = name(readings[1].encoding);
    out.explanation +=
        formatted("; %.*s is %.0f bits less probable", int(other.size()), other.data(), out.margin);
  }
  return out;
}

// What remains when nothing about the bytes is certain: the most probable reading.
Detection most_probable(std::string_view window, const DetectScope& scope,
                        const Utf8Evidence& utf8) {
  std::vector<Reading> readings;
  for (const std::size_t limit : {kFirstLook, kSecondLook, window.size()}) {
    const detection::Excerpt excerpt(window, limit);
    const bool complete = scope.complete && excerpt.reaches_end();
    readings = detection::score(excerpt.bytes(), complete, {.allowed = scope.allowed});
    // Where no reading is quite like text a broken byte may have put pairs out of step.
    if (!readings.empty() && !readings[0].ordinary() && excerpt.bytes().size() <= kFirstLook) {
      readings = detection::score(excerpt.bytes(), complete,
                                  {.allowed = scope.allowed, .resynchronise = true});
    }
    // Sequences by chance among many broken ones are no reading that could win.
    const bool hopeless = utf8.malformed > 8 && utf8.malformed > 4 * utf8.sequences();
    if (utf8.sequences() > 0 && !hopeless && is_allowed(scope, Encoding::utf_8)) {
      Reading reading = detection::score_as(Encoding::utf_8, excerpt.bytes(), complete);
      // What is malformed speaks against it twice: once by its cost.
      const double sound = 1 - double(utf8.malformed) / double(utf8.sequences());
      double bonus = kUtf8Bonus * std::max(0.0, sound);
      if (utf8.malformed == 0) bonus += kATriple * double(utf8.more);
      reading.cost -= static_cast<std::int64_t>(bonus * kStepsPerBit);
      readings.push_back(reading);
    }
    std::sort(readings.begin(), readings.end(), detection::is_likelier);
    if (scope.allowed.empty()) {
      // UTF-8 may hold any mixture of languages and symbols, and a bad byte beside them.
      std::erase_if(readings, [&](const Reading& reading) {
        const bool sound =
            reading.encoding == Encoding::utf_8 && utf8.malformed <= utf8.sequences();
        return !sound && !reading.plausible();
      });
    }
    if (excerpt.reaches_end()) break;
    if (readings.size() == 1 ||
        (readings.size() > 1 && bits(readings[1].cost - readings[0].cost) >= kDecisive)) {
      break;
    }
  }
  const bool controls =
      !utf8.flawless() && is_allowed(scope, Encoding::binary) && has_many_controls(window);
  if (controls && (readings.empty() || !readings[0].ordinary())) {
    return answer(Encoding::binary, 0.8, 20, "control characters, and no text", false);
  }
  if (!readings.empty()) return weigh(readings);
  if (const auto asked = ask_uchardet(window); asked && is_allowed(scope, *asked)) {
    Detection out = answer(*asked, 0.5, 1, "an alphabet, by uchardet", false);
    return out;
  }
  Detection out;
  if (!scope.allowed.empty()) out.encoding = scope.allowed[0];
  return out;
}

// UTF-16 without a mark: its units must be more probable as characters than the bytes are in any
// other reading.
std::optional<Detection> utf16(std::string_view window, const DetectScope& scope,
                               const Utf8Evidence& utf8) {
  constexpr std::size_t kLooked = 1 << 10, kGlance = 64;
  const std::string_view sample = window.substr(0, kLooked);
  std::optional<Reading> best;
  for (const Encoding encoding : {Encoding::utf_16le, Encoding::utf_16be}) {
    if (!is_allowed(scope, encoding) || !may_be_utf16(sample, encoding == Encoding::utf_16be)) {
      continue;
    }
    const bool complete = scope.complete && sample.size() == window.size();
    // A few characters are enough to see that pairs of other bytes are no text.
    const std::string_view glance = sample.substr(0, kGlance);
    if (glance.size() < sample.size() &&
        detection::score_as(encoding, glance, false).bits_a_character() > kUtf16Most) {
      continue;
    }
    Reading reading = detection::score_as(encoding, sample, complete);
    if (!best || reading.cost < best->cost) best = reading;
  }
  if (!best) return std::nullopt;
  best->cost += static_cast<std::int64_t>(kUtf16Rarity * kStepsPerBit);
  // Text in ASCII letters is UTF-16 only by its NULs, which cost enough.
  std::vector<Reading> others = detection::score(sample, false);
  others.push_back(detection::score_as(Encoding::utf_8, sample, false));
  if (utf8.sequences() > 0 && utf8.malformed == 0) {
    const double bonus = kUtf8Bonus + kAPair * double(utf8.two) + kATriple * double(utf8.more);
    others.back().cost -= static_cast<std::int64_t>(bonus * kStepsPerBit);
  }
  const Reading& other =
      *std::min_element(others.begin(), others.end(),
                        [](const Reading& a, const Reading& b) { return a.cost < b.cost; });
  if (best->cost >= other.cost) return std::nullopt;
  if (best->characters > 8 && best->bits_a_character() > kUtf16Most) return std::nullopt;
  Detection out = weigh({*best, other});
  return out;
}

}  // namespace

std::optional<Encoding> find_byte_order_mark(std::string_view bytes) noexcept {
  // UTF-32LE's begins with UTF-16LE's: the longer first.
  for (const Encoding encoding : {Encoding::utf_32le, Encoding::utf_32be, Encoding::utf_8,
                                  Encoding::utf_16le, Encoding::utf_16be, Encoding::gb18030}) {
    const std::string_view mark = byte_order_mark(encoding);
    if (bytes.substr(0, mark.size()) == mark) return encoding;
  }
  return std::nullopt;
}

Detection detect(std::string_view window, const DetectScope& scope) {
  if (window.empty()) return {};
  if (scope.at_start) {
    const auto marked = find_byte_order_mark(window);
    if (marked && is_allowed(scope, *marked)) {
      Detection out = answer(*marked, 1, 1000, "a byte order mark", true);
      out.bom_size = byte_order_mark(*marked).size();
      return out;
    }
  }
  const Utf8Evidence utf8 = count_utf8(window, scope.complete);
  const bool seven_bits = utf8.sequences() + utf8.malformed == 0;
  if (seven_bits) {
    const auto shifted = detect_shifted(window);
    if (shifted && is_allowed(scope, shifted->encoding)) {
      return answer(shifted->encoding, shifted->score, 50, "shift sequences of a 7-bit encoding",
                    shifted->decisive);
    }
  }
  if (scope.at_start) {
    if (const auto wide = detect_utf32(window); wide && is_allowed(scope, *wide)) {
      return answer(*wide, 0.99, 100, "every fourth byte or more is 00", window.size() >= 256);
    }
    // Printable ASCII alone reads as rare hanzi, too; UTF-16 of some length has a NUL or a control.
    const bool printable = seven_bits && !has_control(window);
    // Nor do the bytes of UTF-16 make so many sequences of UTF-8 and nothing else: what reads as
    // rare Hangul is damaged UTF-8.
    constexpr std::size_t kNoChance = 12;
    const bool only_utf8 = utf8.malformed == 0 && utf8.sequences() >= kNoChance;
    if (!printable && !only_utf8) {
      if (auto wide = utf16(window, scope, utf8)) return *std::move(wide);
    }
  }
  // NULs in flawless UTF-8 are damage to a text: other files hold bytes that are not UTF-8.
  if (is_allowed(scope, Encoding::binary) &&
      (has_file_signature(window) || (looks_binary(window) && !utf8.flawless()))) {
    return answer(Encoding::binary, 0.9, 50, "control characters as in no text", false);
  }
  if (seven_bits) {
    // Only a cut character, if anything, is beyond ASCII.
    const bool ascii = ascii_prefix(window) == window.size();
    return ascii ? answer(Encoding::us_ascii, 1, 1000, "nothing beyond ASCII", false) : Detection{};
  }
  if (is_utf8(utf8, window) && is_allowed(scope, Encoding::utf_8)) {
    // One lone pair is UTF-8 in about 6 of 7 cases that one meets; from there it grows fast.
    const double doubt = std::pow(0.15, static_cast<double>(std::min<std::size_t>(utf8.two, 50))) *
                         std::pow(0.003, static_cast<double>(std::min<std::size_t>(utf8.more, 9)));
    const double share = static_cast<double>(utf8.sequences()) /
                         static_cast<double>(utf8.sequences() + utf8.malformed);
    const double confidence = std::max((1 - doubt) * share, 0.01);
    return answer(Encoding::utf_8, confidence, -std::log2(doubt),
                  utf8.malformed == 0
                      ? formatted("all of %zu sequences are UTF-8", utf8.sequences())
                      : formatted("%zu sequences are UTF-8, %zu places are not", utf8.sequences(),
                                  utf8.malformed),
                  utf8.malformed == 0 && utf8.more >= kDecisiveCharacters);
  }
  return most_probable(window, scope, utf8);
}

}  // namespace hanfix
