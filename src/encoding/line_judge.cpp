#include "encoding/line_judge.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/utf8.hpp"
#include "encoding/decoder.hpp"

namespace hanfix {
namespace {

using detection::Reading;

constexpr std::int64_t bits(double value) {
  return static_cast<std::int64_t>(value * detection::kStepsPerBit);
}

// By how much another encoding must be more probable before a line changes to it: the one that the
// other lines speak for, any other, an alphabet; and more for each sequence of sound UTF-8.
constexpr std::int64_t kToKnown = bits(3), kToNew = bits(17), kToAlphabet = bits(30),
                       kAwayFromSound = bits(6);
// By how much a line must contradict the others to be in an encoding of its own.
constexpr std::int64_t kContradiction = bits(30);
// By how much a sound UTF-8 line is more probable to be that than what its characters cost.
constexpr std::int64_t kUtf8Bonus = bits(14.4);
// Three sequences of three bytes are not there by chance.
constexpr std::size_t kCertain = 3;

bool is_valid_utf8(std::string_view line, bool complete) {
  std::size_t block = kUtf8BlockMax;
  const std::size_t valid = valid_utf8_prefix(line, block);
  return valid == line.size() || (!complete && valid + utf8::incomplete_tail(line) == line.size());
}

// Sequences of three and four bytes, of any size, and what is none.
struct Sequences {
  std::size_t more = 0, all = 0, malformed = 0;
};
Sequences count_sequences(std::string_view line) {
  Sequences out;
  for (std::size_t at = 0; at < line.size();) {
    at += ascii_prefix(line.substr(at));
    if (at == line.size()) break;
    const Utf8Front front = utf8_front(line.substr(at));
    const bool valid = front.kind == Utf8Front::Kind::valid;
    out.all += valid;
    out.malformed += !valid;
    out.more += valid && front.size > 2;
    at += front.size;
  }
  return out;
}

bool is_alphabet(const Reading& reading) {
  return std::any_of(std::begin(detection::kSingleRows), std::end(detection::kSingleRows),
                     [&](const detection::Row& row) { return row.encoding == reading.encoding; });
}

}  // namespace

bool has_plain_lines(Encoding encoding) noexcept {
  if (encoding == Encoding::binary) return false;
  const Coding coding = info(encoding).coding;
  return coding == Coding::utf8 || coding == Coding::table;
}

LineJudge::LineJudge(Encoding first, OnMixed mode, std::vector<Encoding> allowed)
    : current_(first), mode_(mode), allowed_(std::move(allowed)), known_{first} {}

bool LineJudge::known(Encoding encoding) const noexcept {
  return std::find(known_.begin(), known_.end(), encoding) != known_.end();
}

Encoding LineJudge::judge(std::string_view line, bool complete) {
  if (ascii_prefix(line) == line.size()) return current_;
  const bool valid = is_valid_utf8(line, complete);
  const Encoding found =
      mode_ == OnMixed::line ? by_line(line, complete, valid) : in_segment(line, complete, valid);
  if (!known(found)) known_.push_back(found);
  current_ = found;
  return found;
}

Encoding LineJudge::in_segment(std::string_view line, bool complete, bool valid) {
  const bool may_be_utf8 = allowed_.empty() || known(Encoding::utf_8);
  if (valid && current_ == Encoding::utf_8) return current_;
  // An encoding that explains its line well is not put in question.
  if (!valid && detection::is_ordinary(current_, language_, line, complete)) return current_;
  const Sequences sequences = count_sequences(line);
  if (valid && may_be_utf8 && sequences.more >= kCertain) return Encoding::utf_8;
  // A little damage in much UTF-8 needs no weighing.
  if (current_ == Encoding::utf_8 && sequences.more >= kCertain &&
      sequences.more >= 4 * sequences.malformed) {
    return current_;
  }

  const Reading now = detection::score_as(current_, line, complete);
  language_ = now.language;
  if (valid && may_be_utf8) {
    const Reading utf8 = detection::score_as(Encoding::utf_8, line, complete);
    if (utf8.cost - kUtf8Bonus < now.cost) return Encoding::utf_8;
  }
  if (now.malformed == 0 && now.ordinary()) return current_;

  std::vector<Reading> readings =
      detection::score(line, complete, {.allowed = allowed_, .all = true});
  const bool supported = !total_.empty();
  const Reading* const other = choose(readings);
  if (current_ != Encoding::utf_8 && may_be_utf8 && sequences.all > 0) {
    const Reading utf8 = detection::score_as(Encoding::utf_8, line, complete);
    const std::int64_t rival = std::min(now.cost, other == nullptr ? now.cost : other->cost);
    if (utf8.plausible() && utf8.cost + kToNew < rival) return Encoding::utf_8;
  }
  if (other == nullptr || other->encoding == current_) return current_;
  // Broken in both is not a change; and UTF-8 keeps what is broken, which an encoding that nothing
  // else speaks for would lose.
  if (other->malformed * 4 > other->characters) return current_;
  if (other->malformed > 0 && current_ == Encoding::utf_8 && !known(other->encoding)) {
    return current_;
  }
  std::int64_t needed = known(other->encoding) && supported ? kToKnown
                        : is_alphabet(*other)               ? kToAlphabet
                                                            : kToNew;
  if (current_ == Encoding::utf_8) {
    needed += kAwayFromSound * static_cast<std::int64_t>(sequences.more);
  }
  if (other->cost + needed >= now.cost) return current_;
  add(readings);
  return other->encoding;
}

Encoding LineJudge::by_line(std::string_view line, bool complete, bool valid) {
  const bool may_be_utf8 = allowed_.empty() || known(Encoding::utf_8);
  const std::vector<Reading> readings =
      detection::score(line, complete, {.allowed = allowed_, .all = true});
  if (may_be_utf8 && (valid || count_sequences(line).all > 0)) {
    Reading utf8 = detection::score_as(Encoding::utf_8, line, complete);
    if (valid) utf8.cost -= kUtf8Bonus;
    const bool best = std::none_of(readings.begin(), readings.end(), [&](const Reading& reading) {
      return reading.cost < utf8.cost && (!valid || known(reading.encoding));
    });
    if (best) return Encoding::utf_8;
  }
  add(readings);
  const Reading* const best = choose(readings);
  return best == nullptr ? current_ : best->encoding;
}

// The reading of a line that all lines together speak for, unless the line itself contradicts them.
const Reading* LineJudge::choose(const std::vector<Reading>& readings) const {
  const Reading *own = nullptr, *common = nullptr;
  std::int64_t least = 0;
  for (const Reading& reading : readings) {  // the cheapest first
    if (!reading.plausible()) continue;
    if (own == nullptr) own = &reading;
    const Reading* const sum = total(reading);
    const std::int64_t all = reading.cost + (sum == nullptr ? 0 : sum->cost);
    if (common == nullptr || all < least) {
      least = all;
      common = &reading;
    }
  }
  if (own != nullptr && own->cost + kContradiction < common->cost) return own;
  return common;
}

const Reading* LineJudge::total(const Reading& reading) const {
  const auto at = std::find_if(total_.begin(), total_.end(), [&](const Reading& sum) {
    return sum.encoding == reading.encoding;
  });
  return at == total_.end() ? nullptr : &*at;
}

void LineJudge::add(const std::vector<Reading>& readings) {
  if (total_.empty()) {
    total_ = readings;
    return;
  }
  // They come in another order for each line, but they are the same.
  for (Reading& sum : total_) {
    const auto same = [&](const Reading& reading) { return sum.encoding == reading.encoding; };
    const auto at = std::find_if(readings.begin(), readings.end(), same);
    sum.cost += at->cost;
  }
}

}  // namespace hanfix
