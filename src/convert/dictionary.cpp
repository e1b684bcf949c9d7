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
  text_ = at<char>(image, header.values);
  ascii_heads_[0] = record.ascii_heads[0];
  ascii_heads_[1] = record.ascii_heads[1];
  longest_key_ = record.longest_key;
  shrink_ = record.shrink;
}

Match Dictionary::longest_prefix(std::string_view text) const noexcept {
  Match match;
  std::size_t at = 0;
  // Steps to the next character's class; 0 (of no key) for a sequence that the text cuts.
  const auto next_class = [&]() noexcept -> std::uint16_t {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (at + utf8::sequence_length(lead) > text.size()) return 0;
    const char32_t code = utf8::next(text, at);
    return code < 0x110000 ? class_of(code) : std::uint16_t{0};
  };
  if (text.empty()) return match;
  const std::uint16_t first = next_class();
  const std::uint16_t number = root_index_[first];
  if (number == 0) return match;
  const image::Root& root = roots_[number - 1];
  std::uint32_t found = root.value;
  if (found != 0) match.key_size = at;
  std::uint32_t base = root.base;
  if (base != 0) {
    if (at == text.size()) {
      match.open = true;
    } else {
      std::uint16_t next = next_class();
      if ((root.second >> (next & 63) & 1) != 0) {
        while (next != 0) {
          const image::Unit& unit = units_[base + next];
          if (unit.check != base) break;
          if (unit.value != 0) {
            found = unit.value;
            match.key_size = at;
          }
          base = unit.base;
          if (base == 0) break;
          if (at == text.size()) {
            match.open = true;
            break;
          }
          next = next_class();
        }
      }
    }
  }
  if (found != 0) match.value = value(found);
  return match;
}

std::size_t Dictionary::skip(std::string_view text) const noexcept {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80) {
      if (ascii_head(lead)) return at;
      ++at;
      continue;
    }
    std::size_t after = at;
    if (at + utf8::sequence_length(lead) > text.size()) return at;
    const char32_t code = utf8::next(text, after);
    if (code >= 0x110000) return at;
    if (root_index_[class_of(code)] != 0 || description_arity(code) != 0) return at;
    at = after;
  }
  return at;
}

}  // namespace hanfix::convert
