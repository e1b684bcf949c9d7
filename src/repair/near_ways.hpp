/// \file  The ways of a search that were hardly dearer than the best one: words decide.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "model/char_model.hpp"
#include "repair/search_budget.hpp"
#include "repair/word_cost.hpp"
#include "repair/written_text.hpp"

namespace hanfix::repair {

/// The ways of a search through the units of a line, level by level, with those that met a cheaper
/// one in their state.
///
/// A Trace is what is kept of a way at one level: its index at the level before (`parent`), the
/// number of its state (`id`), its `cost` so far in 1/16 bit, the `count` of `bytes` that the unit
/// is read back to, if it is `damaged`, and whether no character is unfinished behind it (`whole`).
template <class Trace>
class NearWays {
 public:
  void begin_level() { met_starts_.push_back(met_.size()); }
  /// At the level that has begun a way met one that costs `least` and is no dearer.
  void add(const Trace& way, int least) {
    if (way.cost - least <= kNear) met_.push_back(way);
  }
  /// The ways that go on from there, in the order that `parent` counts.
  template <class Nodes, class TraceOf>
  void end_level(const Nodes& nodes, TraceOf trace_of) {
    starts_.push_back(traces_.size());
    for (const auto& node : nodes) traces_.push_back(trace_of(node));
  }
  /// Behind the last level, where all states are equal: `way` is `dearer` than the best one, which
  /// has the index `best`.
  void add_at_end(Trace way, std::uint32_t best, int dearer) {
    const Trace& last = at(starts_.size() - 1, best);
    way.id = last.id;
    way.cost = last.cost + dearer;
    add(way, last.cost);
  }

  struct Chosen {
    std::vector<Trace> way;
    std::vector<bool> changed;  ///< by level: not what the model finds best
  };
  /// The way that ends at `index` of the last level; where a near one has other Han
  /// characters and so much more common words that they outweigh what the model has against it,
  /// that one. `units` are the line's. Precondition: there is a level. O(size + near ways), each
  /// of which takes kWeighing from `budget`; without any left no more are weighed.
  template <class Unit>
  [[nodiscard]] Chosen best_by_words(std::uint32_t index, std::span<const Unit> units,
                                     const WrittenText& written, std::uint64_t& budget) const;

 private:
  static constexpr int kNear = 12 * model::kUnitsPerBit;
  static constexpr std::size_t kAround = 24;  // levels on either side of what differs
  // Words that are common everywhere are no better a guide than the model, and half of its weight
  // is best; tuned on sentences of an encyclopaedia.
  static constexpr int kWords = 2;
  static constexpr std::uint64_t kWeighing = 4 * kAround * kLookUp;

  struct Change {
    std::size_t first;  // level
    std::vector<Trace> traces;
    int gain;
  };
  [[nodiscard]] const Trace& at(std::size_t level, std::uint32_t index) const {
    return traces_[starts_[level] + index];
  }
  // The way that ends at `level` with `met`, from where it leaves `path`.
  [[nodiscard]] Change detour(const Trace& met, std::size_t level,
                              std::span<const std::uint32_t> path) const {
    Change change{level, {met}, 0};
    for (; change.first > 0 && change.traces.back().parent != path[change.first - 1];
         --change.first) {
      change.traces.push_back(at(change.first - 1, change.traces.back().parent));
    }
    std::reverse(change.traces.begin(), change.traces.end());
    return change;
  }

  std::vector<Trace> traces_, met_;
  std::vector<std::size_t> starts_, met_starts_;  // in them, by level
};

/// What a part of a way reads; `units` are those of its levels, and its first one begins between
/// characters.
template <class Trace, class Unit>
[[nodiscard]] std::u32string text_of(std::span<const Trace> way, std::span<const Unit> units,
                                     const WrittenText& written) {
  std::u32string text;
  UnfinishedCharacter open;
  for (std::size_t i = 0; i < way.size(); ++i) {
    if (!way[i].damaged) text.push_back(units[i].code);
    for (unsigned n = 0; n < way[i].count; ++n) {
      if (written.take(open, way[i].bytes[n]) && open.need == 0) text.push_back(open.partial);
    }
  }
  return text;
}

template <class Trace>
template <class Unit>
auto NearWays<Trace>::best_by_words(std::uint32_t index, std::span<const Unit> units,
                                    const WrittenText& written, std::uint64_t& budget) const
    -> Chosen {
  const std::size_t size = starts_.size();
  std::vector<std::uint32_t> path(size);
  std::vector<Trace> best(size);
  for (std::size_t level = size; level-- > 0; index = best[level].parent) {
    path[level] = index;
    best[level] = at(level, index);
  }
  std::vector<Change> changes;
  std::vector<Trace> window;
  const auto weigh = [&](Change& change, int dearer) {
    std::size_t begin = change.first - std::min(change.first, kAround);
    while (begin > 0 && !best[begin - 1].whole) --begin;
    const std::size_t end = std::min(change.first + change.traces.size() + kAround, size);
    window.assign(best.begin() + std::ptrdiff_t(begin), best.begin() + std::ptrdiff_t(end));
    const auto shown = units.subspan(begin, end - begin);
    const std::u32string now = text_of<Trace>(window, shown, written);
    std::copy(change.traces.begin(), change.traces.end(),
              window.begin() + std::ptrdiff_t(change.first - begin));
    change.gain = words_gain(now, text_of<Trace>(window, shown, written)) / kWords - dearer;
  };
  for (std::size_t level = 0; level < size; ++level) {
    const std::size_t end = level + 1 < size ? met_starts_[level + 1] : met_.size();
    for (std::size_t i = met_starts_[level]; i < end; ++i) {
      const int dearer = met_[i].cost - best[level].cost;
      if (met_[i].id != best[level].id || dearer > kNear || budget == 0) continue;
      spend(budget, kWeighing);
      changes.push_back(detour(met_[i], level, path));
      weigh(changes.back(), dearer);
      if (changes.back().gain <= 0) changes.pop_back();
    }
  }
  std::stable_sort(changes.begin(), changes.end(),
                   [](const Change& a, const Change& b) { return a.gain > b.gain; });
  std::vector<bool> changed(best.size());
  for (const Change& change : changes) {
    const auto first = std::ptrdiff_t(change.first);
    const auto last = first + std::ptrdiff_t(change.traces.size());
    if (std::find(changed.begin() + first, changed.begin() + last, true) !=
        changed.begin() + last) {
      continue;
    }
    std::copy(change.traces.begin(), change.traces.end(), best.begin() + first);
    std::fill(changed.begin() + first, changed.begin() + last, true);
  }
  return {std::move(best), std::move(changed)};
}

}  // namespace hanfix::repair
