#include "convert/dictionary.hpp"

#include "base/utf8.hpp"
#include "convert/ideographic_description.hpp"

namespace hanfix::convert {
namespace {

template <class T>
const T* at(const std::byte* image, const image::Section& section) noexcept {
  return reinterpret_cast<const T*>(image + section.offset);
}

}  // namespace

Dictionary::Dictionary(const std::byte* image, const image::Dictionary& record) noexcept {
  const auto& header = *reinterpret_cast<const image::Header*>(image);
  class_pages_ = at<std::uint16_t>(image, header.class_pages);
  class_table_ = at<std::uint16_t>(image, header.class_table);
  root_index_ = at<std::uint16_t>(image, record.root_index);
  roots_ = at<image::Root>(image, record.roots);
  units_ = at<image::Unit>(image, record.units);
  values_ = at<image::Value>(image, record.values);
  head_pairs_ = at<std::uint64_t>(image, record.head_pairs);
  text_ = at<char>(image, header.values);
  ascii_heads_[0] = record.ascii_heads[0];
  ascii_heads_[1] = record.ascii_heads[1];
  longest_key_ = record.longest_key;
  shrink_ = record.shrink;
}

std::uint16_t Dictionary::next_class(std::string_view text, std::size_t& at) const noexcept {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (at + utf8::sequence_length(lead) > text.size()) return 0;
  const char32_t code = utf8::next(text, at);
  return code < 0x110000 ? class_of(code) : std::uint16_t{0};
}

Match Dictionary::walk(const image::Root& root, std::string_view text,
                       std::size_t at) const noexcept {
  Match match;
  std::uint32_t found = root.value;
  std::size_t key_size = found != 0 ? at : 0;
  std::uint32_t base = root.base;
  if (base != 0 && at == text.size()) {
    match.open = true;
  } else if (base != 0) {
    std::uint16_t next = next_class(text, at);
    if ((root.second >> (next & 63) & 1) != 0) {
      while (next != 0) {
        const image::Unit& unit = units_[base + next];
        if (unit.check != base) break;
        if (unit.value != 0) {
          found = unit.value;
          key_size = at;
        }
        base = unit.base;
        if (base == 0) break;
        if (at == text.size()) {
          match.open = true;
          break;
        }
        next = next_class(text, at);
      }
    }
  }
  if (found != 0) {
    match.key_size = key_size;
    match.value = value(found);
  }
  return match;
}

Match Dictionary::longest_prefix(std::string_view text) const noexcept {
  if (text.empty()) return {};
  std::size_t at = 0;
  const std::uint16_t number = root_index_[next_class(text, at)];
  return number == 0 ? Match{} : walk(roots_[number - 1], text, at);
}

Place Dictionary::find(std::string_view text) const noexcept {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80 && !ascii_head(lead)) {
      ++at;
      continue;
    }
    if (at + utf8::sequence_length(lead) > text.size()) return {Place::Kind::cut, at};
    std::size_t after = at;
    const char32_t code = utf8::next(text, after);
    if (code < 0x110000) {
      if (const std::uint16_t number = root_index_[class_of(code)]; number != 0) {
        Match match = walk(roots_[number - 1], text.substr(at), after - at);
        if (match.key_size > 0 || match.open) return {Place::Kind::match, at, match};
      } else if (description_arity(code) != 0) {
        return {Place::Kind::operator_, at};
      }
    }
    at = after;
  }
  return {Place::Kind::end, at};
}

bool Dictionary::may_change(std::string_view text) const noexcept {
  if ((ascii_heads_[0] | ascii_heads_[1]) != 0) return !text.empty();
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (!head_lead(lead)) continue;
    if (at + 1 == text.size()) return true;
    const std::size_t pair = std::size_t{lead} << 8 | static_cast<unsigned char>(text[at + 1]);
    if ((head_pairs_[pair >> 6] >> (pair & 63) & 1) != 0) return true;
  }
  return false;
}

}  // namespace hanfix::convert
