/// \file  A dictionary that finds the longest key a text starts with.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/prefetch.hpp"
#include "convert/image_format.hpp"

namespace hanfix::convert {

/// What a text starts with.
struct Match {
  std::size_t key_size = 0;     ///< bytes; 0: no key
  std::string_view value = {};  ///< lives as long as the image
  bool open = false;            ///< the text ended while a longer key was still possible
};

/// Where a search stopped, and why.
struct Place {
  enum class Kind : std::uint8_t {
    end,        ///< nothing more in this text
    match,      ///< a key, or one that text to come could complete: see `match`
    operator_,  ///< an ideographic description operator that begins no key
    cut,        ///< the text ends inside a character
  };
  Kind kind;
  std::size_t at;    ///< bytes before the place
  Match match = {};  ///< key_size may be 0 if open: at an operator too
};

/// Immutable; a view of an image, which must outlive it. Cheap to copy, shared by threads.
class Dictionary {
 public:
  Dictionary(const std::byte* image, const image::Dictionary& record) noexcept;

  /// The longest key that is a prefix of `text`. O(longest_key()). Precondition: well-formed
  /// UTF-8; other bytes end a match and are never read beyond the end.
  [[nodiscard]] Match longest_prefix(std::string_view text) const noexcept;

  /// The first place in `text` that needs a decision; what is before it is in no key.
  [[nodiscard]] Place find(std::string_view text) const noexcept;

  /// Whether the character by itself is a key.
  [[nodiscard]] bool has(char32_t code) const noexcept {
    const image::Code entry = entry_of(code);
    return entry.root != 0 && roots_[entry.root - 1].value != 0;
  }
  /// What longest_prefix() finds in a text of this one character, but never open.
  [[nodiscard]] Match alone(char32_t code) const noexcept;
  /// Whether keys of several characters begin with it.
  [[nodiscard]] bool begins_longer_key(char32_t code) const noexcept {
    const image::Code entry = entry_of(code);
    return entry.root != 0 && roots_[entry.root - 1].base != 0;
  }

  /// False if no key of several characters begins with these two; true also for some others.
  [[nodiscard]] bool may_begin_key(char32_t first, char32_t second) const noexcept {
    const std::uint32_t bit = image::key_pair(first, second, key_pair_shift_);
    return (key_pairs_[bit >> 6] >> (bit & 63) & 1) != 0;
  }

  /// Asks for the memory that looking up a key that begins with these two will need.
  void expect(char32_t first, char32_t second) const noexcept {
    const image::Code entry = entry_of(first);
    if (entry.root != 0) prefetch(units_ + roots_[entry.root - 1].base + entry_of(second).cls);
  }

  /// False if `text` surely holds no key and no description operator; O(bytes), at memory speed.
  [[nodiscard]] bool may_change(std::string_view text) const noexcept;

  [[nodiscard]] std::size_t longest_key() const noexcept { return longest_key_; }
  /// Most bytes of a key for one byte of its value, rounded up.
  [[nodiscard]] std::size_t shrink() const noexcept { return shrink_; }

 private:
  // The character at some place of a text.
  struct Character {
    char32_t code = 0;
    image::Code entry = {0, 0};
    std::size_t end = 0;  // bytes
  };
  [[nodiscard]] image::Code entry_of(char32_t code) const noexcept {
    if (code >= 0x110000) return {0, 0};
    return codes_[std::size_t{pages_[code >> 8]} << 8 | (code & 0xFF)];
  }
  // Precondition: the text does not cut the character.
  [[nodiscard]] Character read(std::string_view text, std::size_t at) const noexcept;
  // What starts with the character `first` at `at`; `second` becomes the one after it, if read.
  [[nodiscard]] Match match(std::string_view text, std::size_t at, const Character& first,
                            Character& second) const noexcept;
  void walk(std::uint32_t base, std::string_view text, std::size_t at, Character next,
            Match& match) const noexcept;
  [[nodiscard]] std::string_view value(std::uint32_t number) const noexcept {
    const image::Value& entry = values_[number - 1];
    return {text_ + entry.offset, entry.size};
  }
  // Of the character that is a key by itself.
  [[nodiscard]] std::string_view value_of(const image::Root& root) const noexcept {
    if (root.size <= root.text.size()) return {root.text.data(), root.size};
    return value(root.value);
  }
  [[nodiscard]] bool ascii_head(unsigned char byte) const noexcept {
    return (ascii_heads_[byte >> 6] >> (byte & 63) & 1) != 0;
  }
  const std::uint16_t* pages_;
  const image::Code* codes_;
  const image::Root* roots_;
  const image::Unit* units_;
  const image::Value* values_;
  const std::uint64_t* head_pairs_;
  const std::uint64_t* key_pairs_;
  std::uint32_t key_pair_shift_;
  const char* text_;
  std::uint64_t ascii_heads_[2];
  std::array<bool, 256> head_leads_;  // a pair of head_pairs_ starts with this byte
  std::uint32_t longest_key_;
  std::uint32_t shrink_;
};

}  // namespace hanfix::convert
