#include "convert/context/word_borders.hpp"

#include <algorithm>

namespace hanfix::convert::context {

void expect_surely_whole(const WordTable& words, const PieceEnds& piece) noexcept {
  words.expect_joint(piece.before, piece.first);
  words.expect_joint(piece.last, piece.behind);
  words.expect_words(piece.first, piece.last);
}

void expect_by_words(const WordTable& words, const PieceEnds& piece) noexcept {
  words.expect_joint(piece.further_before, piece.before);
  words.expect_words(piece.further_before, piece.before);
  words.expect_words(piece.before, piece.first);
  words.expect_words(piece.last, piece.behind);
  words.expect_joint(piece.behind, piece.further_behind);
}

namespace {

// Of ways that take a piece of two characters apart the best has a word that ends inside of it, or
// one that begins there, or both. Instead of that way, what these words hold outside can be cut by
// itself, and the piece be left in one: that costs no more than the gains of the words and what the
// piece costs, less what else the way has in the piece.
bool whole_by_gains(const WordTable& words, const PieceEnds& piece, int left, int right,
                    int tolerance) noexcept {
  const int greatest = std::max(left, right);
  if (greatest == words::image::kNoGain || greatest == words::image::kAnyGain) {
    return greatest == words::image::kNoGain;
  }
  const int most = tolerance - words.pair_cost(piece.first, piece.last);
  return left <= most + words.single_cost(piece.last) &&
         right <= most + words.single_cost(piece.first) && left + right <= most;
}

int gain_before(const WordTable& words, const PieceEnds& piece) noexcept {
  return piece.before == 0 ? words::image::kNoGain : words.gain_at_end(piece.before, piece.first);
}
int gain_behind(const WordTable& words, const PieceEnds& piece) noexcept {
  return piece.behind == 0 ? words::image::kNoGain : words.gain_at_begin(piece.last, piece.behind);
}

}  // namespace

bool surely_whole(const WordTable& words, const PieceEnds& piece, int tolerance) noexcept {
  if (piece.size == 2) {
    return whole_by_gains(words, piece, gain_before(words, piece), gain_behind(words, piece),
                          tolerance);
  }
  return (piece.before == 0 || !words.joint(piece.before, piece.first).any()) &&
         (piece.behind == 0 || !words.joint(piece.last, piece.behind).any());
}

bool whole_by_words(const WordTable& words, const PieceEnds& piece, int tolerance) noexcept {
  if (piece.size > 2) return false;
  const auto gain_of_word = [&](CharacterClass a, CharacterClass b, CharacterClass rest) {
    const int cost = words.word_cost(a, b);
    return cost == words::image::kNoWord ? words::image::kNoGain : words.single_cost(rest) - cost;
  };
  int left = gain_before(words, piece), right = gain_behind(words, piece);
  // Where no longer word can be there is one at most.
  if (left != words::image::kNoGain &&
      (piece.further_before == 0 || !words.joint(piece.before, piece.first).inside ||
       !words.joint(piece.further_before, piece.before).any())) {
    left = gain_of_word(piece.before, piece.first, piece.before);
  }
  if (right != words::image::kNoGain &&
      !words.may_begin_with(piece.last, piece.behind, piece.further_behind)) {
    right = gain_of_word(piece.last, piece.behind, piece.behind);
  }
  return whole_by_gains(words, piece, left, right, tolerance);
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

int excess_with_word(const WordTable& words, std::u32string_view text, WordBorders::Piece piece,
                     WordBorders::Piece own) {
  constexpr int kNever = std::numeric_limits<int>::max() / 4;
  struct Ways {
    int best, kept;
  };
  std::vector<Ways> ways(text.size() + 1, {kNever, kNever});
  ways.front() = {0, 0};
  for (std::size_t at = 0; at < text.size(); ++at) {
    const Ways here = ways[at];
    const auto class_at = [&](std::size_t i) { return words.class_of(text[at + i]); };
    const auto add = [&](std::size_t to, int cost) {
      Ways& there = ways[to];
      there.best = std::min(there.best, here.best + cost);
      if (at < piece.begin ? to <= piece.begin || to >= piece.end
                           : at >= piece.end || to <= piece.end || at == piece.begin) {
        there.kept = std::min(there.kept, here.kept + cost);
      }
    };
    add(at + 1, words.single_cost(class_at(0)));
    words.words_at(text.size() - at, class_at,
                   [&](std::size_t length, int cost) { add(at + length, cost); });
    // Of what is inside of the piece nothing follows for its borders.
    if (at == own.begin && own.end > piece.end) add(own.end, kOwnWordCost);
  }
  return ways.back().kept - ways.back().best;
}

}  // namespace hanfix::convert::context
