#include "model/build/words.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <unordered_map>

#include "base/utf8.hpp"
#include "model/symbols.hpp"

namespace hanfix::model::build {
namespace {

using Sums = std::unordered_map<Key, double>;

Table rounded(const Sums& sums) {
  Table rows;
  for (const auto& [key, sum] : sums) {
    const auto count = static_cast<std::uint32_t>(std::lround(sum));
    if (count > 0) rows.push_back({key, count});
  }
  return rows;
}

void merge(Table& into, const Table& rows) {
  into.insert(into.end(), rows.begin(), rows.end());
  into = sorted_sum(std::move(into));
}

// By how much `rows` would be more than the counts of their contexts.
Table missing(const Table& rows, const Table& contexts) {
  Table followed;
  for (const Count& row : rows) followed.push_back({context_of(row.key), row.count});
  Table more;
  for (const Count& row : sorted_sum(std::move(followed))) {
    const std::uint32_t own = count_in(contexts, row.key);
    if (own < row.count) more.push_back({row.key, row.count - own});
  }
  return more;
}

}  // namespace

Words read_words(std::string_view dictionary, double scale, double temper) {
  Words words;
  for (std::size_t at = 0, number = 1; at < dictionary.size(); ++number) {
    const std::size_t end = std::min(dictionary.find('\n', at), dictionary.size());
    const std::string_view line = dictionary.substr(at, end - at);
    at = end + 1;
    const std::size_t blank = line.find(' ');
    double frequency = 0;
    if (blank == std::string_view::npos ||
        std::from_chars(line.data() + blank + 1, line.data() + line.size(), frequency).ec !=
            std::errc()) {
      throw std::runtime_error("words, line " + std::to_string(number) + ": no frequency");
    }
    Word word{utf8::decode(line.substr(0, blank)), scale * std::pow(frequency, temper)};
    if (word.characters.size() >= 2 &&
        std::all_of(word.characters.begin(), word.characters.end(), is_han)) {
      words.push_back(std::move(word));
    }
  }
  return words;
}

Words traditional(const Words& words, const Conversion& conversion) {
  Words out;
  out.reserve(words.size());
  for (const Word& word : words) {
    Word converted{{}, word.count};
    std::u32string_view rest = word.characters;
    while (!rest.empty()) {
      std::size_t size = std::min(rest.size(), conversion.longest_phrase);
      auto phrase = conversion.phrases.end();
      for (; size > 1; --size) {
        phrase = conversion.phrases.find(std::u32string(rest.substr(0, size)));
        if (phrase != conversion.phrases.end()) break;
      }
      if (phrase != conversion.phrases.end()) {
        converted.characters += phrase->second;
      } else {
        converted.characters += Conversion::apply(conversion.to_hant, rest[0]);
      }
      rest.remove_prefix(size);
    }
    out.push_back(std::move(converted));
  }
  return out;
}

void add_words(const Words& words, Counts& counts) {
  Sums pairs, triples;
  for (const Word& word : words) {
    const std::u32string& c = word.characters;
    for (std::size_t i = 0; i + 1 < c.size(); ++i) {
      pairs[key_of(c[i], c[i + 1])] += word.count;
      if (i + 2 < c.size()) triples[key_of(c[i], c[i + 1], c[i + 2])] += word.count;
    }
  }
  const Table trigrams = rounded(triples);
  Table bigrams = sorted_sum(rounded(pairs));
  merge(bigrams, missing(trigrams, bigrams));
  Table unigrams;
  for (const Count& row : bigrams) {
    unigrams.push_back({context_of(row.key), row.count});
    if (count_in(counts.unigrams, last_of(row.key)) == 0) unigrams.push_back({last_of(row.key), 1});
  }
  merge(counts.unigrams, unigrams);
  merge(counts.bigrams, bigrams);
  merge(counts.trigrams, trigrams);
}

}  // namespace hanfix::model::build
