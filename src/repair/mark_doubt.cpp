#include "repair/mark_doubt.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "base/utf8.hpp"
#include "repair/ask_ahead.hpp"
#include "repair/line_shape.hpp"
#include "repair/search_budget.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = model::kUnitsPerBit;
constexpr double kCaution = 1.25 * kBit;  // the model is surer of itself than it is right
constexpr std::size_t kGuesses = 4;
constexpr int kFar = 14 * kBit;  // alternatives that are this much dearer do not count

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}
bool continues(std::string_view bytes, std::size_t at) {
  return at < bytes.size() && (byte_at(bytes, at) & 0xC0) == 0x80;
}
std::size_t character_before(std::string_view bytes, std::size_t at) {
  while (at > 0 && continues(bytes, at - 1)) --at;
  return at - std::min<std::size_t>(at, 1);
}

// What the brackets of `bytes` cost with `first` and `second` in the place of [start, end), the
// characters that hold hidden bytes.
int balance_cost(std::string_view bytes, std::size_t start, std::size_t end, char32_t first,
                 char32_t second) {
  LineShape brackets;
  int cost = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    if (at == start) {
      cost += brackets.take(first) + brackets.take(second);
      at = end;
    } else {
      cost += brackets.take(utf8::next(bytes, at));
    }
  }
  return cost + brackets.end();
}

bool is_digit(char32_t code) { return code >= U'0' && code <= U'9'; }

// Bytes that a mark may hide, and the way through the window with them.
struct Alternative {
  Utf8State state;
  char32_t first = 0, second = 0;  // the characters that the hidden bytes are in
  std::array<std::uint8_t, 2> bytes{};

  // The next character that a hidden byte is in is complete.
  void note() { (first == 0 ? first : second) = state.partial; }
};

// All ways through the text around one mark, which go on together: so the model is asked for many
// characters at once.
class Window {
 public:
  // [at, at + count) of `bytes` are the mark's; `ends_line`: nothing follows them all.
  Window(std::string_view bytes, std::size_t at, std::size_t count, bool ends_line,
         const TextCost& scorer);

  // Of the bytes that are there.
  Alternative best();
  // All others that cost no more than `most`.
  std::vector<Alternative> others(const HiddenBytes& hidden, const SeenUnit* next, int most);

  [[nodiscard]] std::size_t start() const { return start_; }
  [[nodiscard]] std::size_t rest() const { return rest_; }
  [[nodiscard]] std::uint64_t steps() const { return steps_; }

 private:
  // How many bytes the character that the last hidden byte is in has behind it.
  [[nodiscard]] std::size_t missing() const { return rest_ - (at_ + count_); }
  void settle(std::vector<Alternative>& ways, int most);
  void finish(std::vector<Alternative>& ways, int most);

  std::string_view bytes_;
  std::size_t at_, count_;
  std::size_t start_;  // of the character that the first hidden byte ends
  std::size_t rest_;   // where the one ends that the last one is in
  std::size_t end_;    // two characters behind, whose costs depend on it
  bool ends_line_;
  const TextCost& scorer_;
  Utf8State before_;
  std::uint64_t steps_ = 0;
};

Window::Window(std::string_view bytes, std::size_t at, std::size_t count, bool ends_line,
               const TextCost& scorer)
    : bytes_(bytes),
      at_(at),
      count_(count),
      start_(character_before(bytes, at)),
      rest_(at + count),
      scorer_(scorer) {
  std::size_t context = start_;
  for (int i = 0; i < 2; ++i) context = character_before(bytes, context);
  for (std::size_t i = context; i < at; ++i) before_.feed(byte_at(bytes, i), scorer);
  while (continues(bytes, rest_)) ++rest_;
  end_ = rest_;
  for (int i = 0; i < 2 && end_ < bytes.size(); ++i) {
    ++end_;
    while (continues(bytes, end_)) ++end_;
  }
  ends_line_ = ends_line && end_ == bytes.size();
}

// Adds what the characters cost that have become complete; drops what costs too much.
void Window::settle(std::vector<Alternative>& ways, int most) {
  const auto expect = [&](std::size_t i) {
    const Utf8State& state = ways[i].state;
    if (state.need == 0) scorer_.prefetch(state.context, state.partial);
  };
  std::size_t kept = 0;
  visit_asked(ways.size(), expect, [&](std::size_t i) {
    Utf8State& state = ways[i].state;
    if (state.need == 0) {
      state.cost += scorer_.advance(state.context, state.partial);
      steps_ += kLookUp;
    }
    if (state.cost > most) return true;
    if (kept != i) ways[kept] = ways[i];
    ++kept;
    return true;
  });
  ways.resize(kept);
}

// From behind the hidden bytes to the end of the window.
void Window::finish(std::vector<Alternative>& ways, int most) {
  if (missing() != 0) {
    std::erase_if(ways, [&](Alternative& way) {
      for (std::size_t i = at_ + count_; i < rest_; ++i) {
        if (!way.state.shift(byte_at(bytes_, i))) return true;
      }
      way.note();
      return false;
    });
    settle(ways, most);
  }
  for (std::size_t i = rest_; i < end_;) {
    const char32_t code = utf8::next(bytes_, i);
    for (Alternative& way : ways) way.state.partial = code;
    settle(ways, most);
  }
  if (!ends_line_) return;
  steps_ += ways.size() * kLookUp;
  for (Alternative& way : ways) way.state.cost += scorer_.end(way.state.context);
}

Alternative Window::best() {
  constexpr int kAny = std::numeric_limits<int>::max();
  std::vector<Alternative> way(1);
  way[0].state = before_;
  for (std::size_t i = 0; i < count_; ++i) {
    way[0].bytes[i] = static_cast<std::uint8_t>(byte_at(bytes_, at_ + i));
    way[0].state.shift(way[0].bytes[i]);
    if (way[0].state.need != 0) continue;
    way[0].note();
    settle(way, kAny);
  }
  finish(way, kAny);
  return way[0];
}

std::vector<Alternative> Window::others(const HiddenBytes& hidden, const SeenUnit* next, int most) {
  std::vector<Alternative> leads, ways;
  hidden.for_each(before_.need, next, [&](const HiddenBytes::First& first) {
    if (count_ == 1 && !first.alone) return;
    Alternative way{before_, 0, 0, {first.byte, 0}};
    steps_ += kGlance;
    if (!way.state.shift(first.byte)) return;
    if (way.state.need == 0) way.note();
    if (count_ == 1 && way.state.need != missing()) return;
    leads.push_back(way);
  });
  settle(leads, most);
  if (count_ == 1) {
    ways = std::move(leads);
  } else {
    for (const Alternative& lead : leads) {
      for (const std::uint8_t byte : hidden.behind(lead.bytes[0], before_.need)) {
        UnfinishedCharacter open = lead.state;
        steps_ += kGlance;
        if (!open.shift(byte) || open.need != missing()) continue;
        Alternative& way = ways.emplace_back(lead);
        static_cast<UnfinishedCharacter&>(way.state) = open;
        way.bytes[1] = byte;
        if (open.need == 0) way.note();
      }
    }
    settle(ways, most);
  }
  finish(ways, most);
  return ways;
}

}  // namespace

MarkDoubt judge_mark(std::string_view bytes, std::size_t at, std::size_t count,
                     const SeenUnit* next, bool ends_line, const HiddenBytes& hidden,
                     const TextCost& scorer, std::uint64_t& budget) {
  Window window(bytes, at, count, ends_line, scorer);
  Alternative best = window.best();
  std::vector<Alternative> all{best};
  for (const Alternative& other : window.others(hidden, next, best.state.cost + kFar)) {
    if (other.first != best.first || other.second != best.second) all.push_back(other);
  }
  std::uint64_t steps = window.steps();

  const int plain = balance_cost(bytes, window.start(), window.rest(), 0, 0);
  for (Alternative& alternative : all) {
    const bool second = count == 2 && LineShape::counts(alternative.second);
    const bool brackets = second || LineShape::counts(alternative.first);
    if (brackets) steps += bytes.size() * kGlance / 4;
    alternative.state.cost += brackets
                                  ? balance_cost(bytes, window.start(), window.rest(),
                                                 alternative.first, second ? alternative.second : 0)
                                  : plain;
  }
  spend(budget, steps + bytes.size() * kGlance / 4);
  best.state.cost = all.front().state.cost;

  MarkDoubt doubt;
  doubt.swallowed = count == 2 && byte_at(bytes, at + 1) < 0x80;
  double total = 0, first = 0, second = 0, digits = 0;
  for (const Alternative& alternative : all) {
    const double weight = std::exp2((best.state.cost - alternative.state.cost) / kCaution);
    total += weight;
    if (alternative.first == best.first) first += weight;
    if (alternative.second == best.second) second += weight;
    if (doubt.swallowed && is_digit(alternative.second)) digits += weight;
  }
  doubt.first = first / total;
  doubt.second = second / total;
  doubt.any_digit = digits > second || (doubt.swallowed && is_digit(best.second));
  std::sort(all.begin(), all.end(),
            [](const Alternative& a, const Alternative& b) { return a.state.cost < b.state.cost; });
  for (std::size_t i = 0; i < std::min<std::size_t>(all.size(), 3); ++i) {
    if (i > 0) doubt.candidates += " / ";
    if (all[i].first != 0) utf8::append(doubt.candidates, all[i].first);
    if (all[i].second != 0 && count == 2) utf8::append(doubt.candidates, all[i].second);
  }
  doubt.code = best.first;
  for (std::size_t i = 0; i < std::min(all.size(), kGuesses); ++i) {
    const double share = std::exp2((best.state.cost - all[i].state.cost) / kCaution) / total;
    doubt.guesses.push_back({all[i].bytes, share});
  }
  return doubt;
}

}  // namespace hanfix::repair
