/// \file  How characters are read: the prior for annotated readings.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace hanfix::repair {

/// Readings of the BMP's hanzi in Hanyu Pinyin with tone marks (UTF-8, NFC), from pypinyin's
/// pinyin-data, compiled at build time. The first reading of a character is its usual one.
namespace reading_table {

/// True if `reading` is one of the character's readings. O(log n).
[[nodiscard]] bool has(char32_t character, std::string_view reading) noexcept;
/// True if `reading` is the character's first, most usual reading.
[[nodiscard]] bool is_first(char32_t character, std::string_view reading) noexcept;

}  // namespace reading_table

/// What a text shows in the place of a reading: one to six Latin letters, at most one of them with
/// a tone mark. `size` in code points from the start of `text`; 0 if there is none.
struct Syllable {
  std::size_t size = 0;
  bool toned = false;
};
[[nodiscard]] Syllable match_syllable(std::u32string_view text) noexcept;

}  // namespace hanfix::repair
