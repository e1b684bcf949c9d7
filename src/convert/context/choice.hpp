/// \file  Which of several texts a place becomes: the choice between candidates.
///
/// A run of Han characters comes here in pieces, in order and without gaps. Most pieces have one
/// candidate; where the dictionaries or the borders of words leave more, the best sequence of all
/// is looked for.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace hanfix::convert::context {

enum class CandidateKind : std::uint8_t {
  character,  ///< a value of a single character
  phrase,     ///< a value of a longer key
  regional,   ///< a word of the region in the place of a general one
  plain,      ///< the same place without its longer key or its regional word
};

/// What a piece may become. The text is owned by who calls choose().
struct Candidate {
  /// In the forms of the first stage, before regional variants of characters (為, 裏 or 裡).
  std::u32string_view text;
  CandidateKind kind;
  /// What speaks against it beforehand, by the borders of words, in units of the character model's
  /// costs; 0 for most.
  std::int16_t cost = 0;
};

/// A piece of the run and its candidates. The first is what is written if nothing decides.
struct Piece {
  std::uint32_t begin, end;  ///< code points of the run
  std::span<const Candidate> candidates;
};

/// Memory that is used from run to run.
struct ChoiceScratch {
  std::vector<int> costs;
};

/// Chooses for all pieces of one run.
///
/// `before`, `after`: the text at both sides of the run, as far as it is known and matters; may be
/// empty. `chosen[i]`: index into `pieces[i].candidates`. `margin[i]`: how much dearer the best
/// sequence is that differs there, in cost units; the highest value where there is none.
/// Preconditions: each piece has at least one candidate; both results are as long as `pieces`.
void choose(std::span<const Piece> pieces, std::u32string_view before, std::u32string_view after,
            ChoiceScratch& scratch, std::span<std::uint8_t> chosen, std::span<int> margin);

}  // namespace hanfix::convert::context
