/// \file  The parts of a text that are worth a look, as HTML.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "hanfix/stage.hpp"

namespace hanfix::cli {

/// What a marked place looks like.
struct HtmlPlace {
  std::string id;           ///< of the element, which links point to
  std::string classes;      ///< "edit", "edit doubt", "doubt", "note"
  std::string_view text;    ///< what is marked; may be empty
  std::string explanation;  ///< HTML
};

/// Writes marked places with some text around each, and how much was left out between them.
///
/// Lines are numbered as in the text that comes in. What is written is the same however that is cut
/// between places. Without any place nothing is written.
/// Memory: a few KiB of text that a place may follow. Cost: one pass over the text.
class HtmlExcerpt {
 public:
  static constexpr std::size_t kAroundLines = 3;    ///< whole lines shown before and behind a place
  static constexpr std::size_t kAroundBytes = 600;  ///< and no more than this of them
  static constexpr std::size_t kShortLines = 10;    ///< between two places no fewer are left out
  static constexpr std::size_t kShortBytes = 4096;  ///< unless they are longer than this
  static constexpr std::size_t kMostMarked = 2000;  ///< characters shown of one place

  /// `out` is borrowed.
  explicit HtmlExcerpt(Sink& out) : out_(out) {}

  void unchanged(std::string_view text);
  void place(const HtmlPlace& place);
  /// A place that is only counted.
  void unshown(std::string_view text);
  /// The text ends.
  void finish();

  /// The line of what comes next, from 1.
  [[nodiscard]] std::uint64_t line() const noexcept { return line_ + pending_.lines; }

 private:
  // Text that is shown if a place follows soon, else left out.
  struct Pending {
    std::uint64_t bytes = 0, lines = 0, characters = 0, places = 0;
    std::string tail = {};  // the end of it, behind the last place
    // Not worth leaving out.
    [[nodiscard]] bool is_short() const {
      return places == 0 && bytes == tail.size() && bytes <= kShortBytes && lines <= kShortLines;
    }
  };

  void take(std::string_view text);
  void pend(std::string_view text);
  void settle_carried();
  void show_pending();
  void leave_out(std::uint64_t lines, std::uint64_t characters, std::uint64_t places);
  void begin_line();
  void put(std::string_view text);

  Sink& out_;
  std::string html_;     // reused
  std::string carried_;  // the beginning of a character, or a CR that may end a line
  Pending pending_;
  std::size_t lines_behind_ = 0;  // still to be shown behind a place
  std::size_t bytes_behind_ = 0;
  std::uint64_t line_ = 1;  // of what is written or left out next
  bool open_ = false;       // a <pre> is
  bool numbered_ = false;   // the line has its number
  bool any_ = false;
};

}  // namespace hanfix::cli
