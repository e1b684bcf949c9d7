#include "convert/context/key_heads.hpp"

#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "convert/context/runs.hpp"

namespace hanfix::convert::context {

KeyHeads::KeyHeads(std::span<const Dictionary> normalizations, const Dictionary& first,
                   const Dictionary* stage, const Dictionary* second) {
  if (second != nullptr) values_.resize(second_.size());
  const Dictionary& first_stage = stage != nullptr ? *stage : first;
  std::string bytes;
  for (char32_t code = 0; code < first_.size(); ++code) {
    if (!in_run(code)) continue;
    bytes.clear();
    utf8::append(bytes, code);
    const std::string_view text = bytes;
    for (const Dictionary& normalization : normalizations) {
      if (normalization.longest_prefix(text).key_size > 0) changed_.set(code);
    }
    if (first.longest_prefix(text).open) first_.set(code);
    if (stage == nullptr && second == nullptr) continue;
    const Match match = first_stage.longest_prefix(text);
    if (stage != nullptr && match.open) stage_.set(code);
    if (second == nullptr) continue;
    const std::string_view value = match.key_size > 0 ? match.value : text;
    std::size_t at = 0;
    values_[code] = value.empty() ? code : utf8::next(value, at);
    if (second->longest_prefix(value).open) second_.set(code);
  }
}

}  // namespace hanfix::convert::context
