/// \file  The ways of a search that were hardly dearer than the best one: words decide.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "model/char_model.hpp"
#include "repair/word_cost.hpp"

namespace hanfix::repair {

/// What a search through levels remembers of ways that met a cheaper one in their state.
///
/// A Trace is what it keeps of a way at one level: the way's index at the level before (`parent`),
/// the number of its state (`id`), its `cost` so far in 1/16 bit, and whether no character is
/// unfinished (`whole`).
template <class Trace>
class NearWays {
 public:
  /// The index of the best way at each level, and what is kept of a way by level and index.
  using Path = std::span<const std::uint32_t>;
  using TraceAt = std::function<const Trace&(std::size_t level, std::uint32_t index)>;
  /// The text of ways from a level on at which no character is unfinished.
  using TextOf = std::function<std::u32string(std::size_t level, std::span<const Trace> way)>;

  void begin_level() { starts_.push_back(met_.size()); }
  /// At this level a way met one that costs `least` and is no dearer.
  void add(const Trace& way, int least) {
    if (way.cost - least <= kNear) met_.push_back(way);
  }
  /// A way that is `dearer` than the best one at the end, where all states are equal.
  void add_at_end(Trace way, const Trace& best, int dearer) {
    way.id = best.id;
    way.cost = best.cost + dearer;
    add(way, best.cost);
  }

  struct Chosen {
    std::vector<Trace> way;
    std::vector<bool> changed;  ///< by level: not what the model finds best
  };
  /// The best way from end to end; where a near one has other Han characters and so much more
  /// common words that they outweigh what the model has against it, that one. O(size + near ways).
  [[nodiscard]] Chosen best_by_words(Path path, const TraceAt& trace_at,
                                     const TextOf& text_of) const;

 private:
  static constexpr int kNear = 12 * model::kUnitsPerBit;
  static constexpr std::size_t kAround = 24;  // levels on either side of what differs
  // Words that are common everywhere are no better a guide than the model, and half of its weight
  // is best; tuned on sentences of an encyclopaedia.
  static constexpr int kWords = 2;

  struct Change {
    std::size_t first;  // level
    std::vector<Trace> traces;
    int gain;
  };
  // The way that ends at `level` with `met`, from where it leaves `path`.
  static Change detour(const Trace& met, std::size_t level, Path path, const TraceAt& trace_at) {
    Change change{level, {met}, 0};
    for (; change.first > 0 && change.traces.back().parent != path[change.first - 1];
         --change.first) {
      change.traces.push_back(trace_at(change.first - 1, change.traces.back().parent));
    }
    std::reverse(change.traces.begin(), change.traces.end());
    return change;
  }

  std::vector<Trace> met_;
  std::vector<std::size_t> starts_;  // in it, by level
};

template <class Trace>
auto NearWays<Trace>::best_by_words(Path path, const TraceAt& trace_at, const TextOf& text_of) const
    -> Chosen {
  std::vector<Trace> best;
  for (std::size_t level = 0; level < path.size(); ++level) {
    best.push_back(trace_at(level, path[level]));
  }
  std::vector<Change> changes;
  std::vector<Trace> window;
  const auto weigh = [&](Change& change, int dearer) {
    std::size_t begin = change.first - std::min(change.first, kAround);
    while (begin > 0 && !best[begin - 1].whole) --begin;
    const std::size_t end = std::min(change.first + change.traces.size() + kAround, best.size());
    window.assign(best.begin() + std::ptrdiff_t(begin), best.begin() + std::ptrdiff_t(end));
    const std::u32string now = text_of(begin, window);
    std::copy(change.traces.begin(), change.traces.end(),
              window.begin() + std::ptrdiff_t(change.first - begin));
    change.gain = words_gain(now, text_of(begin, window)) / kWords - dearer;
  };
  for (std::size_t level = 0; level < path.size(); ++level) {
    const std::size_t end = level + 1 < starts_.size() ? starts_[level + 1] : met_.size();
    for (std::size_t i = starts_[level]; i < end; ++i) {
      const int dearer = met_[i].cost - best[level].cost;
      if (met_[i].id != best[level].id || dearer > kNear) continue;
      changes.push_back(detour(met_[i], level, path, trace_at));
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
