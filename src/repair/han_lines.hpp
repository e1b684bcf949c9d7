/// \file  Lines as characters, and what stands beside a character: for families that map characters
/// one by one and look no further than their line.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "base/byte_vector.hpp"
#include "repair/family.hpp"

namespace hanfix::repair {

/// True if `hit` holds for the three bytes at some place of `text`; behind its end there are NULs.
/// `hit` takes three ByteVectors, which hold those of sixteen places, and gives a ByteMask.
template <class Hit>
[[nodiscard]] bool any_three_bytes(std::string_view text, Hit hit) {
  return any_place(
      text, [&](const ByteWindow& bytes) -> ByteMask { return hit(bytes[0], bytes[1], bytes[2]); });
}

/// A character and where it begins in its block.
struct Placed {
  char32_t code;
  std::uint32_t start;
};

/// The characters of one line without its line break (LF or CR LF). The character behind the last
/// may be read: its code is '\n' and its start is where the line ends.
using Line = std::span<const Placed>;

/// Calls `visit` with every line of the block for which `wanted` holds, in order.
void for_each_line(std::string_view text, const std::function<bool(std::string_view)>& wanted,
                   const std::function<void(Line)>& visit);

/// Ideographs in use as such: unified ones, 々 and 〇; not radicals, not compatibility ideographs.
[[nodiscard]] bool is_hanzi(char32_t code) noexcept;
[[nodiscard]] bool is_compatibility_ideograph(char32_t code) noexcept;
[[nodiscard]] bool is_radical(char32_t code) noexcept;
/// In the Basic Multilingual Plane: what old encodings used.
[[nodiscard]] bool is_private_use(char32_t code) noexcept;
[[nodiscard]] bool is_kana(char32_t code) noexcept;
[[nodiscard]] bool is_hangul(char32_t code) noexcept;
/// Punctuation of Chinese text: ，。「」（）《》—…“”, full-width forms. Not ASCII, not the
/// ideographic space.
[[nodiscard]] bool is_chinese_mark(char32_t code) noexcept;
[[nodiscard]] bool is_ascii_letter_or_digit(char32_t code) noexcept;

/// How many of the line's characters `test` holds for.
[[nodiscard]] std::size_t count_if(Line line, bool (*test)(char32_t) noexcept);

/// True if the line speaks of characters as such: it names a code point (U+2F00), or holds one of
/// `words`. Such text shows the very character that damage would be.
[[nodiscard]] bool is_about_characters(Line line, std::span<const std::u32string_view> words);

/// An edit that replaces characters [first, last) of a line by `after`.
[[nodiscard]] Edit make_edit(const Block& block, Line line, std::size_t first, std::size_t last,
                             std::string_view family, std::string after, double confidence);

}  // namespace hanfix::repair
