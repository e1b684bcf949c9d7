/// \file  A damaged page as the readings family sees it: characters and annotations.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hanfix::repair {

/// One character, or one annotation: what the search takes in one step.
struct Item {
  enum class Kind : std::uint8_t {
    character,
    annotation,        ///< "(fā)": what the tool put behind a character
    stray_annotation,  ///< "?dāng)": a lead byte swallowed the bracket
  };
  Kind kind;
  char32_t code;        ///< the character; '(' '（' or '?' for annotations
  std::uint32_t start;  ///< bytes in the block
  std::uint32_t end;
  std::string_view reading = {};  ///< of an annotation; borrowed from the block
};

/// The items of well-formed `text`, in order and without gaps. O(n).
[[nodiscard]] std::vector<Item> itemize(std::string_view text);

/// The characters of an annotation as the page shows it.
[[nodiscard]] std::u32string annotation_text(const Item& item);

/// The seven marks that the tool replaced: their half-width forms.
[[nodiscard]] constexpr bool is_halfwidth_mark(char32_t code) noexcept {
  return code == U'!' || code == U'?' || code == U',' || code == U':' || code == U';' ||
         code == U'(' || code == U')';
}
/// Half-width ASCII and its full-width form, U+FF01…U+FF5E, are 0xFEE0 apart.
[[nodiscard]] constexpr char32_t fullwidth(char32_t ascii) noexcept { return ascii + 0xFEE0; }
[[nodiscard]] constexpr bool is_fullwidth_mark(char32_t code) noexcept {
  return code > 0xFEE0 && is_halfwidth_mark(code - 0xFEE0);
}

}  // namespace hanfix::repair
