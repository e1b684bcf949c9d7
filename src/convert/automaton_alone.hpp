/// \file  Passing over text whose characters become what they become alone; for the automaton's own
/// sources.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace hanfix::convert {

struct Automaton;

/// What sequences of three bytes become alone.
struct AloneTable {
  /// Tens of microseconds.
  explicit AloneTable(const Automaton& automaton);

  /// Bits that can change in a sequence of three, and others of an entry: it always needs a closer
  /// look; the sets of pairs whose second and whose first it may be (see image::kSides).
  static constexpr std::uint32_t kChange = 0x3F3F0F, kAlways = 1u << 23, kSecond = 0xFu << 24,
                                 kFirst = 0xFu << 28;

  /// By the sixteen bits of a sequence: what to turn over in its three bytes, and whether it needs
  /// a closer look. Text of one byte is known to need none.
  std::vector<std::uint32_t> changes;
};

namespace lookup {

/// Text from `from` on that has been written, and where to go on.
struct Passed {
  const unsigned char* to;     ///< no key goes on from before here
  const unsigned char* until;  ///< between `to` and here something may become something else
};

/// Writes what text from `from` on becomes, to `out`, until something may need a closer look, and
/// moves `out` on. Nothing is on its way at `from`. `last`: `end` is that of the text. 64 bytes
/// more than the text may be written to.
Passed pass_alone(const Automaton& automaton, const AloneTable& table, const unsigned char* from,
                  const unsigned char* end, bool last, char*& out) noexcept;

}  // namespace lookup
}  // namespace hanfix::convert
