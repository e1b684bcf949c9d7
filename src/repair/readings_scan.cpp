#include "repair/readings_scan.hpp"

#include <cstddef>

#include "base/byte_vector.hpp"
#include "base/utf8.hpp"
#include "repair/reading_table.hpp"
#include "repair/signs.hpp"

namespace hanfix::repair {
namespace {

// The seven marks of is_halfwidth_mark(), as a vector or one by one.
template <class Byte>
auto is_narrow(Byte byte) {
  return (byte == '!') | (byte == '?') | (byte == ',') | (byte == ':') | (byte == ';') |
         (byte == '(') | (byte == ')');
}

bool is_small(unsigned char byte) { return byte >= 'a' && byte <= 'z'; }
// The lead byte of a two-byte letter, U+00C0…U+01FF: the letters with tone marks are among them.
bool is_tone_lead(unsigned char byte) { return byte >= 0xC3 && byte <= 0xC7; }

// Whether the character before `at` is from U+3000 on.
bool follows_hanzi(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  return (at >= 3 && byte(at - 3) >= 0xE3) || (at >= 4 && byte(at - 4) >= 0xF0);
}

}  // namespace

bool shows_toned_annotation(std::string_view text) noexcept {
  // The last letter of the syllable: there are fewer brackets than letters with marks. What closes
  // may be any character of the row of '）'.
  const auto may = [](const ByteWindow& bytes) -> ByteMask {
    const auto closes = [&](std::size_t at) { return (bytes[at] == ')') | (bytes[at] == 0xEF); };
    return ((bytes[0] - 'a' < 26) & closes(1)) | ((bytes[0] - 0xC3 < 5) & closes(2));
  };
  const auto is = [&](std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    std::size_t start = at;
    for (int letters = 0; !is_tone_lead(byte(start)); ++letters) {
      if (letters == 8 || start == 0 || !is_small(byte(start))) return false;
      --start;
      if (byte(start) >= 0x80 && byte(start) < 0xC0 && start > 0) --start;
    }
    for (int letters = 0; letters < 8 && start > 0 && is_small(byte(start - 1)); ++letters) --start;
    if (start == 0) return false;
    const std::size_t open = start - 1, end = at + utf8::sequence_length(byte(at));
    const bool opens =
        byte(open) == '?' || (byte(open) == '(' && follows_hanzi(text, open)) ||
        (byte(open) == 0x88 && open >= 2 && follows_hanzi(text, open - 2));  // （ is EF BC 88
    if (!opens) return false;
    const std::u32string word = utf8::decode(text.substr(start, end - start));
    const auto [size, toned] = match_syllable(word);
    return toned && size == word.size();
  };
  return find_place(text, 0, may, is) != std::string_view::npos;
}

bool shows_lone_lead_byte(std::string_view text) noexcept {
  SignPlaces places(text, sign::lone_behind | sign::lone_before);
  for (std::size_t at = places.next(); at != places.npos; at = places.next()) {
    const auto byte = [&](std::size_t i) {
      return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
    };
    const std::size_t lone = byte(at) == '?' ? at : at + 1;
    if (!is_narrow(byte(lone + 1))) continue;
    if (byte(lone + 2) >= 0xE3 || (lone >= 3 && byte(lone - 3) >= 0xE3)) return true;
  }
  return false;
}

bool has_narrow_mark(std::string_view text) noexcept {
  return any_place(text, [](const ByteWindow& bytes) -> ByteMask {
    return ((bytes[0] >= 0x80) & is_narrow(bytes[1])) | (is_narrow(bytes[0]) & (bytes[1] >= 0x80));
  });
}

bool is_chinese_with_narrow_marks(std::string_view text) noexcept {
  MaskCounter narrow, wide, han, others;
  for (std::size_t at = 0; at < text.size(); at += ByteWindow::kPlaces) {
    const ByteWindow bytes(text, at);
    const ByteVector lead = bytes[0], second = bytes[1], third = bytes[2];
    // ！ is EF BC 81, and so on.
    const ByteMask mark = (third == 0x81) | (third == 0x9F) | (third == 0x8C) | (third - 0x9A < 2) |
                          (third - 0x88 < 2);
    wide.add((lead == 0xEF) & (second == 0xBC) & mark);
    narrow.add(is_narrow(second) & ((lead >= 0x80) | (third >= 0x80)));
    han.add(lead - 0xE4 < 6);
    // Kana are E3 81…83, Hangul begins with EA…ED.
    others.add(((lead == 0xE3) & (second - 0x81 < 3)) | (lead - 0xEA < 4));
  }
  // The text may begin with a mark.
  return wide.count() * 8 <= narrow.count() + 1 && others.count() <= han.count();
}

}  // namespace hanfix::repair
