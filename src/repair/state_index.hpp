/// \file  Which of the ways of a search is in a state: numbers by key.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace hanfix::repair {

/// A hash table of the numbers 0, 1, 2…, as many as have been added, at most 16,000. It begins
/// small and grows with what it holds: most searches meet few states.
class StateIndex {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  /// The number that was added with an equal key, or one that looks equal, and for which
  /// is(number) holds; kNone if there is none. O(1).
  template <class Is>
  [[nodiscard]] std::uint32_t find(std::uint64_t key, Is is) noexcept {
    for (place_ = first_place(key); slots_[place_] != 0; place_ = (place_ + 1) & mask()) {
      const std::uint32_t number = slots_[place_] - 1u;
      if (is(number)) return number;
    }
    return kNone;
  }
  /// Adds the next number. Precondition: find(key, …) was called last, and gave kNone.
  void add(std::uint64_t key) {
    keys_.push_back(key);
    put(keys_.size() - 1, place_);
    if (2 * keys_.size() > slots_.size() && bits_ < kMostBits) grow();
  }
  void clear() noexcept {
    for (const std::uint16_t place : places_) slots_[place] = 0;
    places_.clear();
    keys_.clear();
  }

 private:
  static constexpr unsigned kMostBits = 14;

  [[nodiscard]] std::size_t mask() const noexcept { return slots_.size() - 1; }
  [[nodiscard]] std::size_t first_place(std::uint64_t key) const noexcept {
    return (key * 0x9E3779B97F4A7C15u) >> (64 - bits_);
  }
  void put(std::size_t number, std::size_t place) {
    slots_[place] = static_cast<std::uint16_t>(number + 1);
    places_.push_back(static_cast<std::uint16_t>(place));
  }
  void grow() {
    bits_ = kMostBits;
    slots_.assign(std::size_t{1} << bits_, 0);
    places_.clear();
    for (std::size_t number = 0; number < keys_.size(); ++number) {
      std::size_t place = first_place(keys_[number]);
      while (slots_[place] != 0) place = (place + 1) & mask();
      put(number, place);
    }
  }

  unsigned bits_ = 8;
  std::vector<std::uint16_t> slots_ = std::vector<std::uint16_t>(std::size_t{1} << bits_, 0);
  std::vector<std::uint64_t> keys_;    // by number
  std::vector<std::uint16_t> places_;  // of slots that are not 0
  std::size_t place_ = 0;              // where find() came to an end
};

}  // namespace hanfix::repair
