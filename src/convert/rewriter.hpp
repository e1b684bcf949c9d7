/// \file  One pass of a conversion over a piece of text: replacing, or cutting into segments.
#pragma once
#include <cstddef>
#include <string_view>

#include "base/utf8.hpp"
#include "convert/byte_buffer.hpp"
#include "convert/dictionary.hpp"
#include "convert/ideographic_description.hpp"
#include "convert/trace.hpp"

namespace hanfix::convert {

/// The next unit of a text, the same for replacing and segmenting.
struct Unit {
  enum class Kind : std::uint8_t {
    key,       ///< a key of the dictionary
    verbatim,  ///< text that is copied: characters without a key, description sequences
    open,      ///< not to be told before more text is there
  };
  Kind kind;
  std::size_t before;           ///< bytes of verbatim text before the unit
  std::size_t size = 0;         ///< bytes
  std::string_view value = {};  ///< of a key; kValuePadding bytes can be read at its end
};

/// The first unit of `text` that is no mere verbatim character; `last` if no text follows.
[[nodiscard]] inline Unit next_unit(const Dictionary& dictionary, std::string_view text,
                                    bool last) noexcept {
  const Place place = dictionary.find(text);
  const std::string_view rest = text.substr(place.at);
  bool operator_here = place.kind == Place::Kind::operator_;
  switch (place.kind) {
    case Place::Kind::end:
      return {Unit::Kind::verbatim, place.at};
    case Place::Kind::cut:
      return {last ? Unit::Kind::verbatim : Unit::Kind::open, place.at, last ? rest.size() : 0};
    case Place::Kind::match:
      if (place.match.open && !last) return {Unit::Kind::open, place.at};
      if (place.match.key_size > 0) {
        return {Unit::Kind::key, place.at, place.match.key_size, place.match.value};
      }
      operator_here = begins_with_operator(rest);  // of a key that the text ended within
      break;
    case Place::Kind::operator_:
      break;
  }
  if (operator_here) {
    const Description description = read_description(rest);
    if (description.state == Description::State::complete) {
      return {Unit::Kind::verbatim, place.at, description.size};
    }
    if (description.state == Description::State::incomplete && !last) {
      return {Unit::Kind::open, place.at};
    }
  }
  return {Unit::Kind::verbatim, place.at,
          utf8::sequence_length(static_cast<unsigned char>(rest.front()))};
}

/// Appends to `out` what the units at the start of `text` become, up to the first one that is
/// open, and returns how many bytes of `text` that took: all of it if `last`. What is left is at
/// most max(dictionary.longest_key(), kDescriptionReach) bytes. `trace` may be null.
std::size_t rewrite(const Dictionary& dictionary, std::string_view text, bool last, ByteBuffer& out,
                    Trace* trace);

}  // namespace hanfix::convert
