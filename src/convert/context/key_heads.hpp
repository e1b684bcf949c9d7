/// \file  What a chain knows of single characters.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "convert/context/choice.hpp"
#include "convert/context/runs.hpp"
#include "convert/dictionary.hpp"
#include "convert/image_format.hpp"

namespace hanfix::convert::context {

/// A byte for each code point below U+10000; of those above, all that can be in a run begin keys,
/// and compatibility ideographs are taken to be replaced. Immutable, shared by threads.
class KeyHeads {
 public:
  enum Flag : std::uint8_t {
    kInRun = 1,
    kHan = 2,
    kChanged = 4,  ///< by normalising
    kFirst = 8,    ///< begins keys of several characters
    kStage = 16,   ///< likewise, of the first stage where the segmentation comes before it
    kSecond = 32,  ///< begins keys of the second stage, as the first one leaves it
    kAsked = 64,   ///< there is a choice between several values, or names keep it
    kNamed = 128,  ///< names remembered within a document matter to it (DocumentNames)
    kOpen = kAsked | kChanged,  ///< it may become something else without a key
  };

  /// `first`: the dictionary whose keys count first. `stage`, `second`: the first stage where the
  /// segmentation comes before it, and the second stage; null if there is none. `last`: the last
  /// stage. Some tenths of a millisecond.
  KeyHeads(std::span<const Dictionary> normalizations, const Dictionary& first,
           const Dictionary* stage, const Dictionary* second, const Dictionary& last);

  [[nodiscard]] std::uint8_t flags(char32_t code) const noexcept {
    if (code < kCodes) return flags_[code];
    if (!is_han(code)) return 0;
    return kInRun | kHan | kFirst | kStage | (code >= 0x2F800 && code < 0x2FA20 ? kChanged : 0);
  }
  /// The same of a code point below U+10000.
  [[nodiscard]] std::uint8_t low_flags(std::uint16_t code) const noexcept { return flags_[code]; }
  /// The flags of all those, and three bytes more.
  [[nodiscard]] const std::uint8_t* table() const noexcept { return flags_.data(); }
  /// What chooses between values; null unless the chain is one towards Traditional.
  [[nodiscard]] const Choice* choice() const noexcept { return choice_; }
  /// Whether names of people keep characters; only if the chain is one towards Simplified.
  [[nodiscard]] bool names() const noexcept { return names_; }
  /// Lets through what is asked about, or may be changed by normalising, below U+10000, if that is
  /// little; null unless names() is true.
  [[nodiscard]] const convert::image::Sieve* few() const noexcept {
    return names_ ? &few_ : nullptr;
  }
  /// Whether a name that is remembered could change what becomes of the character: it is kept
  /// towards Simplified; towards Traditional it is a surname, and then not what it usually is.
  [[nodiscard]] bool named(char32_t code) const noexcept {
    return code < kCodes && (flags_[code] & kNamed) != 0;
  }
  /// Lets through what that is true of. O(characters).
  [[nodiscard]] convert::image::Sieve named_sieve() const;
  /// Whether the choice, or who looks for names, is asked about the character.
  [[nodiscard]] bool asked(char32_t code) const noexcept { return (flags(code) & kAsked) != 0; }
  /// False if normalising may change the character.
  [[nodiscard]] bool normal(char32_t code) const noexcept { return (flags(code) & kChanged) == 0; }
  /// Whether the character may begin a key of the second stage.
  [[nodiscard]] bool second(char32_t code) const noexcept { return (flags(code) & kSecond) != 0; }
  /// What the first stage makes of the character alone; its first character.
  [[nodiscard]] char32_t first_value(char32_t code) const noexcept;
  /// Whether the character may begin a key of several characters.
  [[nodiscard]] bool first(char32_t code) const noexcept { return (flags(code) & kFirst) != 0; }
  [[nodiscard]] bool stage(char32_t code) const noexcept { return (flags(code) & kStage) != 0; }
  [[nodiscard]] bool any(char32_t code) const noexcept {
    return (flags(code) & (kFirst | kStage | kSecond | kAsked)) != 0;
  }

 private:
  static constexpr char32_t kCodes = 0x10000;
  std::array<std::uint8_t, kCodes + 3> flags_{};
  Dictionary first_stage_;
  const Choice* choice_ = nullptr;
  bool names_ = false;
  convert::image::Sieve few_{};
};

}  // namespace hanfix::convert::context
