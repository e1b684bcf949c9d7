/// \file  Where a run is cut into words, asked for one place at a time.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "convert/context/lattice.hpp"
#include "convert/context/word_table.hpp"

namespace hanfix::convert::context {

/// Answers for one run as a Lattice of all of it would, but only looks as far as words reach: where
/// no word joins two characters, every path has a border.
class WordBorders {
 public:
  explicit WordBorders(const WordTable& words) : words_(words) {}

  /// Takes a run, which is borrowed.
  void reset(std::span<const char32_t> run) noexcept {
    run_ = run;
    end_ = 0;
  }

  /// As Lattice::excess(), of the whole run.
  [[nodiscard]] int excess(std::size_t begin, std::size_t end);

 private:
  // Whether a word may have characters on both sides of the border before `at`.
  [[nodiscard]] bool may_cross(std::size_t at) const noexcept {
    return at > 0 && at < run_.size() &&
           words_.may_join(words_.class_of(run_[at - 1]), words_.class_of(run_[at]));
  }

  const WordTable& words_;
  std::span<const char32_t> run_;
  std::size_t begin_ = 0, end_ = 0;  // what lattice_ holds
  std::vector<CharacterClass> classes_;
  Lattice lattice_;
};

}  // namespace hanfix::convert::context
