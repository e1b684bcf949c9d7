/// \file  All ways to cut a run into words, and what each costs.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "words/word_table.hpp"

namespace hanfix::convert::context {

using words::CharacterClass;
using words::WordTable;

/// The paths of one run: each word costs how rare it is, and a path is as likely as its words are
/// (the unigram model of words; a shortest path, Viterbi 1967). Reused from run to run.
///
/// Costs are in 1/8 bit. Time and memory are O(length × longest word).
class Lattice {
 public:
  /// Takes a run: one class for each of its characters.
  void build(const WordTable& words, std::span<const CharacterClass> text);

  /// Characters of the run.
  [[nodiscard]] std::size_t size() const noexcept { return first_edge_.size() - 1; }

  /// Whether the best path has a border before character `at`; at 0 and size() it always has.
  [[nodiscard]] bool border(std::size_t at) const noexcept { return border_[at] != 0; }

  /// How much dearer than the best path is the best one on which [begin, end) is a piece: words are
  /// inside of it or outside, or one word holds all of it. 0: the best path is of this kind.
  [[nodiscard]] int excess(std::size_t begin, std::size_t end) const;

  /// Costs of the best path: of all of it, and of the best ones that end or begin before character
  /// `at`.
  [[nodiscard]] int cost() const noexcept { return after_[0]; }
  [[nodiscard]] int cost_before(std::size_t at) const noexcept { return before_[at]; }
  [[nodiscard]] int cost_after(std::size_t at) const noexcept { return after_[at]; }

 private:
  struct Edge {
    std::uint16_t end;
    std::uint16_t cost;
  };
  [[nodiscard]] std::span<const Edge> edges(std::size_t at) const noexcept {
    return std::span(edges_).subspan(first_edge_[at], first_edge_[at + 1] - first_edge_[at]);
  }

  std::vector<Edge> edges_;                      // by their begins
  std::vector<std::uint32_t> first_edge_ = {0};  // by begin, and the end of all
  std::vector<int> before_, after_;              // best costs from the run's begin, to its end
  std::vector<char> border_;
  std::size_t longest_ = 1;  // characters
  mutable std::vector<int> inner_;
};

}  // namespace hanfix::convert::context
