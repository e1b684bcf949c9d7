/// \file  The double-byte encodings that Chinese text is written in and wrongly read in.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "model/char_model.hpp"
#include "repair/double_byte_image.hpp"

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

/// What one reader shows for which bytes: embedded, made when the program is built.
class ReaderTable {
 public:
  [[nodiscard]] static const ReaderTable& of(Reader reader) noexcept;

  /// Every byte sequence that programs of this kind show as `code`; none: they never do.
  /// Precondition: code >= 0x80. O(1), outside the BMP O(log).
  [[nodiscard]] std::span<const ShownBytes> bytes(char32_t code) const noexcept;
  /// Whether two bytes are a character, or begin one of three.
  [[nodiscard]] bool shows(unsigned lead, unsigned trail) const noexcept {
    return has_bit(table_->pairs, lead << 8 | trail);
  }
  /// Whether the byte, at least 0x80, is a character by itself.
  [[nodiscard]] bool alone(unsigned byte) const noexcept { return has_bit(table_->alone, byte); }
  /// Whether any character of two bytes begins with it.
  [[nodiscard]] bool leads(unsigned byte) const noexcept { return has_bit(table_->leads, byte); }

 private:
  ReaderTable() = default;
  explicit ReaderTable(const ReaderImage& table) noexcept;

  const ReaderImage* table_ = nullptr;
  const ShownBytes* several_ = nullptr;
  const BeyondBmp* beyond_ = nullptr;
};

/// The encodings that the text was in.
enum class Written : std::uint8_t { gbk, big5, utf8 };

/// Pairs of bytes as characters, with what the model needs: embedded, too.
class WrittenTable {
 public:
  /// Of one that is written in pairs; of UTF-8 it says nothing.
  [[nodiscard]] static const WrittenTable& of(Written written) noexcept;

  /// The character of a pair; 0: none that people write.
  [[nodiscard]] char32_t character(unsigned pair) const noexcept {
    return table_->pairs[pair].code;
  }
  [[nodiscard]] model::Symbol symbol(unsigned pair) const noexcept {
    return table_->pairs[pair].symbol;
  }
  /// What the character costs whatever came before, 1/16 bit.
  [[nodiscard]] int unigram(model::Script script, unsigned pair) const noexcept {
    return table_->pairs[pair].unigram[static_cast<std::size_t>(script)];
  }
  /// The least unigram() of what begins with `lead`; far more than any of them if nothing does.
  [[nodiscard]] int least(model::Script script, unsigned lead) const noexcept {
    return table_->least[static_cast<std::size_t>(script)][lead];
  }
  [[nodiscard]] static bool leads(unsigned byte) noexcept { return byte >= 0x81 && byte <= 0xFE; }

 private:
  explicit WrittenTable(const WrittenImage& table) noexcept : table_(&table) {}
  const WrittenImage* table_;
};

/// What is known of characters of the BMP before they are read back, by code point.
[[nodiscard]] const FirstSight* first_sight() noexcept;
[[nodiscard]] const PairingSight* pairing_sight() noexcept;

/// By code point of the BMP inner_pair::sight(); by inner_pair::indices() what the pair between two
/// characters costs, and from what mean cost of theirs on it is evidence.
[[nodiscard]] const std::uint64_t* inner_sight() noexcept;
[[nodiscard]] const std::uint8_t* inner_cost() noexcept;
[[nodiscard]] const std::uint8_t* inner_need() noexcept;

/// A pair in a list, with what the list is gone through for.
struct ListedPair {
  std::uint16_t pair;
  model::Symbol symbol;
  std::uint16_t usual;  ///< unigram() of the list's script
};

/// Pairs that a reader shows as no character although they are one of the text: what a mark may
/// hide. Sorted by `usual`.
[[nodiscard]] const std::vector<ListedPair>& hidden_pairs(Reader reader, Written written,
                                                          model::Script script);

/// All characters of two bytes from 0x80 on, sorted likewise.
[[nodiscard]] const std::vector<ListedPair>& common_pairs(Written written, model::Script script);

}  // namespace hanfix::repair
