/// \file  OpenCC's character tables as the model needs them: one image a character.
#pragma once
#include <string>
#include <vector>

#include "model/build/counts.hpp"

namespace hanfix::model::build {

/// First value of each key of one of OpenCC's text dictionaries (key TAB values, # comments), where
/// key and value are single characters and differ.
[[nodiscard]] CharacterMap read_character_map(const std::string& path);

struct Conversion {
  CharacterMap to_hans, to_hant;                               // TSCharacters, STCharacters
  std::vector<CharacterMap> regional;                          // TWVariants, HKVariants
  std::unordered_map<std::u32string, std::u32string> phrases;  // STPhrases, first values
  std::size_t longest_phrase = 0;                              // code points

  /// `folder` holds the dictionaries.
  explicit Conversion(const std::string& folder);

  [[nodiscard]] static char32_t apply(const CharacterMap& map, char32_t c) {
    const auto found = map.find(c);
    return found == map.end() ? c : found->second;
  }
};

/// How the Traditional images of one Simplified character share its probability, by image: where
/// text was rendered character by character most goes to the table's first value and its regional
/// variants; the rest, for phrases and other converters, follows the counts of Traditional text.
[[nodiscard]] std::unordered_map<char32_t, double> image_shares(
    const Conversion& conversion, const std::vector<char32_t>& characters, const Table& hant);

}  // namespace hanfix::model::build
