#include "cli/html_excerpt.hpp"

#include <algorithm>
#include <utility>

#include "cli/html_text.hpp"

namespace hanfix::cli {
namespace {

std::uint64_t count_lines(std::string_view text) {
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

// `at`, or where the character that it is inside of begins.
std::size_t character_start(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && is_continuation(text[at])) --at;
  return at;
}

// Where what can be written at once ends: before an unfinished character, and before a CR, which
// belongs to the LF that may follow.
std::size_t whole_characters(std::string_view text) {
  if (!text.empty() && text.back() == '\r') return text.size() - 1;
  for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if ((byte & 0xC0) == 0x80) continue;
    const std::size_t size = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    return size > back ? text.size() - back : text.size();
  }
  return text.size();
}

}  // namespace

void HtmlExcerpt::unchanged(std::string_view text) {
  std::string joined;
  if (!carried_.empty()) {
    joined = std::exchange(carried_, {}).append(text);
    text = joined;
  }
  const std::size_t whole = whole_characters(text);
  carried_ = text.substr(whole);
  take(text.substr(0, whole));
}

void HtmlExcerpt::take(std::string_view text) {
  while (lines_behind_ > 0 && !text.empty()) {
    const std::size_t line = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::size_t size = line <= bytes_behind_ ? line : character_start(text, bytes_behind_);
    put(text.substr(0, size));
    bytes_behind_ -= size;
    if (size < line) {
      lines_behind_ = 0;
    } else if (text[size - 1] == '\n') {
      --lines_behind_;
    }
    text.remove_prefix(size);
  }
  pend(text);
}

void HtmlExcerpt::pend(std::string_view text) {
  pending_.bytes += text.size();
  pending_.lines += count_lines(text);
  pending_.characters += count_characters(text);
  std::string& tail = pending_.tail;
  if (text.size() >= kShortBytes) {
    tail = text.substr(text.size() - kShortBytes);
    return;
  }
  tail += text;
  if (tail.size() > 4 * kShortBytes) tail.erase(0, tail.size() - kShortBytes);
}

void HtmlExcerpt::settle_carried() {
  if (!carried_.empty()) take(std::exchange(carried_, {}));
}

void HtmlExcerpt::show_pending() {
  Pending pending = std::exchange(pending_, {});
  std::string_view around = pending.tail;
  if (!pending.is_short()) {
    if (around.size() > kAroundBytes) {
      around.remove_prefix(character_start(around, around.size() - kAroundBytes));
    }
    std::size_t start = around.size();
    for (std::size_t lines = 0; start > 0; --start) {
      if (around[start - 1] == '\n' && ++lines > kAroundLines) break;
    }
    around.remove_prefix(start);
    while (!around.empty() && is_continuation(around.front())) around.remove_prefix(1);
    leave_out(pending.lines - count_lines(around), pending.characters - count_characters(around),
              pending.places);
  }
  put(around);
}

void HtmlExcerpt::leave_out(std::uint64_t lines, std::uint64_t characters, std::uint64_t places) {
  if (open_) out_.write("</pre>\n");
  open_ = false;
  html_ = "<p class=\"gap\" data-characters=\"" + std::to_string(characters) + "\">… " +
          (lines > 0 ? grouped(lines, "line") : grouped(characters, "character")) +
          (places > 0 ? " with " + grouped(places, "place") + ", not shown" : " unchanged") +
          " …</p>\n";
  out_.write(html_);
  line_ += lines;
}

void HtmlExcerpt::begin_line() {
  if (!open_) {
    out_.write("<pre>");
    open_ = true;
    numbered_ = false;
  }
  if (numbered_) return;
  out_.write("<i class=\"n\" data-n=\"" + std::to_string(line_) + "\"></i>");
  numbered_ = true;
}

void HtmlExcerpt::put(std::string_view text) {
  while (!text.empty()) {
    begin_line();
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    html_.clear();
    append_html(html_, text.substr(0, size));
    out_.write(html_);
    if (text[size - 1] == '\n') {
      ++line_;
      numbered_ = false;
    }
    text.remove_prefix(size);
  }
}

void HtmlExcerpt::place(const HtmlPlace& place) {
  settle_carried();
  show_pending();
  begin_line();
  any_ = true;
  out_.write("<mark id=\"" + place.id + "\" class=\"" + place.classes +
             (place.text.empty() ? " gone" : "") + "\" tabindex=\"0\" aria-describedby=\"" +
             place.id + "t\">");
  const std::string_view shown = first_characters(place.text, kMostMarked);
  put(shown);
  if (const std::string_view rest = place.text.substr(shown.size()); !rest.empty()) {
    const std::uint64_t characters = count_characters(rest);
    out_.write("<span class=\"gap\" data-characters=\"" + std::to_string(characters) + "\">… " +
               grouped(characters, "more character") + " …</span>");
    line_ += count_lines(rest);
  }
  out_.write("<span class=\"tip\" role=\"tooltip\" id=\"" + place.id + "t\">");
  out_.write(place.explanation);
  out_.write("</span></mark>");
  lines_behind_ = kAroundLines + 1;  // the rest of this one, too
  bytes_behind_ = kAroundBytes;
}

void HtmlExcerpt::unshown(std::string_view text) {
  settle_carried();
  lines_behind_ = 0;
  pend(text);
  pending_.tail.clear();
  ++pending_.places;
}

void HtmlExcerpt::finish() {
  settle_carried();
  if (!any_) return;
  const Pending rest = std::exchange(pending_, {});
  if (rest.is_short()) {
    put(rest.tail);
  } else {
    leave_out(rest.lines, rest.characters, rest.places);
  }
  if (open_) out_.write("</pre>\n");
}

}  // namespace hanfix::cli
