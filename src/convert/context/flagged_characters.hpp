/// \file  Finding characters of a kind in a text.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "convert/context/key_heads.hpp"

namespace hanfix::convert::context {

/// Where in a text the characters are that have any of some flags, in bytes, and those of runs that
/// are not below U+10000; all in order. Some 8 at a time where the processor can.
class FlaggedCharacters {
 public:
  /// False: a run could be longer than kLongestRun. `text` begins and ends between characters.
  [[nodiscard]] bool find(std::string_view text, const KeyHeads& heads, std::uint8_t wanted);

  /// The same of what KeyHeads::few() lets through, and of those not below U+10000 that may be
  /// changed by normalising; none without such a sieve. Runs may be of any length.
  void find_few(std::string_view text, const KeyHeads& heads);

  /// Those that names in the document matter to, KeyHeads::named(); by their sieve.
  void find_named(std::string_view text, const KeyHeads& heads, const convert::image::Sieve& sieve);

  [[nodiscard]] const std::uint32_t* begin() const noexcept { return places_.data(); }
  [[nodiscard]] const std::uint32_t* end() const noexcept { return places_.data() + count_; }

 private:
  struct Scan;
  struct Few;
  void find(const Few& few);
  void find(const Few& few, std::size_t from, std::size_t to);
  std::size_t find_by_blocks(const Few& few);
  std::vector<std::uint32_t> places_;
  std::size_t count_ = 0;
};

}  // namespace hanfix::convert::context
