// Both stages of a chain in turn, where their keys meet.
#include <algorithm>
#include <string>

#include "convert/automaton_lookup.hpp"
#include "convert/automaton_writer.hpp"
#include "convert/ideographic_description.hpp"

namespace hanfix::convert {

using namespace lookup;

namespace {

constexpr std::size_t kShort = 16;         // bytes of a key for which no borders are kept
constexpr std::size_t kMostBehind = 1024;  // items kept behind the front

// True if the key from `p` to `end` is one of the first stage, and no border to the second.
bool is_of_first(const Automaton& a, const Byte* p, const Byte* end) {
  const auto class_at = [&] { return read(a, p, utf8::sequence_length(*p)).cell.cls; };
  std::uint32_t base = a.links[class_at()].base, value = 0;
  for (p += utf8::sequence_length(*p); base != 0 && p < end; p += utf8::sequence_length(*p)) {
    const image::Unit& unit = a.first_units[base + class_at()];
    if (unit.check != base) return false;
    base = unit.base;
    value = unit.value;
  }
  return p == end && value != 0;
}

}  // namespace

// One unit of the second stage after another, until one ends where a unit of the first does: from
// there on nothing depends on what was before.
AutomatonRun::Step AutomatonRun::pull(std::string_view text, std::size_t& at, bool last,
                                      Writer& writer) {
  const Automaton& a = *automaton_;
  const std::size_t rest = text.size() - at;
  const auto suspend = [&] {
    // What is left of the unit at hand stays; those behind it are read again.
    const auto kept = items_.begin() + static_cast<std::ptrdiff_t>(front_);
    const auto next = std::find_if(kept, items_.end(), [](const Item& item) { return item.first; });
    if (next != items_.end()) at = next->at;
    items_.erase(next, items_.end());
    items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(front_));
    front_ = 0;
    suspended_ = !items_.empty();
    return Step::open;
  };
  if (!suspended_) {
    // What the piece before looked ahead at need not be read again.
    while (front_ < items_.size() && items_[front_].at < at) ++front_;
    if (front_ < items_.size() && items_[front_].at == at && items_[front_].first) {
      at = ahead_;
      if (front_ > kMostBehind) {
        items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(front_));
        front_ = 0;
      }
    } else {
      items_.clear();
      front_ = 0;
      const Step step = fill(text, at, last);
      if (step != Step::done) return step;
    }
  }
  while (front_ < items_.size()) {
    const Item item = items_[front_];
    std::size_t units = 1;
    bool verbatim = item.symbol == 0;
    image::Value value{};
    if (is_operator(item.text)) {
      Step step = Step::done;
      units = description(text, at, last, step);
      if (step == Step::open) return suspend();
      verbatim = true;
    } else if (item.symbol != 0) {
      value = a.symbols[item.symbol].value;
      std::uint32_t base = a.symbols[item.symbol].base;
      std::size_t i = 1;
      while (base != 0) {
        if (front_ + i == items_.size()) {
          const Step step = fill(text, at, last);
          if (step == Step::open) return suspend();
          if (step == Step::end) break;
          continue;
        }
        const image::Unit& unit = a.second_units[base + items_[front_ + i].symbol];
        if (unit.check != base) break;
        ++i;
        if (unit.value != 0) {
          units = i;
          value = a.second_values[unit.value - 1];
        }
        base = unit.base;
      }
      work_ += i;
    }
    if (verbatim) {
      for (std::size_t i = 0; i < units; ++i) {
        writer.put_character(items_[front_ + i].text, items_[front_ + i].size, rest);
      }
    } else {
      writer.put(value, rest);
    }
    if (log_ != nullptr) note_keys(text, at, units);
    front_ += units;
    if (front_ < items_.size() && items_[front_].first) {
      ahead_ = at;
      at = items_[front_].at;
      break;
    }
  }
  suspended_ = false;
  return Step::done;
}

// Writes down the keys in the next `units` items, which the second stage takes together; `at` is
// behind all that has been read.
void AutomatonRun::note_keys(std::string_view text, std::size_t at, std::size_t units) {
  using Kind = KeyLog::Use::Kind;
  const auto place = [&](std::size_t item) {
    return item == items_.size() ? static_cast<std::uint32_t>(at) : items_[item].at;
  };
  const auto begins = [&](std::size_t item) { return item == items_.size() || items_[item].first; };
  const std::size_t end = front_ + units;
  if (units > 1 && begins(front_) && begins(end)) {
    log_->uses.push_back({place(front_), place(end) - place(front_), Kind::later_key});
  }
  for (std::size_t item = front_; item < end; ++item) {
    if (!items_[item].first) continue;
    std::size_t next = item + 1;
    while (!begins(next)) ++next;
    const std::uint32_t from = items_[item].at, size = place(next) - from;
    if (size > utf8::sequence_length(static_cast<Byte>(text[from]))) {
      log_->uses.push_back({from, size, Kind::first_key});
    }
  }
}

// Adds what the first stage makes of the unit at `at`. Step::end: the segment ends there.
AutomatonRun::Step AutomatonRun::fill(std::string_view text, std::size_t& at, bool last) {
  const Automaton& a = *automaton_;
  const Byte* const begin = reinterpret_cast<const Byte*>(text.data());
  const Byte* const end = begin + text.size();
  const Byte* const p = begin + at;
  if (p == end || utf8::sequence_length(*p) > static_cast<std::size_t>(end - p)) {
    return last ? Step::end : Step::open;
  }
  const std::size_t size = utf8::sequence_length(*p);
  const image::Cell cell = read(a, p, size).cell;
  const auto add = [&](const Byte* from, std::size_t bytes, bool first) {
    Item item{0, static_cast<std::uint32_t>(from - begin), 0, static_cast<std::uint8_t>(bytes),
              first};
    std::memcpy(&item.text, from, bytes);
    items_.push_back(item);
  };
  if (cell.head == image::kUntoldHead) {
    std::size_t whole = size;
    if (size == 3 && is_operator(static_cast<std::uint32_t>(p[0] | p[1] << 8 | p[2] << 16))) {
      if (log_ != nullptr) log_->operators = true;
      const Description found = read_description(text.substr(at));
      if (found.state == Description::State::incomplete && !last) return Step::open;
      if (found.state == Description::State::complete) whole = found.size;
    }
    for (const Byte* q = p; q < p + whole; q += utf8::sequence_length(*q)) {
      add(q, utf8::sequence_length(*q), q == p);
    }
    at += whole;
    return Step::done;
  }
  const Key key = find_key(a, a.heads[cell.head], p + size, end);
  work_ += static_cast<std::uint64_t>(key.seen - p);
  if (key.open && !last) return Step::open;
  if (key.found() && !is_of_first(a, p, key.end)) return Step::end;
  const image::Link& link = a.links[cell.cls];
  std::uint32_t word = link.word;
  const Byte* word_end = p + size;
  std::uint32_t base = link.base;
  for (const Byte* q = p + size; base != 0;) {
    if (q == end || utf8::sequence_length(*q) > static_cast<std::size_t>(end - q)) {
      if (!last) return Step::open;
      break;
    }
    const std::size_t bytes = utf8::sequence_length(*q);
    const image::Cell follow = read(a, q, bytes).cell;
    const image::Unit& unit = a.first_units[base + follow.cls];
    if (unit.check != base) break;
    // A key of the segmentation ends the segment wherever it starts.
    const auto here = static_cast<std::size_t>(q - begin);
    const Border found =
        here - at < kShort ? border(text, here, last) : known_border(text, here, last);
    if (found == Border::open) return Step::open;
    if (found == Border::here) break;
    q += bytes;
    if (unit.value != 0) {
      word = unit.value;
      word_end = q;
    }
    base = unit.base;
  }
  const auto unit_at = static_cast<std::uint32_t>(at);
  at = static_cast<std::size_t>(word_end - begin);
  if (word == 0) {
    if (cell.cls == 0) {
      items_.push_back(
          {cell.text, unit_at, 0, static_cast<std::uint8_t>(size_of(cell.text)), true});
    } else {
      const std::uint32_t character = a.symbols[link.symbol].text;
      items_.push_back({character, unit_at, static_cast<std::uint16_t>(link.symbol),
                        static_cast<std::uint8_t>(size_of(character)), true});
    }
    return Step::done;
  }
  const image::Value& list = a.words[word - 1];
  for (std::uint32_t i = 0; i < list.size; ++i) {
    const std::uint16_t symbol = a.symbol_lists[list.offset + i];
    const std::uint32_t character = a.symbols[symbol].text;
    items_.push_back(
        {character, unit_at, symbol, static_cast<std::uint8_t>(size_of(character)), i == 0});
  }
  return Step::done;
}

// Whether a key of the segmentation begins at `at`, where a whole character is.
AutomatonRun::Border AutomatonRun::border(std::string_view text, std::size_t at, bool last) {
  const Automaton& a = *automaton_;
  const Byte* const begin = reinterpret_cast<const Byte*>(text.data());
  const Byte* const p = begin + at;
  const std::size_t size = utf8::sequence_length(*p);
  const Key key = find_key(a, a.heads[read(a, p, size).cell.head], p + size, begin + text.size());
  work_ += static_cast<std::uint64_t>(key.seen - p);
  if (key.open && !last) return Border::open;
  return key.found() && !is_of_first(a, p, key.end) ? Border::here : Border::none;
}

// The same, but looked for once a place: each unit of a stretch like 啊啊啊 may go over all the
// rest.
AutomatonRun::Border AutomatonRun::known_border(std::string_view text, std::size_t at, bool last) {
  ++work_;
  if (borders_.empty()) borders_.resize(text.size());
  if (borders_[at] == Border::unknown) borders_[at] = border(text, at, last);
  return borders_[at];
}

// Items of the description sequence that the second stage sees at the front; 1 if it sees none.
std::size_t AutomatonRun::description(std::string_view text, std::size_t& at, bool last,
                                      Step& step) {
  // The text as the second stage sees it, as far as a sequence can reach.
  std::string seen;
  std::size_t items = 0;
  for (;;) {
    while (front_ + items < items_.size() && items <= 64) {
      const Item& item = items_[front_ + items];
      seen.append(reinterpret_cast<const char*>(&item.text), item.size);
      ++items;
      const Description found = read_description(seen);
      if (found.state == Description::State::complete) return items;
      if (found.state == Description::State::invalid) return 1;
    }
    if (items > 64) return 1;
    step = fill(text, at, last);
    if (step != Step::done) return 1;
  }
}

}  // namespace hanfix::convert
