/// \file  A test by which text without certain characters is passed over 32 bytes at a time.
#pragma once
#include <vector>

#include "convert/compiler/common_characters.hpp"
#include "convert/image_format.hpp"

namespace hanfix::convert::compiler {

/// Lets `marked`, characters of three bytes, through, and as little as possible of other text.
/// Nothing if that would be too much to be of use. Tens of milliseconds at most.
[[nodiscard]] std::vector<image::Sieve> make_sieve(const std::vector<char32_t>& marked,
                                                   const CommonCharacters& common);

}  // namespace hanfix::convert::compiler
