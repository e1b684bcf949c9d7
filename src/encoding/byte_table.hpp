/// \file  Which bytes are which character, for encodings of 1 to 4 bytes without shifts.
#pragma once
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "encoding/encoding.hpp"

namespace hanfix {

/// What stands at the front of some bytes.
struct ByteUnit {
  enum class Kind : std::uint8_t {
    character,
    malformed,   ///< `size` bytes that are no character; an ASCII byte is never among them
                 ///< unless it is inside a four-byte GB18030 code that is not assigned
    incomplete,  ///< the bytes end inside a character
  };
  Kind kind;
  std::uint8_t size;    ///< bytes; for `incomplete` all that there are
  char32_t first = 0;   ///< the character
  char32_t second = 0;  ///< Big5-HKSCS: a combining mark that belongs to the same bytes, or 0
};

/// Up to 4 bytes; size 0 means that the encoding lacks the character.
struct CodeBytes {
  std::uint8_t size = 0;
  std::array<char, 4> data{};
  [[nodiscard]] std::string_view view() const noexcept { return {data.data(), size}; }
};

/// Up to 4 bytes as one number, the first byte highest, and back.
[[nodiscard]] constexpr std::uint32_t packed(std::string_view bytes) noexcept {
  std::uint32_t out = 0;
  for (const char byte : bytes) out = out << 8 | static_cast<unsigned char>(byte);
  return out;
}
[[nodiscard]] constexpr CodeBytes unpacked(std::uint32_t bytes) noexcept {
  CodeBytes out;
  out.size = static_cast<std::uint8_t>((std::bit_width(bytes) + 7) / 8);
  for (std::uint32_t shift = 8u * out.size, i = 0; shift > 0; ++i) {
    shift -= 8;
    out.data[i] = static_cast<char>(bytes >> shift & 0xFF);
  }
  return out;
}

/// GB18030's four-byte codes as one number: 81308130 is 0, 90308130 (U+10000) is this.
inline constexpr std::uint32_t kFourByteSupplementary = 189000;

/// Big5-HKSCS: characters that share their bytes.
struct CharacterPair {
  char32_t first, second;
};

/// All tables, as compile_byte_tables writes them: parts that count items, at offsets from its
/// start.
struct ByteTablesImage {
  struct Part {
    std::uint32_t offset, count;
  };
  struct Table {
    Part rows;        ///< ByteTable::Row
    Part pairs;       ///< CharacterPair
    Part four_bytes;  ///< char16_t
  };
  Table tables[kEncodingCount];  ///< empty but for Coding::table
};

/// Bytes to characters. Made when the program is built, from ICU's converter and the patches beside
/// it (table_patches.hpp), and read in place.
///
/// An automaton: each byte leads to a character, to the next byte's row, or nowhere. The bytes
/// below 0x80 are ASCII in every table. What is malformed follows the WHATWG Encoding Standard:
/// an ASCII byte after a bad lead byte is not swallowed.
class ByteTable {
 public:
  using Row = std::array<std::uint32_t, 256>;
  static constexpr std::uint32_t kNowhere = 0x1FFFFFFF;
  static constexpr std::uint32_t kNextRow = 0x80000000;    ///< | row
  static constexpr std::uint32_t kTwo = 0x40000000;        ///< | index of a character sequence
  static constexpr std::uint32_t kFourBytes = 0x20000000;  ///< GB18030: second byte of four

  /// Precondition: `bytes` is not empty. O(1).
  [[nodiscard]] ByteUnit decode(std::string_view bytes) const noexcept;

  /// For loops that look at one row after another; row 0 is the first byte's.
  [[nodiscard]] const Row& row(std::size_t index) const noexcept { return rows_[index]; }

  /// Every byte sequence that is a character, in byte order (GB18030: planes 1 to 16 are left
  /// out, they follow by arithmetic). `second` is 0 but for Big5-HKSCS's four sequences.
  void for_each(const std::function<void(std::string_view bytes, char32_t first, char32_t second)>&
                    visit) const;
  [[nodiscard]] bool is_gb18030() const noexcept { return !four_.empty(); }

 private:
  friend const ByteTable& byte_table(Encoding encoding) noexcept;
  explicit ByteTable(const ByteTablesImage::Table& table) noexcept;
  [[nodiscard]] ByteUnit four_bytes(std::string_view bytes) const noexcept;

  std::span<const Row> rows_;
  std::span<const CharacterPair> twos_;
  std::span<const char16_t> four_;  // GB18030: BMP characters by linear code, 0 where there is none
};

/// The table of an encoding whose coding is Coding::table.
[[nodiscard]] const ByteTable& byte_table(Encoding encoding) noexcept;

/// Characters to bytes: the inverse of a ByteTable. Where several byte sequences are one
/// character, the choice is the WHATWG encoder's (GB18030, Big5) or else ICU's.
class CodeTable {
 public:
  /// The bytes of `code` as one number, the first byte highest; 0: none (and for U+0000). O(1).
  [[nodiscard]] std::uint32_t packed(char32_t code) const noexcept {
    if (code < 0x80) return code;
    if (gb18030_ && code >= 0x10000) return packed_four_bytes(code);
    const std::uint16_t page = pages_of_[code >> 8];
    return page == 0 ? 0 : pages_[page - 1u][code & 0xFF];
  }
  /// Bytes of `code`; O(1).
  [[nodiscard]] CodeBytes encode(char32_t code) const noexcept;
  /// Whether `code` may be the first of two characters that share their bytes.
  [[nodiscard]] bool starts_sequence(char32_t code) const noexcept {
    return !twos_.empty() && is_first_of_two(code);
  }
  /// Bytes of the two characters together, or size 0.
  [[nodiscard]] CodeBytes encode(char32_t first, char32_t second) const noexcept;

 private:
  friend CodeTable make_code_table(Encoding encoding);
  friend CodeTable make_subset_table(Encoding encoding, Subset subset);
  void set(char32_t code, std::string_view bytes);
  [[nodiscard]] static std::uint32_t packed_four_bytes(char32_t code) noexcept;
  [[nodiscard]] bool is_first_of_two(char32_t code) const noexcept;
  struct Two {
    char32_t first, second;
    CodeBytes bytes;
  };
  using Page = std::array<std::uint32_t, 256>;    // bytes, the first highest; 0: none
  std::array<std::uint16_t, 0x1100> pages_of_{};  // 0: none, else index + 1
  std::vector<Page> pages_;
  std::vector<Two> twos_;
  bool gb18030_ = false;
};

/// As byte_table(), for writing. `subset` is one of the encoding's.
[[nodiscard]] const CodeTable& code_table(Encoding encoding, Subset subset = Subset::whole);

/// Whether two bytes (high bits set) are in GB 2312-80 itself, not only in its successors.
[[nodiscard]] bool in_gb2312(unsigned char lead, unsigned char trail) noexcept;

}  // namespace hanfix
