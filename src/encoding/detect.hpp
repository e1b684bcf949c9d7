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
  double score;  ///< 0…1; of all candidates together 1
};

struct Detection {
  Encoding encoding = Encoding::utf_8;
  std::size_t bom_size = 0;                ///< bytes of byte order mark at the front of the window
  double confidence = 0;                   ///< 0…1; 0: no evidence at all
  double margin = 0;                       ///< bits by which the runner-up is less probable
  std::vector<Candidate> candidates = {};  ///< best first
  std::string explanation = {};            ///< what decided, in one sentence
  std::size_t cut_front = 0;  ///< bytes at the front that end a character before the window
  bool decisive = false;      ///< nothing that follows will make another answer likely
};

/// What the caller knows about the bytes.
struct DetectScope {
  bool complete =
      true;  ///< the text ends with the window, else a cut last character is no evidence
  bool at_start = true;  ///< the window begins the text: a byte order mark or UTF-16 may be there
  std::span<const Encoding> allowed = {};  ///< only these may be answered; empty: any
};

/// Guesses the encoding of a text.
///
/// `window` is borrowed for the call: the whole text, or a piece of it, in one piece (uchardet
/// answers differently when the same bytes come in parts). It may begin and end inside a character.
/// Never fails: no evidence gives UTF-8 at confidence 0.
///
/// From the certain to the likely: byte order mark (Unicode 15, section 23.8), shift sequences of
/// 7-bit encodings, UTF-8 with tolerance for cut ends and a few bad bytes, UTF-16 and UTF-32,
/// binary data; then every candidate of detect_candidates.def is read and weighed (score.hpp), and
/// the most probable plausible reading wins. Where none is plausible uchardet 0.0.7 is asked; it
/// knows more alphabets. Its "UTF-8" and its Chinese are ignored. O(window), a few microseconds for
/// short texts.
[[nodiscard]] Detection detect(std::string_view window, const DetectScope& scope = {});

/// The encoding whose byte order mark `bytes` begin with.
[[nodiscard]] std::optional<Encoding> find_byte_order_mark(std::string_view bytes) noexcept;

// The parts of detect(), one file each.

/// UTF-32 without a byte order mark; empty if the units do not look like text.
[[nodiscard]] std::optional<Encoding> detect_utf32(std::string_view window);
/// Whether the pairs of bytes could be units of UTF-16 text in either byte order: a quick look.
[[nodiscard]] bool may_be_utf16(std::string_view window, bool big_endian) noexcept;
struct Shifted {
  Encoding encoding;
  double score;
  bool decisive;  ///< HZ's marks stand in programs, too, whose comments may be in UTF-8
};
/// HZ, ISO-2022-CN, ISO-2022-JP in a window without bytes above 0x7F.
[[nodiscard]] std::optional<Shifted> detect_shifted(std::string_view window);
/// The beginning of a well-known format that is no text: archives, images, programs.
[[nodiscard]] bool has_file_signature(std::string_view window) noexcept;
/// Files that are no text: known signatures, or too many control characters.
[[nodiscard]] bool looks_binary(std::string_view window) noexcept;
/// Any control that text hardly has, NUL among them.
[[nodiscard]] bool has_control(std::string_view window) noexcept;
/// Fewer of them: a text of a few words with some broken bytes may have as many.
[[nodiscard]] bool has_many_controls(std::string_view window) noexcept;
/// uchardet's answer, if it is an alphabet of one byte a character.
[[nodiscard]] std::optional<Encoding> ask_uchardet(std::string_view window);

}  // namespace hanfix
