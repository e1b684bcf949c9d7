/// \file  Words in which a character becomes something else in Simplified text than it does alone.
#pragma once
#include <cstddef>
#include <span>

#include "convert/context/names.hpp"
#include "convert/context/word_borders.hpp"

namespace hanfix::convert::context {

/// A word in a run, and what a character of it becomes.
struct WordForm {
  std::size_t begin, end;  ///< characters of the run; equal: there is none
  char32_t form;
  [[nodiscard]] bool found() const noexcept { return end > begin; }
};

/// The longest word of the list that has run[at] as the character that it is about: 著 in 土著,
/// which stays 著; 甚 in 甚麼, 沈 in 下沈. Whether it is a word there is not looked at, but for
/// what begins with 著 (土 before 著火 is none).
[[nodiscard]] WordForm word_form(std::span<const char32_t> run, std::size_t at) noexcept;

/// What run[at] becomes in such a word, if the best cut leaves that in one piece and nothing says
/// that the character is a surname; else 0. Precondition: `borders` and `finder` are at `run`.
[[nodiscard]] char32_t form_in_word(std::span<const char32_t> run, std::size_t at,
                                    WordBorders& borders, NameFinder& finder);

/// Whether the list is about the character.
[[nodiscard]] constexpr bool has_word_form(char32_t code) noexcept {
  return code == U'著' || code == U'甚' || code == U'沈';
}

}  // namespace hanfix::convert::context
