/// \file  Looks for UTF-8 that was read as GBK, fast where there is none.
#pragma once
#include <string>
#include <string_view>

namespace hanfix::repair {

/// Whether some place of `text` looks so. Several gigabytes a second on sound text: three bytes out
/// of four are never looked at alone. No allocation.
[[nodiscard]] bool may_be_utf8_as_gbk(std::string_view text) noexcept;

/// Whether `text`, written as GBK again, holds at least two characters of UTF-8 in a row that
/// Chinese text uses. Marks count as a missing byte. O(size).
[[nodiscard]] bool reads_as_utf8(std::string_view text) noexcept;

/// The characters that reads_as_utf8() sees, appended to `sample`.
void sample_utf8(std::string_view text, std::u32string& sample);

}  // namespace hanfix::repair
