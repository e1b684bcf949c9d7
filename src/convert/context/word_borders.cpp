#include "convert/context/word_borders.hpp"

#include <algorithm>

namespace hanfix::convert::context {

void WordBorders::expect(std::span<const char32_t> run,
                         std::span<const Piece> pieces) const noexcept {
  // Words that go across either border begin in the piece or shortly before it.
  constexpr std::size_t kBefore = 2;
  std::size_t at = 0;  // what is before it has been asked for
  for (const Piece& piece : pieces) {
    at = std::max(at, std::max(piece.begin, kBefore) - kBefore);
    const std::size_t last = std::min(piece.end + 1, run.size());
    if (at + 1 >= last) continue;
    CharacterClass before = words_.class_of(run[at]);
    for (++at; at < last; ++at) {
      const CharacterClass cls = words_.class_of(run[at]);
      words_.expect_joint(before, cls);
      words_.expect_words(before, cls);
      before = cls;
    }
    --at;
  }
}

int WordBorders::find_excess(std::size_t begin, std::size_t end) {
  std::size_t left = begin, right = end;
  for (std::size_t at = words_across(left).begin; at < left; at = words_across(left).begin) {
    left = at;
  }
  for (std::size_t at = words_across(right).end; at > right; at = words_across(right).end) {
    right = at;
  }
  return left == begin && right == end ? 0 : excess_within(left, begin, end, right);
}

// No word goes across `left` or `right`.
int WordBorders::excess_within(std::size_t left, std::size_t begin, std::size_t end,
                               std::size_t right) {
  ways_.assign(right - left + 1, {kNever, kNever});
  ways_.front() = {0, 0};
  for (std::size_t at = left; at < right; ++at) {
    const Ways here = ways_[at - left];
    const auto add = [&](std::size_t to, int cost) {
      Ways& there = ways_[to - left];
      there.best = std::min(there.best, here.best + cost);
      // The word is beside the piece, inside of it, or holds all of it.
      if (at < begin ? to <= begin || to >= end : at >= end || to <= end || at == begin) {
        there.kept = std::min(there.kept, here.kept + cost);
      }
    };
    add(at + 1, words_.single_cost(class_at(at)));
    for (const Edge& edge : words_at(at)) add(edge.end, edge.cost);
  }
  return ways_.back().kept - ways_.back().best;
}

WordBorders::Across WordBorders::words_across(std::size_t at) {
  Across across{at, at};
  if (at == run_.size()) return across;
  CharacterClass behind = class_at(at);
  for (std::size_t i = at; i > 0;) {
    const CharacterClass cls = class_at(--i);
    const WordTable::Joint here = words_.joint(cls, behind);
    behind = cls;
    if (here.begins) {
      const std::span<const Edge> words = words_at(i);
      if (!words.empty() && words.back().end > at) {
        across = {i, std::max<std::size_t>(across.end, words.back().end)};
      }
    }
    if (!here.inside) break;
  }
  return across;
}

void WordBorders::find_words(std::size_t begin) {
  const auto first = static_cast<std::uint32_t>(edges_.size());
  words_.words_at(
      run_.size() - begin, [&](std::size_t i) { return class_at(begin + i); },
      [&](std::size_t length, int cost) {
        edges_.push_back(
            {static_cast<std::uint16_t>(begin + length), static_cast<std::uint16_t>(cost)});
      });
  words_at_[begin] = {number_, first, static_cast<std::uint32_t>(edges_.size()) - first};
}

}  // namespace hanfix::convert::context
