/// \file  The ways of a search that have come equally far: one for each state.
#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "model/char_model.hpp"
#include "repair/state_index.hpp"

namespace hanfix::repair {

/// Adds to `rivals`, how much more probable than a way all others are together, one that is
/// `dearer` by so much, in 1/16 bit, and has `own` rivals itself.
inline void add_rival(float& rivals, int dearer, float own) {
  const auto bits = static_cast<float>(dearer) / model::kUnitsPerBit;
  if (bits < 24) rivals += (1 + own) * std::exp2(-bits);
}

/// Of the ways that meet in one state, the cheapest; what becomes of the others is in its `rivals`.
///
/// A Way has `cost` (1/16 bit) and `rivals`; key(way) is equal for ways that nothing behind can
/// tell apart. O(1) for each way.
template <class Way>
class WaySet {
 public:
  /// Beyond `most` ways, at most 16,000, new states are not taken.
  explicit WaySet(std::size_t most) : most_(most) {}

  void add(const Way& way) {
    add(way, [](const Way&, int) {});
  }
  /// The same; calls `lost` with the way that is not kept and the cost of the one that is. Its `id`
  /// is that of the one that is.
  template <class Lost>
  void add(Way way, Lost lost) {
    const std::uint64_t wanted = key(way);
    const std::uint32_t found =
        index_.find(wanted, [&](std::uint32_t number) { return key(ways_[number]) == wanted; });
    if (found != StateIndex::kNone) {
      Way& other = ways_[found];
      way.id = other.id;
      if (way.cost < other.cost) std::swap(way, other);
      add_rival(other.rivals, way.cost - other.cost, way.rivals);
      lost(way, other.cost);
      return;
    }
    if (ways_.size() >= most_) return;
    way.id = static_cast<std::uint32_t>(ways_.size());
    ways_.push_back(way);
    index_.add(wanted);
  }

  /// All of them, to be changed at will once no more are added; then take() is due.
  [[nodiscard]] std::vector<Way>& ways() noexcept { return ways_; }
  /// Swaps them for `ways`, and is empty.
  void take(std::vector<Way>& ways) {
    ways.swap(ways_);
    ways_.clear();
    index_.clear();
  }

 private:
  std::size_t most_;
  std::vector<Way> ways_;
  StateIndex index_;
};

}  // namespace hanfix::repair
