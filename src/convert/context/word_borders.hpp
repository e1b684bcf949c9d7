/// \file  Where a run is cut into words, asked for one place at a time.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "convert/context/lattice.hpp"
#include "convert/context/word_table.hpp"

namespace hanfix::convert::context {

/// Answers for one run as a Lattice of all of it would, but only looks as far as words reach: where
/// no word goes across a place, every path has a border there.
class WordBorders {
 public:
  explicit WordBorders(const WordTable& words) : words_(words) {}

  /// Takes a run, which is borrowed.
  void reset(std::span<const char32_t> run) noexcept {
    run_ = run;
    classes_.clear();
    end_ = 0;
  }

  /// A piece of the run, in characters.
  struct Piece {
    std::size_t begin, end;
  };

  /// Says that excess() will be asked about these pieces of a run, of this one or another: the
  /// memory that answers need may come.
  void expect(std::span<const char32_t> run, std::span<const Piece> pieces) const noexcept;

  /// As Lattice::excess(), of the whole run.
  [[nodiscard]] int excess(std::size_t begin, std::size_t end);

 private:
  void read_classes();
  [[nodiscard]] bool is_inner(std::size_t at) const noexcept { return at > 0 && at < run_.size(); }
  // What words may have characters on both sides of the border before `at`.
  [[nodiscard]] WordTable::Joint joint(std::size_t at) const noexcept {
    return words_.joint(classes_[at - 1], classes_[at]);
  }
  // Begin and end of all that words across a place hold; both `at` if there are none.
  struct Across {
    std::size_t begin, end;
  };
  [[nodiscard]] Across words_across(std::size_t at);
  [[nodiscard]] std::size_t longest_word_end(std::size_t begin);

  const WordTable& words_;
  std::span<const char32_t> run_;
  std::vector<CharacterClass> classes_;  // of the run; empty until they are needed
  std::vector<std::uint16_t> ends_;      // of the longest words that begin at each; 0: unknown
  std::size_t begin_ = 0, end_ = 0;      // what lattice_ holds
  Lattice lattice_;
};

}  // namespace hanfix::convert::context
