/// \file  Which characters begin keys of several characters.
#pragma once
#include <bitset>
#include <vector>

#include "convert/dictionary.hpp"

namespace hanfix::convert::context {

/// Bits for each code point below U+10000; all above begin keys, and compatibility ideographs up
/// there are taken to be replaced. Immutable, shared by threads.
class KeyHeads {
 public:
  KeyHeads() = default;
  /// Adds a dictionary: O(65,536), about a millisecond.
  void add(const Dictionary& dictionary);

  /// Adds a dictionary of characters that are replaced before all else.
  void add_normalization(const Dictionary& dictionary);

  /// False if normalising may change the character.
  [[nodiscard]] bool normal(char32_t code) const noexcept {
    return code < changed_.size() ? !changed_[code] : code < 0x2F800 || code >= 0x2FA20;
  }
  /// Adds a dictionary that comes second: what begins its keys, as the first one leaves it.
  void add_second(const Dictionary& first, const Dictionary& second);

  /// Whether the character may begin a key of the second stage.
  [[nodiscard]] bool second(char32_t code) const noexcept {
    return code < second_.size() && second_[code];
  }
  /// What the first stage makes of the character alone; its first character.
  [[nodiscard]] char32_t first_value(char32_t code) const noexcept {
    return code < values_.size() ? values_[code] : code;
  }
  [[nodiscard]] bool operator()(char32_t code) const noexcept {
    return code >= bits_.size() || bits_[code];
  }

 private:
  std::bitset<0x10000> bits_, changed_, second_;
  std::vector<char32_t> values_;
};

}  // namespace hanfix::convert::context
