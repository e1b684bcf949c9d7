#include "convert/context/word_borders.hpp"

#include <algorithm>

namespace hanfix::convert::context {

int WordBorders::excess(std::size_t begin, std::size_t end) {
  if (!may_cross(begin) && !may_cross(end)) return 0;
  if (classes_.empty()) {
    for (const char32_t code : run_) classes_.push_back(words_.class_of(code));
    ends_.assign(run_.size(), 0);
  }
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
  for (std::size_t i = at; i > 0 && words_.may_join(classes_[i - 1], classes_[i]);) {
    const std::size_t end = longest_word_end(--i);
    if (end <= at) continue;
    across.begin = i;
    across.end = std::max(across.end, end);
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
