#include "convert/context/contest.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/utf8.hpp"
#include "convert/automaton_blocks.hpp"
#include "convert/context/runs.hpp"

namespace hanfix::convert::context {
namespace {

constexpr std::size_t kAhead = 2;  // suspects

// Where the stretch that the character at `at` belongs to begins, at `from` or behind it.
std::size_t stretch_begin(const KeyHeads& heads, std::string_view text, std::size_t at,
                          std::size_t from) {
  // Sequences of three, one after another.
  for (; at >= from + 3 && (text[at - 3] & 0xF0) == 0xE0; at -= 3) {
    const char32_t code = utf8::three_at(text.data() + at - 3);
    if ((heads.low_flags(static_cast<std::uint16_t>(code)) & KeyHeads::kInRun) == 0) return at;
  }
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
    : chain_(chain),
      heads_(chain.heads()),
      converter_(chain),
      judge_(converter_.judge()),
      suspects_(heads_, judge_) {}

bool Contest::contested(std::string_view run, std::uint64_t place) {
  codes_.clear();
  bool any = false;
  for (std::size_t at = 0; at < run.size();) {
    const char32_t code = utf8::next(run, at);
    if (!heads_.normal(code)) return true;
    any = any || heads_.any(code);
    codes_.push_back(code);
  }
  if (!any) return false;
  judge_.reset(codes_, place);
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

bool Contest::mend(std::string_view text, std::uint64_t place, const KeyLog& log, Mended& mended) {
  mended.clear();
  if (!suspects_.find(text, place, log)) return false;
  std::size_t use = 0, done = 0;
  const auto uses = std::span(log.uses);
  const auto places = suspects_.places();
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::size_t at = places[i];
    if (i + kAhead < places.size()) suspects_.expect_words_around(places[i + kAhead]);
    if (at < done) continue;
    Stretch& run = stretch_;
    read(text, stretch_begin(heads_, text, at, done), run);
    if (run.too_long) return false;
    done = run.end;
    if (run.count == 0) continue;
    // Keys of what is too far in front of the first Han character.
    for (; use < uses.size() && uses[use].at < run.begin; ++use) {
      if (uses[use].at + uses[use].size > run.begin) return false;
    }
    const std::size_t first = use;
    while (use < uses.size() && uses[use].at < run.end) ++use;
    take_keys(log, first, use, run);
    mend(text, place, run, mended);
  }
  return true;
}

// The stretch that begins at `at`, if one does.
void Contest::read(std::string_view text, std::size_t at, Stretch& stretch) {
  using Byte = unsigned char;
  const Byte* const text_begin = reinterpret_cast<const Byte*>(text.data());
  const Byte* const text_end = text_begin + text.size();
  const Byte* p = text_begin + at;
  const Byte* behind = p;  // the character that is looked at
  char32_t code = 0;
  const auto next = [&]() -> std::uint8_t {
    if (p == text_end) return 0;
    if ((*p & 0xF0) == 0xE0) {
      code = utf8::three_at(reinterpret_cast<const char*>(p));
      behind = p + 3;
      return heads_.low_flags(static_cast<std::uint16_t>(code));
    }
    std::size_t after = static_cast<std::size_t>(p - text_begin);
    code = utf8::next(text, after);
    behind = text_begin + after;
    return heads_.flags(code);
  };
  stretch.begin = at;
  stretch.too_long = false;
  stretch.threes = true;
  char32_t* const codes = stretch.codes.data();
  std::size_t count = 0;
  std::uint8_t flags = next();
  // Of what comes before the first Han character the end counts.
  for (; (flags & (KeyHeads::kInRun | KeyHeads::kHan)) == KeyHeads::kInRun; flags = next()) {
    if (count == kLongestLead) {
      stretch.begin += utf8::size_of(codes[0]);
      std::copy_n(codes + 1, --count, codes);
    }
    stretch.threes = false;  // a letter, or less
    codes[count++] = code;
    p = behind;
  }
  const bool found = (flags & KeyHeads::kHan) != 0;
  std::uint8_t all = 0;
  while ((flags & KeyHeads::kInRun) != 0) {
    if (count == kLongestRun) {
      stretch.too_long = true;
      return;
    }
    stretch.threes = stretch.threes && behind - p == 3;
    codes[count++] = code;
    all |= flags;
    p = behind;
    // Sequences of three, one after another.
    const auto room = static_cast<std::ptrdiff_t>(kLongestRun - count) * 3;
    const Byte* const fast_end = p + std::min<std::ptrdiff_t>(text_end - p - 3, room);
    while (p < fast_end) {
      std::uint32_t word;
      std::memcpy(&word, p, sizeof word);
      if ((word & 0xF0) != 0xE0) break;
      code = lookup::code_of(word);
      flags = heads_.low_flags(static_cast<std::uint16_t>(code));
      if ((flags & KeyHeads::kInRun) == 0) break;
      codes[count++] = code;
      all |= flags;
      p += 3;
    }
    flags = next();
  }
  stretch.end = static_cast<std::size_t>(p - text_begin);
  stretch.normal = (all & KeyHeads::kChanged) == 0;
  stretch.count = found ? count : 0;
}

std::size_t Contest::Stretch::byte_of(std::size_t at) const {
  if (threes) return begin + 3 * at;
  std::size_t byte = begin;
  for (std::size_t i = 0; i < at; ++i) byte += utf8::size_of(codes[i]);
  return byte;
}

// Notes which keys were used in a run, and which characters are asked about.
void Contest::take_keys(const KeyLog& log, std::size_t first, std::size_t last,
                        Stretch& run) const {
  using Kind = KeyLog::Use::Kind;
  run.keys.clear();
  run.later.clear();
  run.asked.clear();
  run.met = false;
  std::size_t at = 0, byte = run.begin;  // the same place
  const auto go_to = [&](std::size_t to) {
    if (run.threes) return (to - run.begin) / 3;
    for (; byte < to; ++at) byte += utf8::size_of(run.codes[at]);
    return at;
  };
  for (std::size_t i = first; i < last; ++i) {
    const KeyLog::Use& use = log.uses[i];
    if (use.kind != Kind::key && use.kind != Kind::later_pair) {
      run.met = true;  // then all of it is looked up
      continue;
    }
    const std::size_t begin = go_to(use.at), end = go_to(use.at + use.size);
    (use.kind == Kind::later_pair ? run.later : run.keys)
        .push_back({begin, end, suspects_.is_sure(i)});
  }
  at = 0;
  byte = run.begin;
  const auto asked = suspects_.characters();
  for (auto other = std::ranges::lower_bound(asked, run.begin);
       other != asked.end() && *other < run.end; ++other) {
    run.asked.push_back(static_cast<std::uint16_t>(go_to(*other)));
  }
}

// Converts what is contested in a run, by the keys that were used in it.
void Contest::mend(std::string_view text, std::uint64_t place, const Stretch& run, Mended& mended) {
  if (!run.normal || run.met) {
    const std::string_view whole = text.substr(run.begin, run.end - run.begin);
    if (!contested(whole, place + run.begin)) return;
    mended.parts.push_back({run.begin, run.end});
    return converter_.convert(whole, place + run.begin, mended.text, &mended.trace);
  }
  judge_.reset(run.all(), place + run.begin);
  const std::span<const WordBorders::Piece> keys = run.keys;
  std::span<const std::uint16_t> asked = run.asked;
  auto later = run.later.begin();
  std::size_t at = 0;  // what is before it is done
  for (std::size_t i = 0;;) {
    const std::size_t end = i < keys.size() ? keys[i].begin : run.count;
    // Keys of the second stage are between others, and so is all that they could become.
    std::size_t contested = first_chosen(asked, at, end);
    for (; later != run.later.end() && later->begin < contested; ++later) {
      if (later->begin >= at && !later->sure &&
          judge_.refuses(Use::later_stage, later->begin, later->end)) {
        contested = later->begin;
        break;
      }
    }
    // Whichever dictionary it is of.
    if (contested == end) {
      if (i == keys.size()) return;
      if (keys[i].sure || !judge_.refuses(Use::segmentation, keys[i].begin, keys[i].end)) {
        at = keys[i++].end;
        continue;
      }
    }
    const std::size_t from = second_begin(run, at, contested);
    const std::size_t begin = run.byte_of(from);
    at = converter_.convert_part({text.substr(begin, run.end - begin), run.all(), keys.subspan(i),
                                  std::span(run.later), run.asked, from, contested},
                                 mended.text, &mended.trace);
    mended.parts.push_back({begin, run.byte_of(at)});
    while (i < keys.size() && keys[i].begin < at) ++i;
  }
}

// The last place up to `at` that no key of the second stage goes on over, whatever comes there; not
// before `from`, where the first one has a border.
std::size_t Contest::second_begin(const Stretch& run, std::size_t from, std::size_t at) const {
  if (chain_.stages().size() < 2) return at;
  const Dictionary& second = chain_.stages()[1];
  const auto may_begin_key = [&](std::size_t i) {
    const char32_t code = run.codes[i];
    if (code >= 0x10000) return true;
    if (!heads_.second(code)) return false;
    return i + 1 == at ||
           second.may_begin_key(heads_.first_value(code), heads_.first_value(run.codes[i + 1]));
  };
  std::size_t begin = at;
  for (std::size_t i = at; i > from && begin - i < second.longest_key(); --i) {
    if (may_begin_key(i - 1)) begin = i - 1;
  }
  return begin;
}

// The first of some characters, which are in no key of the first stage, that is read in another
// way; `end` if none is. Those before `end` are taken from `asked`.
std::size_t Contest::first_chosen(std::span<const std::uint16_t>& asked, std::size_t at,
                                  std::size_t end) {
  while (!asked.empty() && asked.front() < end) {
    const std::size_t here = asked.front();
    asked = asked.subspan(1);
    if (here >= at && judge_.chosen(here) != 0) return here;
  }
  return end;
}

}  // namespace hanfix::convert::context
