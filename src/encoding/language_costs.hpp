/// \file  How improbable characters are in each language, compiled and embedded: what the detector
/// weighs readings of bytes with.
///
/// A cost is -log2 p in 1/8 bit, one byte, of one character among those beyond ASCII; ASCII has a
/// table of its own. Tables by bytes are the same costs seen through an encoding, so that scoring
/// decodes nothing. Everything is read-only, is used in place, and needs no start-up work.
#pragma once
#include <cstddef>
#include <cstdint>
#include <iterator>

#include "encoding/encoding.hpp"

namespace hanfix::detection {

/// The languages of the costs, alphabetically.
enum class Language : std::uint8_t {
  arabic,
  balkan,
  baltic,
  cyrillic,
  czech,
  french,
  german,
  greek,
  hans,
  hant,
  hebrew,
  hungarian,
  iberian,
  italian,
  ja,
  ko,
  nordic,
  polish,
  romanian,
  thai,
  turkish,
  west,
};
inline constexpr const char* kLanguageNames[] = {
    "arabic", "balkan", "baltic",   "cyrillic",  "czech",   "french",  "german", "greek",
    "hans",   "hant",   "hebrew",   "hungarian", "iberian", "italian", "ja",     "ko",
    "nordic", "polish", "romanian", "thai",      "turkish", "west"};
inline constexpr std::size_t kLanguages = std::size(kLanguageNames);

/// What a language's characters beyond ASCII stand beside: hanzi beside hanzi, letters of an
/// alphabet of its own beside each other, é between Latin letters.
enum class Script : std::uint8_t { hanzi, alphabet, latin };
[[nodiscard]] constexpr Script script_of(Language language) noexcept {
  switch (language) {
    case Language::hans:
    case Language::hant:
    case Language::ja:
    case Language::ko:
      return Script::hanzi;
    case Language::arabic:
    case Language::cyrillic:
    case Language::greek:
    case Language::hebrew:
    case Language::thai:
      return Script::alphabet;
    default:
      return Script::latin;
  }
}

/// One row of detect_candidates.def.
struct Row {
  Encoding encoding;
  Language language;
  std::uint8_t rarity;  ///< bits
};
inline constexpr Row kPairRows[] = {
#define HANFIX_PAIRS(encoding, language, rarity) {Encoding::encoding, Language::language, rarity},
#include "encoding/detect_candidates.def"
};
inline constexpr Row kSingleRows[] = {
#define HANFIX_SINGLES(encoding, language, rarity) {Encoding::encoding, Language::language, rarity},
#include "encoding/detect_candidates.def"
};

inline constexpr int kStepsPerBit = 8;
inline constexpr std::uint8_t kNoCharacter = 255;  ///< in place of a cost: these bytes are none

/// The same in tables by single bytes: what a malformed byte costs, but no character does.
inline constexpr std::int16_t kNoSingle = 20 * kStepsPerBit + 1;

/// Costs by lead and trail byte.
struct PairCosts {
  std::uint8_t single[128];     ///< of bytes from 0x80 on that are characters by themselves
  std::uint8_t pair[128][256];  ///< [lead - 0x80][trail]
};

/// The whole image. Characters of the BMP by code point: page_of[language][code >> 8] is the page.
struct Image {
  static constexpr std::uint32_t kMagic = 0x31444648;  // "HFD1"
  std::uint32_t magic, size;
  std::uint8_t ascii[128];
  PairCosts pairs[std::size(kPairRows)];
  std::uint8_t plane2[128][256];                       ///< EUC-TW's characters behind 8E A2
  std::int16_t singles[std::size(kSingleRows)][128];   ///< kNoSingle: no character
  std::int16_t capitals[std::size(kSingleRows)][128];  ///< for text in capitals: as if small
  std::uint16_t page_of[kLanguages][256];
  std::uint8_t pages[1][256];  ///< as many as there are

  [[nodiscard]] static const Image& embedded() noexcept;

  /// The cost of `code` (at least 0x80) in `language`; kNoCharacter for surrogates and what no
  /// text holds. O(1).
  [[nodiscard]] std::uint8_t cost(Language language, char32_t code) const noexcept {
    if (code >= 0x10000) return supplementary(code);
    return pages[page_of[static_cast<std::size_t>(language)][code >> 8]][code & 0xFF];
  }

 private:
  // Rare hanzi and emoji: the same in every language.
  static constexpr std::uint8_t supplementary(char32_t code) noexcept {
    if (code >= 0x20000 && code < 0x32000) return 24 * kStepsPerBit;
    if (code >= 0x1F000 && code < 0x1FB00) return 18 * kStepsPerBit;
    return code < 0x110000 ? 30 * kStepsPerBit : kNoCharacter;
  }
};

}  // namespace hanfix::detection
