#include "convert/context/lattice.hpp"

#include <algorithm>
#include <limits>

namespace hanfix::convert::context {
namespace {

constexpr int kNever = std::numeric_limits<int>::max() / 4;

}  // namespace

void Lattice::build(const WordTable& words, std::span<const CharacterClass> text) {
  const std::size_t size = text.size();
  edges_.clear();
  first_edge_.clear();
  longest_ = 1;
  for (std::size_t at = 0; at < size; ++at) {
    first_edge_.push_back(static_cast<std::uint32_t>(edges_.size()));
    const auto add = [&](std::size_t length, int cost) {
      edges_.push_back({static_cast<std::uint16_t>(at + length), static_cast<std::uint16_t>(cost)});
      longest_ = std::max(longest_, length);
    };
    add(1, words.single_cost(text[at]));
    words.words_at(
        size - at, [&](std::size_t i) { return text[at + i]; }, add);
  }
  first_edge_.push_back(static_cast<std::uint32_t>(edges_.size()));

  before_.assign(size + 1, kNever);
  after_.assign(size + 1, kNever);
  before_[0] = after_[size] = 0;
  for (std::size_t at = 0; at < size; ++at) {
    for (const Edge& edge : edges(at)) {
      before_[edge.end] = std::min(before_[edge.end], before_[at] + edge.cost);
    }
  }
  for (std::size_t at = size; at-- > 0;) {
    for (const Edge& edge : edges(at)) {
      after_[at] = std::min(after_[at], after_[edge.end] + edge.cost);
    }
  }
  // Of paths that cost the same, the one with the longest word first.
  border_.assign(size + 1, 0);
  border_[size] = 1;
  for (std::size_t at = 0; at < size;) {
    border_[at] = 1;
    std::size_t next = at + 1;
    for (const Edge& edge : edges(at)) {
      if (edge.cost + after_[edge.end] == after_[at]) next = edge.end;
    }
    at = next;
  }
}

int Lattice::excess(std::size_t begin, std::size_t end) const {
  if (border(begin) && border(end)) return 0;
  inner_.assign(end - begin + 1, kNever);
  inner_[0] = 0;
  for (std::size_t at = begin; at < end; ++at) {
    for (const Edge& edge : edges(at)) {
      if (edge.end > end) continue;
      int& cost = inner_[edge.end - begin];
      cost = std::min(cost, inner_[at - begin] + edge.cost);
    }
  }
  int best = before_[begin] + inner_.back() + after_[end];
  // A word from the outside that holds all of it.
  for (std::size_t at = begin + 1 > longest_ ? begin + 1 - longest_ : 0; at <= begin; ++at) {
    for (const Edge& edge : edges(at)) {
      if (edge.end < end) continue;
      best = std::min(best, before_[at] + edge.cost + after_[edge.end]);
    }
  }
  return best - after_[0];
}

}  // namespace hanfix::convert::context
