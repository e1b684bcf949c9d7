#include "convert/context/doubts.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

#include "base/utf8.hpp"
#include "convert/context/runs.hpp"

namespace hanfix::convert::context {
namespace {

// Of a run that long more would mean that nothing in it is certain.
constexpr std::size_t kMostCalls = 16;
constexpr std::size_t kAround = 6;  // characters

bool begins(std::string_view text, std::size_t at) noexcept {
  return at >= text.size() || !utf8::is_continuation(text[at]);
}

struct Span {
  std::size_t begin, end;  // bytes
};

// Where `text` differs from `other`: whole characters of it.
Span difference(std::string_view text, std::string_view other) noexcept {
  const std::size_t least = std::min(text.size(), other.size());
  std::size_t begin = 0;
  while (begin < least && text[begin] == other[begin]) ++begin;
  while (!begins(text, begin) || !begins(other, begin)) --begin;
  std::size_t same = 0;
  while (same < least - begin && text[text.size() - 1 - same] == other[other.size() - 1 - same]) {
    ++same;
  }
  while (!begins(text, text.size() - same)) --same;
  return {begin, text.size() - same};
}

// What a span of the output was made of: `output` grows to whole pieces.
Span source_of(Trace trace, Span& output) {
  Span input{0, 0};
  Span grown{0, 0};
  std::size_t in = 0, out = 0;
  bool found = false;
  for (; !trace.empty(); trace.take(trace.front().in)) {
    const auto [piece_in, piece_out] = trace.front();
    const bool copied = trace.front().copied();
    const std::size_t out_end = out + piece_out;
    if (out_end > output.begin && (out < output.end || !found)) {
      const std::size_t first = copied ? std::max(out, output.begin) : out;
      const std::size_t last = copied ? std::max(first, std::min(out_end, output.end)) : out_end;
      if (!found) {
        grown.begin = first;
        input.begin = in + (copied ? first - out : 0);
        found = true;
      }
      grown.end = last;
      input.end = in + (copied ? last - out : piece_in);
    }
    in += piece_in;
    out = out_end;
  }
  output = grown;
  return input;
}

}  // namespace

std::string sentence(const Doubt& doubt) {
  // In tenths, rounded up: nothing is 0.0 bits behind.
  const int tenths = std::max((doubt.units * 10 + kChoiceUnits - 1) / kChoiceUnits, 1);
  return doubt.before + " becomes " + doubt.taken + "; " + doubt.other + " is " +
         std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) +
         (tenths == 10 ? " bit" : " bits") + " behind: " + doubt.around;
}

void DoubtFinder::push(std::string_view text, bool last) {
  waiting_.append(text);
  std::size_t done = 0;
  for (std::size_t from = 0;;) {
    const RunSearch run = find_run(waiting_, from, last);
    from = done = run.found() ? run.end : run.begin;
    if (!run.found()) break;
    list(std::string_view(waiting_).substr(run.begin, run.end - run.begin), offset_ + run.begin,
         place_ + run.begin);
  }
  waiting_.erase(0, done);
  offset_ += done;
  place_ += done;
}

void DoubtFinder::list(std::string_view run, std::uint64_t offset, std::uint64_t place) {
  std::vector<CloseCall> calls;
  converter_.judge().record(&calls);
  ByteBuffer taken, turned;
  Trace trace;
  converter_.convert(run, place, taken, &trace);
  converter_.judge().record(nullptr);
  if (calls.size() > kMostCalls) calls.resize(kMostCalls);
  const std::string_view before = taken.view();
  std::vector<Doubt> doubts;
  for (const CloseCall& call : calls) {
    converter_.judge().turn_over(&call);
    turned.clear();
    converter_.convert(run, place, turned, nullptr);
    converter_.judge().turn_over(nullptr);
    const std::string_view after = turned.view();
    if (after == before) continue;
    Span output = difference(before, after);
    const Span input = source_of(trace, output);
    const std::size_t tail = before.size() - output.end;
    std::size_t left = input.begin, right = input.end;
    for (std::size_t n = 0; n < kAround && left > 0; ++n) left = utf8::begin_before(run, left);
    for (std::size_t n = 0; n < kAround && right < run.size(); ++n) {
      right = utf8::begin_from(run, right + 1);
    }
    doubts.push_back({{offset + input.begin, offset + input.end},
                      std::string(run.substr(input.begin, input.end - input.begin)),
                      std::string(before.substr(output.begin, output.end - output.begin)),
                      std::string(after.substr(output.begin, after.size() - tail - output.begin)),
                      std::string(run.substr(left, right - left)),
                      call.units});
  }
  // Of several decisions that come to the same, the closest tells.
  const auto what = [](const Doubt& doubt) {
    return std::tie(doubt.range.start, doubt.range.end, doubt.other);
  };
  std::ranges::sort(doubts, {}, [&](const Doubt& doubt) {
    return std::tuple_cat(what(doubt), std::tie(doubt.units));
  });
  const auto same = std::ranges::unique(doubts, {}, what);
  doubts.erase(same.begin(), same.end());
  for (const Doubt& doubt : doubts) report_(doubt);
}

}  // namespace hanfix::convert::context
