/// \file  Whether text holds hanzi that hardly anybody writes together while their bytes, paired
/// anew, are common ones: the first sign of double-byte text that is out of step. Looks at all
/// text.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "repair/double_byte_tables.hpp"

namespace hanfix::repair {

/// A place that may be out of step.
struct OutOfStep {
  std::size_t at;   ///< byte within it
  Written written;  ///< gbk or big5
};

/// How much evidence is asked for, in bits.
struct Evidence {
  int enough;       ///< of a place
  int before_mark;  ///< of one with a mark behind it, which the last byte often leaves
};
/// One sentence of clean text in a hundred has it, nine in ten from which GBK lost a byte.
inline constexpr Evidence kSomeEvidence{5, 2};
/// Hardly any clean text has it.
inline constexpr Evidence kMuchEvidence{14, 10};

/// The first such place of `text` (well-formed UTF-8); `at` is npos if there is none. Between two
/// characters stands the one that the second byte of the first and the first byte of the second
/// make. By how much it is commoner than the two, less a bit and a half each, is added up as long
/// as it is. AVX2 is used where the machine has it. O(size), no allocation.
[[nodiscard]] OutOfStep find_out_of_step(std::string_view text, const Evidence& evidence) noexcept;

/// The same, one character at a time.
[[nodiscard]] OutOfStep find_out_of_step_portable(std::string_view text,
                                                  const Evidence& evidence) noexcept;

}  // namespace hanfix::repair
