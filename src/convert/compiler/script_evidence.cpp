#include "convert/compiler/script_evidence.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "convert/image_format.hpp"

namespace hanfix::convert::compiler {
namespace {

bool contains(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// Keys of one character that their own values do not name: text of the other script has no use
// for them. 后 (後, but 后 too) and 干 say nothing.
std::map<char32_t, std::string> one_sided(const TextDictionary& dictionary) {
  std::map<char32_t, std::string> found;
  for (const auto& [key, values] : dictionary) {
    const std::u32string codes = utf8::decode(key);
    if (codes.size() == 1 && !contains(values, key)) found.emplace(codes[0], values.front());
  }
  return found;
}

}  // namespace

Result<ScriptEvidence> derive_script_evidence(DictionaryFolder& dictionaries) {
  ScriptEvidence evidence;
  const auto to_traditional = dictionaries.get("STCharacters.txt");
  if (!to_traditional) return to_traditional.error();
  const auto to_simplified = dictionaries.get("TSCharacters.txt");
  if (!to_simplified) return to_simplified.error();
  const auto simplified = one_sided(*to_traditional.value());
  const auto traditional = one_sided(*to_simplified.value());
  for (const auto& entry : simplified) {
    if (!traditional.contains(entry.first)) {
      evidence.characters[entry.first] |= image::kSimplifiedOnly;
    }
  }
  for (const auto& entry : traditional) {
    if (!simplified.contains(entry.first)) {
      evidence.characters[entry.first] |= image::kTraditionalOnly;
    }
  }
  return evidence;
}

}  // namespace hanfix::convert::compiler
