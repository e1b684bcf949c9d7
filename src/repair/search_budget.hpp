/// \file  How many steps the searches of a family may take.
#pragma once
#include <algorithm>
#include <cstdint>

#include "repair/family.hpp"

namespace hanfix::repair {

/// What a search counts: a step takes five to ten nanoseconds.
inline constexpr std::uint64_t kLookUp = 8;  ///< the model is asked
inline constexpr std::uint64_t kWay = 4;     ///< a way is kept, or compared with another
inline constexpr std::uint64_t kGlance = 1;  ///< a candidate is dismissed

/// Steps that a family's searches may take: so many for a document, and so many more for each byte
/// of it that has gone by. So whatever a document holds, and however it is divided into lines and
/// blocks, all its searches take no more than that in all; what one block does not need goes on to
/// the next, up to what a document begins with.
class SearchBudget {
 public:
  constexpr SearchBudget(std::uint64_t at_first, std::uint64_t each_byte) noexcept
      : at_first_(at_first), each_byte_(each_byte), left_(at_first) {}

  /// Before a block is searched; blocks come in stream order. The same one again earns nothing.
  void begin(const Block& block) noexcept {
    const std::uint64_t end = block.offset + block.text.size();
    if (end <= earned_to_) return;
    left_ = std::min(left_ + each_byte_ * (end - earned_to_),
                     at_first_ + each_byte_ * block.text.size());
    earned_to_ = end;
  }
  /// To be counted down, but not below 0.
  [[nodiscard]] std::uint64_t& left() noexcept { return left_; }
  [[nodiscard]] bool is_spent() const noexcept { return left_ == 0; }

 private:
  std::uint64_t at_first_, each_byte_, left_;
  std::uint64_t earned_to_ = 0;  // offset in the input
};

/// Takes `steps`, or what there is.
inline void spend(std::uint64_t& budget, std::uint64_t steps) noexcept {
  budget -= std::min(budget, steps);
}

}  // namespace hanfix::repair
