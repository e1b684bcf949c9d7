#include "convert/context/contest.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"
#include "convert/context/runs.hpp"

namespace hanfix::convert::context {
namespace {

// Where the stretch that the character at `at` belongs to begins, at `from` or behind it.
std::size_t stretch_begin(std::string_view text, std::size_t at, std::size_t from) {
  while (at > from) {
    const std::size_t before = std::max(from, utf8::begin_before(text, at));
    std::size_t next = before;
    if (!in_run(utf8::next(text, next))) break;
    at = before;
  }
  return at;
}

}  // namespace

Contest::Contest(const ConversionChain& chain)
    : chain_(chain), heads_(chain.heads()), judge_(chain) {}

bool Contest::contested(std::string_view run) {
  codes_.clear();
  bool any = false;
  for (std::size_t at = 0; at < run.size();) {
    const char32_t code = utf8::next(run, at);
    if (!heads_.normal(code)) return true;
    any = any || heads_.any(code);
    codes_.push_back(code);
  }
  if (!any) return false;
  judge_.reset(codes_);
  // The same walk as RunConverter's, as long as no key is refused.
  const Dictionary* const first = chain_.first_dictionary();
  std::size_t byte = 0;
  std::size_t stage_end = 0;  // behind the last key of the first stage
  for (std::size_t at = 0; at < codes_.size();) {
    std::size_t length = 1;
    std::size_t size = utf8::size_of(codes_[at]);
    const std::string_view rest = run.substr(byte);
    const char32_t next = at + 1 < codes_.size() ? codes_[at + 1] : 0;
    if (heads_.first(codes_[at]) && first->may_begin_key(codes_[at], next)) {
      if (const Match key = first->longest_prefix(rest); key.key_size > size) {
        size = key.key_size;
        length = utf8::count(rest.substr(0, size));
        if (judge_.refuses(Use::segmentation, at, at + length)) return true;
      }
    }
    if (length == 1 && at >= stage_end && heads_.stage(codes_[at]) &&
        chain_.stages().front().may_begin_key(codes_[at], next)) {
      const std::size_t bytes = chain_.stages().front().longest_prefix(rest).key_size;
      if (bytes > size) {
        stage_end = at + utf8::count(rest.substr(0, bytes));
        if (judge_.refuses(Use::first_stage, at, stage_end)) return true;
      }
    }
    if (length == 1 && at >= stage_end && judge_.chosen(at) != 0) return true;
    if (length == 1 && heads_.second(codes_[at]) && second_stage_refuses(at)) return true;
    at += length;
    byte += size;
  }
  return false;
}

// Whether the second stage has a key at `at` that is refused, if the first one changes characters
// one by one. What lies behind may belong to a key of the segmentation, which hides it: then this
// asks for more care than needed.
bool Contest::second_stage_refuses(std::size_t at) {
  const Dictionary& second = chain_.stages()[1];
  if (at + 1 == codes_.size() ||
      !second.may_begin_key(heads_.first_value(codes_[at]), heads_.first_value(codes_[at + 1]))) {
    return false;
  }
  word_.clear();
  utf8::append(word_, heads_.first_value(codes_[at]));
  for (std::size_t end = at + 1; end < codes_.size();) {
    utf8::append(word_, heads_.first_value(codes_[end++]));
    const Match key = second.longest_prefix(word_);
    if (key.key_size == word_.size() && judge_.refuses(Use::later_stage, at, end)) return true;
    if (!key.open) break;
  }
  return false;
}

bool Contest::find(std::string_view text, const KeyLog& log, std::vector<Run>& found) {
  found.clear();
  const KeyLog::Use* use = log.uses.data();
  const KeyLog::Use* const end = use + log.uses.size();
  // While a run is judged the memory that the next one needs is on its way.
  Stretch* ready = nullptr;
  const auto judge = [&] {
    if (ready != nullptr && contested(text, *ready)) found.push_back({ready->begin, ready->end});
  };
  for (std::size_t at = 0; at < text.size();) {
    // Where characters are chosen any run may be contested, else only those with keys, or with a
    // character that names keep.
    if (heads_.choice() == nullptr) {
      while (use != end && use->at < at) ++use;
      std::size_t next = use == end ? text.size() : use->at;
      if (heads_.names()) next = find_asked(text, at, next);
      if (next == text.size()) break;
      at = stretch_begin(text, next, at);
    }
    Stretch& run = stretches_[ready == &stretches_[0] ? 1 : 0];
    read(text, at, run);
    if (run.too_long) return false;
    at = run.end;
    if (at < text.size()) at += utf8::sequence_length(static_cast<unsigned char>(text[at]));
    if (run.count == 0) continue;
    // Keys of what is too far in front of the first Han character.
    for (; use != end && use->at < run.begin; ++use) {
      if (use->at + use->size > run.begin) return false;
    }
    const KeyLog::Use* const first = use;
    while (use != end && use->at < run.end) ++use;
    if (first == use && !run.asked) continue;
    take_keys(first, use, run);
    judge();
    ready = &run;
  }
  judge();
  return true;
}

// The first character from `at` on that is asked about; `end` if there is none before it.
std::size_t Contest::find_asked(std::string_view text, std::size_t at, std::size_t end) const {
  const auto* const p = reinterpret_cast<const unsigned char*>(text.data());
  while (at < end) {
    // All of them are between U+4E00 and U+9FFF.
    if ((p[at] & 0xF0) != 0xE0) {
      ++at;
      continue;
    }
    if (heads_.asked(
            char32_t((p[at] & 0xFu) << 12 | (p[at + 1] & 0x3Fu) << 6 | (p[at + 2] & 0x3Fu)))) {
      return at;
    }
    at += 3;
  }
  return end;
}

// The stretch that begins at `at`, if one does.
void Contest::read(std::string_view text, std::size_t at, Stretch& stretch) {
  stretch.begin = at;
  stretch.too_long = false;
  std::size_t count = 0;
  std::size_t behind = at;  // the character that is looked at, the last of `codes`
  const auto next = [&]() -> std::uint8_t {
    if (at >= text.size()) return 0;
    const auto* const p = reinterpret_cast<const unsigned char*>(text.data()) + at;
    char32_t code = 0;
    if ((*p & 0xF0) == 0xE0) {
      code = char32_t((*p & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu));
      behind = at + 3;
    } else {
      behind = at;
      code = utf8::next(text, behind);
    }
    stretch.codes[count] = code;
    return heads_.flags(code);
  };
  std::uint8_t flags = next();
  // Of what comes before the first Han character the end counts.
  for (; (flags & (KeyHeads::kInRun | KeyHeads::kHan)) == KeyHeads::kInRun; flags = next()) {
    at = behind;
    if (count < kLongestLead) {
      ++count;
      continue;
    }
    stretch.begin += utf8::size_of(stretch.codes[0]);
    std::copy_n(stretch.codes.begin() + 1, kLongestLead, stretch.codes.begin());
  }
  const bool found = (flags & KeyHeads::kHan) != 0;
  std::uint8_t all = 0;
  for (; (flags & KeyHeads::kInRun) != 0; flags = next()) {
    if (count == kLongestRun) {
      stretch.too_long = true;
      return;
    }
    all |= flags;
    at = behind;
    ++count;
  }
  stretch.end = at;
  stretch.normal = (all & KeyHeads::kChanged) == 0;
  stretch.asked = (all & KeyHeads::kAsked) != 0;
  stretch.count = found ? count : 0;
}

// Notes which keys were used in a run.
void Contest::take_keys(const KeyLog::Use* first, const KeyLog::Use* last, Stretch& run) {
  using Kind = KeyLog::Use::Kind;
  run.keys.clear();
  run.later.clear();
  run.met = false;
  std::size_t at = 0, byte = run.begin;  // the same place
  const auto go_to = [&](std::size_t to) {
    for (; byte < to; ++at) byte += utf8::size_of(run.codes[at]);
    return at;
  };
  for (; first != last; ++first) {
    run.met = run.met || first->kind == Kind::both;
    const std::size_t begin = go_to(first->at), end = go_to(first->at + first->size);
    (first->kind == Kind::later_pair ? run.later : run.keys).push_back({begin, end});
  }
  judge_.expect(run.all(), run.keys);
  judge_.expect(run.all(), run.later);
}

// Whether a run is contested, by the keys that were used in it.
bool Contest::contested(std::string_view text, const Stretch& run) {
  if (!run.normal) return true;
  if (run.met) return contested(text.substr(run.begin, run.end - run.begin));
  judge_.reset(run.all());
  // Whether one of these characters, which are in no key of the first stage, is read in another
  // way.
  const auto chosen = [&](std::size_t from, std::size_t to) {
    for (; run.asked && from < to; ++from) {
      if (heads_.asked(run.codes[from]) && judge_.chosen(from) != 0) return true;
    }
    return false;
  };
  std::size_t done = 0;
  for (const auto& key : run.keys) {
    // Whichever dictionary it is of.
    if (judge_.refuses(Use::segmentation, key.begin, key.end)) return true;
    if (chosen(std::exchange(done, key.end), key.begin)) return true;
  }
  for (const auto& key : run.later) {
    if (judge_.refuses(Use::later_stage, key.begin, key.end)) return true;
  }
  return chosen(done, run.count);
}

}  // namespace hanfix::convert::context
