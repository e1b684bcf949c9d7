/// \file  Stretches of text in which few characters begin keys; for the automaton's own sources.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "convert/automaton_lookup.hpp"

namespace hanfix::convert::lookup {

/// Goes over sequences of three, one after another, and writes what they become alone, where no key
/// begins.
///
/// Some sixty are read ahead, whatever they are: that branches on nothing, so that look-ups do not
/// wait for one another, and what the keys among them will need is asked for all at once.
class Plain {
 public:
  static constexpr std::size_t kFast = 12;  ///< bytes that must lie ahead

  const Byte* p = nullptr;  ///< into the text
  char* to = nullptr;       ///< where that is written
  /// Where pass() has stopped, and what is behind: the first two may become something together.
  image::Cell cell = {}, next = {}, after = {};

  /// From p on, in one text, as far as kFast bytes lie ahead. True: up to where a key may begin;
  /// false: this is for others.
  bool pass(const Automaton& automaton, const Byte* end) noexcept;
  void write(const image::Cell& character) noexcept {
    std::memcpy(to, &character.text, sizeof character.text);
    to += 3;
    p += 3;
  }

 private:
  static constexpr std::size_t kAtOnce = 64, kTogether = 8;

  void read(const Automaton& automaton, const Byte* end) noexcept;
  void read_cells(const Automaton& automaton, std::size_t most) noexcept;
  void find_keys(const Automaton& automaton) noexcept;
  void read_cells_by_eights(const Automaton& automaton) noexcept;
  void find_keys_by_fours(const Automaton& automaton) noexcept;
  void write_up_to(std::size_t end) noexcept;

  // What has been read from begin_ on. For all of it but the last two it is told whether keys may
  // begin there, by bits.
  const Byte* begin_ = nullptr;
  std::size_t count_ = 0;
  std::uint64_t keys_ = 0;
  bool ended_ = false;  // something else is behind it
  std::array<image::Cell, kAtOnce + kTogether> cells_ = {};
};

}  // namespace hanfix::convert::lookup
