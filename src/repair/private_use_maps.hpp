/// \file  Private-use characters that old tables used for what has a standard code point now.
#pragma once
#include "repair/character_map.hpp"

namespace hanfix::repair {

/// U+E5E5, U+E766…E864: what code page 936 and GB 18030-2000 and -2005 gave to characters that
/// GB 18030-2022 has. Made on first use from ICU's code page and our GB 18030 table.
[[nodiscard]] const CharacterMap& gb_private_use_map();

/// The last of the areas below, U+F6B1…F848: circled digits, kana and Cyrillic of ETEN's Big5,
/// which Taiwan and Hong Kong had alike. The others Taiwan's offices filled with characters of
/// their own.
inline constexpr char32_t kEtenFirst = 0xF6B1, kEtenLast = 0xF848;
[[nodiscard]] const CharacterMap& eten_private_use_map();

/// U+E000…F848: the user-defined areas of code page 950, where HKSCS-1999, -2001 and -2004 put
/// characters. Made on first use from our Big5-HKSCS table.
[[nodiscard]] const CharacterMap& hkscs_private_use_map();

}  // namespace hanfix::repair
