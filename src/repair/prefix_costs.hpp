/// \file  What characters of UTF-8 cost while their bytes are still coming.
#pragma once
#include <array>
#include <cstdint>

#include "model/char_model.hpp"

namespace hanfix::repair {

/// What characters cost whatever stands before them, in 1/16 bit, and what an unfinished one costs
/// on average: so that ways that are in the middle of a character can be compared with others.
class PrefixCosts {
 public:
  /// Of the model's table for `script`, embedded.
  [[nodiscard]] static const PrefixCosts& of(model::Script script) noexcept;

  /// Asks the model: what compile_pairs does when the program is built.
  explicit PrefixCosts(model::Script script);

  [[nodiscard]] int character(char32_t code) const noexcept {
    return code < 0x10000 ? character_[code] : kRare;
  }
  /// After `size` - `need` bytes of a character of `size` bytes; `partial` holds their payload.
  [[nodiscard]] int pending(char32_t partial, unsigned size, unsigned need) const noexcept {
    if (size == 3) return need == 2 ? first_[partial & 0xF] : second_[partial & 0x3FF];
    return size == 2 ? 12 * model::kUnitsPerBit : 14 * model::kUnitsPerBit;
  }

 private:
  static constexpr int kRare = 28 * model::kUnitsPerBit;
  std::array<std::uint16_t, 0x10000> character_{};
  std::array<std::uint16_t, 16> first_{};
  std::array<std::uint16_t, 1024> second_{};
};

}  // namespace hanfix::repair
