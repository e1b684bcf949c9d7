/// \file  How probable bytes are when they are read in each encoding.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "encoding/language_costs.hpp"

namespace hanfix::detection {

/// One reading of some bytes: the text that they are in an encoding, weighed by a language. Costs
/// of all readings of the same bytes compare, for each explains all of them; 1/8 bit.
struct Reading {
  Encoding encoding;
  Language language;
  std::int64_t cost = 0;         ///< of everything: characters, ASCII, what stands next to what
  std::int64_t beyond = 0;       ///< of what is beyond ASCII alone
  std::uint32_t characters = 0;  ///< beyond ASCII, malformed places among them
  std::uint32_t malformed = 0;
  std::uint8_t cut = 0;  ///< bytes at the front that are the rest of a cut character

  /// Whether this can be text of the language at all. Chinese takes 10 bits a character; text in
  /// an encoding that is not among the candidates takes 20 and more when it is read as hanzi
  /// (facts and figures: docs/decisions/0009). A few characters are given some room.
  [[nodiscard]] bool plausible() const noexcept;
  /// Whether it is as probable as undamaged text is.
  [[nodiscard]] bool ordinary() const noexcept;
  /// Bits a character beyond ASCII.
  [[nodiscard]] double bits_a_character() const noexcept;
};

/// A window with its long runs of ASCII cut down to what stands next to other bytes, and to
/// `limit` bytes at most: what there is to score. Borrows `window` where nothing was cut out.
class Excerpt {
 public:
  Excerpt(std::string_view window, std::size_t limit);
  [[nodiscard]] std::string_view bytes() const noexcept { return bytes_; }
  [[nodiscard]] bool reaches_end() const noexcept { return reaches_end_; }

 private:
  std::string copy_;
  std::string_view bytes_;
  bool reaches_end_ = true;
};

/// The order of readings: by cost, and where that is the same by the order of encodings.def.
[[nodiscard]] bool is_likelier(const Reading& a, const Reading& b) noexcept;

struct ScoreOptions {
  std::span<const Encoding> allowed = {};  ///< only these encodings; empty: any
  /// Characters may be broken in the middle of a run too, so that what follows is out of step
  /// (about five times as slow).
  bool resynchronise = false;
  /// Also those alphabets that an ordinary East Asian reading leaves no room for.
  bool all = false;
};

/// A reading of `bytes` in each encoding of detect_candidates.def, by the language that suits best;
/// likeliest first; empty if there is no byte beyond ASCII. `complete`: the text ends here, else a
/// cut last character is no evidence. Bytes may begin inside a character. O(bytes * candidates),
/// about 10 ns a byte in all.
[[nodiscard]] std::vector<Reading> score(std::string_view bytes, bool complete,
                                         const ScoreOptions& options = {});

/// The reading of `bytes` in one encoding, by the language that suits it best: for encodings of
/// Coding::table that have a row in detect_candidates.def, and utf-8, utf-16le, utf-16be, utf-32le
/// and utf-32be. Any other encoding costs more than everything.
[[nodiscard]] Reading score_as(Encoding encoding, std::string_view bytes, bool complete);

/// Whether `bytes` are ordinary text of one row, with nothing malformed: the quick question that is
/// asked of each line. False for rows that do not exist. About 1 ns a byte.
[[nodiscard]] bool is_ordinary(Encoding encoding, Language language, std::string_view bytes,
                               bool complete);

}  // namespace hanfix::detection
