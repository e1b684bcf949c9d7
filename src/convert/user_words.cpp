#include "convert/user_words.hpp"

#include <algorithm>

#include "base/utf8.hpp"
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

WordFinder::Walk WordFinder::walk(std::string_view text, std::size_t at, std::size_t to,
                                  bool last) const {
  if (guard_ == nullptr) return {to, false};
  // No word of either kind holds a line break, so each line can be begun anew.
  if (const std::size_t line = text.substr(at, to - at).rfind('\n');
      line != std::string_view::npos) {
    at += line + 1;
  }
  // A unit that begins before `to` is decided by this much text, and no more is looked at.
  const std::string_view seen = text.substr(0, to + reach());
  last = last && seen.size() == text.size();
  while (at < to) {
    const Unit unit = next_unit(*guard_, seen.substr(at), last);
    if (at + unit.before >= to) return {to, false};  // what comes before is single characters
    at += unit.before;
    if (unit.kind == Unit::Kind::open) return {at, true};
    // A description sequence may go on in the next line, which begins anew all the same.
    const std::size_t line = text.substr(at, unit.size).find('\n');
    at += line == std::string_view::npos ? unit.size : line + 1;
  }
  return {at, false};
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
  return std::max(words_.longest_key(), reach());
}

}  // namespace hanfix::convert
