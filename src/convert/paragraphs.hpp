/// \file  Cuts a stream into paragraphs, the pieces of text that have a script of their own.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "base/utf8.hpp"

namespace hanfix::convert {

/// A line longer than this is several paragraphs: some 1,300 Chinese characters say what they are.
inline constexpr std::size_t kLongestParagraph = 4096;

/// A paragraph is a line with its line break. Of a longer line it is at most kLongestParagraph
/// bytes, up to a full stop if there is one in the second half, else up to the last whole
/// character. Where the stream is cut into chunks makes no difference.
class ParagraphCutter {
 public:
  /// Calls `use(paragraph)` for each paragraph that `chunk` completes. Takes well-formed UTF-8, cut
  /// anywhere; keeps less than kLongestParagraph bytes.
  template <class Use>
  void push(std::string_view chunk, Use use) {
    while (!chunk.empty()) {
      const std::string_view window = chunk.substr(0, kLongestParagraph - held_.size());
      const std::size_t line_break = window.find('\n');
      if (line_break != std::string_view::npos) {
        const std::string_view end = window.substr(0, line_break + 1);
        chunk.remove_prefix(end.size());
        if (held_.empty()) {
          use(end);
        } else {
          held_.append(end);
          use(std::string_view(held_));
          held_.clear();
        }
        continue;
      }
      held_.append(window);
      chunk.remove_prefix(window.size());
      if (held_.size() == kLongestParagraph) {
        const std::size_t size = cut_of(held_);
        use(std::string_view(held_).substr(0, size));
        held_.erase(0, size);
      }
    }
  }
  /// The end of the stream, or a pause in it: what is held is a paragraph, or the first part of
  /// one. A character that is not complete stays held.
  template <class Use>
  void flush(Use use) {
    const std::size_t size = held_.size() - utf8::incomplete_tail(held_);
    if (size > 0) use(std::string_view(held_).substr(0, size));
    held_.erase(0, size);
  }
  /// What is held.
  [[nodiscard]] std::string_view held() const noexcept { return held_; }

 private:
  [[nodiscard]] static std::size_t cut_of(std::string_view text) noexcept {
    constexpr std::string_view kFullStop = "。";
    const std::size_t stop = text.rfind(kFullStop);
    if (stop != std::string_view::npos && stop >= text.size() / 2) return stop + kFullStop.size();
    return text.size() - utf8::incomplete_tail(text);
  }

  std::string held_;  // the beginning of a paragraph
};

}  // namespace hanfix::convert
