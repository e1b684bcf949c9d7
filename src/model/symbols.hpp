/// \file  What the character model tells apart: Han characters and punctuation marks one by one,
/// everything else (letters, digits, kana, Hangul ...) as classes.
///
/// A class is written as its representative, a code point that stands for all its members; the
/// files of counts and the compiler use representatives, the compiled tables use dense numbers.
#pragma once
#include <cstddef>
#include <cstdint>

namespace hanfix::model {

/// Representatives of the classes. A member of a class is any code point that representative()
/// maps to it; kClassSizes says how many members share its probability.
namespace symbol_class {
inline constexpr char32_t kLineBreak = U'⏎';  // also "before the first character of a line"
inline constexpr char32_t kSpace = U'␣';
inline constexpr char32_t kLower = U'a';
inline constexpr char32_t kUpper = U'A';
inline constexpr char32_t kDigit = U'0';
inline constexpr char32_t kFullwidthLetter = U'Ａ';
inline constexpr char32_t kFullwidthDigit = U'０';
inline constexpr char32_t kHiragana = U'あ';
inline constexpr char32_t kKatakana = U'ア';
inline constexpr char32_t kHalfwidthKana = U'ｱ';
inline constexpr char32_t kHangul = U'가';
inline constexpr char32_t kBopomofo = U'ㄅ';
inline constexpr char32_t kLatin = U'é';      // letters with diacritics
inline constexpr char32_t kLatinSign = U'¤';  // the signs of Latin-1
inline constexpr char32_t kPhonetic = U'ə';   // IPA, modifier letters, combining marks
inline constexpr char32_t kGreek = U'α';
inline constexpr char32_t kCyrillic = U'я';
inline constexpr char32_t kRadical = U'⺀';
inline constexpr char32_t kSign = U'★';  // arrows, mathematics, boxes, dingbats, enclosed
inline constexpr char32_t kEmoji = U'😀';
inline constexpr char32_t kFormat = U'\u200B';  // zero-width and direction marks
inline constexpr char32_t kControl = U'␀';
inline constexpr char32_t kPrivate = U'\uE000';
inline constexpr char32_t kOther = U'\uFFFD';
/// A Han character that neither training text nor a conversion table holds.
inline constexpr char32_t kUnseenHan = U'⿰';
}  // namespace symbol_class

struct ClassSize {
  char32_t representative;
  std::uint32_t members;
};

/// Members a class shares its probability among: assigned code points (Unicode 15), rounded where
/// the number only serves to make rare scripts expensive. kUnseenHan is counted by the compiler.
inline constexpr ClassSize kClassSizes[] = {
    {symbol_class::kLineBreak, 1},       {symbol_class::kSpace, 2},
    {symbol_class::kLower, 26},          {symbol_class::kUpper, 26},
    {symbol_class::kDigit, 10},          {symbol_class::kFullwidthLetter, 52},
    {symbol_class::kFullwidthDigit, 10}, {symbol_class::kHiragana, 93},
    {symbol_class::kKatakana, 112},      {symbol_class::kHalfwidthKana, 58},
    {symbol_class::kHangul, 11600},      {symbol_class::kBopomofo, 75},
    {symbol_class::kLatin, 780},         {symbol_class::kLatinSign, 27},
    {symbol_class::kPhonetic, 290},      {symbol_class::kGreek, 135},
    {symbol_class::kCyrillic, 304},      {symbol_class::kRadical, 329},
    {symbol_class::kSign, 3600},         {symbol_class::kEmoji, 1700},
    {symbol_class::kFormat, 40},         {symbol_class::kControl, 62},
    {symbol_class::kPrivate, 137468},    {symbol_class::kOther, 32000},
};

[[nodiscard]] constexpr bool in(char32_t code, char32_t first, char32_t last) noexcept {
  return code - first <= last - first;
}

/// Unified and compatibility ideographs of every plane.
[[nodiscard]] constexpr bool is_ideograph(char32_t code) noexcept {
  return in(code, 0x4E00, 0x9FFF) || in(code, 0x3400, 0x4DBF) || in(code, 0x20000, 0x2FA1F) ||
         in(code, 0x30000, 0x323AF) || in(code, 0xF900, 0xFAD9);
}

/// Ideographs, 〇 and the iteration mark 々.
[[nodiscard]] constexpr bool is_han(char32_t code) noexcept {
  return is_ideograph(code) || code == U'〇' || code == U'々';
}

/// The code point that stands for `code` in the model: itself for Han characters and punctuation
/// marks, its class's representative otherwise. Total: any 32-bit value gives an answer.
[[nodiscard]] constexpr char32_t representative(char32_t code) noexcept {
  using namespace symbol_class;
  if (code < 0x80) {
    if (in(code, U'a', U'z')) return kLower;
    if (in(code, U'A', U'Z')) return kUpper;
    if (in(code, U'0', U'9')) return kDigit;
    if (code == U'\n' || code == U'\r') return kLineBreak;
    if (code == U' ' || code == U'\t') return kSpace;
    return code < 0x20 || code == 0x7F ? kControl : code;
  }
  if (is_han(code)) return code;
  if (code < 0x250) {
    if (code < 0xA0) return kControl;
    if (code == 0xA0) return kSpace;
    if (code == 0xAD) return kFormat;
    if (code == 0xB7 || code == 0xD7 || code == 0xF7 || code == 0xB0) return code;
    return code < 0xC0 ? kLatinSign : kLatin;
  }
  if (code < 0x370) return kPhonetic;
  if (code < 0x400) return kGreek;
  if (code < 0x530) return kCyrillic;
  if (in(code, 0x1100, 0x11FF) || in(code, 0x3130, 0x318F) || in(code, 0xAC00, 0xD7A3)) {
    return kHangul;
  }
  if (in(code, 0x1E00, 0x1EFF)) return kLatin;
  if (in(code, 0x2000, 0x200A)) return kSpace;
  if (in(code, 0x2010, 0x2027) || in(code, 0x2030, 0x205E)) return code;
  if (in(code, 0x200B, 0x206F) || code == 0xFEFF || in(code, 0xFE00, 0xFE0F)) return kFormat;
  if (in(code, 0x2070, 0x2BFF) || in(code, 0x3200, 0x33FF)) return kSign;
  if (in(code, 0x2E80, 0x2FD5)) return kRadical;
  if (in(code, 0x3000, 0x303F)) return code;
  if (in(code, 0x3041, 0x309F)) return kHiragana;
  if (in(code, 0x30A0, 0x30FF) || in(code, 0x31F0, 0x31FF)) return kKatakana;
  if (in(code, 0x3105, 0x312F) || in(code, 0x31A0, 0x31BF)) return kBopomofo;
  if (in(code, 0xE000, 0xF8FF) || in(code, 0xF0000, 0x10FFFD)) return kPrivate;
  if (in(code, 0xFE30, 0xFE4F)) return code;  // vertical forms
  if (in(code, 0xFF10, 0xFF19)) return kFullwidthDigit;
  if (in(code, 0xFF21, 0xFF3A) || in(code, 0xFF41, 0xFF5A)) return kFullwidthLetter;
  if (in(code, 0xFF66, 0xFF9F)) return kHalfwidthKana;
  if (in(code, 0xFF01, 0xFF65) || in(code, 0xFFE0, 0xFFE6)) return code;
  if (in(code, 0x1F000, 0x1FAFF)) return kEmoji;
  return kOther;
}

/// Whether `code` is a symbol that the model writes as itself: what representative() can return.
[[nodiscard]] constexpr bool is_class(char32_t code) noexcept {
  for (const ClassSize& each : kClassSizes) {
    if (each.representative == code) return true;
  }
  return code == symbol_class::kUnseenHan;
}

}  // namespace hanfix::model
