/// \file  Stretches of text in which words are looked for.
#pragma once
#include <cstddef>
#include <string_view>

#include "base/utf8.hpp"
#include "convert/ideographic_description.hpp"
#include "model/symbols.hpp"

namespace hanfix::convert::context {

/// A longer run is several.
inline constexpr std::size_t kLongestRun = 256;  // code points
/// What comes before the first Han character of a run and belongs to it, as in U盘.
inline constexpr std::size_t kLongestLead = 8;  // code points

/// Bytes that find_run() leaves undecided at most.
inline constexpr std::size_t kHeldRun = (kLongestRun + kLongestLead) * 4 + kDescriptionReach;

/// Ideographs and 〇. 々 is in no word of the dictionaries.
[[nodiscard]] constexpr bool is_han(char32_t code) noexcept {
  return model::is_ideograph(code) || code == U'〇';
}

/// Han characters, and what else stands in OpenCC's keys. No key holds anything else beside it, so
/// text on both sides of a run is converted by itself.
[[nodiscard]] constexpr bool in_run(char32_t code) noexcept {
  return is_han(code) || (code >= U'A' && code <= U'Z') || code == U'·' || code == U'-';
}

/// The next run of a text.
struct RunSearch {
  std::size_t begin;  ///< bytes before the run; of text that is decided, if there is none
  std::size_t end;    ///< bytes; equal to `begin` if there is none
  [[nodiscard]] bool found() const noexcept { return end > begin; }
};

/// Looks for a run at or behind `from`, where the run before ended or the stream began. Description
/// sequences are passed over. Not `last`: a run that text to come could make longer is not found,
/// nor is text behind `begin` decided. Runs depend on the text only, not on how it is cut.
[[nodiscard]] RunSearch find_run(std::string_view text, std::size_t from, bool last);

}  // namespace hanfix::convert::context
