#include "pipeline/text_pieces.hpp"

#include "base/utf8.hpp"

namespace hanfix {

void TextPieces::note(ByteRange place) {
  if (place.end == 0 || borders_.size() >= kMost) return;  // the document as a whole
  borders_.insert(place.start);
  borders_.insert(place.end);
}

void TextPieces::kept(std::string_view text, std::uint64_t offset) {
  const ByteRange all = repair_.locate({offset, offset + text.size()});
  std::size_t done = 0;
  std::uint64_t from = all.start;
  const auto tell = [&](std::size_t end, std::uint64_t to) {
    if (end > done) sink_.text(text.substr(done, end - done), {from, to});
    done = end;
    from = to;
  };
  borders_.erase(borders_.begin(), borders_.upper_bound(all.start));
  while (!borders_.empty() && *borders_.begin() < all.end) {
    const std::uint64_t border = *borders_.begin();
    borders_.erase(borders_.begin());
    // The first character that comes from there or behind it.
    std::size_t low = done, high = text.size();
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      const std::uint64_t at = offset + middle;
      if (repair_.locate({at, at}).start >= border) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    tell(utf8::begin_from(text, low), border);
  }
  tell(text.size(), all.end);
}

}  // namespace hanfix
