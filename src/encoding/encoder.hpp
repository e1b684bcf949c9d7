/// \file  One encoder an encoding: characters in, bytes out.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "encoding/encoding.hpp"

namespace hanfix {

class Encoder {
 public:
  virtual ~Encoder() = default;
  /// Appends the characters of `text` (whole, well-formed UTF-8) to `out` up to the first that the
  /// encoding lacks. Returns that one's offset in bytes, or text.size(). O(n).
  virtual std::size_t put(std::string_view text, std::string& out) = 0;
  /// Ends the stream: what a following character might have changed, and the way back from shifts.
  virtual void finish(std::string&) {}
};

/// Not for encodings of Coding::utf8, which need no encoder.
[[nodiscard]] std::unique_ptr<Encoder> make_encoder(Encoding encoding,
                                                    Subset subset = Subset::whole);
[[nodiscard]] std::unique_ptr<Encoder> make_cesu8_encoder();
[[nodiscard]] std::unique_ptr<Encoder> make_utf7_encoder();
[[nodiscard]] std::unique_ptr<Encoder> make_shifted_encoder(Encoding encoding);

}  // namespace hanfix
