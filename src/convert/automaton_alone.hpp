/// \file  Passing over text whose characters become what they become alone; for the automaton's own
/// sources.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace hanfix::convert {

struct Automaton;

/// What sequences of three bytes become alone.
struct AloneTable {
  /// Tens of microseconds.
  explicit AloneTable(const Automaton& automaton);

  static constexpr std::uint32_t kAnchor = 1u << 30, kAlways = 1u << 31;

  /// By the sixteen bits of a sequence: what to turn over in its three bytes, and in the bits above
  /// them whether it needs a closer look. Text of one byte is known to need none.
  std::vector<std::uint32_t> changes;

  /// Which sequences may change or need a closer look, told by each byte alone: those whose three
  /// entries share a bit. Only used where these are few.
  using Entries = std::array<std::uint8_t, 16>;
  Entries first{};                           ///< by the low half of the first byte
  std::array<Entries, 4> second{}, third{};  ///< by the low six bits
  bool few = false;
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
