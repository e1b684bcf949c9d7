/// \file  A first look at a line: which reading of it is worth a search.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/char_model.hpp"
#include "repair/double_byte_pairings.hpp"
#include "repair/double_byte_tables.hpp"

namespace hanfix::repair {

/// A line as code points, with what each costs where it is meant.
struct Seen {
  std::u32string codes;
  std::vector<int> natural;
  std::int64_t cost = 0;  ///< of all of them
  /// By reader, + 8 in Big5: so many characters at least are none of GBK (Big5) when read back.
  std::array<std::uint16_t, 16> lost{};

  [[nodiscard]] std::size_t least_lost(const Pairing& pairing) const {
    return lost[static_cast<std::size_t>(pairing.reader) +
                8 * static_cast<std::size_t>(pairing.written)];
  }
};

[[nodiscard]] Seen see(std::string_view text);

/// What a line says when it is read back without a search: one way through it, marks skipped.
struct Glance {
  std::int64_t shown = 0, meant = 0;     ///< cost of what could be read back, 1/16 bit
  std::size_t characters = 0, lost = 0;  ///< read back; not
  std::u32string text;                   ///< if it is promising

  /// Chinese characters in the place of others: cheaper, and hardly any of them impossible.
  [[nodiscard]] bool is_promising() const { return holds_text() && may_gain(0); }
  /// Whether hardly any of the characters are impossible.
  [[nodiscard]] bool holds_text() const { return characters >= 2 && lost * 3 <= characters; }
  /// Whether it may be cheap enough if up to `more` is added to what is shown.
  [[nodiscard]] bool may_gain(std::int64_t more) const {
    return shown + more - meant >= std::int64_t(characters) * model::kUnitsPerBit;
  }
};

/// The pairings, a bit each by kPairings, for which a glance at the line may be promising: one
/// look-up a character for all of them, where a glance takes two for each. Of a line with marks
/// all are. O(line).
[[nodiscard]] unsigned worth_a_glance(std::string_view line);

/// O(line), and less for a line that is not damaged.
[[nodiscard]] Glance glance(const Seen& seen, const Pairing& pairing);

/// The model for text of which `sample` is a part.
[[nodiscard]] model::Scorer scorer_for(Written written, std::u32string_view sample);

}  // namespace hanfix::repair
