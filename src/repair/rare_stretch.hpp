/// \file  Whether text holds characters that hardly anybody writes together: the first sign of
/// double-byte mojibake. Looks at all text, so that it has to be fast where there are none.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

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

/// A stretch whose characters are rare together.
struct RareStretch {
  std::size_t end;      ///< byte of the text
  std::uint32_t count;  ///< of its characters
  std::uint32_t cost;   ///< of all of them, in quarters of a bit
  [[nodiscard]] bool costs_more_than(int quarters) const noexcept {
    return cost > count * static_cast<std::uint32_t>(quarters);
  }
};

/// The rare stretches of a text, looked for once for all who ask.
class RareStretches {
 public:
  static constexpr int kLeast = 45;  ///< quarters of a bit for a character

  /// Borrows `text`.
  explicit RareStretches(std::string_view text) noexcept : text_(text) {}

  /// Those that cost more than kLeast for each character, in ascending order. The first call is
  /// O(size).
  [[nodiscard]] const std::vector<RareStretch>& all();

 private:
  std::string_view text_;
  bool known_ = false;
  std::vector<RareStretch> all_;
};

}  // namespace hanfix::repair
