/// \file  Brackets and quotation marks that come in pairs: what a lone one speaks against.
#pragma once
#include <cstdint>

#include "model/char_model.hpp"

namespace hanfix::repair {

/// Open brackets of a line so far, two bits a kind. The model sees two characters back and cannot
/// know that a bracket is open; where one was swallowed, its partner tells.
class BracketBalance {
 public:
  /// Takes the next character; what it costs, in 1/16 bit, to close what was not open.
  int take(char32_t code) noexcept {
    if (code == U'"') {
      open_ ^= 1u;
      return 0;
    }
    for (unsigned kind = 0; kind < kKinds; ++kind) {
      const unsigned shift = 2 * kind + 2, count = open_ >> shift & 3u;
      if (code == kPairs[kind][0]) {
        if (count < 3) open_ = static_cast<std::uint16_t>(open_ + (1u << shift));
        return 0;
      }
      if (code == kPairs[kind][1]) {
        if (count == 0) return kLone;
        open_ = static_cast<std::uint16_t>(open_ - (1u << shift));
        return 0;
      }
    }
    return 0;
  }
  /// What it costs to end the line here.
  [[nodiscard]] int end() const noexcept {
    int cost = (open_ & 1) != 0 ? kLone : 0;
    for (unsigned kind = 0; kind < kKinds; ++kind) {
      cost += static_cast<int>(open_ >> (2 * kind + 2) & 3u) * kLone;
    }
    return cost;
  }
  [[nodiscard]] static bool counts(char32_t code) noexcept {
    if (code == U'"') return true;
    for (const auto& pair : kPairs) {
      if (code == pair[0] || code == pair[1]) return true;
    }
    return false;
  }
  [[nodiscard]] std::uint16_t open() const noexcept { return open_; }

 private:
  static constexpr int kLone = 4 * model::kUnitsPerBit;
  static constexpr unsigned kKinds = 6;
  static constexpr char32_t kPairs[kKinds][2] = {{U'(', U')'},   {U'（', U'）'}, {U'“', U'”'},
                                                 {U'「', U'」'}, {U'《', U'》'}, {U'『', U'』'}};
  std::uint16_t open_ = 0;
};

}  // namespace hanfix::repair
