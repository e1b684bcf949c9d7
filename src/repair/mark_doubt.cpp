#include "repair/mark_doubt.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/utf8.hpp"
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

struct Alternative {
  int cost;
  char32_t first, second;
  std::array<std::uint8_t, 2> bytes;
};

bool is_digit(char32_t code) { return code >= U'0' && code <= U'9'; }

}  // namespace

MarkDoubt judge_mark(std::string_view bytes, std::size_t at, std::size_t count,
                     const SeenUnit* next, bool ends_line, const HiddenBytes& hidden,
                     const TextCost& scorer, std::uint64_t& budget) {
  const std::size_t start = character_before(bytes, at);  // of the character that lacks a byte
  std::size_t context = start;
  for (int i = 0; i < 2; ++i) context = character_before(bytes, context);
  std::size_t end = at + count;  // and two characters behind, whose costs depend on it
  while (continues(bytes, end)) ++end;
  for (int i = 0; i < 2 && end < bytes.size(); ++i) {
    ++end;
    while (continues(bytes, end)) ++end;
  }
  Utf8State before;
  for (std::size_t i = context; i < at; ++i) before.feed(byte_at(bytes, i), scorer);

  // From the state behind the hidden bytes to the end of the window. A character that the last
  // hidden byte does not end is the alternative's too.
  const auto finish = [&](Utf8State& state, Alternative& alternative, int most) {
    char32_t& open = alternative.first == 0 ? alternative.first : alternative.second;
    const bool wanted = alternative.first == 0 || count == 2;
    for (std::size_t i = at + count; i < end; ++i) {
      if (!state.feed(byte_at(bytes, i), scorer) || state.cost > most) return false;
      if (wanted && open == 0 && state.need == 0) open = state.partial;
    }
    if (state.need != 0) return false;
    if (ends_line && end == bytes.size()) state.cost += scorer.end(state.context);
    alternative.cost = state.cost;
    return true;
  };
  const auto complete = [&](const Utf8State& state) { return state.need == 0 ? state.partial : 0; };

  Alternative best{0, 0, 0, {std::uint8_t(byte_at(bytes, at)), 0}};
  if (count == 2) best.bytes[1] = std::uint8_t(byte_at(bytes, at + 1));
  {
    Utf8State state = before;
    state.feed(byte_at(bytes, at), scorer);
    best.first = complete(state);
    if (count == 2) {
      state.feed(byte_at(bytes, at + 1), scorer);
      (best.first == 0 ? best.first : best.second) = complete(state);
    }
    finish(state, best, 1 << 30);
  }
  const int most = best.cost + kFar;
  std::vector<Alternative> all{best};
  int lead = -1;
  Utf8State behind_lead;
  bool fits = false;
  std::uint64_t steps = 0;
  const auto wanted = static_cast<unsigned>(count);
  hidden.for_each(before.need, next, wanted, [&](std::array<std::uint8_t, 2> hide, unsigned n) {
    steps += kGlance;
    if (hide[0] != lead) {
      steps += kLookUp;
      lead = hide[0];
      behind_lead = before;
      fits = behind_lead.feed(hide[0], scorer) && behind_lead.cost <= most;
    }
    if (!fits) return;
    steps += kLookUp;
    Utf8State state = behind_lead;
    Alternative alternative{0, complete(state), 0, hide};
    if (n == 2) {
      if (!state.feed(hide[1], scorer) || state.cost > most) return;
      (alternative.first == 0 ? alternative.first : alternative.second) = complete(state);
    }
    if (!finish(state, alternative, most)) return;
    steps += 3 * kLookUp;
    if (alternative.first != best.first || alternative.second != best.second) {
      all.push_back(alternative);
    }
  });

  std::size_t changed = at + count;
  while (continues(bytes, changed)) ++changed;
  const int plain = balance_cost(bytes, start, changed, 0, 0);
  for (Alternative& alternative : all) {
    const bool second = count == 2 && LineShape::counts(alternative.second);
    const bool brackets = second || LineShape::counts(alternative.first);
    if (brackets) steps += bytes.size() * kGlance / 4;
    alternative.cost += brackets ? balance_cost(bytes, start, changed, alternative.first,
                                                second ? alternative.second : 0)
                                 : plain;
  }
  spend(budget, steps + bytes.size() * kGlance / 4);
  best.cost = all.front().cost;

  MarkDoubt doubt;
  doubt.swallowed = count == 2 && byte_at(bytes, at + 1) < 0x80;
  double total = 0, first = 0, second = 0, digits = 0;
  for (const Alternative& alternative : all) {
    const double weight = std::exp2((best.cost - alternative.cost) / kCaution);
    total += weight;
    if (alternative.first == best.first) first += weight;
    if (alternative.second == best.second) second += weight;
    if (doubt.swallowed && is_digit(alternative.second)) digits += weight;
  }
  doubt.first = first / total;
  doubt.second = second / total;
  doubt.any_digit = digits > second || (doubt.swallowed && is_digit(best.second));
  std::sort(all.begin(), all.end(),
            [](const Alternative& a, const Alternative& b) { return a.cost < b.cost; });
  for (std::size_t i = 0; i < std::min<std::size_t>(all.size(), 3); ++i) {
    if (i > 0) doubt.candidates += " / ";
    if (all[i].first != 0) utf8::append(doubt.candidates, all[i].first);
    if (all[i].second != 0 && count == 2) utf8::append(doubt.candidates, all[i].second);
  }
  doubt.code = best.first;
  for (std::size_t i = 0; i < std::min(all.size(), kGuesses); ++i) {
    const double share = std::exp2((best.cost - all[i].cost) / kCaution) / total;
    doubt.guesses.push_back({all[i].bytes, share});
  }
  return doubt;
}

}  // namespace hanfix::repair
