#include "convert/context/run_converter.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"
#include "model/char_model.hpp"

namespace hanfix::convert::context {
namespace {

// Bytes of a character in UTF-8.
std::size_t size_of(char32_t code) noexcept {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

std::size_t characters(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  }));
}

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

// What a chain is for shows in what it does.
RunConverter::RunConverter(const ConversionChain& chain)
    : chain_(chain), borders_(WordTable::builtin()) {
  const std::span<const Dictionary> stages = chain.stages();
  if (stages.empty() || stages[0].longest_prefix("发").value != "發") return;
  choice_ = &Choice::builtin();
  for (const Dictionary& stage : stages.subspan(1)) {
    to_taiwan_words_ = to_taiwan_words_ || stage.longest_prefix("對象").value == "物件";
  }
}

bool RunConverter::contested(std::string_view run) {
  const KeyHeads& heads = chain_.heads();
  codes_.clear();
  bool any = false;
  for (std::size_t at = 0; at < run.size();) {
    const char32_t code = utf8::next(run, at);
    if (!heads.normal(code)) return true;
    any = any || heads.any(code) || (choice_ != nullptr && choice_->question(code) != nullptr);
    codes_.push_back(code);
  }
  barred_.assign(codes_.size(), 0);
  if (!any) return false;
  borders_.reset(codes_);
  // The same walk as convert()'s, as long as no key is refused.
  const Dictionary* const first = chain_.first_dictionary();
  std::size_t byte = 0;
  std::size_t stage_end = 0;  // behind the last key of the first stage
  for (std::size_t at = 0; at < codes_.size();) {
    std::size_t length = 1;
    std::size_t size = size_of(codes_[at]);
    const std::string_view rest = run.substr(byte);
    const char32_t next = at + 1 < codes_.size() ? codes_[at + 1] : 0;
    if (heads.first(codes_[at]) && first->may_begin_key(codes_[at], next)) {
      if (const Match key = first->longest_prefix(rest); key.key_size > size) {
        size = key.key_size;
        length = characters(rest.substr(0, size));
        if (refuses(Use::segmentation, at, at + length)) return true;
      }
    }
    if (length == 1 && at >= stage_end && heads.stage(codes_[at]) &&
        chain_.stages().front().may_begin_key(codes_[at], next)) {
      const std::size_t bytes = chain_.stages().front().longest_prefix(rest).key_size;
      if (bytes > size) {
        stage_end = at + characters(rest.substr(0, bytes));
        if (refuses(Use::first_stage, at, stage_end)) return true;
      }
    }
    if (length == 1 && at >= stage_end && chosen(at) != 0) return true;
    if (length == 1 && heads.second(codes_[at]) && second_stage_refuses(at)) return true;
    at += length;
    byte += size;
  }
  return false;
}

// Whether the second stage has a key at `at` that is refused, if the first one changes characters
// one by one. What lies behind may belong to a key of the segmentation, which hides it: then this
// asks for more care than needed.
bool RunConverter::second_stage_refuses(std::size_t at) {
  const Dictionary& second = chain_.stages()[1];
  const KeyHeads& heads = chain_.heads();
  if (at + 1 == codes_.size() ||
      !second.may_begin_key(heads.first_value(codes_[at]), heads.first_value(codes_[at + 1]))) {
    return false;
  }
  word_.clear();
  utf8::append(word_, heads.first_value(codes_[at]));
  for (std::size_t end = at + 1; end < codes_.size();) {
    utf8::append(word_, heads.first_value(codes_[end++]));
    const Match key = second.longest_prefix(word_);
    if (end - at > 1 && key.key_size == word_.size() && refuses(Use::later_stage, at, end)) {
      return true;
    }
    if (!key.open) break;
  }
  return false;
}

// Whether a key is not to be used.
bool RunConverter::refuses(Use use, std::size_t begin, std::size_t end) {
  return borders_.excess(begin, end) > kTolerance || reads_otherwise(use, begin, end);
}

// Whether a key, in spite of what a dictionary has for it, is to be read in shorter pieces: as a
// word in general use, not as Taiwan's technical one, or with another of its values.
bool RunConverter::reads_otherwise(Use use, std::size_t begin, std::size_t end) const {
  if (choice_ == nullptr) return false;
  const bool general = to_taiwan_words_ && use != Use::first_stage &&
                       choice_->general_use(codes_, begin, end).value_or(0) > 0;
  return (general || (use != Use::later_stage && choice_->reads_otherwise(codes_, begin, end))) &&
         is_simplified();
}

// Another value than the usual one for the character at `at`, if its surroundings ask for it; or 0.
char32_t RunConverter::chosen(std::size_t at) const {
  const image::Question* const question =
      choice_ == nullptr ? nullptr : choice_->question(codes_[at]);
  if (question == nullptr) return 0;
  const auto [value, margin] = choice_->decide(*question, codes_, at);
  if (value == question->values[0] || !is_simplified()) return 0;
  return value == barred_[at] && margin < kBarred ? 0 : value;
}

// A key was refused because its characters do not belong together: that they stand together is no
// good reason for what it had for them.
void RunConverter::bar(std::size_t begin, std::size_t end, std::string_view value) {
  if (characters(value) != end - begin) return;
  for (std::size_t byte = 0; begin < end; ++begin) barred_[begin] = utf8::next(value, byte);
}

// Text that is Traditional already is no evidence for anything, and right as it is.
bool RunConverter::is_simplified() const {
  int balance = 0;
  for (const char32_t code : codes_) {
    balance += model::is_simplified_only(code) - model::is_traditional_only(code);
  }
  return balance >= 0;
}

void RunConverter::convert(std::string_view run, ByteBuffer& out, Trace* trace) {
  read(run);
  borders_.reset(codes_);
  result_.clear();
  const std::size_t size = codes_.size();
  const std::optional<Dictionary>& segmentation = chain_.segmentation();
  std::size_t gap = 0;
  for (std::size_t at = 0; segmentation && at < size;) {
    std::size_t after = 0;
    const Match key = match(*segmentation, Use::segmentation, source_, at, size, after);
    if (key.key_size > 0) {
      rewrite_gap(gap, at);
      result_.add(key.value, at);
      gap = after;
    }
    at = after;
  }
  rewrite_gap(gap, size);
  result_.end(size);

  out.append(result_.bytes);
  if (trace == nullptr) return;
  std::size_t from = 0;
  for (std::size_t i = 1; i < result_.origin.size(); ++i) {
    if (result_.origin[i] == kInside) continue;
    trace->add(raw_[result_.origin[i]] - raw_[result_.origin[from]],
               result_.starts[i] - result_.starts[from]);
    from = i;
  }
}

void RunConverter::read(std::string_view run) {
  source_.clear();
  raw_.clear();
  codes_.clear();
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
    source_.add(bytes, codes_.size());
    codes_.push_back(code);
  }
  raw_.push_back(static_cast<std::uint32_t>(run.size()));
  source_.end(codes_.size());
  barred_.assign(codes_.size(), 0);
}

// The longest key at character `at` that is not refused; `after`: the character behind it, or
// behind `at` if there is none. Nothing behind `end` is looked at.
Match RunConverter::match(const Dictionary& dictionary, Use use, const Text& text, std::size_t at,
                          std::size_t end, std::size_t& after) {
  const auto start_of = [&](std::size_t i) { return text.starts[i]; };
  const std::string_view bytes = text.bytes;
  for (std::size_t limit = end;;) {
    Match found =
        dictionary.longest_prefix(bytes.substr(start_of(at), start_of(limit) - start_of(at)));
    if (found.key_size == 0) {
      after = at + 1;
      return found;
    }
    const auto place = std::lower_bound(text.starts.begin() + static_cast<std::ptrdiff_t>(at),
                                        text.starts.end(), start_of(at) + found.key_size);
    after = static_cast<std::size_t>(place - text.starts.begin());
    if (after == at + 1) return found;
    const std::uint16_t from = text.origin[at], to = text.origin[after];
    if (from != kInside && to != kInside && !refuses(use, from, to)) return found;
    if (use == Use::first_stage && from != kInside && to != kInside) bar(from, to, found.value);
    limit = after - 1;
  }
}

// Appends what `dictionary` makes of the characters from `begin` to `end`.
void RunConverter::rewrite(const Dictionary& dictionary, Use use, const Text& from,
                           std::size_t begin, std::size_t end, Text& to) {
  for (std::size_t at = begin; at < end;) {
    std::size_t after = 0;
    const Match key = match(dictionary, use, from, at, end, after);
    std::string_view value =
        key.key_size > 0 ? key.value
                         : std::string_view(from.bytes)
                               .substr(from.starts[at], from.starts[at + 1] - from.starts[at]);
    // Characters of the first stage are the run's.
    if (const char32_t other =
            use == Use::first_stage && after == at + 1 ? chosen(from.origin[at]) : 0;
        other != 0) {
      value_.clear();
      utf8::append(value_, other);
      value = value_;
    }
    to.add(value, from.origin[at]);
    at = after;
  }
}

// What lies between keys of the segmentation goes through all the stages.
void RunConverter::rewrite_gap(std::size_t begin, std::size_t end) {
  if (begin == end) return;
  const Text* from = &source_;
  std::size_t first = begin, last = end;
  for (std::size_t i = 0; i < chain_.stages().size(); ++i) {
    const bool final_stage = i + 1 == chain_.stages().size();
    Text& to = final_stage ? result_ : stages_[i % 2];
    if (!final_stage) to.clear();
    rewrite(chain_.stages()[i], i == 0 ? Use::first_stage : Use::later_stage, *from, first, last,
            to);
    if (final_stage) return;
    to.end(end);
    from = &to;
    first = 0;
    last = to.origin.size() - 1;
  }
  for (; first < last; ++first) {
    result_.add(std::string_view(from->bytes)
                    .substr(from->starts[first], from->starts[first + 1] - from->starts[first]),
                from->origin[first]);
  }
}

}  // namespace hanfix::convert::context
