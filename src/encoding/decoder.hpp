/// \file  One decoder an encoding: settled bytes in, characters out.
#pragma once
#include <cstddef>
#include <memory>
#include <string_view>

#include "encoding/encoding.hpp"
#include "encoding/unit_writer.hpp"

namespace hanfix {

/// The longest input that a decoder ever leaves for the next call.
inline constexpr std::size_t kDecoderLookahead = 12;

class Decoder {
 public:
  virtual ~Decoder() = default;
  /// Decodes the part of `input` that nothing behind it can change, and returns its size in bytes.
  /// The rest, at most kDecoderLookahead bytes, is to be given again with what follows. `last`:
  /// nothing follows, everything is taken. What is written depends on the stream alone, not on
  /// where it is cut into calls. O(n).
  virtual std::size_t decode(std::string_view input, bool last, UnitWriter& out) = 0;
  /// So many bytes of the stream, well-formed and between characters, have been passed on without
  /// being given to decode().
  virtual void passed(std::size_t bytes) { (void)bytes; }
};

[[nodiscard]] std::unique_ptr<Decoder> make_decoder(Encoding encoding);

/// How a UTF-8 sequence begins: what stands at the front of `bytes` (not empty).
struct Utf8Front {
  enum class Kind : std::uint8_t { valid, malformed, incomplete };
  Kind kind;
  std::uint8_t size;  ///< malformed: the maximal subpart (Unicode 15, section 3.9, table 3-11)
};
[[nodiscard]] Utf8Front utf8_front(std::string_view bytes) noexcept;

/// A character in a form that UTF-8 forbids and that is found all the same.
struct LooseUtf8 {
  enum class Kind : std::uint8_t {
    none,
    pair,        ///< a surrogate pair in 2 × 3 bytes, as CESU-8 has it
    overlong,    ///< 2 to 4 bytes where fewer would do
    incomplete,  ///< `bytes` ends inside what may become one
  };
  Kind kind = Kind::none;
  std::uint8_t size = 0;
  char32_t code = 0;
};
/// What stands at the front of `bytes` (not empty), if utf8_front() finds it malformed.
[[nodiscard]] LooseUtf8 loose_utf8_front(std::string_view bytes) noexcept;

/// Size of the longest run of well-formed, complete sequences at the front, found with SIMD;
/// what follows it, if anything, is malformed or incomplete. `block` is how much is validated at
/// once, kUtf8BlockMax to begin with: it is kept between calls and grows while the text is valid,
/// so that one bad byte costs little and a binary file no more.
[[nodiscard]] std::size_t valid_utf8_prefix(std::string_view bytes, std::size_t& block) noexcept;
inline constexpr std::size_t kUtf8BlockMax = 16 << 10;

/// Size of the run of bytes below 0x80 at the front.
[[nodiscard]] std::size_t ascii_prefix(std::string_view bytes) noexcept;

// Made by make_decoder(); one file each.
/// `loose`: what loose_utf8_front() finds is read where it stands among well-formed text, and
/// reported; but an ASCII character only from C0 80, which is U+0000 (docs/decisions/0011).
[[nodiscard]] std::unique_ptr<Decoder> make_utf8_decoder(bool loose);
[[nodiscard]] std::unique_ptr<Decoder> make_cesu8_decoder();
[[nodiscard]] std::unique_ptr<Decoder> make_utf7_decoder();
[[nodiscard]] std::unique_ptr<Decoder> make_wide_decoder(Encoding encoding);
[[nodiscard]] std::unique_ptr<Decoder> make_table_decoder(Encoding encoding);
[[nodiscard]] std::unique_ptr<Decoder> make_shifted_decoder(Encoding encoding);

}  // namespace hanfix
