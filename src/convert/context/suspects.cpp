#include "convert/context/suspects.hpp"

#include <algorithm>
#include <iterator>

#include "base/utf8.hpp"
#include "convert/automaton_blocks.hpp"

namespace hanfix::convert::context {
namespace {

using lookup::is_three;
using lookup::load;

using Kind = KeyLog::Use::Kind;

constexpr std::size_t kTogether = 32;  // keys whose memory is asked for at once

// Which dictionary has a key.
Use use_of(Kind kind) noexcept {
  return kind == Kind::key         ? Use::segmentation
         : kind == Kind::first_key ? Use::first_stage
                                   : Use::later_stage;
}

}  // namespace

bool Suspects::find(std::string_view text, std::uint64_t place, const KeyLog& log) {
  text_ = text;
  place_ = place;
  places_.clear();
  // Where nothing is chosen a run without keys stays as it is, however long.
  if (heads_.choice() == nullptr) {
    characters_.find_few(text, heads_);
  } else if (!characters_.find(text, heads_, KeyHeads::kOpen)) {
    return false;
  }
  if (learner_ != nullptr)
    learner_->learn_at({characters_.begin(), characters_.end()}, text.size());
  find_keys(log);
  find_characters();
  std::merge(keys_.begin(), keys_.end(), others_.begin(), others_.end(),
             std::back_inserter(places_));
  return true;
}

void Suspects::expect_words_around(std::size_t at) const noexcept {
  constexpr std::size_t kBefore = 2, kAll = 7;  // characters
  CharacterClass before = 0;
  for (std::size_t i = at < 3 * kBefore ? kBefore : 0; i < kAll; ++i) {
    const CharacterClass here = class_at(at + 3 * i - 3 * kBefore);
    words_.expect_words(before, here);
    words_.expect_joint(before, here);
    before = here;
  }
}

void Suspects::cover(std::size_t begin, std::size_t end) noexcept {
  while (begin < end) {
    const std::size_t word = begin / 64, count = std::min(end - begin, 64 - begin % 64);
    covered_[word] |= ~std::uint64_t{0} >> (64 - count) << begin % 64;
    begin += count;
  }
}

void Suspects::find_keys(const KeyLog& log) {
  keys_.clear();
  sure_.clear();
  covered_.assign(text_.size() / 64 + 1, 0);
  std::array<Key, kTogether> keys;
  for (std::size_t done = 0; done < log.uses.size(); done += kTogether) {
    const auto uses =
        std::span(log.uses).subspan(done).first(std::min(kTogether, log.uses.size() - done));
    for (std::size_t i = 0; i < uses.size(); ++i) {
      const KeyLog::Use& use = uses[i];
      if (use.kind == Kind::key || use.kind == Kind::first_key || use.kind == Kind::both) {
        cover(use.at, use.at + use.size);
      }
      read(use, keys[i]);
    }
    for (std::size_t i = 0; i < uses.size(); ++i) {
      keys[i].around = keys[i].plain ? reach(uses[i], keys[i].ends.size) : 0;
      keys[i].whole = keys[i].plain && surely_whole(words_, keys[i].ends, kTolerance);
      if (!keys[i].plain || keys[i].whole) continue;
      const std::size_t end = uses[i].at + uses[i].size;
      keys[i].ends.further_before = class_before(uses[i].at, 2);
      keys[i].ends.further_behind = class_at(end + 3);
      expect_by_words(words_, keys[i].ends);
    }
    for (std::size_t i = 0; i < uses.size(); ++i) {
      // What both stages did is told by their keys, if nothing in the run has to be normalised.
      const bool told =
          uses[i].kind == Kind::stages && (heads_.choice() != nullptr || heads_.names());
      const bool suspect = !told && is_suspect(uses[i], keys[i]);
      sure_.push_back(suspect ? 0 : 1);
      if (suspect) keys_.push_back(uses[i].at);
    }
  }
}

void Suspects::find_characters() {
  others_.clear();
  for (const std::uint32_t at : characters_) {
    if ((covered_[at / 64] >> at % 64 & 1) == 0 && is_suspect(at)) others_.push_back(at);
  }
}

CharacterClass Suspects::class_at(std::size_t at) const noexcept {
  return utf8::is_three_at(text_, at) ? words_.class_of(utf8::three_at(text_.data() + at)) : 0;
}
CharacterClass Suspects::class_of(std::uint32_t word) const noexcept {
  return is_three(word) ? words_.class_of(lookup::code_of(word)) : CharacterClass{0};
}
CharacterClass Suspects::class_before(std::size_t at, std::size_t back) const noexcept {
  return at >= 3 * back ? class_at(at - 3 * back) : CharacterClass{0};
}

void Suspects::read(const KeyLog::Use& use, Key& key) const noexcept {
  key.plain = use.kind != Kind::both && use.kind != Kind::stages && use.size % 3 == 0 &&
              use.size >= 6 && use.size <= 3 * kMostSize;
  if (!key.plain) return;
  const std::size_t end = use.at + use.size;
  // What is further off is not known yet.
  if (use.size == 6 && use.at >= 3 && text_.size() - end > 3) {
    const char* const p = text_.data() + use.at;
    const std::uint32_t first = load(p), last = load(p + 3);
    key.plain = is_three(first) && is_three(last);
    key.ends = {0, class_of(load(p - 3)), class_of(first), class_of(last), class_of(load(p + 6)), 0,
                2};
  } else {
    for (std::size_t at = use.at; at < end; at += 3)
      key.plain = key.plain && utf8::is_three_at(text_, at);
    if (!key.plain) return;
    key.ends = {
        0,           class_before(use.at, 1), class_at(use.at), class_at(end - 3), class_at(end), 0,
        use.size / 3};
  }
  expect_surely_whole(words_, key.ends);
}

// Of a key of so many characters; what is known of it will be asked for.
std::size_t Suspects::reach(const KeyLog::Use& use, std::size_t size) const noexcept {
  std::array<char32_t, kMostSize> key;
  const auto read = [&](std::size_t i) { key[i] = utf8::three_at(text_.data() + use.at + 3 * i); };
  read(0);
  read(1);
  const std::size_t around = judge_.reach(use_of(use.kind), {key.data(), 2}, size);
  if (around == 0) return 0;
  for (std::size_t i = 2; i < size; ++i) read(i);
  judge_.expect({key.data(), size});
  return around;
}

bool Suspects::is_suspect(const KeyLog::Use& use, const Key& key) {
  if (!key.whole && !(key.plain && whole_by_words(words_, key.ends, kTolerance))) return true;
  if (key.around == 0) return false;
  read_part(use.at, key.ends.size, key.around);
  return judge_.may_read_otherwise(use_of(use.kind), part_.all(), part_.begin(),
                                   part_.begin() + key.ends.size);
}

// Of a character that is asked about, or may be changed by normalising.
bool Suspects::is_suspect(std::size_t at) {
  if (!utf8::is_three_at(text_, at)) return true;
  const char32_t code = utf8::three_at(text_.data() + at);
  if (!heads_.normal(code)) return true;
  if (const Choice* const choice = heads_.choice(); choice != nullptr) {
    const image::Question* const asked = choice->question(code);
    if (asked == nullptr) return false;
    const auto otherwise = choice->decides_otherwise(*asked, surroundings(at));
    if (otherwise) return *otherwise;
  }
  read_part(at, 1, KeyJudge::kAround);
  return judge_.may_choose(part_.all(), part_.begin());
}

// What is at `here`, which moves behind it; no flags, and no move, where the text cuts it off.
inline Suspects::Seen Suspects::next(std::size_t& here) const noexcept {
  if (utf8::is_three_at(text_, here)) {
    const char32_t code = utf8::three_at(text_.data() + here);
    here += 3;
    return {code, heads_.low_flags(static_cast<std::uint16_t>(code))};
  }
  const std::size_t size = utf8::sequence_length(static_cast<unsigned char>(text_[here]));
  if (size > text_.size() - here) return {0, 0};
  const char32_t code = utf8::next(text_, here);
  return {code, heads_.flags(code)};
}

// What is before `here`, which moves there. Precondition: here > 0.
inline Suspects::Seen Suspects::previous(std::size_t& here) const noexcept {
  here =
      here >= 3 && utf8::is_three_at(text_, here - 3) ? here - 3 : utf8::begin_before(text_, here);
  std::size_t behind = here;
  return next(behind);
}

// Of the character of three bytes at `at`.
Surroundings Suspects::surroundings(std::size_t at) const noexcept {
  Surroundings s;
  s.before.fill(kEdge);
  s.behind.fill(kEdge);
  for (std::size_t here = at; s.lefts < kFeatureReach && here > 0; ++s.lefts) {
    const Seen seen = previous(here);
    if ((seen.flags & KeyHeads::kHan) == 0) break;
    s.before[s.lefts] = seen.code;
  }
  for (std::size_t here = at + 3; s.rights < kFeatureReach && here < text_.size(); ++s.rights) {
    const Seen seen = next(here);
    if ((seen.flags & KeyHeads::kHan) == 0) break;
    s.behind[s.rights] = seen.code;
  }
  return s;
}

// Reads `count` characters from `at` on, and what stands around them.
void Suspects::read_part(std::size_t at, std::size_t count, std::size_t around) {
  std::size_t first = KeyJudge::kAround, end = first;
  const std::size_t least = first - around;
  std::size_t begin = at;
  for (std::size_t here = at; first > least && here > 0;) {
    const Seen seen = previous(here);
    if ((seen.flags & KeyHeads::kInRun) == 0) break;
    part_.codes[--first] = seen.code;
    begin = here;
  }
  judge_.move_to(place_ + begin);
  for (std::size_t left = count + around; left > 0 && at < text_.size(); --left) {
    const Seen seen = next(at);
    if ((seen.flags & KeyHeads::kInRun) == 0) break;
    part_.codes[end++] = seen.code;
  }
  part_.first = first;
  part_.end = end;
}

}  // namespace hanfix::convert::context
