/// \file  One pass of a conversion over a piece of text: replacing, or cutting into segments.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "convert/dictionary.hpp"
#include "convert/ideographic_description.hpp"
#include "convert/trace.hpp"

namespace hanfix::convert {

/// The size of the next unit of `text`, the same for replacing and segmenting.
struct Unit {
  enum class Kind : std::uint8_t {
    key,       ///< a key of the dictionary
    verbatim,  ///< text that is copied: characters without a key, a description sequence
    open,      ///< not to be told before more text is there
  };
  Kind kind;
  std::size_t size = 0;         ///< bytes
  std::string_view value = {};  ///< of a key
};

/// The unit at the start of `text`, which must not be empty; `last` if no text follows.
[[nodiscard]] inline Unit next_unit(const Dictionary& dictionary, std::string_view text,
                                    bool last) noexcept {
  if (const std::size_t skipped = dictionary.skip(text); skipped > 0) {
    return {Unit::Kind::verbatim, skipped};
  }
  const Match match = dictionary.longest_prefix(text);
  if (match.open && !last) return {Unit::Kind::open};
  if (match.key_size > 0) return {Unit::Kind::key, match.key_size, match.value};
  const std::size_t size = utf8::sequence_length(static_cast<unsigned char>(text.front()));
  if (size > text.size()) {  // a stream that ends inside a character
    return last ? Unit{Unit::Kind::verbatim, text.size()} : Unit{Unit::Kind::open};
  }
  std::size_t at = 0;
  if (description_arity(utf8::next(text, at)) > 0) {
    const Description description = read_description(text);
    if (description.state == Description::State::complete) {
      return {Unit::Kind::verbatim, description.size};
    }
    if (description.state == Description::State::incomplete && !last) return {Unit::Kind::open};
  }
  return {Unit::Kind::verbatim, size};
}

/// Appends to `out` what the units at the start of `text` become, up to the first one that is
/// open, and returns how many bytes of `text` that took: all of it if `last`. What is left is at
/// most max(dictionary.longest_key(), kDescriptionReach) bytes. `trace` may be null.
std::size_t rewrite(const Dictionary& dictionary, std::string_view text, bool last,
                    std::string& out, Trace* trace);

}  // namespace hanfix::convert
