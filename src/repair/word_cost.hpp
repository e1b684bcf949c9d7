/// \file  What a text costs as words: a second opinion where the character model hesitates.
#pragma once
#include <string_view>

namespace hanfix::repair {

/// The least that a cut of `text` into words costs, in 1/16 bit; what is not Han costs nothing, Han
/// that no word has is dear. The model sees three characters; a word may have more, and is common
/// or rare as a whole. O(size × longest word), allocates.
[[nodiscard]] int word_cost(std::u32string_view text);

/// By how much `after` is cheaper in words than `before`, in 1/16 bit; far below zero if they
/// differ in anything but Han characters, of which words say nothing.
[[nodiscard]] int words_gain(std::u32string_view before, std::u32string_view after);

}  // namespace hanfix::repair
