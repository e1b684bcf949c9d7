/// \file  A text under repair: what it is now, and which bytes of the original each change
/// replaced.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hanfix::repair {

/// Half-open range of bytes within one text.
struct Span {
  std::size_t start = 0, end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

/// One replacement in the text as it is at the moment.
struct Change {
  Span range;
  std::string after;
  std::size_t label = 0;  ///< the caller's: which family, which proof
};

/// Repairs on top of repairs, told as one list of replacements in the original.
///
/// A change that touches what an earlier one wrote is merged with it: the original range grows to
/// hold both, so that the list stays ascending and disjoint, and replays.
class Rewrite {
 public:
  struct Piece {
    Span original, current;
    std::size_t label;  ///< of the first change there
  };

  explicit Rewrite(std::string_view original) : text_(original) {}

  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] const std::vector<Piece>& pieces() const noexcept { return pieces_; }

  /// Precondition: ascending, disjoint ranges of text(). O(text + pieces).
  void apply(const std::vector<Change>& changes);

  /// The bytes of the original behind a range of text(), whole replacements where it begins or ends
  /// inside one. O(pieces).
  [[nodiscard]] Span origin(Span range) const noexcept;

 private:
  std::string text_;
  std::vector<Piece> pieces_;
};

}  // namespace hanfix::repair
