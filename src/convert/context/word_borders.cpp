#include "convert/context/word_borders.hpp"

#include <algorithm>

namespace hanfix::convert::context {

void WordBorders::read_classes() {
  classes_.resize(run_.size());
  for (std::size_t i = 0; i < run_.size(); ++i) classes_[i] = words_.class_of(run_[i]);
  ends_.assign(run_.size(), 0);
}

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

int WordBorders::excess(std::size_t begin, std::size_t end) {
  if (classes_.empty()) read_classes();
  if (!(is_inner(begin) && joint(begin).any()) && !(is_inner(end) && joint(end).any())) return 0;
  std::size_t left = begin, right = end;
  for (std::size_t at = words_across(left).begin; at < left; at = words_across(left).begin) {
    left = at;
  }
  for (std::size_t at = words_across(right).end; at > right; at = words_across(right).end) {
    right = at;
  }
  if (left == begin && right == end) return 0;
  if (begin_ != left || end_ != right) {
    lattice_.build(words_, std::span(classes_).subspan(left, right - left));
    begin_ = left;
    end_ = right;
  }
  return lattice_.excess(begin - left, end - left);
}

WordBorders::Across WordBorders::words_across(std::size_t at) {
  Across across{at, at};
  if (at == classes_.size()) return across;
  for (std::size_t i = at; i > 0;) {
    const WordTable::Joint here = joint(i--);
    if (here.begins) {
      const std::size_t end = longest_word_end(i);
      if (end > at) across = {i, std::max(across.end, end)};
    }
    if (!here.inside) break;
  }
  return across;
}

std::size_t WordBorders::longest_word_end(std::size_t begin) {
  if (ends_[begin] == 0) {
    std::size_t longest = 1;
    words_.words_at(&classes_[begin], classes_.size() - begin,
                    [&](std::size_t length, int) { longest = length; });
    ends_[begin] = static_cast<std::uint16_t>(begin + longest);
  }
  return ends_[begin];
}

}  // namespace hanfix::convert::context
