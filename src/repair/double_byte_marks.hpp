/// \file  What a decoder of a double-byte encoding makes of bytes that are no character there.
#pragma once
#include <span>

#include "repair/double_byte_search.hpp"

namespace hanfix::repair {

/// In the place of a byte behind a unit: it is not known, or the line ends.
inline constexpr int kUnknown = -1, kNothing = -2;

/// The first byte of `unit`, or kUnknown.
[[nodiscard]] int first_byte(const ShownUnit& unit, const Reading& reading);

/// Whether the reader may give one mark for `lead` alone, with the byte `next` behind it.
[[nodiscard]] bool marks_one(const ReaderTable& table, const Reading& reading, unsigned lead,
                             int next);

/// Whether the reader may give one mark for two bytes.
[[nodiscard]] bool marks_two(const ReaderTable& table, const Reading& reading, unsigned lead,
                             unsigned trail);

/// The damage, run forwards: whether the reader shows exactly `units` for the bytes in `steps`.
/// `next`: the first byte behind them, or -1 if it is not known.
[[nodiscard]] bool reproduces(std::span<const ShownUnit> units, std::span<const ReadStep> steps,
                              const Reading& reading, int next);

}  // namespace hanfix::repair
