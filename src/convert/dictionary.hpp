/// \file  A dictionary that finds the longest key a text starts with.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

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
    operator_,  ///< an ideographic description operator
    cut,        ///< the text ends inside a character
  };
  Kind kind;
  std::size_t at;    ///< bytes before the place
  Match match = {};  ///< key_size may be 0 if open
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

  /// False if `text` surely holds no key and no description operator; O(bytes), at memory speed.
  [[nodiscard]] bool may_change(std::string_view text) const noexcept;

  [[nodiscard]] std::size_t longest_key() const noexcept { return longest_key_; }
  /// Most bytes of a key for one byte of its value, rounded up.
  [[nodiscard]] std::size_t shrink() const noexcept { return shrink_; }

 private:
  [[nodiscard]] std::uint16_t class_of(char32_t code) const noexcept {
    return class_table_[std::size_t{class_pages_[code >> 8]} << 8 | (code & 0xFF)];
  }
  // Completes a match whose first character is `root`'s and ends at `at`.
  [[nodiscard]] Match walk(const image::Root& root, std::string_view text,
                           std::size_t at) const noexcept;
  // The class of the character at `at`, moved behind it; 0 for one that the text cuts.
  [[nodiscard]] std::uint16_t next_class(std::string_view text, std::size_t& at) const noexcept;
  [[nodiscard]] std::string_view value(std::uint32_t number) const noexcept {
    const image::Value& entry = values_[number - 1];
    return {text_ + entry.offset, entry.size};
  }
  [[nodiscard]] bool ascii_head(unsigned char byte) const noexcept {
    return (ascii_heads_[byte >> 6] >> (byte & 63) & 1) != 0;
  }

  // True if some pair of head_pairs starts with `byte`.
  [[nodiscard]] bool head_lead(unsigned char byte) const noexcept {
    return (head_pairs_[std::size_t{byte} * 4] | head_pairs_[std::size_t{byte} * 4 + 1] |
            head_pairs_[std::size_t{byte} * 4 + 2] | head_pairs_[std::size_t{byte} * 4 + 3]) != 0;
  }

  const std::uint16_t* class_pages_;
  const std::uint16_t* class_table_;
  const std::uint16_t* root_index_;
  const image::Root* roots_;
  const image::Unit* units_;
  const image::Value* values_;
  const std::uint64_t* head_pairs_;
  const char* text_;
  std::uint64_t ascii_heads_[2];
  std::uint32_t longest_key_;
  std::uint32_t shrink_;
};

}  // namespace hanfix::convert
