#include "convert/user_words.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"
#include "convert/context/key_judge.hpp"
#include "convert/context/runs.hpp"
#include "convert/context/word_borders.hpp"
#include "convert/ideographic_description.hpp"
#include "convert/rewriter.hpp"

namespace hanfix::convert {
namespace {

// Where `words` begins at or behind `from`; description operators mean nothing here.
Place find_in(const Dictionary& words, std::string_view text, std::size_t from) noexcept {
  for (;;) {
    Place place = words.find(text.substr(from));
    place.at += from;
    if (place.kind != Place::Kind::operator_) return place;
    from = place.at + utf8::sequence_length(static_cast<unsigned char>(text[place.at]));
  }
}

}  // namespace

WordScan::WordScan(const UserWords& words, std::string_view text) : text_(text) {
  for (const auto& set : words.sets()) {
    if (!set->words().may_change(text)) continue;
    sets_.push_back({&set->words(), find_in(set->words(), text, 0)});
  }
}

Place WordScan::next(std::size_t from) {
  Place best{Place::Kind::end, text_.size()};
  for (Set& set : sets_) {
    if (set.place.at < from) set.place = find_in(*set.words, text_, from);
    const Place& place = set.place;
    if (place.kind != Place::Kind::match || place.at > best.at) continue;
    if (place.at < best.at) {
      best = place;
      continue;
    }
    const bool open = best.match.open || place.match.open;
    if (place.match.key_size > best.match.key_size) best.match = place.match;
    best.match.open = open;
  }
  return best;
}

std::size_t UserWords::longest_key() const noexcept {
  std::size_t longest = 0;
  for (const auto& set : sets_) longest = std::max(longest, set->words().longest_key());
  return longest;
}

WordFinder::Walk WordFinder::find(std::string_view text, std::size_t at, std::size_t done,
                                  bool last, WordScan& scan, Place& place) const {
  const Walk walked = walk(text, at, done, place, last);
  if (!context_ || walked.open || !walked.key) return walked;
  // Another word may begin further on in the guard's.
  while (walked.at > place.at) {
    place = scan.next(place.at + utf8::sequence_length(static_cast<unsigned char>(text[place.at])));
    if (place.at >= walked.at) break;
    const Walk again = walk(text, walked.begin, done, place, last);
    if (again.open || again.at == place.at) return again;
  }
  return walked;
}

WordFinder::Walk WordFinder::walk(std::string_view text, std::size_t at, std::size_t done,
                                  const Place& place, bool last) const {
  const std::size_t to = place.at;
  if (guard_ == nullptr) return {to, false};
  // No word of either kind holds a line break, so each line can be begun anew.
  if (const std::size_t line = text.substr(at, to - at).rfind('\n');
      line != std::string_view::npos) {
    at += line + 1;
  }
  // A unit that begins before `to` is decided by this much text, and no more is looked at.
  const std::string_view seen = text.substr(0, to + reach());
  const bool seen_last = last && seen.size() == text.size();
  std::size_t begin = at;
  bool key = false;
  while (at < to) {
    const Unit unit = next_unit(*guard_, seen.substr(at), seen_last);
    if (at + unit.before >= to) return {to, false};  // what comes before is single characters
    at += unit.before;
    if (unit.kind == Unit::Kind::open) return {at, true};
    // A description sequence may go on in the next line, which begins anew all the same.
    const std::size_t line = text.substr(at, unit.size).find('\n');
    begin = at;
    at += line == std::string_view::npos ? unit.size : line + 1;
    key = unit.kind == Unit::Kind::key;
    if (!context_ || !key || at <= to || to == text.size()) continue;
    const auto end = end_by_context(text, begin, at, done, place, last);
    if (!end) return {begin, true};
    at = *end;
  }
  return {at, false, begin, key};
}

std::optional<std::size_t> WordFinder::end_by_context(std::string_view text, std::size_t begin,
                                                      std::size_t end, std::size_t done,
                                                      const Place& place, bool last) const {
  if (place.match.open && !last) return std::nullopt;
  if (place.match.key_size == 0) return end;
  const std::size_t word_end = place.at + place.match.key_size;
  // Both words and what stands around them.
  std::u32string codes;
  std::size_t at = begin;
  while (at > done && codes.size() < kAround) {
    const std::size_t before = utf8::begin_before(text, at);
    std::size_t behind = before;
    const char32_t code = utf8::next(text, behind);
    if (!context::in_run(code)) break;
    codes += code;
    at = before;
  }
  if (at == 0) {
    codes.append(before_.rbegin(), before_.rbegin() + static_cast<std::ptrdiff_t>(std::min(
                                                          before_.size(), kAround - codes.size())));
  }
  std::reverse(codes.begin(), codes.end());
  const std::size_t first = codes.size();
  std::size_t own_begin = 0, own_end = 0;
  const std::size_t both = std::max(end, word_end);
  for (at = begin; at < both;) {
    if (at == place.at) own_begin = codes.size();
    codes += utf8::next(text, at);
    if (at == word_end) own_end = codes.size();
  }
  for (std::size_t i = 0; i < kAround; ++i) {
    if (at == text.size() && !last) return std::nullopt;
    if (at == text.size()) break;
    const char32_t code = utf8::next(text, at);
    if (!context::in_run(code)) break;
    codes += code;
  }
  while (end > place.at) {
    const std::string_view key = text.substr(begin, end - begin);
    if (context::excess_with_word(words::WordTable::builtin(), codes,
                                  {first, first + utf8::count(key)},
                                  {own_begin, own_end}) <= context::kTolerance) {
      return end;
    }
    const std::size_t shorter =
        guard_->longest_prefix(key.substr(0, utf8::begin_before(key, key.size()))).key_size;
    end = begin +
          (shorter > 0 ? shorter : utf8::sequence_length(static_cast<unsigned char>(key.front())));
  }
  return end;
}

void WordFinder::remember(std::string_view plain, bool begins_anew, bool last) {
  std::u32string codes;
  std::size_t at = last ? 0 : plain.size();
  while (at > 0 && codes.size() < kAround) {
    at = utf8::begin_before(plain, at);
    std::size_t behind = at;
    const char32_t code = utf8::next(plain, behind);
    if (!context::in_run(code)) {
      begins_anew = true;
      break;
    }
    codes += code;
  }
  std::reverse(codes.begin(), codes.end());
  if (!begins_anew) codes.insert(0, before_);
  if (codes.size() > kAround) codes.erase(0, codes.size() - kAround);
  before_ = std::move(codes);
}

std::size_t WordFinder::step(std::string_view text, std::size_t at) const {
  if (guard_ == nullptr) {
    return at + utf8::sequence_length(static_cast<unsigned char>(text[at]));
  }
  const Unit unit = next_unit(*guard_, text.substr(at, reach()), true);
  return at + (unit.before > 0 ? utf8::sequence_length(static_cast<unsigned char>(text[at]))
                               : unit.size);
}

std::size_t WordFinder::reach() const noexcept {
  return std::max(guard_ == nullptr ? 0 : guard_->longest_key(), kDescriptionReach) + 4;
}

std::size_t WordFinder::retention() const noexcept {
  if (context_) return words_.longest_key() + reach() + 4 * kAround;
  return std::max(words_.longest_key(), reach());
}

}  // namespace hanfix::convert
