#include "convert/context/key_heads.hpp"

#include <string>
#include <string_view>

#include "base/utf8.hpp"

namespace hanfix::convert::context {
namespace {

template <class Use>
void for_each(Use use) {
  std::string text;
  for (char32_t code = 0; code < 0x10000; ++code) {
    if (code >= 0xD800 && code < 0xE000) continue;
    text.clear();
    utf8::append(text, code);
    use(code, std::string_view(text));
  }
}

}  // namespace

void KeyHeads::add(const Dictionary& dictionary) {
  for_each([&](char32_t code, std::string_view text) {
    if (dictionary.longest_prefix(text).open) bits_.set(code);
  });
}

void KeyHeads::add_second(const Dictionary& first, const Dictionary& second) {
  values_.resize(second_.size());
  for_each([&](char32_t code, std::string_view text) {
    values_[code] = code;
    if (const Match match = first.longest_prefix(text); match.key_size == text.size()) {
      text = match.value;
      std::size_t at = 0;
      if (!text.empty()) values_[code] = utf8::next(text, at);
    }
    if (second.longest_prefix(text).open) second_.set(code);
  });
}

void KeyHeads::add_normalization(const Dictionary& dictionary) {
  for_each([&](char32_t code, std::string_view text) {
    if (dictionary.longest_prefix(text).key_size > 0) changed_.set(code);
  });
}

}  // namespace hanfix::convert::context
