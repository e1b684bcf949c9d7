/// \file  Where a run is cut into words, asked for one place at a time.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "words/word_table.hpp"

namespace hanfix::convert::context {

using words::CharacterClass;
using words::WordTable;

/// What stands at both ends of a piece of a run, as classes. 0 stands for nothing, and for what no
/// word has.
struct PieceEnds {
  CharacterClass further_before, before;
  CharacterClass first, last;  ///< of the piece
  CharacterClass behind, further_behind;
  std::size_t size;  ///< of the piece, in characters; ≥ 2
};

/// Whether WordBorders::excess() of such a piece is surely no more than `tolerance`, whatever else
/// stands in the run. O(1) each: the second one knows more, but looks words up.
[[nodiscard]] bool surely_whole(const WordTable& words, const PieceEnds& piece,
                                int tolerance) noexcept;
[[nodiscard]] bool whole_by_words(const WordTable& words, const PieceEnds& piece,
                                  int tolerance) noexcept;
/// Say that they will be asked, whole_by_words() and excess() after that: the memory that the
/// answers need may come.
void expect_surely_whole(const WordTable& words, const PieceEnds& piece) noexcept;
void expect_by_words(const WordTable& words, const PieceEnds& piece) noexcept;

/// Answers for one run as a Lattice of all of it would, but only looks as far as words reach: where
/// no word goes across a place, every path has a border there.
class WordBorders {
 public:
  explicit WordBorders(const WordTable& words) : words_(words) {}

  /// Takes a run, which is borrowed.
  void reset(std::span<const char32_t> run) noexcept {
    run_ = run;
    edges_.clear();
    if (words_at_.size() < run.size()) words_at_.resize(run.size());
    ++number_;
  }

  /// A piece of the run, in characters.
  struct Piece {
    std::size_t begin, end;
    bool sure = false;  ///< whether it is known to be in its place
  };

  /// As Lattice::excess(), of the whole run.
  [[nodiscard]] int excess(std::size_t begin, std::size_t end) {
    Answer& answer = answers_[begin % answers_.size()];
    if (answer.run != number_ || answer.begin != begin || answer.end != end) {
      answer = {number_, begin, end, find_excess(begin, end)};
    }
    return answer.excess;
  }

 private:
  static constexpr int kNever = std::numeric_limits<int>::max() / 4;
  // A word of two or more characters.
  struct Edge {
    std::uint16_t end;  // behind it
    std::uint16_t cost;
  };
  // Those that begin at a character, in edges_, if `run` is the number of this run.
  struct Words {
    std::uint64_t run;
    std::uint32_t first, count;
  };
  // The cheapest ways from the begin of a stretch to a place: of all, and of those that leave the
  // piece that is asked for in one.
  struct Ways {
    int best, kept;
  };

  // The last ones: who judges a run, and who converts it, ask the same.
  struct Answer {
    std::uint64_t run;
    std::size_t begin, end;
    int excess;
  };

  [[nodiscard]] CharacterClass class_at(std::size_t at) const noexcept {
    return words_.class_of(run_[at]);
  }
  // Begin and end of all that words across a place hold; both `at` if there are none.
  struct Across {
    std::size_t begin, end;
  };
  [[nodiscard]] Across words_across(std::size_t at);
  // The shortest first.
  [[nodiscard]] std::span<const Edge> words_at(std::size_t begin) {
    const Words& words = words_at_[begin];
    if (words.run != number_) find_words(begin);
    return {edges_.data() + words.first, words.count};
  }
  void find_words(std::size_t begin);
  [[nodiscard]] int find_excess(std::size_t begin, std::size_t end);
  [[nodiscard]] int excess_within(std::size_t left, std::size_t begin, std::size_t end,
                                  std::size_t right);

  const WordTable& words_;
  std::span<const char32_t> run_;
  std::uint64_t number_ = 0;  // of the run
  std::vector<Words> words_at_;
  std::vector<Edge> edges_;
  std::vector<Ways> ways_;
  std::array<Answer, 8> answers_{};
};

/// What a word of the user's costs that the table does not have, in 1/8 bit: who writes a word down
/// expects to meet it.
inline constexpr int kOwnWordCost = 12 * 8;

/// As WordBorders::excess() of a text, in which `own` is a word whatever the table says.
[[nodiscard]] int excess_with_word(const WordTable& words, std::u32string_view text,
                                   WordBorders::Piece piece, WordBorders::Piece own);

}  // namespace hanfix::convert::context
