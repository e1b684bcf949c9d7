/// \file  Whether text holds characters that hardly anybody writes together: the first sign of
/// double-byte mojibake. Looks at all text, so that it has to be fast where there are none.
#pragma once
#include <cstddef>
#include <string_view>

namespace hanfix::repair {

/// The end of the first stretch of `text` (well-formed UTF-8) that costs more than `quarters` of a
/// bit for each of its characters, two at least, in the language that suits it best: Chinese in
/// either script, Japanese, Korean; npos if there is none. A stretch is a line, or every 24
/// characters of a long one; characters below U+2E80 and those beyond plane 0 other than planes 2
/// and 3 do not count. The last byte before its end belongs to its line.
///
/// AVX2 is used where the machine has it. O(size). No allocation; the tables, 68 KiB a language,
/// are filled when a language is first asked for.
[[nodiscard]] std::size_t find_rare_stretch(std::string_view text, int quarters) noexcept;

/// The same, one character at a time.
[[nodiscard]] std::size_t find_rare_stretch_portable(std::string_view text, int quarters) noexcept;

[[nodiscard]] inline bool holds_rare_stretch(std::string_view text, int quarters) noexcept {
  return find_rare_stretch(text, quarters) != std::string_view::npos;
}

}  // namespace hanfix::repair
