/// \file  A line with escapes in it: what they say, and whether they may be undone.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hanfix/options.hpp"

namespace hanfix::repair {

/// One escape sequence as it stands in a line: a code point or a byte.
struct EscapeToken {
  enum class Kind : std::uint8_t { code, byte, soft_break };
  Kind kind;
  std::uint32_t start, end;  ///< bytes of the line
  char32_t value = 0;        ///< may be anything up to 2^32 - 1
};

/// What one or several sequences side by side say.
struct EscapeUnit {
  enum class Kind : std::uint8_t {
    text,   ///< characters that an escape may become
    blank,  ///< a blank: only where the whole line consists of escapes
    ascii,  ///< ASCII or a control: not undone, unless it has a text and all of the line is quoted
    unknown,  ///< no character: what it touches is not undone either
  };
  Kind kind;
  std::uint32_t start, end;
  std::string text = {};
};

/// A line's escapes, ascending.
struct EscapeReading {
  std::vector<EscapeUnit> units;
  double bits = 40;  ///< how certain the encoding of escaped bytes is
  bool tie = false;  ///< two encodings are as probable
  /// Nothing in the line is literal but what is so in any quoted text, as addresses quote it, and
  /// what it escapes of ASCII is a blank or has a text: it was quoted as a whole.
  bool quoted = false;
  bool header = false;          ///< a mail header: escapes are what is expected in it
  std::size_t least_hanzi = 2;  ///< fewer prove nothing
};

/// The tokens (ascending) of `line` as units: surrogates are paired, bytes decoded in the encoding
/// that suits all of the line's. `as_trail`: a literal ASCII byte may be the second of a character.
[[nodiscard]] EscapeReading resolve(std::string_view line, const std::vector<EscapeToken>& tokens);

/// Whether a scalar value is a character that an escape may become: beyond ASCII and controls, no
/// noncharacter, not for private use.
[[nodiscard]] bool is_escapable(char32_t code) noexcept;

/// One replacement in a line.
struct EscapeRun {
  std::uint32_t start, end;
  std::string after;
};

/// What may be undone, and why not.
struct EscapeVerdict {
  std::vector<EscapeRun> runs;
  double confidence = 0;
  bool declined = false;  ///< it would be text, if its encoding were certain
};

/// Judges one line. safe: all or nothing, and only if the line consists of escapes; max: runs.
[[nodiscard]] EscapeVerdict judge(std::string_view line, const EscapeReading& reading,
                                  RepairMode mode);

/// Hexadecimal digits at the front of `text`, `most` at most.
[[nodiscard]] std::size_t hex_digits(std::string_view text, std::size_t most) noexcept;
/// Their value. Precondition: at most 8 of them.
[[nodiscard]] char32_t hex_value(std::string_view digits) noexcept;

}  // namespace hanfix::repair
