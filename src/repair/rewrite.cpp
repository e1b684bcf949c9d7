#include "repair/rewrite.hpp"

#include <algorithm>

namespace hanfix::repair {

void Rewrite::apply(const std::vector<Change>& changes) {
  if (changes.empty()) return;
  std::string text;
  std::vector<Piece> pieces;
  std::size_t at = 0;       // copied so far of text_
  std::size_t earlier = 0;  // pieces_ dealt with
  // What turns a position in text_ that is outside every piece into one in the original.
  std::size_t original_end = 0, current_end = 0;
  const auto skip_to = [&](std::size_t position) {
    for (; earlier < pieces_.size() && pieces_[earlier].current.end < position; ++earlier) {
      const Piece& piece = pieces_[earlier];
      const std::size_t start = text.size() + (piece.current.start - at);
      text.append(text_, at, piece.current.end - at);
      at = piece.current.end;
      pieces.push_back({piece.original, {start, text.size()}, piece.label});
      original_end = piece.original.end;
      current_end = piece.current.end;
    }
  };
  const auto original = [&](std::size_t position) {
    return original_end + (position - current_end);
  };
  for (std::size_t i = 0; i < changes.size();) {
    skip_to(changes[i].range.start);
    // Grow over all pieces and changes that touch each other.
    Span all = changes[i].range;
    std::size_t last_change = i, last_piece = earlier;
    for (bool grown = true; grown;) {
      grown = false;
      if (last_piece < pieces_.size() && pieces_[last_piece].current.start <= all.end) {
        all.start = std::min(all.start, pieces_[last_piece].current.start);
        all.end = std::max(all.end, pieces_[last_piece].current.end);
        ++last_piece;
        grown = true;
      } else if (last_change + 1 < changes.size() &&
                 changes[last_change + 1].range.start <= all.end) {
        all.end = std::max(all.end, changes[++last_change].range.end);
        grown = true;
      }
    }
    const std::size_t first = earlier;
    Piece merged{{original(all.start), 0}, {}, changes[i].label};
    if (last_piece > first) merged.label = pieces_[first].label;
    text.append(text_, at, all.start - at);
    merged.current.start = text.size();
    at = all.start;
    for (; i <= last_change; ++i) {
      text.append(text_, at, changes[i].range.start - at).append(changes[i].after);
      at = changes[i].range.end;
    }
    text.append(text_, at, all.end - at);
    at = all.end;
    merged.current.end = text.size();
    if (last_piece > first) {
      original_end = pieces_[last_piece - 1].original.end;
      current_end = pieces_[last_piece - 1].current.end;
    }
    earlier = last_piece;
    merged.original.end = original(all.end);
    pieces.push_back(merged);
  }
  skip_to(text_.size() + 1);
  text.append(text_, at);
  text_ = std::move(text);
  pieces_ = std::move(pieces);
}

Span Rewrite::origin(Span range) const noexcept {
  Span out{range.start, range.end};
  std::size_t original_end = 0, current_end = 0;
  bool start_known = false, end_known = false;
  auto at = std::partition_point(pieces_.begin(), pieces_.end(), [&](const Piece& piece) {
    return piece.current.end < range.start;
  });
  if (at != pieces_.begin()) {
    original_end = (at - 1)->original.end;
    current_end = (at - 1)->current.end;
  }
  for (; at != pieces_.end(); ++at) {
    const Piece& piece = *at;
    if (!start_known && range.start < piece.current.start) {
      out.start = original_end + (range.start - current_end);
      start_known = true;
    }
    if (!start_known && range.start < piece.current.end) {
      out.start = piece.original.start;
      start_known = true;
    }
    if (range.end <= piece.current.start) {
      out.end = original_end + (range.end - current_end);
      end_known = true;
      break;
    }
    if (range.end <= piece.current.end) {
      out.end = piece.original.end;
      end_known = true;
      break;
    }
    original_end = piece.original.end;
    current_end = piece.current.end;
  }
  if (!start_known && range.start >= current_end) {
    out.start = original_end + (range.start - current_end);
  }
  if (!end_known) out.end = original_end + (range.end - current_end);
  out.end = std::max(out.end, out.start);
  return out;
}

}  // namespace hanfix::repair
