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
/// the next, up to what a document begins with. Bytes earn less where block after block was
/// searched in vain, as in what cannot be repaired, until something is found again.
class SearchBudget {
 public:
  constexpr SearchBudget(std::uint64_t at_first, std::uint64_t each_byte) noexcept
      : at_first_(at_first), each_byte_(each_byte), left_(at_first), had_(at_first) {}

  /// Before a block is searched; blocks come in stream order. The same one again earns nothing.
  void begin(const Block& block) noexcept {
    const std::uint64_t end = block.offset + block.text.size();
    if (end > earned_to_) {
      const std::uint64_t each = each_byte_ / share_;
      left_ = std::min(left_ + each * (end - earned_to_), at_first_ + each * block.text.size());
      earned_to_ = end;
    }
    had_ = left_;
  }
  /// Behind it: whether anything came of its searches.
  void end(bool found) noexcept {
    in_vain_ = found ? 0 : in_vain_ + (had_ - left_);
    if (found) share_ = 1;
    if (in_vain_ < kPatience * at_first_) return;
    share_ = std::min(share_ * 4, kLeastShare);
    in_vain_ = 0;
  }
  /// To be counted down, but not below 0.
  [[nodiscard]] std::uint64_t& left() noexcept { return left_; }
  [[nodiscard]] bool is_spent() const noexcept { return left_ == 0; }

 private:
  static constexpr std::uint64_t kPatience = 4, kLeastShare = 16;
  std::uint64_t at_first_, each_byte_, left_;
  std::uint64_t earned_to_ = 0;  // offset in the input
  std::uint64_t had_;            // before the block
  std::uint64_t in_vain_ = 0;    // steps since something was found, or bytes were made to earn less
  std::uint64_t share_ = 1;      // a byte earns one in so many steps
};

/// Takes `steps`, or what there is.
inline void spend(std::uint64_t& budget, std::uint64_t steps) noexcept {
  budget -= std::min(budget, steps);
}

}  // namespace hanfix::repair
