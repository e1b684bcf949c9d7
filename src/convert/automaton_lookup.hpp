/// \file  Looking up characters and keys of an automaton; for its own sources.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/utf8.hpp"
#include "convert/automaton.hpp"

namespace hanfix::convert::lookup {

using Byte = unsigned char;

/// Four bytes as they lie, the first one lowest.
inline std::uint32_t load(const void* from) noexcept {
  std::uint32_t word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

/// True if the first three bytes are a sequence of three.
inline bool is_three(std::uint32_t word) noexcept { return (word & 0xC0C0F0) == 0x8080E0; }

/// Bytes of the character packed into `text`.
inline std::uint32_t size_of(std::uint32_t text) noexcept {
  return static_cast<std::uint32_t>(utf8::sequence_length(static_cast<Byte>(text)));
}

inline bool is_operator(std::uint32_t text) noexcept { return (text & 0xF0FFFF) == 0xB0BFE2; }

struct Character {
  image::Cell cell;
  std::uint32_t size;  // bytes
};

/// The cell of a sequence of three.
inline const image::Cell& cell_of_three(const Automaton& automaton, std::uint32_t word) noexcept {
  const std::size_t page = automaton.pages[(word & 0xF) << 6 | (word >> 8 & 0x3F)];
  return automaton.cells[page << 6 | (word >> 16 & 0x3F)];
}

inline Character read_other(const Automaton& automaton, const Byte* p, std::size_t size) noexcept;

/// Any character, whole. What is malformed is told nothing of.
inline Character read(const Automaton& automaton, const Byte* p, std::size_t size) noexcept {
  if (size == 3) {
    const std::uint32_t word =
        p[0] | static_cast<std::uint32_t>(p[1]) << 8 | static_cast<std::uint32_t>(p[2]) << 16;
    if (is_three(word)) return {cell_of_three(automaton, word), 3};
  }
  return read_other(automaton, p, size);
}

inline Character read_other(const Automaton& automaton, const Byte* p, std::size_t size) noexcept {
  Character character{{0, 0, image::kUntoldHead}, static_cast<std::uint32_t>(size)};
  std::size_t page = 0;
  switch (size) {
    case 1:
      if (p[0] >= 0x80) return character;
      page = image::kLowPages + (p[0] >> 6);
      break;
    case 2:
      if (p[0] < 0xC2 || (p[1] & 0xC0) != 0x80) return character;
      page = image::kLowPages + (p[0] & 0x1F);
      break;
    case 3:  // not whole, or read() would know
      return character;
    default:
      if ((p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80 || (p[3] & 0xC0) != 0x80) return character;
      page = (p[0] & 0x7u) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3F);
      if (p[0] > 0xF4 || page < 0x400 || page >= image::kLowPages) return character;
  }
  character.cell = automaton.cells[std::size_t{automaton.pages[page]} << 6 | (p[size - 1] & 0x3F)];
  return character;
}

/// A key that starts somewhere.
struct Key {
  const image::Node* node = nullptr;  // of its last character, unless it has only one
  std::uint32_t value = 0;            // of a character that is a key: number + 1
  const Byte* end = nullptr;
  const Byte* seen = nullptr;  // how far the text was looked at
  bool open = false;           // text to come could make a longer one
  [[nodiscard]] bool found() const noexcept { return node != nullptr || value != 0; }
};

/// The longest key that starts with `first`, which ends at `p`.
inline Key find_key(const Automaton& automaton, const image::Head& head, const Byte* p,
                    const Byte* end) noexcept {
  Key key{nullptr, head.value, p, p, false};
  std::uint32_t base = head.base;
  std::uint64_t next = head.second;  // bits of the classes that may come
  std::uint32_t mask = 63;
  while (base != 0) {
    if (p == end) {
      key.open = true;
      break;
    }
    const std::size_t size = utf8::sequence_length(*p);
    if (size > static_cast<std::size_t>(end - p)) {
      key.open = true;
      break;
    }
    const std::uint16_t cls = read(automaton, p, size).cell.cls;
    if ((next >> (cls & mask) & 1) == 0) break;
    const image::Node& node = automaton.nodes[base + cls];
    if (node.cls != cls) break;
    p += size;
    if (node.size() != image::kNoKey) {
      key.node = &node;
      key.end = p;
    }
    base = node.base();
    next = node.third;
    mask = 15;
  }
  key.seen = p;
  return key;
}

}  // namespace hanfix::convert::lookup
