/// \file  How sure a search may be of the bytes that it put where a mark stood.
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "repair/preimage_search.hpp"

namespace hanfix::repair {

/// Bytes that a mark may hide, and how probable they are.
struct Guess {
  std::array<std::uint8_t, 2> bytes;
  double share;
};

/// What speaks for the bytes at one mark, everything around them taken as it is.
struct MarkDoubt {
  double first = 1;              ///< probability of the character that the first hidden byte ends
  double second = 1;             ///< of the character that the second hidden byte is or begins
  bool swallowed = false;        ///< the second hidden byte is ASCII
  bool any_digit = false;        ///< it was most probably a digit, but nothing tells which
  std::string candidates{};      ///< what fits best, "的/白"
  std::vector<Guess> guesses{};  ///< the best few
  char32_t code = 0;             ///< the character that the first hidden byte ends; 0: it goes on
};

/// `bytes` are a stretch of UTF-8 from the search, [at, at + count) of it the mark's;
/// `ends_line`: nothing follows them. Takes what it looked at from `budget`, which may run out.
[[nodiscard]] MarkDoubt judge_mark(std::string_view bytes, std::size_t at, std::size_t count,
                                   const SeenUnit* next, bool ends_line, const HiddenBytes& hidden,
                                   const TextCost& scorer, std::uint64_t& budget);

}  // namespace hanfix::repair
