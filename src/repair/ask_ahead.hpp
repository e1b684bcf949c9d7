/// \file  Large tables that are seldom looked at, whose memory is asked for before it is needed.
#pragma once
#include <algorithm>
#include <cstddef>
#include <string_view>

#include "base/prefetch.hpp"
#include "base/utf8.hpp"

namespace hanfix::repair {

/// Starts to load what `table`, by code point, has for the characters of `text` in the BMP: a few
/// hundred of them at most. One look-up that waits costs as much as looking at thirty characters.
template <class Entry>
void ask_ahead(const Entry* table, std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code = utf8::next(text, at);
    if (code >= 0x80 && code < 0x10000) prefetch(&table[code]);
  }
}

/// Calls visit(i) for each i below `size`, until it gives false, and expect(i), which asks for the
/// memory that visit() waits for, some turns before.
template <class Expect, class Visit>
void visit_asked(std::size_t size, Expect expect, Visit visit) {
  constexpr std::size_t kAhead = 16;
  for (std::size_t i = 0; i < std::min(kAhead, size); ++i) expect(i);
  for (std::size_t i = 0; i < size; ++i) {
    if (i + kAhead < size) expect(i + kAhead);
    if (!visit(i)) return;
  }
}

}  // namespace hanfix::repair
