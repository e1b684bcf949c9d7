#include "convert/compiler/image_writer.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>
#include <unordered_map>
#include <utility>

#include "base/utf8.hpp"
#include "convert/compiler/double_array.hpp"
#include "convert/compiler/final_keys.hpp"

namespace hanfix::convert::compiler {
namespace {

// Bits of key_pairs for each key of several characters: one pair in 16 at most is taken for
// another.
constexpr std::size_t kBitsOfPair = 16;

// The bytes of the image as they grow.
class Output {
 public:
  Output() : bytes_(sizeof(image::Header), '\0') {}

  /// Where the records are; equal lists are stored once.
  template <class T>
  image::Section put(const std::vector<T>& records) {
    const std::string_view bytes(reinterpret_cast<const char*>(records.data()),
                                 records.size() * sizeof(T));
    const auto [first, last] = known_.equal_range(std::hash<std::string_view>()(bytes));
    for (auto known = first; known != last; ++known) {
      if (std::string_view(bytes_).substr(known->second.first, known->second.second) == bytes) {
        return {known->second.first, records.size()};
      }
    }
    bytes_.resize((bytes_.size() + image::kAlignment - 1) / image::kAlignment * image::kAlignment);
    const image::Section section{bytes_.size(), records.size()};
    known_.emplace(std::hash<std::string_view>()(bytes), std::pair(bytes_.size(), bytes.size()));
    bytes_.append(bytes);
    return section;
  }
  std::string finish(image::Header header) {
    header.size = bytes_.size();
    header.checksum = image::checksum(bytes_.data() + sizeof header, bytes_.size() - sizeof header);
    std::memcpy(bytes_.data(), &header, sizeof header);
    return std::move(bytes_);
  }

 private:
  std::string bytes_;
  std::unordered_multimap<std::size_t, std::pair<std::size_t, std::size_t>> known_;
};

// All values, each once.
class ValuePool {
 public:
  image::Value add(const std::string& value) {
    const auto [place, fresh] = places_.emplace(value, static_cast<std::uint32_t>(text_.size()));
    if (fresh) text_.insert(text_.end(), value.begin(), value.end());
    return {place->second, static_cast<std::uint32_t>(value.size())};
  }
  std::vector<char> padded() const {
    std::vector<char> text = text_;
    text.insert(text.end(), image::kValuePadding, '\0');
    return text;
  }

 private:
  std::map<std::string, std::uint32_t> places_;
  std::vector<char> text_;
};

// The arrays of the dictionaries so far, by their keys: some differ in their values only.
struct Keys {
  image::Dictionary record;
  std::vector<image::Root> roots;  // without the values' text
};
using KnownKeys = std::map<std::vector<std::string_view>, Keys>;

const Keys& put_keys(const Entries& entries, KnownKeys& known, Output& out) {
  std::vector<std::string_view> keys;
  for (const auto& entry : entries) keys.push_back(entry.first);
  const auto found = known.find(keys);
  if (found != known.end()) return found->second;

  image::Dictionary record{};
  std::vector<std::uint64_t> head_pairs(image::kHeadPairs, 0);
  const auto add_pair = [&](unsigned first, unsigned second) {
    head_pairs[(first << 8 | second) >> 6] |= std::uint64_t{1} << (second & 63);
  };
  add_pair(0xE2, 0xBF);  // U+2FC0-2FFF
  for (const std::string_view key : keys) {
    record.longest_key = std::max(record.longest_key, static_cast<std::uint32_t>(key.size()));
    if (const auto head = static_cast<unsigned char>(key.front()); head < 0x80) {
      record.ascii_heads[head >> 6] |= std::uint64_t{1} << (head & 63);
    } else {
      add_pair(head, static_cast<unsigned char>(key[1]));
    }
  }
  std::vector<std::pair<char32_t, char32_t>> pairs;
  for (const std::string_view key : keys) {
    std::size_t at = 0;
    const char32_t first = utf8::next(key, at);
    if (at < key.size()) pairs.emplace_back(first, utf8::next(key, at));
  }
  const std::size_t bits = std::bit_ceil(std::max<std::size_t>(pairs.size() * kBitsOfPair, 64));
  record.key_pair_shift = 32 - static_cast<std::uint32_t>(std::countr_zero(bits));
  std::vector<std::uint64_t> key_pairs(bits / 64, 0);
  for (const auto& [first, second] : pairs) {
    const std::uint32_t bit = image::key_pair(first, second, record.key_pair_shift);
    key_pairs[bit >> 6] |= std::uint64_t{1} << (bit & 63);
  }
  record.key_pairs = out.put(key_pairs);
  const CharacterClasses classes(entries);
  DoubleArray array = build_double_array(entries, classes);
  record.class_count = classes.size();
  record.head_pairs = out.put(head_pairs);
  record.pages = out.put(array.pages);
  record.codes = out.put(array.codes);
  record.units = out.put(array.units);
  return known.emplace(std::move(keys), Keys{record, std::move(array.roots)}).first->second;
}

image::Dictionary put_dictionary(const Entries& entries, KnownKeys& known, ValuePool& pool,
                                 Output& out) {
  const Keys& keys = put_keys(entries, known, out);
  image::Dictionary record = keys.record;
  record.shrink = 1;
  std::vector<image::Value> values;
  std::vector<std::string_view> texts;
  for (const auto& [key, value] : entries) {
    values.push_back(pool.add(value));
    texts.push_back(value);
    // What is deleted counts as one byte: nothing waits for it.
    const std::size_t size = std::max<std::size_t>(value.size(), 1);
    const auto shrink = static_cast<std::uint32_t>((key.size() + size - 1) / size);
    record.shrink = std::max(record.shrink, shrink);
  }
  std::vector<image::Root> roots = keys.roots;
  for (image::Root& root : roots) {
    if (root.value == 0) continue;
    const std::string_view text = texts[root.value - 1];
    root.size = static_cast<std::uint32_t>(text.size());
    if (text.size() <= root.text.size()) text.copy(root.text.data(), text.size());
  }
  record.roots = out.put(roots);
  record.values = out.put(values);
  return record;
}

image::Fused put_fused(const FusedChain& chain, ValuePool& pool, Output& out) {
  const auto add_all = [&](const std::vector<std::string>& texts) {
    std::vector<image::Value> values;
    for (const std::string& text : texts) values.push_back(pool.add(text));
    return values;
  };
  std::vector<image::Value> words;
  std::vector<std::uint16_t> lists;
  for (const std::u16string& word : chain.words) {
    words.push_back(
        {static_cast<std::uint32_t>(lists.size()), static_cast<std::uint32_t>(word.size())});
    lists.insert(lists.end(), word.begin(), word.end());
  }
  std::vector<image::Symbol> symbols = chain.symbols;
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    symbols[i].value = pool.add(chain.symbol_values[i]);
  }
  image::Fused record{};
  record.pages = out.put(chain.pages);
  record.cells = out.put(chain.cells);
  record.heads = out.put(chain.heads);
  record.flags = out.put(chain.flags);
  record.sides = out.put(chain.sides);
  record.anchors = out.put(chain.anchors);
  record.sieve = out.put(chain.sieve);
  record.anchor_shift = chain.anchor_shift;
  record.filter = out.put(chain.filter);
  record.filter_shift = chain.filter_shift;
  record.nodes = out.put(chain.nodes);
  record.values = out.put(add_all(chain.values));
  record.links = out.put(chain.links);
  record.first_units = out.put(chain.first_units);
  record.words = out.put(words);
  record.symbol_lists = out.put(lists);
  record.symbols = out.put(symbols);
  record.second_units = out.put(chain.second_units);
  record.second_values = out.put(add_all(chain.second_values));
  record.ascii_last = chain.ascii_last;
  record.ascii_reach = chain.ascii_reach;
  record.two_levels = chain.two_levels ? 1 : 0;
  return record;
}

}  // namespace

std::uint32_t ImageWriter::add_dictionary(const Entries& entries) {
  const auto found = std::find(dictionaries_.begin(), dictionaries_.end(), entries);
  const auto number = static_cast<std::uint32_t>(found - dictionaries_.begin());
  if (found == dictionaries_.end()) dictionaries_.push_back(entries);
  return number;
}

std::uint32_t ImageWriter::add_chain(const ChainSource& source, const Entries& keys) {
  ChainNumbers numbers;
  for (const Entries& entries : source.normalizations) {
    numbers.normalizations.push_back(add_dictionary(entries));
  }
  if (source.segmentation) numbers.segmentation = add_dictionary(keys) + 1;
  for (const Entries& entries : source.stages) numbers.stages.push_back(add_dictionary(entries));
  const auto found = std::find_if(chains_.begin(), chains_.end(), [&](const ChainRecord& chain) {
    return chain.numbers == numbers;
  });
  const auto number = static_cast<std::uint32_t>(found - chains_.begin());
  if (found == chains_.end()) chains_.push_back({std::move(numbers), fuse(source, keys)});
  return number;
}

void ImageWriter::add_config(const std::string& name, const ChainSource& plain,
                             const ChainSource& tofu) {
  const std::uint32_t chain = add_chain(plain, *converted_keys(plain));
  configs_.push_back({name, chain, add_chain(tofu, *converted_keys(tofu))});
}

void ImageWriter::add_config(const std::string& name, const ChainSource& source,
                             const Entries& keys) {
  const std::uint32_t chain = add_chain(source, keys);
  configs_.push_back({name, chain, chain});
}

void ImageWriter::set_evidence(const Entries& words) { evidence_ = add_dictionary(words); }

void ImageWriter::add_traits(const std::map<char32_t, std::uint8_t>& traits) {
  for (const auto& [code, bits] : traits) traits_[code] |= bits;
}

std::string ImageWriter::write() const {
  Output out;
  ValuePool pool;
  image::Header header{};
  header.magic = image::kMagic;
  header.version = image::kVersion;
  header.evidence = evidence_;
  std::vector<std::uint16_t> pages(image::kPages);
  std::vector<std::uint8_t> traits(256);
  for (const auto& [code, bits] : traits_) paged(pages, traits, code) = bits;
  header.trait_pages = out.put(pages);
  header.traits = out.put(traits);
  KnownKeys known;
  std::vector<image::Dictionary> dictionaries;
  for (const Entries& entries : dictionaries_) {
    dictionaries.push_back(put_dictionary(entries, known, pool, out));
  }
  header.dictionaries = out.put(dictionaries);
  std::vector<image::Chain> chains;
  std::vector<image::Fused> fused;
  std::vector<std::uint32_t> lists;
  for (const auto& [numbers, automaton] : chains_) {
    if (automaton) fused.push_back(put_fused(*automaton, pool, out));
    chains.push_back({static_cast<std::uint32_t>(lists.size()),
                      static_cast<std::uint32_t>(numbers.normalizations.size()),
                      static_cast<std::uint32_t>(numbers.stages.size()), numbers.segmentation,
                      automaton ? static_cast<std::uint32_t>(fused.size()) : 0});
    lists.insert(lists.end(), numbers.normalizations.begin(), numbers.normalizations.end());
    lists.insert(lists.end(), numbers.stages.begin(), numbers.stages.end());
  }
  header.chains = out.put(chains);
  header.chain_dictionaries = out.put(lists);
  header.fused = out.put(fused);
  std::vector<image::Config> configs;
  for (const NamedConfig& config : configs_) {
    image::Config record{{}, config.chain, config.chain_tofu};
    config.name.copy(record.name.data(), record.name.size() - 1);
    configs.push_back(record);
  }
  header.configs = out.put(configs);
  header.values = out.put(pool.padded());
  return out.finish(header);
}

}  // namespace hanfix::convert::compiler
