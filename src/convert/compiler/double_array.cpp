#include "convert/compiler/double_array.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/utf8.hpp"
#include "convert/compiler/trie.hpp"

namespace hanfix::convert::compiler {

CharacterClasses::CharacterClasses(const Entries& entries) {
  std::map<char32_t, std::uint32_t> counts;
  for (const auto& entry : entries) {
    for (const char32_t code : utf8::decode(entry.first)) ++counts[code];
  }
  for (const auto& entry : counts) codes_.push_back(entry.first);
  std::stable_sort(codes_.begin(), codes_.end(),
                   [&](char32_t a, char32_t b) { return counts[a] > counts[b]; });
  for (std::size_t i = 0; i < codes_.size(); ++i) {
    numbers_[codes_[i]] = static_cast<std::uint16_t>(i + 1);
  }
}

std::uint16_t CharacterClasses::of(char32_t code) const {
  const auto found = numbers_.find(code);
  return found == numbers_.end() ? std::uint16_t{0} : found->second;
}

DoubleArray build_double_array(const Entries& entries, const CharacterClasses& classes) {
  std::vector<TrieKey> keys;
  std::vector<std::uint64_t> second(classes.size());  // by class
  for (const auto& entry : entries) {
    std::u16string path;
    for (const char32_t code : utf8::decode(entry.first)) path.push_back(classes.of(code));
    if (path.size() > 1) second[path[0]] |= std::uint64_t{1} << (path[1] & 63);
    keys.push_back({std::move(path), static_cast<std::uint32_t>(keys.size() + 1)});
  }
  Trie trie = build_trie(std::move(keys), classes.size());

  DoubleArray array;
  array.pages.resize(image::kPages);
  array.codes.resize(256);
  std::vector<std::uint16_t> root_of_class(classes.size(), 0);
  for (std::uint32_t cls = 1; cls < classes.size(); ++cls) {
    if (trie.base[cls] == 0 && trie.value[cls] == 0) continue;
    array.roots.push_back({trie.base[cls], trie.value[cls], second[cls], {}, 0});
    root_of_class[cls] = static_cast<std::uint16_t>(array.roots.size());
  }
  for (const char32_t code : classes.codes()) {
    const std::uint16_t cls = classes.of(code);
    paged(array.pages, array.codes, code) = {root_of_class[cls], cls};
  }
  array.units = std::move(trie.units);
  return array;
}

}  // namespace hanfix::convert::compiler
