/// \file  What is looked at around a place to decide what it becomes.
///
/// A place is a character, or a few, of a run of Han characters in the text as it came. Features
/// are the characters next to it, alone and together, and in what order; and those a little further
/// off. Each is a number that the learner, the compiler and the program compute in the same way, so
/// nothing else has to be agreed on.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "convert/context/choice_image.hpp"
#include "convert/context/runs.hpp"

namespace hanfix::convert::context {

/// One feature of a place. Written down as its kind and its characters: `L水泥`.
struct Feature {
  char kind;
  std::uint8_t size = 0;  ///< of `text`
  char32_t text[3] = {0, 0, 0};
};

/// Stands for the begin or end of the run in a feature.
inline constexpr char32_t kEdge = U'|';

/// How far features reach, in characters.
inline constexpr std::size_t kFeatureReach = 6;

/// Characters of a run around a place.
struct Surroundings {
  std::size_t lefts = 0, rights = 0;  ///< Han characters on either side, as far as they matter

  /// The i-th character before the place, from 1; kEdge if there is none.
  [[nodiscard]] char32_t left(std::size_t i) const noexcept { return before[i - 1]; }
  /// The i-th character behind the place, from 1.
  [[nodiscard]] char32_t right(std::size_t i) const noexcept { return behind[i - 1]; }

  /// Whose vectors speak for the values, in the order of image::VectorWeights.
  [[nodiscard]] std::array<char32_t, image::kNeighbours> neighbours() const noexcept {
    return {left(1), right(1), left(2), right(2)};
  }

  std::array<char32_t, kFeatureReach> before, behind;  ///< what left() and right() give
};

[[nodiscard]] inline Surroundings surroundings(std::span<const char32_t> run, std::size_t begin,
                                               std::size_t end) noexcept {
  Surroundings s;
  s.before.fill(kEdge);
  s.behind.fill(kEdge);
  for (; s.lefts < kFeatureReach && s.lefts < begin; ++s.lefts) {
    const char32_t code = run[begin - s.lefts - 1];
    if (!is_han(code)) break;
    s.before[s.lefts] = code;
  }
  for (; s.rights < kFeatureReach && end + s.rights < run.size(); ++s.rights) {
    const char32_t code = run[end + s.rights];
    if (!is_han(code)) break;
    s.behind[s.rights] = code;
  }
  return s;
}

/// Characters that Cantonese is known by, whatever the script.
inline constexpr std::u32string_view kCantonese =
    U"佢冇咁咗咪咩咯哋哩哪唔啦啩啱啲喎喺嗌嗰嘅嘢嘥噉嚟囉㗎乜冚嘥揾攞攰畀睇瞓谂谗";

/// The same, a bit for each code point from kCantoneseFirst on.
inline constexpr char32_t kCantoneseFirst = 0x3400, kCantoneseEnd = 0xA000;
inline constexpr auto kCantoneseBits = [] {
  std::array<std::uint64_t, (kCantoneseEnd - kCantoneseFirst) / 64> bits{};
  for (const char32_t code : kCantonese) {
    bits.at((code - kCantoneseFirst) / 64) |= std::uint64_t{1} << code % 64;
  }
  return bits;
}();

/// Whether one of them is around the place.
[[nodiscard]] inline bool is_cantonese(const Surroundings& s) noexcept {
  const auto one = [](char32_t code) {
    const char32_t index = code - kCantoneseFirst;
    return index < kCantoneseEnd - kCantoneseFirst &&
           (kCantoneseBits[index / 64] >> code % 64 & 1) != 0;
  };
  for (std::size_t i = 1; i <= s.lefts; ++i) {
    if (one(s.left(i))) return true;
  }
  for (std::size_t i = 1; i <= s.rights; ++i) {
    if (one(s.right(i))) return true;
  }
  return false;
}

/// How much of the text around a place is known.
enum class Known : std::uint8_t {
  whole,   ///< the run begins and ends where it seems to
  inside,  ///< it is a word out of context: what is around it is unknown
};

/// Calls `each` with the features of an ambiguous character, all but the one that says how the
/// character was found. `group`: the character that stands for those used like this one.
template <class Group, class Each>
void for_each_character_feature(const Surroundings& s, Known known, Group&& group, Each&& each) {
  const std::size_t l = s.lefts, r = s.rights;
  const auto knows_left = [&](std::size_t n) { return known == Known::whole || l >= n; };
  const auto knows_right = [&](std::size_t n) { return known == Known::whole || r >= n; };
  if (knows_left(1)) each(Feature{'l', 1, {s.left(1)}});
  if (knows_right(1)) each(Feature{'r', 1, {s.right(1)}});
  if (l >= 1 && knows_left(2)) each(Feature{'L', 2, {s.left(2), s.left(1)}});
  if (r >= 1 && knows_right(2)) each(Feature{'R', 2, {s.right(1), s.right(2)}});
  if (l >= 1 && r >= 1) each(Feature{'x', 2, {s.left(1), s.right(1)}});
  if (l >= 2 && knows_left(3)) each(Feature{'M', 3, {s.left(3), s.left(2), s.left(1)}});
  if (r >= 2 && knows_right(3)) each(Feature{'N', 3, {s.right(1), s.right(2), s.right(3)}});
  if (l >= 2 && knows_right(1)) each(Feature{'y', 3, {s.left(2), s.left(1), s.right(1)}});
  if (r >= 2 && knows_left(1)) each(Feature{'z', 3, {s.left(1), s.right(1), s.right(2)}});
  if (l >= 1) each(Feature{'p', 1, {group(s.left(1))}});
  if (r >= 1) each(Feature{'q', 1, {group(s.right(1))}});
  if (l >= 1 && r >= 1) each(Feature{'X', 2, {group(s.left(1)), group(s.right(1))}});
  if (l >= 2) each(Feature{'P', 2, {group(s.left(2)), group(s.left(1))}});
  if (r >= 2) each(Feature{'Q', 2, {group(s.right(1)), group(s.right(2))}});
  for (std::size_t i = 2; i <= std::min<std::size_t>(l, 4); ++i) {
    each(Feature{'u', 1, {group(s.left(i))}});
  }
  for (std::size_t i = 2; i <= std::min<std::size_t>(r, 4); ++i) {
    each(Feature{'v', 1, {group(s.right(i))}});
  }
  if (is_cantonese(s)) each(Feature{'k', 0, {}});
  for (std::size_t i = 2; i <= std::min<std::size_t>(l, 5); ++i) each(Feature{'b', 1, {s.left(i)}});
  for (std::size_t i = 2; i <= std::min<std::size_t>(r, 5); ++i) {
    each(Feature{'c', 1, {s.right(i)}});
  }
}

/// Features that say whether the place is a surname, the same for all surnames.
template <class Each>
void for_each_surname_feature(const Surroundings& s, Known known, Each&& each) {
  const bool whole = known == Known::whole;
  if (whole || s.lefts >= 1) each(Feature{'l', 1, {s.left(1)}});
  if (whole || s.rights >= 1) each(Feature{'r', 1, {s.right(1)}});
  if (s.rights >= 1 && (whole || s.rights >= 2)) each(Feature{'R', 2, {s.right(1), s.right(2)}});
  if (s.rights >= 3) each(Feature{'T', 2, {s.right(2), s.right(3)}});
  if (s.rights >= 4) each(Feature{'T', 2, {s.right(3), s.right(4)}});
}

/// Features of a word that Taiwan may say in another way: of the word, and (`shared`) of the text
/// around it, whatever the word.
template <class Own, class Shared>
void for_each_word_feature(const Surroundings& s, Own&& own, Shared&& shared) {
  const auto both = [&](const Feature& feature) {
    own(feature);
    shared(feature);
  };
  if (s.lefts >= 1) both(Feature{'l', 1, {s.left(1)}});
  if (s.rights >= 1) both(Feature{'r', 1, {s.right(1)}});
  if (s.lefts >= 2) both(Feature{'L', 2, {s.left(2), s.left(1)}});
  if (s.rights >= 2) both(Feature{'R', 2, {s.right(1), s.right(2)}});
  for (std::size_t i = 1; i < s.lefts; ++i) shared(Feature{'d', 2, {s.left(i + 1), s.left(i)}});
  for (std::size_t i = 1; i < s.rights; ++i) shared(Feature{'d', 2, {s.right(i), s.right(i + 1)}});
}

[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t h) noexcept {
  h ^= h >> 32;
  h *= 0x9E3779B97F4A7C15u;
  h ^= h >> 29;
  h *= 0xBF58476D1CE4E5B9u;
  return h ^ h >> 32;
}

/// What a feature is a feature of, as a number.
[[nodiscard]] constexpr std::uint64_t subject_number(std::u32string_view subject) noexcept {
  std::uint64_t h = 0;
  for (const char32_t code : subject) h = mixed(h + code + 1);
  return h;
}

/// What the numbers of a feature of a subject have in common, whatever it speaks for.
[[nodiscard]] constexpr std::uint64_t feature_part(std::uint64_t subject,
                                                   const Feature& feature) noexcept {
  const std::uint64_t text = std::uint64_t{feature.text[0]} | std::uint64_t{feature.text[1]} << 21 |
                             std::uint64_t{feature.text[2]} << 42;
  return subject + mixed(text) * 3;
}
[[nodiscard]] constexpr std::uint64_t feature_number(std::uint64_t part, char kind,
                                                     unsigned value) noexcept {
  const auto number = std::uint64_t{static_cast<unsigned char>(kind)} << 8 | value;
  return mixed(part + number * 0x100000001B3u);
}
/// A feature of a subject that speaks for its value number `value`, as a number.
[[nodiscard]] constexpr std::uint64_t feature_number(std::uint64_t subject, const Feature& feature,
                                                     unsigned value) noexcept {
  return feature_number(feature_part(subject, feature), feature.kind, value);
}

/// What filter_hash() multiplies with: the kind, the three characters, the sum.
inline constexpr std::array<std::uint32_t, 5> kFilterFactors = {0x27D4EB2F, 0x9E3779B1, 0x85EBCA6B,
                                                                0xC2B2AE35, 0x2C1B3C6D};
inline constexpr int kFilterFold = 15;

/// A quick hash of a feature, for sets of one subject's features.
[[nodiscard]] constexpr std::uint32_t filter_hash(const Feature& feature) noexcept {
  std::uint32_t h = static_cast<unsigned char>(feature.kind) * kFilterFactors[0];
  h += feature.text[0] * kFilterFactors[1] + feature.text[1] * kFilterFactors[2] +
       feature.text[2] * kFilterFactors[3];
  h ^= h >> kFilterFold;
  return h * kFilterFactors[4];
}

/// What stands for a word of several characters in a set of them: its first two and how many.
[[nodiscard]] constexpr Feature subject_mark(std::u32string_view head, std::size_t size) noexcept {
  return {'=', 3, {head[0], head[1], static_cast<char32_t>(size)}};
}

/// The subjects of shared features.
inline constexpr std::u32string_view kSurnames = U"*姓";
inline constexpr std::u32string_view kWords = U"*詞";

}  // namespace hanfix::convert::context
