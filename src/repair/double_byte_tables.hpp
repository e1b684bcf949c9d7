/// \file  The double-byte encodings that Chinese text is written in and wrongly read in.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "model/char_model.hpp"

namespace hanfix::repair {

/// The decoders in use: where they differ, the same bytes show different text.
enum class Reader : std::uint8_t {
  big5_unicode,  ///< Unicode's BIG5.TXT: Python
  big5_whatwg,   ///< with HKSCS: browsers
  big5_windows,  ///< code page 950: private use where Big5 has nothing
  cp949,
  cp932,
  euc_jp,
  gbk_windows,   ///< code page 936 or GB 18030: private use where GBK has nothing
  gbk_standard,  ///< only what GBK assigns
};
inline constexpr std::size_t kReaders = 8;
[[nodiscard]] constexpr bool is_big5(Reader reader) { return reader <= Reader::big5_windows; }

/// One to three bytes that a reader shows as one character.
struct ShownBytes {
  std::uint8_t size = 0;
  std::array<std::uint8_t, 3> data{};
};

/// What one reader shows for which bytes. Immutable; made on first use (milliseconds).
class ReaderTable {
 public:
  [[nodiscard]] static const ReaderTable& of(Reader reader);

  /// Every byte sequence that programs of this kind show as `code`; none: they never do.
  /// Precondition: code >= 0x80. O(1), outside the BMP O(log).
  [[nodiscard]] std::span<const ShownBytes> bytes(char32_t code) const noexcept;
  /// Whether two bytes are a character, or begin one of three.
  [[nodiscard]] bool shows(unsigned lead, unsigned trail) const noexcept {
    return pairs_[lead << 8 | trail];
  }
  /// Whether the byte, at least 0x80, is a character by itself.
  [[nodiscard]] bool alone(unsigned byte) const noexcept { return alone_[byte]; }
  /// Whether any character of two bytes begins with it.
  [[nodiscard]] bool leads(unsigned byte) const noexcept { return leads_[byte]; }

 private:
  explicit ReaderTable(Reader reader);
  void add(char32_t code, ShownBytes bytes, bool shows = true);
  void finish();

  struct Entry {
    char32_t code;
    ShownBytes bytes;
  };
  std::vector<Entry> entries_;
  std::vector<char32_t> codes_;  // sorted, one for each of bytes_
  std::vector<ShownBytes> bytes_;
  std::vector<std::uint32_t> first_;  // by code point of the BMP: index in bytes_
  std::vector<bool> pairs_ = std::vector<bool>(0x10000);
  std::array<bool, 256> alone_{}, leads_{};
};

/// The encodings that the text was in.
enum class Written : std::uint8_t { gbk, big5, utf8 };

/// Pairs of bytes as characters, with what the model needs. Immutable; made on first use.
class WrittenTable {
 public:
  /// Of one that is written in pairs; of UTF-8 it says nothing.
  [[nodiscard]] static const WrittenTable& of(Written written);

  /// The character of a pair; 0: none that people write.
  [[nodiscard]] char32_t character(unsigned pair) const noexcept { return code_[pair]; }
  [[nodiscard]] model::Symbol symbol(unsigned pair) const noexcept { return symbol_[pair]; }
  /// What the character costs whatever came before, 1/16 bit.
  [[nodiscard]] int unigram(model::Script script, unsigned pair) const noexcept {
    return unigram_[static_cast<std::size_t>(script)][pair];
  }
  /// The least unigram() of what begins with `lead`; far more than any of them if nothing does.
  [[nodiscard]] int least(model::Script script, unsigned lead) const noexcept {
    return least_[static_cast<std::size_t>(script)][lead];
  }
  [[nodiscard]] static bool leads(unsigned byte) noexcept { return byte >= 0x81 && byte <= 0xFE; }

 private:
  explicit WrittenTable(Written written);
  std::vector<char16_t> code_ = std::vector<char16_t>(0x10000);
  std::vector<model::Symbol> symbol_ = std::vector<model::Symbol>(0x10000);
  std::array<std::vector<std::uint16_t>, 2> unigram_;
  std::array<std::array<std::uint16_t, 256>, 2> least_;
};

/// Pairs that a reader shows as no character although they are one of the text: what a mark may
/// hide. Sorted by unigram(script).
[[nodiscard]] const std::vector<std::uint16_t>& hidden_pairs(Reader reader, Written written,
                                                             model::Script script);

}  // namespace hanfix::repair
