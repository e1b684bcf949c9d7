/// \file  Which characters begin keys of several characters.
#pragma once
#include <bitset>
#include <span>
#include <vector>

#include "convert/dictionary.hpp"

namespace hanfix::convert::context {

/// Bits for each code point below U+10000 that can be in a run; all above begin keys, and
/// compatibility ideographs up there are taken to be replaced. Immutable, shared by threads.
class KeyHeads {
 public:
  /// `first`: the dictionary whose keys count first. `stage`, `second`: the first stage where the
  /// segmentation comes before it, and the second stage; null if there is none. A few milliseconds.
  KeyHeads(std::span<const Dictionary> normalizations, const Dictionary& first,
           const Dictionary* stage, const Dictionary* second);

  /// False if normalising may change the character.
  [[nodiscard]] bool normal(char32_t code) const noexcept {
    return code < changed_.size() ? !changed_[code] : code < 0x2F800 || code >= 0x2FA20;
  }
  /// Whether the character may begin a key of the second stage.
  [[nodiscard]] bool second(char32_t code) const noexcept {
    return code < second_.size() && second_[code];
  }
  /// What the first stage makes of the character alone; its first character.
  [[nodiscard]] char32_t first_value(char32_t code) const noexcept {
    return code < values_.size() ? values_[code] : code;
  }
  /// Whether the character may begin a key of several characters.
  [[nodiscard]] bool first(char32_t code) const noexcept {
    return code >= first_.size() || first_[code];
  }
  [[nodiscard]] bool stage(char32_t code) const noexcept {
    return code >= stage_.size() || stage_[code];
  }
  [[nodiscard]] bool any(char32_t code) const noexcept {
    return first(code) || stage(code) || second(code);
  }

 private:
  std::bitset<0x10000> first_, stage_, second_, changed_;
  std::vector<char32_t> values_;
};

}  // namespace hanfix::convert::context
