#include "convert/context/key_heads.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "base/utf8.hpp"
#include "convert/context/names.hpp"

namespace hanfix::convert::context {

KeyHeads::KeyHeads(std::span<const Dictionary> normalizations, const Dictionary& first,
                   const Dictionary* stage, const Dictionary* second, const Dictionary& last)
    : first_stage_(stage != nullptr ? *stage : first) {
  // What a chain is for shows in what it does.
  if (first_stage_.longest_prefix("发").value == "發") choice_ = &Choice::builtin();
  names_ = last.longest_prefix("發").value == "发";
  std::string bytes;
  const auto flags_of = [&](char32_t code) {
    unsigned flags = kInRun;
    if (is_han(code)) flags |= kHan;
    for (const Dictionary& normalization : normalizations) {
      if (normalization.has(code)) flags |= kChanged;
    }
    if (choice_ != nullptr && choice_->question(code) != nullptr) flags |= kAsked;
    if (names_ && Names::builtin().kept(code) != nullptr) flags |= kAsked;
    if (first.begins_longer_key(code)) flags |= kFirst;
    if (stage != nullptr && stage->begins_longer_key(code)) flags |= kStage;
    if (second == nullptr) return flags;
    if (!first_stage_.has(code)) return flags | (second->begins_longer_key(code) ? kSecond : 0);
    bytes.clear();
    utf8::append(bytes, code);
    const std::string_view value = first_stage_.longest_prefix(bytes).value;
    // Of several characters, any may begin one.
    const bool begins = utf8::count(value) != 1 || second->longest_prefix(value).open;
    return flags | (begins ? kSecond : 0);
  };
  // Nothing between these is in a run.
  constexpr std::pair<char32_t, char32_t> kBlocks[] = {
      {0x00, 0xFF}, {0x3000, 0x303F}, {0x3400, 0x9FFF}, {0xF900, 0xFAFF}};
  for (const auto& [first_code, last_code] : kBlocks) {
    for (char32_t code = first_code; code <= last_code; ++code) {
      if (in_run(code)) flags_[code] = static_cast<std::uint8_t>(flags_of(code));
    }
  }
}

char32_t KeyHeads::first_value(char32_t code) const noexcept {
  if (code >= kCodes || flags_[code] == 0 || !first_stage_.has(code)) return code;
  std::string bytes;
  utf8::append(bytes, code);
  const std::string_view value = first_stage_.longest_prefix(bytes).value;
  std::size_t at = 0;
  return value.empty() ? code : utf8::next(value, at);
}

}  // namespace hanfix::convert::context
