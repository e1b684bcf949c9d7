/// \file  Which encoding a text is in.
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "encoding/encoding.hpp"

namespace hanfix {

/// How much of a stream is looked at, from its first byte that is not plain ASCII.
inline constexpr std::size_t kDetectionWindow = 64 << 10;

struct Candidate {
  Encoding encoding;
  double score;  ///< 0…1
};

struct Detection {
  Encoding encoding = Encoding::utf_8;
  std::size_t bom_size = 0;                ///< bytes of byte order mark at the front of the window
  double confidence = 0;                   ///< 0…1; 0: no evidence at all
  double margin = 0;                       ///< score of the answer less the runner-up's
  std::vector<Candidate> candidates = {};  ///< best first
  std::string explanation = {};            ///< what decided, in one sentence
};

/// What the caller knows about the bytes.
struct DetectScope {
  bool complete = true;  ///< the text ends with the window, else a cut last character is no evidence
  bool at_start = true;  ///< the window begins the text: a byte order mark or UTF-16 may be there
  std::span<const Encoding> allowed = {};  ///< only these may be answered; empty: any
};

/// Guesses the encoding of a text.
///
/// `window` is borrowed for the call: the whole text, or a piece that begins between characters,
/// in one piece (uchardet answers differently when the same bytes come in parts).
/// Never fails: no evidence gives UTF-8 at confidence 0. Tried in order: byte order mark (Unicode
/// 15, section 23.8), shift sequences of 7-bit encodings, UTF-8 validity, the structure of UTF-16
/// and UTF-32, binary data, then frequent characters of each East Asian encoding against uchardet
/// 0.0.7, whose "UTF-8" is ignored. O(window).
[[nodiscard]] Detection detect(std::string_view window, const DetectScope& scope = {});

/// The encoding whose byte order mark `bytes` begin with.
[[nodiscard]] std::optional<Encoding> find_byte_order_mark(std::string_view bytes) noexcept;

// The parts of detect(), one file each.

/// UTF-16 or UTF-32 without a byte order mark; empty if the units do not look like text.
[[nodiscard]] std::optional<Candidate> detect_wide(std::string_view window);
/// HZ, ISO-2022-CN, ISO-2022-JP in a window without bytes above 0x7F.
[[nodiscard]] std::optional<Candidate> detect_shifted(std::string_view window);
/// The beginning of a well-known format that is no text: archives, images, programs.
[[nodiscard]] bool has_file_signature(std::string_view window) noexcept;
/// Files that are no text: known signatures, or too many control characters.
[[nodiscard]] bool looks_binary(std::string_view window) noexcept;
/// 8-bit encodings, best first; may be empty.
[[nodiscard]] std::vector<Candidate> detect_legacy(std::string_view window, bool complete);
/// Whether `code` is among the few hundred most frequent hanzi of either script.
[[nodiscard]] bool is_frequent_hanzi(char32_t code) noexcept;

}  // namespace hanfix
