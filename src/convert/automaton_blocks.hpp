/// \file  Where passing over text has to stop, and passing over whole blocks of it; for
/// automaton_alone.cpp.
#pragma once
#include "convert/automaton_alone.hpp"
#include "convert/automaton_lookup.hpp"

namespace hanfix::convert::lookup {

/// The sixteen bits of a sequence of three.
inline std::uint32_t code_of(std::uint32_t word) noexcept {
  return (word & 0xF) << 12 | (word >> 2 & 0xFC0) | (word >> 16 & 0x3F);
}

/// What stops the passing: between `from`, where nothing is on its way, and the end of the text.
struct Stop {
  const Automaton& a;
  const Byte* from;
  const Byte* end;

  std::uint8_t flags_at(const Byte* p) const {
    const std::size_t size = utf8::sequence_length(*p);
    if (size > static_cast<std::size_t>(end - p)) return image::kGoneOn;
    return a.flags[read(a, p, size).cell.cls];
  }
  /// True if what has this entry, at `p`, is not just what it becomes alone.
  bool at(const Byte* p, std::uint32_t word, std::uint32_t change) const {
    return (change & AloneTable::kAlways) != 0 ||
           ((change & (AloneTable::kFirst | AloneTable::kSecond)) != 0 && has_neighbour(p, word));
  }
  /// False if it is no pair with a neighbour.
  bool has_neighbour(const Byte* p, std::uint32_t word) const {
    const std::uint16_t cls = cell_of_three(a, word).cls;
    const auto known = [&](std::uint16_t first, std::uint16_t second) {
      const std::uint32_t hash = image::pair_hash(first, second);
      return (a.anchors[hash >> a.anchor_shift] >> image::pair_bit(hash) & 1) != 0;
    };
    if (end - p >= 7) {
      const std::uint32_t next = load(p + 3);
      if (is_three(next) && known(cls, cell_of_three(a, next).cls)) return true;
    } else if (end - p == 6) {
      return true;
    }
    if (p - from < 3) return false;
    const std::uint32_t before = load(p - 3);
    return is_three(before) && known(cell_of_three(a, before).cls, cls);
  }
  /// The last place up to `p` that no key goes on over. All between is of one or three bytes.
  const Byte* border(const Byte* p) const {
    std::uint8_t flags = p == end ? std::uint8_t{image::kGoneOn} : flags_at(p);
    while (p > from && (flags & image::kGoneOn) != 0) {
      const Byte* const before = p[-1] < 0x80 ? p - 1 : p - 3;
      flags = flags_at(before);
      if ((flags & image::kGoesOn) == 0) break;
      p = before;
    }
    return p;
  }
};

/// True if this processor can look at blocks; others look at characters one by one.
bool has_blocks() noexcept;

/// Writes what whole blocks from `from` on become, while there is text ahead, and moves `from` and
/// `out` on. False: what is at `from` needs a closer look. Needs has_blocks().
bool pass_blocks(const Automaton& automaton, const AloneTable& table, const Stop& stop,
                 const Byte*& from, char*& out) noexcept;

}  // namespace hanfix::convert::lookup
