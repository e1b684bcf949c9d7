#include "model/build/conversion.hpp"

#include <algorithm>
#include <map>

#include "base/utf8.hpp"

namespace hanfix::model::build {

namespace {

// Calls each(key, first value) for the lines of one of OpenCC's text dictionaries.
template <class Each>
void for_each_entry(const std::string& path, Each each) {
  const std::string text = read_file(path);
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find('\n', at);
    if (end == std::string::npos) end = text.size();
    const std::string_view line = std::string_view(text).substr(at, end - at);
    at = end + 1;
    const std::size_t tab = line.find('\t');
    if (line.empty() || line[0] == '#' || tab == std::string_view::npos) continue;
    each(utf8::decode(line.substr(0, tab)),
         utf8::decode(line.substr(tab + 1, line.find_first_of(" \r", tab) - tab - 1)));
  }
}

}  // namespace

CharacterMap read_character_map(const std::string& path) {
  CharacterMap map;
  for_each_entry(path, [&](const std::u32string& key, const std::u32string& value) {
    if (key.size() == 1 && value.size() == 1 && key != value) map.emplace(key[0], value[0]);
  });
  return map;
}

Conversion::Conversion(const std::string& folder)
    : to_hans(read_character_map(folder + "/TSCharacters.txt")),
      to_hant(read_character_map(folder + "/STCharacters.txt")),
      regional{read_character_map(folder + "/TWVariants.txt"),
               read_character_map(folder + "/HKVariants.txt")} {
  for_each_entry(folder + "/STPhrases.txt", [&](std::u32string key, std::u32string value) {
    longest_phrase = std::max(longest_phrase, key.size());
    phrases.emplace(std::move(key), std::move(value));
  });
}

std::unordered_map<char32_t, double> image_shares(const Conversion& conversion,
                                                  const std::vector<char32_t>& characters,
                                                  const Table& hant) {
  constexpr double kRendered = 0.8;
  std::map<char32_t, std::vector<char32_t>> images;
  for (const char32_t c : characters) images[Conversion::apply(conversion.to_hans, c)].push_back(c);
  std::unordered_map<char32_t, double> shares;
  for (const auto& [simplified, all] : images) {
    std::vector<char32_t> rendered{Conversion::apply(conversion.to_hant, simplified)};
    for (const CharacterMap& region : conversion.regional) {
      rendered.push_back(Conversion::apply(region, rendered[0]));
    }
    const auto is_rendered = [&](char32_t c) {
      return std::find(rendered.begin(), rendered.end(), c) != rendered.end();
    };
    double total = 0, total_rendered = 0;
    for (const char32_t c : all) {
      total += count_in(hant, c) + 0.05;
      if (is_rendered(c)) total_rendered += count_in(hant, c) + 1.0;
    }
    for (const char32_t c : all) {
      const double own = (count_in(hant, c) + 0.05) / total;
      const double first = is_rendered(c) ? (count_in(hant, c) + 1.0) / total_rendered : 0;
      shares[c] = total_rendered > 0 ? kRendered * first + (1 - kRendered) * own : own;
    }
  }
  return shares;
}

}  // namespace hanfix::model::build
