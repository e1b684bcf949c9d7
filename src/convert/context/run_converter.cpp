#include "convert/context/run_converter.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"
#include "convert/context/kept_words.hpp"
#include "convert/context/key_heads.hpp"

namespace hanfix::convert::context {
namespace {

constexpr std::size_t kSeen = 4;  // characters behind what is contested that are looked at, mostly

}  // namespace

void RunConverter::Text::clear() {
  bytes.clear();
  starts.clear();
  origin.clear();
}

// `value`, which begins with character `from` of the run, or with none.
void RunConverter::Text::add(std::string_view value, std::size_t from) {
  for (std::size_t at = 0; at < value.size();) {
    starts.push_back(static_cast<std::uint32_t>(bytes.size() + at));
    origin.push_back(at == 0 ? static_cast<std::uint16_t>(from) : kInside);
    at += utf8::sequence_length(static_cast<unsigned char>(value[at]));
  }
  bytes.append(value);
}

void RunConverter::Text::end(std::size_t at) {
  starts.push_back(static_cast<std::uint32_t>(bytes.size()));
  origin.push_back(static_cast<std::uint16_t>(at));
}

void RunConverter::Text::cut(std::size_t characters, std::size_t size) {
  bytes.resize(size);
  starts.resize(characters);
  origin.resize(characters);
}

void RunConverter::convert(std::string_view run, std::uint64_t place, ByteBuffer& out,
                           Trace* trace) {
  read(run);
  judge_.reset(codes_, place, raw_);
  part_ = false;
  convert_codes();
  write(0, out, trace);
}

std::size_t RunConverter::convert_part(const Rest& rest, ByteBuffer& out, Trace* trace) {
  codes_ = rest.run.subspan(rest.begin);
  source_.clear();
  source_.bytes.assign(rest.text);
  raw_.clear();
  std::size_t byte = 0, origin = rest.begin;
  for (const char32_t code : codes_) {
    raw_.push_back(static_cast<std::uint32_t>(byte));
    source_.origin.push_back(static_cast<std::uint16_t>(origin++));
    byte += utf8::size_of(code);
  }
  raw_.push_back(static_cast<std::uint32_t>(byte));
  source_.origin.push_back(static_cast<std::uint16_t>(origin));
  source_.starts = raw_;
  keys_ = rest.keys;
  later_ = rest.later;
  contested_ = rest.contested;
  part_ = true;
  expect_keys(rest.contested - rest.begin + kSeen);
  asked_.fill(0);
  const auto ask = [&](std::size_t i) { asked_[i / 64] |= std::uint64_t{1} << i % 64; };
  for (const std::uint16_t i : rest.asked) ask(i);
  for (const WordBorders::Piece& key : rest.keys) {
    for (std::size_t i = key.begin; i < key.end; ++i) ask(i);
  }
  const std::size_t end = convert_codes();
  write(rest.begin, out, trace);
  return rest.begin + end;
}

// Asks for what the first `count` characters will look up, all at once.
void RunConverter::expect_keys(std::size_t count) const noexcept {
  const KeyHeads& heads = chain_.heads();
  const Dictionary& first = *chain_.first_dictionary();
  const Dictionary& stage = chain_.stages().front();
  for (std::size_t i = 0; i < count && i + 1 < codes_.size(); ++i) {
    const char32_t code = codes_[i], next = codes_[i + 1];
    if (heads.first(code) && first.may_begin_key(code, next)) first.expect(code, next);
    if (heads.stage(code) && stage.may_begin_key(code, next)) stage.expect(code, next);
  }
}

// Converts the characters of source_, up to where the chain goes on by itself; gives their count.
std::size_t RunConverter::convert_codes() {
  result_.clear();
  const std::size_t size = codes_.size();
  const std::optional<Dictionary>& segmentation = chain_.segmentation();
  std::size_t gap = 0;
  for (std::size_t at = 0; segmentation && at < size;) {
    if (may_end(source_.origin[at]) && could_end_gap(gap, at) && end_gap(gap, at)) {
      result_.end(source_.origin[at]);
      return at;
    }
    std::size_t after = 0;
    const Match key = match(*segmentation, Use::segmentation, source_, at, size, after);
    if (key.key_size > 0) {
      rewrite_gap(gap, at);
      result_.add(key.value, source_.origin[at]);
      gap = after;
    }
    at = after;
  }
  const std::size_t end = rewrite_gap(gap, size);
  result_.end(source_.origin[end]);
  return end;
}

// Appends what became of the characters from `begin` of the run on.
void RunConverter::write(std::size_t begin, ByteBuffer& out, Trace* trace) const {
  out.append(result_.bytes);
  if (trace == nullptr) return;
  std::size_t from = 0;
  for (std::size_t i = 1; i < result_.origin.size(); ++i) {
    if (result_.origin[i] == kInside) continue;
    trace->add(raw_[result_.origin[i] - begin] - raw_[result_.origin[from] - begin],
               result_.starts[i] - result_.starts[from]);
    from = i;
  }
}

// Whether the chain could go on by itself at this character of the run: it has done what is
// contested, and no key that the chain has used goes on over this place. Asked in the run's order.
bool RunConverter::may_end(std::size_t at) noexcept {
  if (!part_ || at <= contested_) return false;
  for (auto* const keys : {&keys_, &later_}) {
    while (!keys->empty() && keys->front().end <= at) *keys = keys->subspan(1);
    if (!keys->empty() && keys->front().begin < at) return false;
  }
  return true;
}

// False where a stage would surely have a key open, so that trying is not worth while.
bool RunConverter::could_end_gap(std::size_t begin, std::size_t at) const noexcept {
  if (begin == at) return true;
  const KeyHeads& heads = chain_.heads();
  const char32_t last = codes_[at - 1];
  return !heads.second(last) &&
         !(heads.stage(last) && chain_.stages().front().may_begin_key(last, codes_[at]));
}

// As rewrite_gap(), if what it does with these characters does not depend on what follows; else
// false, and nothing has been done.
bool RunConverter::end_gap(std::size_t begin, std::size_t end) {
  const std::size_t characters = result_.starts.size(), size = result_.bytes.size();
  trial_ = true;
  rewrite_gap(begin, end);
  trial_ = false;
  if (!open_) return true;
  result_.cut(characters, size);
  open_ = false;
  return false;
}

void RunConverter::read(std::string_view run) {
  source_.clear();
  raw_.clear();
  normal_.clear();
  bool plain = true;
  for (const Dictionary& dictionary : chain_.normalizations()) {
    plain = plain && !dictionary.may_change(run);
  }
  for (std::size_t at = 0; at < run.size();) {
    const std::size_t from = at;
    char32_t code = utf8::next(run, at);
    std::string_view bytes = run.substr(from, at - from);
    if (!plain) {
      for (const Dictionary& dictionary : chain_.normalizations()) {
        const Match match = dictionary.longest_prefix(bytes);
        if (match.key_size == bytes.size()) bytes = match.value;
      }
      std::size_t first = 0;
      code = utf8::next(bytes, first);
    }
    raw_.push_back(static_cast<std::uint32_t>(from));
    source_.add(bytes, normal_.size());
    normal_.push_back(code);
  }
  raw_.push_back(static_cast<std::uint32_t>(run.size()));
  source_.end(normal_.size());
  codes_ = normal_;
}

// The longest key at character `at` that is not refused; `after`: the character behind it, or
// behind `at` if there is none. Nothing behind `end` is looked at.
Match RunConverter::match(const Dictionary& dictionary, Use use, const Text& text, std::size_t at,
                          std::size_t end, std::size_t& after) {
  const auto start_of = [&](std::size_t i) { return text.starts[i]; };
  const std::string_view bytes = text.bytes;
  const auto code_at = [&](std::size_t i) {
    if (use != Use::later_stage) return codes_[i];  // its text is the run
    std::size_t byte = start_of(i);
    return utf8::next(bytes, byte);
  };
  const char32_t code = code_at(at);
  if (trial_ && at + 1 == end) {
    open_ = open_ || (begins_longer_key(dictionary, use, code) &&
                      (use == Use::later_stage || dictionary.may_begin_key(code, codes_[end])));
  }
  if (at + 1 == end || !begins_longer_key(dictionary, use, code) ||
      !dictionary.may_begin_key(code, code_at(at + 1))) {
    after = at + 1;
    return dictionary.alone(code);
  }
  std::size_t limit = end;
  for (;;) {
    const Match found =
        dictionary.longest_prefix(bytes.substr(start_of(at), start_of(limit) - start_of(at)));
    if (trial_ && limit == end && found.open) open_ = true;
    if (found.key_size == 0 || open_) {
      after = at + 1;
      return found;
    }
    const auto place = std::lower_bound(text.starts.begin() + static_cast<std::ptrdiff_t>(at),
                                        text.starts.end(), start_of(at) + found.key_size);
    after = static_cast<std::size_t>(place - text.starts.begin());
    if (after == at + 1) return found;
    const std::uint16_t from = text.origin[at], to = text.origin[after];
    if (from != kInside && to != kInside) {
      if (!judge_.refuses(use, from, to)) return found;
      if (use == Use::first_stage) judge_.bar(from, to, found.value);
    }
    limit = after - 1;
  }
}

bool RunConverter::begins_longer_key(const Dictionary& dictionary, Use use,
                                     char32_t code) const noexcept {
  if (use == Use::later_stage) return dictionary.begins_longer_key(code);
  const KeyHeads& heads = chain_.heads();
  return use == Use::first_stage && chain_.segmentation() ? heads.stage(code) : heads.first(code);
}

// Appends what `dictionary` makes of the characters from `begin` to `end`, or to where the chain
// goes on by itself, which is told.
std::size_t RunConverter::rewrite(const Dictionary& dictionary, Use use, const Text& from,
                                  std::size_t begin, std::size_t end, bool choose, Text& to) {
  // Only the place counts for what one stage does.
  const bool until = part_ && !chain_.segmentation() && chain_.stages().size() == 1;
  for (std::size_t at = begin; at < end;) {
    std::size_t after = 0;
    const Match key = match(dictionary, use, from, at, end, after);
    std::string_view value =
        key.key_size > 0 ? key.value
                         : std::string_view(from.bytes)
                               .substr(from.starts[at], from.starts[at + 1] - from.starts[at]);
    const char32_t other = choose && after == at + 1 ? chosen(from, at) : 0;
    if (other != 0) {
      value_.clear();
      utf8::append(value_, other);
      value = value_;
    }
    to.add(value, from.origin[at]);
    at = after;
    if (until && may_end(from.origin[at])) return at;
  }
  return end;
}

// What the judge has for a character of a stage, if it is one of the run; or 0.
char32_t RunConverter::chosen(const Text& text, std::size_t at) {
  const std::uint16_t origin = text.origin[at];
  if (part_ && origin != kInside && (asked_[origin / 64] >> origin % 64 & 1) == 0) return 0;
  std::size_t byte = text.starts[at];
  if (origin == kInside) return 0;
  const char32_t code = utf8::next(text.bytes, byte), own = judge_.code(origin);
  const bool changed = has_word_form(own) && code == chain_.heads().first_value(own);
  return code == own || changed ? judge_.chosen(origin) : char32_t{0};
}

// What lies between keys of the segmentation goes through all the stages; gives how far.
std::size_t RunConverter::rewrite_gap(std::size_t begin, std::size_t end) {
  if (begin == end) return end;
  const Text* from = &source_;
  std::size_t first = begin, last = end;
  for (std::size_t i = 0; i < chain_.stages().size(); ++i) {
    const bool final_stage = i + 1 == chain_.stages().size();
    Text& to = final_stage ? result_ : stages_[i % 2];
    if (!final_stage) to.clear();
    const std::size_t done =
        rewrite(chain_.stages()[i], i == 0 ? Use::first_stage : Use::later_stage, *from, first,
                last, judge_.chooses_last() ? final_stage : i == 0, to);
    if (final_stage) return i == 0 ? done : end;
    to.end(source_.origin[end]);
    from = &to;
    first = 0;
    last = to.origin.size() - 1;
  }
  for (; first < last; ++first) {
    result_.add(std::string_view(from->bytes)
                    .substr(from->starts[first], from->starts[first + 1] - from->starts[first]),
                from->origin[first]);
  }
  return end;
}

}  // namespace hanfix::convert::context
