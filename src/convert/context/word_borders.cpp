#include "convert/context/word_borders.hpp"

namespace hanfix::convert::context {

int WordBorders::excess(std::size_t begin, std::size_t end) {
  if (!may_cross(begin) && !may_cross(end)) return 0;
  std::size_t left = begin, right = end;
  while (may_cross(left)) --left;
  while (may_cross(right)) ++right;
  if (begin_ != left || end_ != right) {
    classes_.clear();
    for (std::size_t at = left; at < right; ++at) classes_.push_back(words_.class_of(run_[at]));
    lattice_.build(words_, classes_);
    begin_ = left;
    end_ = right;
  }
  return lattice_.excess(begin - left, end - left);
}

}  // namespace hanfix::convert::context
