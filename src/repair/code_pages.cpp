#include "repair/code_pages.hpp"

#include <unicode/ucnv.h>

#include <utility>

namespace hanfix::repair {
namespace {

constexpr CodePageInfo kInfo[] = {
#define HANFIX_CODE_PAGE(identifier, name, converter, holes, rarity) \
  {name, converter, holes, rarity},
#include "repair/code_pages.def"
};

}  // namespace

const CodePageInfo& info(CodePage page) noexcept { return kInfo[static_cast<std::size_t>(page)]; }

const CodePages& CodePages::instance() {
  static const CodePages pages;
  return pages;
}

CodePages::CodePages() {
  std::uint8_t blocks = 1;
  const auto set = [&](std::size_t page, char32_t code, unsigned byte) {
    std::uint8_t& block = blocks_of_[code >> 8];
    if (block == 0) {
      if (blocks == blocks_.size()) return;
      block = blocks++;
    }
    std::uint8_t& entry = blocks_[block][code & 0xFF][page];
    if (entry == 0) entry = static_cast<std::uint8_t>(byte);
  };
  for (std::size_t page = 0; page < kCodePages; ++page) {
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(
        ucnv_open(kInfo[page].converter, &error), &ucnv_close);
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                        &error);
    if (U_FAILURE(error)) continue;  // an ICU without the table: a page that nothing came through
    std::array<bool, 256> mapped{};
    for (unsigned byte = 0x80; byte <= 0xFF; ++byte) {
      const char in = static_cast<char>(byte);
      UChar unit[2];
      UErrorCode bad = U_ZERO_ERROR;
      ucnv_reset(converter.get());
      if (ucnv_toUChars(converter.get(), unit, 2, &in, 1, &bad) != 1 || U_FAILURE(bad)) continue;
      const bool apple = unit[0] == 0xF8FF;
      if (unit[0] < 0x80 || (unit[0] >= 0xE000 && unit[0] < 0xF900 && !apple)) continue;
      set(page, unit[0], byte);
      mapped[byte] = true;
      if (page == 0 && byte < 0xA0 && unit[0] != byte) windows_[byte - 0x80] = unit[0];
    }
    if (!kInfo[page].holes) continue;
    for (unsigned byte = 0x80; byte < 0xA0; ++byte) set(page, byte, byte);
    for (unsigned byte = 0xA0; byte <= 0xFF; ++byte) {
      if (!mapped[byte]) set(page, byte, byte);
    }
  }
  // Tables differ in which of two characters alike they give.
  const auto dos = static_cast<std::size_t>(CodePage::dos);
  for (const auto& [code, byte] : {std::pair<char32_t, unsigned>{0xB5, 0xE6},
                                   {0x3BC, 0xE6},
                                   {0xDF, 0xE1},
                                   {0x3B2, 0xE1},
                                   {0x3A9, 0xEA},
                                   {0x2126, 0xEA}}) {
    set(dos, code, byte);
  }
  set(static_cast<std::size_t>(CodePage::mac), 0x3A9, 0xBD);
  set(static_cast<std::size_t>(CodePage::mac), 0x2126, 0xBD);
  // The currency sign had the place of the euro sign on older Macs.
  set(static_cast<std::size_t>(CodePage::mac), 0xA4, 0xDB);
  for (std::size_t block = 0; block < blocks; ++block) {
    for (std::size_t low = 0; low < 256; ++low) {
      Roles& roles = roles_[block][low];
      for (std::size_t page = 0; page < kCodePages; ++page) {
        const std::uint8_t byte = blocks_[block][low][page];
        const auto bit = static_cast<std::uint16_t>(1u << page);
        if (byte >= 0x80 && byte < 0xC0) roles.continuation |= bit;
        if (byte >= 0xC2 && byte < 0xE0) roles.two |= bit;
        if (byte >= 0xE0 && byte < 0xF0) roles.three |= bit;
        if (byte >= 0xF0 && byte < 0xF5) roles.four |= bit;
      }
    }
  }
}

}  // namespace hanfix::repair
