/// \file  Functions for processors with AVX2, of which a program finds out when it runs.
#pragma once

#if defined(__x86_64__)
#include <immintrin.h>

/// In front of a function that is only called where has_avx2().
#define HANFIX_AVX2 __attribute__((target("avx2,bmi")))

namespace hanfix {

/// Whether the processor has AVX2 and BMI1, which came together. O(1).
[[nodiscard]] inline bool has_avx2() noexcept {
  static const bool has = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0;
  return has;
}

}  // namespace hanfix
#endif
