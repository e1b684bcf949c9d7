/// \file  Bytes whose encoding nobody says: which one they are in, and what they then mean.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "encoding/encoding.hpp"

namespace hanfix::repair {

/// The encoding of bytes that were escaped one by one.
struct BytesGuess {
  std::optional<Encoding> encoding;  ///< empty: no East Asian text in any
  bool tie = false;                  ///< two are about as probable: not decided
  double bits = 0;                   ///< by which the next one is less probable
};

/// `bytes` are all that is known, ASCII between them included. UTF-8 must be valid and text;
/// otherwise detection's scores decide, by a clear margin.
[[nodiscard]] BytesGuess guess_encoding(std::string_view bytes);

/// Whether it is ordinary Chinese or Japanese text to the detector's scores.
[[nodiscard]] bool reads_as_text(std::string_view utf8);

/// The text that `bytes` are; empty if any of them is malformed.
[[nodiscard]] std::optional<std::string> decode_whole(Encoding encoding, std::string_view bytes);

}  // namespace hanfix::repair
