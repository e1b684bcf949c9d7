#include "convert/context/contest.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "convert/context/runs.hpp"

namespace hanfix::convert::context {
namespace {

// Where the stretch that the character at `at` belongs to begins, at `from` or behind it.
std::size_t stretch_begin(std::string_view text, std::size_t at, std::size_t from) {
  while (at > from) {
    std::size_t before = at - 1;
    while (before > from && (static_cast<unsigned char>(text[before]) & 0xC0) == 0x80) --before;
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
    any = any || heads_.any(code) || judge_.question(code) != nullptr;
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
  for (std::size_t at = 0; at < text.size();) {
    // Where characters are chosen any run may be contested, else only those with keys.
    if (!judge_.chooses()) {
      while (use != end && use->at < at) ++use;
      if (use == end) break;
      at = stretch_begin(text, use->at, at);
    }
    const Stretch run = read(text, at);
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
    if (contested(text, run, first, use)) found.push_back({run.begin, run.end});
  }
  return true;
}

// The stretch that begins at `at`, if one does.
Contest::Stretch Contest::read(std::string_view text, std::size_t at) {
  Stretch stretch{at, at, 0, true, false, false};
  std::size_t count = 0;
  bool han = false;
  std::uint8_t any = 0;
  while (at < text.size()) {
    std::size_t next = at;
    const char32_t code = utf8::next(text, next);
    const std::uint8_t flags = heads_.flags(code);
    if ((flags & KeyHeads::kInRun) == 0) break;
    han = han || (flags & KeyHeads::kHan) != 0;
    if (!han && count == kLongestLead) {
      // Of what comes before the first Han character the end counts.
      stretch.begin += utf8::size_of(stretch_[0]);
      std::copy(stretch_.begin() + 1, stretch_.begin() + kLongestLead, stretch_.begin());
      --count;
    }
    if (count == kLongestRun) {
      stretch.too_long = true;
      return stretch;
    }
    any |= flags;
    stretch.asked = stretch.asked || judge_.question(code) != nullptr;
    stretch_[count++] = code;
    at = next;
  }
  stretch.end = at;
  stretch.normal = (any & KeyHeads::kChanged) == 0;
  stretch.count = han ? count : 0;
  return stretch;
}

// Whether the run just read is contested, by the keys that were used in it.
bool Contest::contested(std::string_view text, const Stretch& run, const KeyLog::Use* first,
                        const KeyLog::Use* last) {
  if (first == last && !run.asked) return false;
  if (!run.normal) return true;
  if (!std::all_of(first, last, [](const KeyLog::Use& use) { return use.key; })) {
    return contested(text.substr(run.begin, run.end - run.begin));
  }
  judge_.reset(std::span(stretch_).first(run.count));
  std::size_t at = 0, byte = run.begin;  // the same place
  const auto go_to = [&](std::size_t to) {
    for (; byte < to; ++at) byte += utf8::size_of(stretch_[at]);
  };
  // Whether a character up to there, which is in no key, is read in another way.
  const auto chosen_up_to = [&](std::size_t to) {
    for (; byte < to; ++at) {
      if (judge_.question(stretch_[at]) != nullptr && judge_.chosen(at) != 0) return true;
      byte += utf8::size_of(stretch_[at]);
    }
    return false;
  };
  for (; first != last; ++first) {
    if (run.asked && chosen_up_to(first->at)) return true;
    go_to(first->at);
    const std::size_t begin = at;
    go_to(first->at + first->size);
    // Whichever dictionary it is of.
    if (judge_.refuses(Use::segmentation, begin, at)) return true;
  }
  return run.asked && chosen_up_to(run.end);
}

}  // namespace hanfix::convert::context
