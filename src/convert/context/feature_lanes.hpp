/// \file  The features of a character, all at once; for choice.cpp.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "convert/context/features.hpp"

namespace hanfix::convert::context {

/// The features that for_each_character_feature() gives of a place in a known run, and the one that
/// says how a character was found, each in a lane of its own.
struct FeatureLanes {
  static constexpr std::size_t kCount = 32;
  /// The kinds of features, by lane; the last two are free.
  static constexpr std::array<char, kCount> kKinds = {
      '0', 'l', 'r', 'L', 'R', 'x', 'M', 'N', 'y', 'z', 'p', 'q', 'X', 'P', 'Q', 'u',
      'u', 'u', 'v', 'v', 'v', 'k', 'b', 'b', 'b', 'b', 'c', 'c', 'c', 'c', 0,   0};

  /// Only the first lanes have features of several characters.
  static constexpr std::size_t kLong = 16;

  alignas(32) std::array<std::uint32_t, kCount> first;
  alignas(32) std::array<std::uint32_t, kLong> second, third;
  /// Bits of the lanes that have a feature; of kCantoneseLane, if is_cantonese() is true.
  std::uint32_t valid;

  [[nodiscard]] Feature feature(std::size_t lane) const noexcept {
    if (lane >= kLong) return {kKinds[lane], 0, {first[lane], 0, 0}};
    return {kKinds[lane], 0, {first[lane], second[lane], third[lane]}};
  }
};

namespace lanes {

/// Lanes of features that need so many characters on one side.
constexpr std::uint32_t bits(std::initializer_list<unsigned> which) {
  std::uint32_t all = 0;
  for (const unsigned lane : which) all |= 1u << lane;
  return all;
}
// Those that need at least 1, 2, … 5 characters before the place, or behind it.
inline constexpr std::array<std::uint32_t, 5> kNeedLeft = {
    bits({3, 5, 10, 12}), bits({6, 8, 13, 15, 22}), bits({16, 23}), bits({17, 24}), bits({25})};
inline constexpr std::array<std::uint32_t, 5> kNeedRight = {
    bits({4, 5, 11, 12}), bits({7, 9, 14, 18, 26}), bits({19, 27}), bits({20, 28}), bits({29})};
// By how many there are.
constexpr auto allowed(const std::array<std::uint32_t, 5>& needs) {
  std::array<std::uint32_t, kFeatureReach + 1> all{};
  for (std::size_t have = 0; have <= kFeatureReach; ++have) {
    all.at(have) = ~(3u << 30);
    for (std::size_t need = have; need < needs.size(); ++need) all.at(have) &= ~needs.at(need);
  }
  return all;
}
inline constexpr auto kLeft = allowed(kNeedLeft), kRight = allowed(kNeedRight);
inline constexpr std::uint32_t kCantoneseLane = 1u << 21;

/// How many characters next to a place a feature has, if it has nothing else: together with the
/// place they may be a word.
struct Beside {
  std::uint8_t before, behind;
};
/// By lane; the first has none.
inline constexpr std::array<Beside, 10> kBeside = {
    {{0, 0}, {1, 0}, {0, 1}, {2, 0}, {0, 2}, {1, 1}, {3, 0}, {0, 3}, {2, 1}, {1, 2}}};

}  // namespace lanes

/// `group`: as for for_each_character_feature().
template <class Group>
void fill_lanes(const Surroundings& s, Group&& group, FeatureLanes& to) noexcept {
  const auto [l1, l2, l3, l4, l5, l6] = s.before;
  const auto [r1, r2, r3, r4, r5, r6] = s.behind;
  const std::uint32_t g1 = group(l1), g2 = group(l2), g3 = group(l3), g4 = group(l4);
  const std::uint32_t h1 = group(r1), h2 = group(r2), h3 = group(r3), h4 = group(r4);
  to.first = {0,  l1, r1, l2, r1, l1, l3, r1, l2, l1, g1, h1, g1, g2, h1, g2,
              g3, g4, h2, h3, h4, 0,  l2, l3, l4, l5, r2, r3, r4, r5, 0,  0};
  to.second = {0, 0, 0, l1, r2, r1, l2, r2, l1, r1, 0, 0, h1, g1, h2, 0};
  to.third = {0, 0, 0, 0, 0, 0, l1, r3, r1, r2, 0, 0, 0, 0, 0, 0};
  to.valid = lanes::kLeft[s.lefts] & lanes::kRight[s.rights];
}

}  // namespace hanfix::convert::context
