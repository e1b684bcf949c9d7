// Compiles words and their frequencies into the table that segmentation looks into.
// usage: compile_words JIEBA_DICT OPENCC_DATA_FOLDER OUT
//   JIEBA_DICT          lines of WORD FREQUENCY [KIND]
//   OPENCC_DATA_FOLDER  OpenCC's *.txt
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/utf8.hpp"
#include "convert/compiler/image_file.hpp"
#include "convert/compiler/text_dictionary.hpp"
#include "convert/compiler/trie.hpp"
#include "words/word_image.hpp"

namespace {

using namespace hanfix;
using convert::compiler::append;
using convert::compiler::TextDictionary;
using convert::compiler::TrieKey;
namespace image = words::image;

// Keys of phrases that jieba does not know are as common as its rarest words.
constexpr double kFrequencyOfKeys = 3;
// A character that is no word of its own is this many bits rarer than a word seen once.
constexpr double kUnknownBits = 4;

bool may_have_class(char32_t code) { return code >= image::kFirst && code < image::kEnd; }

Result<TextDictionary> read_dictionary(const std::filesystem::path& path) {
  const Result<std::string> text = convert::compiler::read_file(path);
  if (!text) return text.error();
  return convert::compiler::parse_text_dictionary(text.value(), path.string());
}

class Words {
 public:
  std::optional<Error> read(const std::filesystem::path& jieba,
                            const std::filesystem::path& opencc) {
    const auto simplified = read_dictionary(opencc / "TSCharacters.txt");
    if (!simplified) return simplified.error();
    for (const auto& [key, values] : simplified.value()) {
      const std::u32string from = utf8::decode(key), to = utf8::decode(values.front());
      if (from.size() == 1 && to.size() == 1) simplified_[from[0]] = to[0];
    }
    const Result<std::string> list = convert::compiler::read_file(jieba);
    if (!list) return list.error();
    if (auto error = read_jieba(list.value(), jieba.string())) return error;
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(opencc)) {
      const std::string name = entry.path().filename().string();
      if (name.find("Phrases") != name.npos && !name.starts_with("JP")) {
        paths.push_back(entry.path());
      }
    }
    std::sort(paths.begin(), paths.end());
    for (const auto& path : paths) {
      const auto phrases = read_dictionary(path);
      if (!phrases) return phrases.error();
      for (const auto& [key, values] : phrases.value()) {
        const std::u32string word = folded(utf8::decode(key));
        if (word.size() > 1 && is_word(word)) frequency_.try_emplace(word, kFrequencyOfKeys);
      }
    }
    return std::nullopt;
  }

  // Empty if there are more words than a Unit can tell apart.
  [[nodiscard]] std::string write() const {
    // Frequent characters have small numbers: what is often looked at lies together.
    std::map<char32_t, std::uint32_t> counts;
    for (const auto& [word, frequency] : frequency_) {
      for (const char32_t code : word) ++counts[code];
    }
    std::vector<char32_t> codes;
    for (const auto& [code, count] : counts) codes.push_back(code);
    std::stable_sort(codes.begin(), codes.end(),
                     [&](char32_t a, char32_t b) { return counts[a] > counts[b]; });
    std::map<char32_t, std::uint16_t> numbers;
    for (const char32_t code : codes) {
      numbers[code] = static_cast<std::uint16_t>(numbers.size() + 1);
    }

    std::vector<image::Root> roots(codes.size() + 1, {0, 0, cost(0)});
    std::vector<TrieKey> keys;
    for (const auto& [word, frequency] : frequency_) {
      std::u16string path;
      for (const char32_t code : word) path.push_back(numbers[code]);
      if (path.size() > 1) {
        roots[path[0]].second |= std::uint64_t{1} << (path[1] & 63);
        keys.push_back({std::move(path), 1u + cost(frequency)});
      } else {
        roots[path[0]].cost = cost(frequency);
      }
    }
    const std::vector<image::Pairs> pairs = pairs_of(keys, roots);
    const auto trie = convert::compiler::build_trie(std::move(keys), roots.size());
    for (std::size_t cls = 0; cls < roots.size(); ++cls) roots[cls].base = trie.base[cls];
    if (roots.size() >> image::Unit::kClassBits != 0 ||
        trie.units.size() >> image::Unit::kBaseBits != 0) {
      return {};
    }
    const std::vector<image::Unit> units = pack(trie);

    std::vector<std::uint16_t> classes(image::kEnd - image::kFirst);
    for (char32_t code = image::kFirst; code < image::kEnd; ++code) {
      const auto found = numbers.find(folded(code));
      if (found != numbers.end()) classes[code - image::kFirst] = found->second;
    }
    std::string out(sizeof(image::Header), '\0');
    image::Header header{};
    header.magic = image::kMagic;
    header.class_count = static_cast<std::uint32_t>(roots.size());
    header.classes = append(out, classes);
    header.roots = append(out, roots);
    header.units = append(out, units);
    header.pairs = append(out, pairs);
    header.size = static_cast<std::uint32_t>(out.size());
    std::memcpy(out.data(), &header, sizeof header);
    return out;
  }

 private:
  std::optional<Error> read_jieba(std::string_view text, const std::string& path) {
    for (std::size_t at = 0; at < text.size();) {
      const std::string_view line = text.substr(at, text.find('\n', at) - at);
      at += line.size() + 1;
      const std::size_t space = line.find(' ');
      const std::string_view word = line.substr(0, space);
      const std::string_view number =
          space == line.npos ? std::string_view() : line.substr(space + 1);
      std::uint64_t frequency = 0;
      const auto [end, error] =
          std::from_chars(number.data(), number.data() + number.size(), frequency);
      if (error != std::errc() || convert::compiler::malformed_at(word)) {
        return Error{ErrorCode::bad_data, "a line is not WORD FREQUENCY [KIND]", path, at};
      }
      const std::u32string key = folded(utf8::decode(word));
      if (!is_word(key)) continue;
      frequency_[key] += static_cast<double>(frequency);
      total_ += static_cast<double>(frequency);
    }
    return std::nullopt;
  }

  static bool is_word(const std::u32string& word) {
    return !word.empty() && std::all_of(word.begin(), word.end(), may_have_class);
  }
  [[nodiscard]] char32_t folded(char32_t code) const {
    const auto found = simplified_.find(code);
    return found == simplified_.end() ? code : found->second;
  }
  [[nodiscard]] std::u32string folded(std::u32string word) const {
    for (char32_t& code : word) code = folded(code);
    return word;
  }
  // 0: never seen.
  [[nodiscard]] std::uint8_t cost(double frequency) const {
    const double bits = frequency > 0 ? std::log2(total_ / std::max(frequency, 1.0))
                                      : std::log2(total_) + kUnknownBits;
    const double steps = std::round(bits * image::kCostSteps);
    return static_cast<std::uint8_t>(std::clamp(steps, 0.0, double{image::kHighestCost}));
  }

  static std::vector<image::Pairs> pairs_of(const std::vector<TrieKey>& words,
                                            const std::vector<image::Root>& roots) {
    std::unordered_map<std::u16string, int> costs;
    for (const TrieKey& word : words) costs[word.path] = static_cast<int>(word.value) - 1;
    // Of the best cut.
    const auto cost_of = [&](const std::u16string& text) {
      std::vector<int> best(text.size() + 1, std::numeric_limits<int>::max());
      best[0] = 0;
      for (std::size_t begin = 0; begin < text.size(); ++begin) {
        best[begin + 1] =
            std::min(best[begin + 1], best[begin] + static_cast<int>(roots[text[begin]].cost));
        for (std::size_t end = begin + 2; end <= text.size(); ++end) {
          const auto found = costs.find(text.substr(begin, end - begin));
          if (found != costs.end()) best[end] = std::min(best[end], best[begin] + found->second);
        }
      }
      return best.back();
    };
    std::vector<image::Pairs> pairs(image::kPairSets);
    const auto raise = [](std::uint32_t& levels, unsigned shift, int gain) {
      const std::uint32_t level = std::max(levels >> shift & 3, image::gain_level(gain));
      levels = (levels & ~(3u << shift)) | level << shift;
    };
    for (const auto& [word, cost] : costs) {
      const std::size_t last = word.size() - 1;
      for (std::size_t i = 1; i <= last; ++i) {
        const std::uint32_t hash = image::pair_hash(word[i - 1], word[i]);
        image::Pairs& set = pairs[image::pair_set(hash)];
        set.neighbours |= std::uint64_t{1}
                          << (i == 1 ? image::begin_bit(hash) : image::inner_bit(hash));
        const unsigned shift = image::gain_shift(hash);
        if (i == 1) raise(set.begins, shift, cost_of(word.substr(1)) - cost);
        if (i == last) raise(set.ends, shift, cost_of(word.substr(0, last)) - cost);
      }
    }
    return pairs;
  }

  static std::vector<image::Unit> pack(const convert::compiler::Trie& trie) {
    std::vector<image::Unit> units(trie.units.size());
    const auto class_of = [&](std::size_t i) {
      return static_cast<std::uint16_t>(i - trie.units[i].check);
    };
    std::vector<unsigned> children(units.size());  // of the unit or root with that base
    for (std::size_t i = 0; i < units.size(); ++i) {
      if (trie.units[i].check == 0) continue;
      children[trie.units[i].check] |= image::Unit::child_bit(class_of(i));
    }
    for (std::size_t i = 0; i < units.size(); ++i) {
      const auto& unit = trie.units[i];
      if (unit.check == 0) continue;
      const auto cost =
          static_cast<std::uint8_t>(unit.value == 0 ? image::kNoWord : unit.value - 1);
      units[i] = {unit.base, cost, class_of(i), unit.base == 0 ? 0 : children[unit.base]};
    }
    return units;
  }

  std::map<char32_t, char32_t> simplified_;
  std::map<std::u32string, double> frequency_;  // of folded words
  double total_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: compile_words JIEBA_DICT OPENCC_DATA_FOLDER OUT\n";
    return 2;
  }
  Words words;
  if (const auto error = words.read(argv[1], argv[2])) {
    std::cerr << "compile_words: " << error->path << ": " << error->message << '\n';
    return 1;
  }
  const std::string bytes = words.write();
  if (bytes.empty()) {
    std::cerr << "compile_words: too many words for word_image.hpp\n";
    return 1;
  }
  if (!convert::compiler::write_file(argv[3], bytes)) {
    std::cerr << "compile_words: " << argv[3] << ": cannot write it\n";
    return 1;
  }
}
