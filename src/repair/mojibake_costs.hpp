/// \file  How natural characters are where they stand: what mojibake is weighed with.
#pragma once
#include <array>
#include <cstdint>

namespace hanfix::repair {

/// Costs in 1/8 bit, as the detector's language costs, from which they come.
class MojibakeCosts {
 public:
  static constexpr int kBit = 8;
  static constexpr int kImpossible = 60 * kBit;

  /// Embedded: compile_mojibake_costs writes it as it is in memory.
  [[nodiscard]] static const MojibakeCosts& instance() noexcept;

  /// What `code` costs as a character of clean text between `before` and `after` (0: nothing),
  /// which may be what damage shows: low where any language, a formula or a drawing would have it
  /// there.
  [[nodiscard]] int seen(char32_t before, char32_t code, char32_t after) const noexcept;

  /// What `code` costs as the character behind damage, between its repaired neighbours: low only
  /// where a language uses it, in a word of its script and case. kImpossible for noncharacters.
  [[nodiscard]] int meant(char32_t before, char32_t code, char32_t after) const noexcept;

 private:
  friend class MojibakeCostsBuilder;
  MojibakeCosts() = default;
  enum class Kind : std::uint8_t {
    ascii_other,
    upper,
    lower,
    letter,  // without case
    mark,    // combining
    punctuation,
    currency,
    maths,
    symbol,
    box,
    control,  // C1
    space,
    other,
  };
  enum class Script : std::uint8_t { none, latin, greek, cyrillic, other };
  [[nodiscard]] Kind kind(char32_t code) const noexcept;
  [[nodiscard]] Script script(char32_t code) const noexcept;

  std::array<std::uint8_t, 0x10000> cost_;  // in the language that likes the character best
  std::array<Kind, 0x10000> kind_;
  std::array<Script, 0x10000> script_;
};

}  // namespace hanfix::repair
