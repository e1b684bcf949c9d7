/// \file  Single-byte code pages as text was wrongly read through them.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace hanfix::repair {

/// One row of code_pages.def.
enum class CodePage : std::uint8_t {
#define HANFIX_CODE_PAGE(identifier, name, converter, holes, rarity) identifier,
#include "repair/code_pages.def"
};
inline constexpr std::size_t kCodePages = 0
#define HANFIX_CODE_PAGE(identifier, name, converter, holes, rarity) +1
#include "repair/code_pages.def"
    ;

struct CodePageInfo {
  std::string_view name;
  const char* converter;  ///< ICU's
  bool holes;  ///< 80…9F may also be C1 controls, and what the page leaves open latin-1
  int rarity;  ///< bits: how much rarer than the commonest
};
[[nodiscard]] const CodePageInfo& info(CodePage page) noexcept;

/// Bytes behind characters, in every page at once. Windows and latin-1 are one page each with the
/// C1 controls of the other: texts mix them, and no byte is two characters in the same text.
class CodePages {
 public:
  using Bytes = std::array<std::uint8_t, kCodePages>;

  /// Made on first use (about a millisecond) and kept. Safe to call from any thread.
  [[nodiscard]] static const CodePages& instance();

  /// The byte, 0x80 or more, that each page shows as `code`; 0 where a page lacks it. O(1).
  [[nodiscard]] const Bytes& bytes(char32_t code) const noexcept {
    return blocks_[block_of(code)][code & 0xFF];
  }
  [[nodiscard]] std::uint8_t byte(CodePage page, char32_t code) const noexcept {
    return bytes(code)[static_cast<std::size_t>(page)];
  }

  /// In which pages a character is what kind of byte of UTF-8, a bit for each page.
  struct Roles {
    std::uint16_t continuation, two, three, four;  ///< 80…BF, and lead bytes of so many
  };
  static constexpr std::uint16_t kAllPages = (1u << kCodePages) - 1;
  [[nodiscard]] const Roles& roles(char32_t code) const noexcept {
    return roles_[block_of(code)][code & 0xFF];
  }

  /// The character that windows-1252 has where latin-1 has the C1 control `code`; 0 for holes.
  [[nodiscard]] char32_t windows_character(char32_t code) const noexcept {
    return code >= 0x80 && code < 0xA0 ? windows_[code - 0x80] : U'\0';
  }

 private:
  CodePages();
  [[nodiscard]] std::uint8_t block_of(char32_t code) const noexcept {
    return code < 0x10000 ? blocks_of_[code >> 8] : std::uint8_t{0};
  }
  using Block = std::array<Bytes, 256>;
  std::array<std::uint8_t, 256> blocks_of_{};  // 0: the empty one
  std::array<Block, 24> blocks_{};
  std::array<std::array<Roles, 256>, 24> roles_{};  // of the same blocks
  std::array<char16_t, 32> windows_{};
};

}  // namespace hanfix::repair
