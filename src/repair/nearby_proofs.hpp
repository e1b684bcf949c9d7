/// \file  What a place of a document proves for those around it.
#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

namespace hanfix::repair {

/// How far a proof reaches, in bytes of the stage's input.
inline constexpr std::uint64_t kProofReach = 64 << 10;

/// Places of the stage's input that leave no doubt about something, in both directions.
class NearbyProofs {
 public:
  /// In ascending order.
  void add(std::uint64_t offset) { places_.push_back(offset); }

  /// A block begins: of those before it, only the last one can reach as far.
  void begin_block() {
    if (places_.size() > 1) places_.erase(places_.begin(), places_.end() - 1);
  }

  /// Whether one is within reach of the bytes [first, last). O(log n).
  [[nodiscard]] bool reach(std::uint64_t first, std::uint64_t last) const {
    const auto after = std::lower_bound(places_.begin(), places_.end(), first);
    return (after != places_.end() && *after < last + kProofReach) ||
           (after != places_.begin() && *(after - 1) + kProofReach >= first);
  }
  [[nodiscard]] bool reach(std::uint64_t offset) const { return reach(offset, offset); }

 private:
  std::vector<std::uint64_t> places_;
};

}  // namespace hanfix::repair
