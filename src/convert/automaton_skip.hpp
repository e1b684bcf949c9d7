/// \file  Passing over text in which nothing can begin a key; for the automaton's own sources.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "convert/image_format.hpp"

namespace hanfix::convert {

struct Automaton;

/// Which sequences of three bytes may have a mark, told by each byte alone: a sequence may where
/// its three entries share a bit. A superset of the marks.
struct SkipFilter {
  using Entries = std::array<std::uint8_t, 16>;
  /// `marks`: image::kMarks words. A few microseconds.
  explicit SkipFilter(std::span<const std::uint64_t> marks) noexcept;
  SkipFilter() = default;

  Entries first{};                           ///< by the low half of the first byte
  std::array<Entries, 4> second{}, third{};  ///< by the low six bits
  std::size_t ideographs = 0;                ///< with a mark, U+4000 to U+9FFF
};

namespace lookup {

/// Whether this processor has what copy_unmarked() needs.
[[nodiscard]] bool can_skip() noexcept;

/// Copies ASCII and sequences of three from `p` on as long as they stay what they are or change by
/// themselves, 32 bytes at a time, and moves both on. True: at `p` is something else. False: what
/// is left, up to `end`, is too short. Precondition: can_skip(), and no key begins with ASCII.
bool copy_unmarked(const Automaton& automaton, const unsigned char*& p, const unsigned char* end,
                   char*& to) noexcept;

}  // namespace lookup
}  // namespace hanfix::convert
