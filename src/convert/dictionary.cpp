#include "convert/dictionary.hpp"

#include "base/utf8.hpp"
#include "convert/ideographic_description.hpp"

namespace hanfix::convert {
namespace {

template <class T>
const T* at(const std::byte* image, const image::Section& section) noexcept {
  return reinterpret_cast<const T*>(image + section.offset);
}

// True if `text` ends inside the character at `at`.
bool cut(std::string_view text, std::size_t at) noexcept {
  return at + utf8::sequence_length(static_cast<unsigned char>(text[at])) > text.size();
}

}  // namespace

Dictionary::Dictionary(const std::byte* image, const image::Dictionary& record) noexcept {
  const auto& header = *reinterpret_cast<const image::Header*>(image);
  pages_ = at<std::uint16_t>(image, record.pages);
  codes_ = at<image::Code>(image, record.codes);
  roots_ = at<image::Root>(image, record.roots);
  units_ = at<image::Unit>(image, record.units);
  values_ = at<image::Value>(image, record.values);
  head_pairs_ = at<std::uint64_t>(image, record.head_pairs);
  key_pairs_ = at<std::uint64_t>(image, record.key_pairs);
  key_pair_shift_ = record.key_pair_shift;
  text_ = at<char>(image, header.values);
  ascii_heads_[0] = record.ascii_heads[0];
  ascii_heads_[1] = record.ascii_heads[1];
  for (std::size_t lead = 0; lead < head_leads_.size(); ++lead) {
    const std::uint64_t* pairs = head_pairs_ + lead * 4;
    head_leads_[lead] = (pairs[0] | pairs[1] | pairs[2] | pairs[3]) != 0;
  }
  longest_key_ = record.longest_key;
  shrink_ = record.shrink;
}

inline Dictionary::Character Dictionary::read(std::string_view text,
                                              std::size_t at) const noexcept {
  Character character;
  character.code = utf8::next(text, at);
  character.end = at;
  character.entry = entry_of(character.code);
  return character;
}

inline Match Dictionary::match(std::string_view text, std::size_t at, const Character& first,
                               Character& second) const noexcept {
  const image::Root& root = roots_[first.entry.root - 1];
  Match match;
  if (root.value != 0) {
    match.key_size = first.end - at;
    match.value = value_of(root);
  }
  if (root.base == 0) return match;
  if (first.end == text.size()) {
    match.open = true;
  } else if (!cut(text, first.end)) {
    second = read(text, first.end);
    const std::uint16_t next = second.entry.cls;
    if (next != 0 && (root.second >> (next & 63) & 1) != 0)
      walk(root.base, text, at, second, match);
  }
  return match;
}

// Follows the units from the second character, `next`; `base` is the first character's.
void Dictionary::walk(std::uint32_t base, std::string_view text, std::size_t at, Character next,
                      Match& match) const noexcept {
  std::uint32_t found = 0;
  for (;;) {
    const image::Unit& unit = units_[base + next.entry.cls];
    if (unit.check != base) break;
    if (unit.value != 0) {
      found = unit.value;
      match.key_size = next.end - at;
    }
    base = unit.base;
    if (base == 0) break;
    if (next.end == text.size()) {
      match.open = true;
      break;
    }
    if (cut(text, next.end)) break;
    next = read(text, next.end);
    if (next.entry.cls == 0) break;
  }
  if (found != 0) match.value = value(found);
}

Match Dictionary::alone(char32_t code) const noexcept {
  const image::Code entry = entry_of(code);
  if (entry.root == 0) return {};
  const image::Root& root = roots_[entry.root - 1];
  return root.value == 0 ? Match{} : Match{utf8::size_of(code), value_of(root)};
}

Match Dictionary::longest_prefix(std::string_view text) const noexcept {
  if (text.empty() || cut(text, 0)) return {};
  Character second;
  const Character first = read(text, 0);
  return first.entry.root == 0 ? Match{} : match(text, 0, first, second);
}

Place Dictionary::find(std::string_view text) const noexcept {
  std::size_t at = 0;
  Character now;  // at `at`, if now.end > at
  for (;;) {
    if (now.end <= at) {
      for (; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte >= 0x80 || ascii_head(byte)) break;
      }
      if (at == text.size()) return {Place::Kind::end, at};
      if (cut(text, at)) return {Place::Kind::cut, at};
      now = read(text, at);
    }
    Character next;
    if (now.entry.root != 0) {
      const Match found = match(text, at, now, next);
      if (found.key_size > 0 || found.open) return {Place::Kind::match, at, found};
    }
    if (description_arity(now.code) != 0) return {Place::Kind::operator_, at};
    at = now.end;
    now = next;
  }
}

bool Dictionary::may_change(std::string_view text) const noexcept {
  if ((ascii_heads_[0] | ascii_heads_[1]) != 0) return !text.empty();
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (!head_leads_[lead]) continue;
    if (at + 1 == text.size()) return true;
    const std::size_t pair = std::size_t{lead} << 8 | static_cast<unsigned char>(text[at + 1]);
    if ((head_pairs_[pair >> 6] >> (pair & 63) & 1) != 0) return true;
  }
  return false;
}

}  // namespace hanfix::convert
