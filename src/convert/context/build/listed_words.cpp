#include "convert/context/build/listed_words.hpp"

#include <algorithm>
#include <numeric>

#include "convert/context/word_borders.hpp"

namespace hanfix::convert::context::build {
namespace {

// So many have to agree for each that does not.
constexpr double kAgreement = 6;

std::u32string key_of(std::u32string_view word, std::size_t at) {
  std::u32string key(word);
  key.push_back(static_cast<char32_t>(at));
  return key;
}

}  // namespace

void ListedWords::add(std::u32string_view word, std::size_t at, std::size_t value, double count) {
  counts_[key_of(word, at)].listed.at(value) += count;
  characters_.insert(word[at]);
}

void ListedWords::read(std::u32string_view run, const std::function<int(std::size_t)>& written) {
  WordBorders borders(WordTable::builtin());
  bool taken = false;
  for (std::size_t at = 0; at < run.size(); ++at) {
    if (!characters_.contains(run[at])) continue;
    for (std::size_t size = 2; size <= kLongest; ++size) {
      for (std::size_t back = 0; back < size; ++back) {
        if (back > at || at - back + size > run.size()) continue;
        const std::size_t begin = at - back;
        const auto found = counts_.find(key_of(run.substr(begin, size), back));
        if (found == counts_.end()) continue;
        if (!taken) borders.reset({run.data(), run.size()});
        taken = true;
        if (borders.excess(begin, begin + size) > 0) continue;
        const int value = written(at);
        if (value >= 0) found->second.written.at(static_cast<std::size_t>(value)) += 1;
      }
    }
  }
}

std::vector<ListedWords::Word> ListedWords::agreed() const {
  std::vector<Word> words;
  for (const auto& [key, counts] : counts_) {
    const auto& listed = counts.listed;
    const auto most = std::max_element(listed.begin(), listed.end());
    const auto value = static_cast<std::size_t>(most - listed.begin());
    const auto agree = [&](const std::array<double, kValues>& of) {
      const double all = std::accumulate(of.begin(), of.end(), 0.0);
      return of.at(value) >= kAgreement * (all - of.at(value));
    };
    if (!agree(listed) || !agree(counts.written)) continue;
    words.push_back({key.substr(0, key.size() - 1), key.back(), value});
  }
  std::sort(words.begin(), words.end(), [](const Word& a, const Word& b) {
    return a.text != b.text ? a.text < b.text : a.at < b.at;
  });
  return words;
}

Feature rest_of(std::u32string_view word, std::size_t at) {
  constexpr const char* kKinds[] = {"rl", "RxL", "NzyM"};
  Feature feature{kKinds[word.size() - 2][at], 0, {}};
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (i != at) feature.text[feature.size++] = word[i];
  }
  return feature;
}

}  // namespace hanfix::convert::context::build
