/// \file  Memory that is asked for before it is needed.
#pragma once

namespace hanfix {

/// Starts to load the cache line that `address`, which may be anything, is in. Worth it where the
/// place is far away and something else can be done meanwhile: a look-up that waits for a table
/// larger than the caches takes a hundred nanoseconds, as much as some 500 instructions.
inline void prefetch([[maybe_unused]] const void* address) noexcept {
#if defined(__GNUC__)
  __builtin_prefetch(address);
  // GCC 12 takes a function that does nothing but this, a closure too, for one without effect, and
  // drops the calls of it.
  asm volatile("");
#endif
}

}  // namespace hanfix
