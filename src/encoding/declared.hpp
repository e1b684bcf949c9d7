/// \file  What a text says about its own encoding, beside what its bytes are.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "encoding/encoding.hpp"

namespace hanfix {

/// How much of a stream is searched for a declaration. (HTML asks for one within 1024 bytes.)
inline constexpr std::size_t kDeclaredWindow = 4 << 10;

/// The name of an encoding in `head`, the first bytes of a text: a part of it, as it stands there.
///
///   `<meta charset="…">`, `<meta http-equiv=content-type content="…; charset=…">` by HTML's own
///   search (comments and quoted attributes do not count), where the text begins with a tag
///   `<?xml … encoding="…"?>` and `@charset "…";` as the very first bytes
///   `Content-Type: …; charset=…` in a block of mail or HTTP headers that begins the text
///   `coding: …` in a comment (#) in the first two lines
///
/// For bytes that agree with ASCII; a byte order mark of UTF-8 may come first. Empty: there is
/// none, or it is cut by the end of `head`. O(head), and one look at other texts.
[[nodiscard]] std::string_view find_declared(std::string_view head);

/// What is wrong with a declared name, given what was detected, as a sentence; empty: they agree,
/// as relatives do (gb2312 and gb18030), and ASCII with everything. UTF-16 declared in bytes that
/// agree with ASCII means UTF-8, as in HTML.
[[nodiscard]] std::string contradiction(std::string_view declared, Encoding detected);

}  // namespace hanfix
