/// \file  The encodings hanfix reads and writes, by name.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "hanfix/options.hpp"
#include "hanfix/result.hpp"

namespace hanfix {

/// One row of encodings.def.
enum class Encoding : std::uint8_t {
#define HANFIX_ENCODING(id, name, coding, icu, aliases, description) id,
#include "encoding/encodings.def"
#undef HANFIX_ENCODING
};

/// Rows of encodings.def.
inline constexpr std::size_t kEncodingCount = 0
#define HANFIX_ENCODING(id, name, coding, icu, aliases, description) +1
#include "encoding/encodings.def"
#undef HANFIX_ENCODING
    ;

/// A part of an encoding that has a name of its own. Text is read as the whole, since what calls
/// itself GBK or Big5 often holds more; it is written as what the name promises, so that programs
/// which know no more can read it (docs/decisions/0012).
enum class Subset : std::uint8_t {
  whole,
#define HANFIX_SUBSET(id, name, encoding, aliases) id,
#include "encoding/subsets.def"
#undef HANFIX_SUBSET
};

/// How the bytes of an encoding are organised; picks the decoder and the encoder.
enum class Coding : std::uint8_t {
  utf8,
  utf16,
  utf32,
  table,  ///< 1 to 4 bytes a character by a ByteTable, ASCII as itself
  cesu8,
  shifted,  ///< 7 bits with sequences that switch between character sets
  ascii,
};

struct EncodingInfo {
  Encoding id;
  std::string_view name;  ///< as --list encodings and --json print it
  Coding coding;
  const char* icu_name;      ///< ICU's converter behind the table, or ""
  std::string_view aliases;  ///< separated by spaces
  std::string_view description;
};

/// Every encoding, in the order of encodings.def.
[[nodiscard]] std::span<const EncodingInfo> all_encodings() noexcept;
[[nodiscard]] const EncodingInfo& info(Encoding encoding) noexcept;
[[nodiscard]] inline std::string_view name(Encoding encoding) noexcept {
  return info(encoding).name;
}

/// The encoding that a user's name means; case, '-', '_' and ' ' do not matter. An unknown name
/// gives ErrorCode::unknown_name with the nearest names in the message.
[[nodiscard]] Result<Encoding> find_encoding(std::string_view name);

/// What a user's name means as an output encoding.
struct OutputEncoding {
  Encoding encoding = Encoding::utf_8;
  Subset subset = Subset::whole;
  std::string_view name = "utf-8";  ///< of the subset, or of the encoding
};
[[nodiscard]] Result<OutputEncoding> find_output_encoding(std::string_view name);

/// Names and descriptions for --list encodings.
[[nodiscard]] std::vector<Choice> encoding_list();

/// The encoding's byte order mark; empty if it has none.
[[nodiscard]] std::string_view byte_order_mark(Encoding encoding) noexcept;

}  // namespace hanfix
