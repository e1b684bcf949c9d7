/// \file  What shows at a glance that a text may hold annotated readings or marks replaced on
/// bytes.
#pragma once
#include <string_view>

namespace hanfix::repair {

/// A syllable with a tone mark that a bracket closes, behind a bracket that follows a hanzi or
/// behind the '?' that ate one: 發(fā), 府?dāng). Gigabytes a second, as the others.
[[nodiscard]] bool shows_toned_annotation(std::string_view text) noexcept;

/// A '?' and behind it another half-width mark, before or behind a hanzi (a character from U+3000
/// on): what is left of two characters whose middle bytes were taken for a mark.
[[nodiscard]] bool shows_lone_lead_byte(std::string_view text) noexcept;

/// A half-width mark beside a character that is not ASCII.
[[nodiscard]] bool has_narrow_mark(std::string_view text) noexcept;

/// Whether the text is mostly Chinese and has at least eight such marks for each full-width one.
[[nodiscard]] bool is_chinese_with_narrow_marks(std::string_view text) noexcept;

}  // namespace hanfix::repair
