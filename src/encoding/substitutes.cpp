#include "encoding/substitutes.hpp"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "model/char_model.hpp"

namespace hanfix {
namespace {

// Marks and letters that stand for one another, by code point; of the texts on the right, separated
// by spaces, the first that the encoding holds is taken.
struct Equivalent {
  char32_t code;
  std::string_view texts;
};
constexpr Equivalent kEquivalents[] = {
    {U'¢', "￠"},      {U'£', "￡"},     {U'¥', "￥"},      {U'¦', "￤ |"},   {U'©', "(C)"},
    {U'«', "《 \""},   {U'¬', "￢"},     {U'®', "(R)"},     {U'¯', "￣ ‾"},   {U'·', "‧ ・ • ．"},
    {U'»', "》 \""},   {U'Æ', "AE"},     {U'Ø', "O"},       {U'ß', "ss"},     {U'æ', "ae"},
    {U'ø', "o"},       {U'Đ', "D"},      {U'đ', "d"},       {U'Ł', "L"},      {U'ł', "l"},
    {U'Œ', "OE"},      {U'œ', "oe"},     {U'ɑ', "a"},       {U'ɡ', "g"},      {U'‐', "-"},
    {U'‑', "‐ -"},     {U'‒', "– -"},    {U'–', "— -"},     {U'—', "― – -"},  {U'―', "— – -"},
    {U'‖', "∥"},       {U'‘', "'"},      {U'’', "'"},       {U'‚', "'"},      {U'‛', "‘ '"},
    {U'“', "\""},      {U'”', "\""},     {U'„', "“ \""},    {U'‟', "“ \""},   {U'•', "· ‧ ・ ● *"},
    {U'…', "⋯ ..."},   {U'‧', "· ・ •"}, {U'′', "'"},       {U'″', "\""},     {U'‾', "￣ ¯"},
    {U'€', "EUR"},     {U'™', "(TM)"},   {U'−', "－ -"},    {U'∙', "· ‧ ・"}, {U'∥', "‖"},
    {U'∼', "～ 〜 ~"}, {U'⋅', "· ‧ ・"}, {U'⋯', "… ..."},   {U'〇', "○ 零"},  {U'〜', "～ ∼ ~"},
    {U'・', "· ‧ •"},  {U'￠', "¢"},     {U'￡', "£"},      {U'￢', "¬"},     {U'￣', "‾ ¯"},
    {U'￤', "¦ |"},    {U'￥', "¥"},     {U'～', "〜 ∼ ~"},
};

std::string encoded(char32_t code) {
  std::string out;
  utf8::append(out, code);
  return out;
}

// No shape of their own: soft hyphen, zero-width characters, variation selectors.
bool is_invisible(char32_t code) {
  return code == 0xAD || (code >= 0x200B && code <= 0x200D) || code == 0x2060 || code == 0xFEFF ||
         (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0100 && code <= 0xE01EF);
}

// Whether a decomposition of this type means the same text.
bool same_text(UDecompositionType type) {
  switch (type) {
    case U_DT_CANONICAL:
    case U_DT_COMPAT:
    case U_DT_FONT:
    case U_DT_NOBREAK:
    case U_DT_NARROW:
    case U_DT_WIDE:
    case U_DT_SMALL:
    case U_DT_SQUARE:
    case U_DT_VERTICAL:
      return true;
    default:
      return false;
  }
}

}  // namespace

Substitutes::Substitutes(Encoding encoding, Subset subset)
    : probe_(make_encoder(encoding, subset)) {}

bool Substitutes::holds(std::string_view text) {
  scratch_.clear();
  return probe_->put(text, scratch_) == text.size();
}

std::optional<std::string> Substitutes::find(char32_t code) { return find(code, 0); }

std::optional<std::string> Substitutes::find(char32_t code, int depth) {
  if (is_invisible(code)) return std::string();
  const auto* const row =
      std::lower_bound(std::begin(kEquivalents), std::end(kEquivalents), code,
                       [](const Equivalent& a, char32_t b) { return a.code < b; });
  if (row != std::end(kEquivalents) && row->code == code) {
    for (std::string_view texts = row->texts; !texts.empty();) {
      const std::size_t end = std::min(texts.find(' '), texts.size());
      if (holds(texts.substr(0, end))) return std::string(texts.substr(0, end));
      texts.remove_prefix(std::min(end + 1, texts.size()));
    }
  }
  const char32_t hans = model::to_hans(code);
  for (const char32_t other : {model::to_hant(code), hans, model::to_hant(hans)}) {
    if (other != code && holds(encoded(other))) return encoded(other);
  }
  return decomposed(code, depth);
}

std::optional<std::string> Substitutes::decomposed(char32_t code, int depth) {
  constexpr int kDeepest = 4;  // Unicode's are shorter
  const auto point = static_cast<UChar32>(code);
  const auto type =
      static_cast<UDecompositionType>(u_getIntPropertyValue(point, UCHAR_DECOMPOSITION_TYPE));
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2* nfkc = unorm2_getNFKCInstance(&error);
  UChar units[32];
  const int32_t size = U_FAILURE(error) || depth > kDeepest || !same_text(type)
                           ? 0
                           : unorm2_getRawDecomposition(nfkc, point, units, 32, &error);
  if (U_FAILURE(error) || size <= 0) return std::nullopt;
  std::string out;
  UChar32 before = 0;
  for (int32_t i = 0; i < size;) {
    UChar32 part = 0;
    U16_NEXT_UNSAFE(units, i, part);
    const std::string text = encoded(static_cast<char32_t>(part));
    // An accent that the encoding lacks goes; か without its mark would be another syllable.
    const bool accent = u_getCombiningClass(part) != 0 && before != 0 && before < 0x590;
    if (holds(text)) {
      out += text;
    } else if (!accent) {
      const std::optional<std::string> found = find(static_cast<char32_t>(part), depth + 1);
      if (!found) return std::nullopt;
      out += *found;
    }
    if (!accent) before = part;
  }
  return out;
}

}  // namespace hanfix
