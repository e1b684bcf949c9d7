#include "model/build/image_writer.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <set>
#include <stdexcept>

#include "model/symbols.hpp"

namespace hanfix::model::build {
namespace {

std::uint8_t quantised(double probability) {
  const double cost = -std::log2(probability) * image::kCostSteps;
  return std::uint8_t(std::clamp(std::lround(cost), 0L, 255L));
}

class Writer {
 public:
  explicit Writer(const Inventory& inventory) : inventory_(inventory) {
    bytes_.resize(sizeof(image::Header));
    header_.magic = image::kMagic;
    header_.symbols = std::uint32_t(inventory.codes.size());
    while (std::uint64_t{1} << header_.key_bits <
           std::uint64_t{header_.symbols} * header_.symbols) {
      ++header_.key_bits;
    }
    if (header_.key_bits > 31) throw std::runtime_error("too many symbols");
  }

  image::Header& header() { return header_; }

  template <class T>
  std::uint32_t append(const std::vector<T>& items) {
    bytes_.resize((bytes_.size() + 63) / 64 * 64);
    const auto offset = std::uint32_t(bytes_.size());
    bytes_.append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T));
    return offset;
  }

  image::Grams grams(const Estimates& model);

  std::string finish() {
    bytes_.resize((bytes_.size() + 63) / 64 * 64);
    header_.size = std::uint32_t(bytes_.size());
    std::memcpy(bytes_.data(), &header_, sizeof header_);
    return std::move(bytes_);
  }

 private:
  std::uint16_t number(Key symbol) const { return inventory_.numbers.at(char32_t(symbol)); }
  // Of one code point: a class shares its probability.
  std::uint8_t cost(const Estimate& row) const {
    return quantised(row.probability / inventory_.members(last_of(row.key)));
  }
  std::vector<image::BigramBucket> bigrams(const Estimates& model);
  std::vector<image::TrigramBucket> trigrams(const Estimates& model);

  const Inventory& inventory_;
  image::Header header_{};
  std::string bytes_;
};

struct Entry {
  std::uint32_t home;
  std::uint16_t key;
  std::uint8_t cost, backoff;
};

// Puts the entries into buckets, a full bucket's into the ones behind it; false if one would have
// to go further than `furthest`. `buckets` has furthest + 1 spare ones at its end.
template <class Bucket, class Put>
bool distribute(std::vector<Entry>& entries, std::vector<Bucket>& buckets, unsigned furthest,
                Put put) {
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.home < b.home; });
  std::vector<std::size_t> used(buckets.size());
  std::size_t next = 0;
  for (const Entry& entry : entries) {
    next = std::max<std::size_t>(next, entry.home);
    while (used[next] == Bucket::kSlots) ++next;
    if (next - entry.home > furthest) return false;
    put(buckets[next], used[next]++, entry);
    for (std::size_t i = entry.home; i < next; ++i) {
      const auto further = static_cast<decltype(buckets[i].overflow)>(next - i);
      buckets[i].overflow = std::max(buckets[i].overflow, further);
    }
  }
  return true;
}

std::vector<image::BigramBucket> Writer::bigrams(const Estimates& model) {
  const std::uint32_t symbols = header_.symbols;
  const unsigned bits = header_.key_bits;
  std::set<Key> contexts;
  for (const Estimate& row : model.trigrams) contexts.insert(context_of(row.key));
  constexpr unsigned kFurthest = 3;
  for (auto count = std::uint32_t(double(model.bigrams.size()) / 12.9) + 1;;
       count += count / 64 + 1) {
    // The low half of a hash must name an entry in its bucket and in those behind it.
    const std::uint64_t range = (std::uint64_t{1} << bits) / count + 1;
    if (range * (kFurthest + 1) + 1 > 0x10000) continue;
    std::vector<image::BigramBucket> buckets(count + kFurthest + 1);
    for (std::uint64_t i = 0; i < buckets.size(); ++i) {
      // The first hash behind this bucket's: not one of those looked up here.
      const std::uint64_t behind = (((i + 1) << bits) + count - 1) / count;
      std::fill(std::begin(buckets[i].key), std::end(buckets[i].key), std::uint16_t(behind));
    }
    std::vector<Entry> entries;
    for (const Estimate& row : model.bigrams) {
      const std::uint32_t hash =
          image::bigram_hash(number(context_of(row.key)), number(last_of(row.key)), symbols, bits);
      const bool continued = contexts.count(row.key) != 0;
      entries.push_back(
          {image::bigram_bucket(hash, count, bits), std::uint16_t(hash), cost(row),
           continued ? std::max<std::uint8_t>(quantised(row.backoff), 1) : std::uint8_t{0}});
    }
    if (distribute(entries, buckets, kFurthest,
                   [](image::BigramBucket& bucket, std::size_t slot, const Entry& entry) {
                     bucket.key[slot] = entry.key;
                     bucket.cost[slot] = entry.cost;
                     bucket.backoff[slot] = entry.backoff;
                   })) {
      return buckets;
    }
  }
}

std::vector<image::TrigramBucket> Writer::trigrams(const Estimates& model) {
  constexpr unsigned kFurthest = 8;
  for (auto count = std::uint32_t(double(model.trigrams.size()) / 18.0) + 1;;
       count += count / 64 + 1) {
    std::vector<image::TrigramBucket> buckets(count + kFurthest + 1);
    std::vector<Entry> entries;
    for (const Estimate& row : model.trigrams) {
      const Key context = context_of(row.key);
      const image::TrigramHash hash =
          image::trigram_hash(number(context_of(context)), number(last_of(context)),
                              number(last_of(row.key)), header_.symbols, count);
      entries.push_back({hash.bucket, hash.key, cost(row), 0});
    }
    if (distribute(entries, buckets, kFurthest,
                   [](image::TrigramBucket& bucket, std::size_t slot, const Entry& entry) {
                     bucket.key[slot] = entry.key;
                     bucket.cost[slot] = entry.cost;
                   })) {
      return buckets;
    }
  }
}

image::Grams Writer::grams(const Estimates& model) {
  // Mass left over is shared by all code points, those with counts of their own too.
  double code_points = 0;
  for (const char32_t code : inventory_.codes) code_points += inventory_.members(code);
  std::vector<double> shared(header_.symbols, model.unseen / code_points);
  std::vector<std::uint8_t> unigrams(2 * std::size_t{header_.symbols});
  for (const Estimate& row : model.unigrams) {
    const std::size_t symbol = number(row.key);
    shared[symbol] += row.probability / inventory_.members(last_of(row.key));
    unigrams[header_.symbols + symbol] = quantised(row.backoff);
  }
  for (std::size_t i = 0; i < shared.size(); ++i) unigrams[i] = quantised(shared[i]);
  image::Grams out{};
  out.unigrams = append(unigrams);
  const auto two = bigrams(model);
  const auto three = trigrams(model);
  out.bigram_buckets = std::uint32_t(two.size() - 4);
  out.trigram_buckets = std::uint32_t(three.size() - 9);
  out.bigrams = append(two);
  out.trigrams = append(three);
  return out;
}

}  // namespace

Inventory::Inventory(const Counts& hans, const Counts& hant, const Conversion& conversion) {
  std::set<char32_t> all;
  const auto add = [&](char32_t code) { all.insert(code); };
  for (const ClassSize& each : kClassSizes) add(each.representative);
  add(symbol_class::kUnseenHan);
  for (const Counts* counts : {&hans, &hant}) {
    for (const Count& row : counts->unigrams) add(last_of(row.key));
  }
  for (const CharacterMap* map : {&conversion.to_hans, &conversion.to_hant}) {
    for (const auto& [from, to] : *map) {
      for (const char32_t c : {from, to}) {
        if (is_han(c)) add(c);
      }
    }
  }
  for (char32_t code = 0x21; code < 0x10000; ++code) {  // punctuation that no text held
    if (representative(code) == code && !is_han(code) && !is_class(code)) add(code);
  }
  all.erase(symbol_class::kLineBreak);
  codes.push_back(symbol_class::kLineBreak);
  codes.insert(codes.end(), all.begin(), all.end());
  for (std::size_t i = 0; i < codes.size(); ++i) numbers[codes[i]] = std::uint16_t(i);
  for (char32_t code = 0x3005; code < 0x323B0; ++code) {
    if (is_han(code) && numbers.count(code) == 0) ++unseen_han;
  }
}

std::uint32_t Inventory::members(char32_t symbol) const {
  if (symbol == symbol_class::kUnseenHan) return unseen_han;
  for (const ClassSize& each : kClassSizes) {
    if (each.representative == symbol) return each.members;
  }
  return 1;
}

std::string write_image(const Inventory& inventory, const Conversion& conversion,
                        const std::unordered_map<char32_t, double>& shares,
                        const Estimates (&tables)[image::kTables]) {
  Writer writer(inventory);
  image::Header& header = writer.header();

  std::vector<std::uint16_t> index, pages;
  std::map<std::vector<std::uint16_t>, std::uint16_t> known;
  for (std::size_t page = 0; page < image::kPageCount; ++page) {
    std::vector<std::uint16_t> symbols;
    for (char32_t i = 0; i < 256; ++i) {
      const char32_t code = representative(char32_t(page << 8 | i));
      const auto found = inventory.numbers.find(code);
      symbols.push_back(found != inventory.numbers.end()
                            ? found->second
                            : inventory.numbers.at(symbol_class::kUnseenHan));
    }
    const auto [entry, added] = known.try_emplace(symbols, std::uint16_t(known.size()));
    if (added) pages.insert(pages.end(), symbols.begin(), symbols.end());
    index.push_back(entry->second);
  }
  header.page_index = writer.append(index);
  header.pages = writer.append(pages);
  header.codes = writer.append(inventory.codes);

  std::vector<std::uint16_t> to_hans, to_hant;
  std::vector<std::uint8_t> share;
  const auto image_of = [&](const CharacterMap& map, char32_t code) {
    const char32_t image = is_han(code) ? Conversion::apply(map, code) : code;
    return inventory.numbers.at(inventory.numbers.count(image) != 0 ? image : code);
  };
  for (const char32_t code : inventory.codes) {
    to_hans.push_back(image_of(conversion.to_hans, code));
    to_hant.push_back(image_of(conversion.to_hant, code));
    const auto found = shares.find(code);
    share.push_back(quantised(found == shares.end() ? 1.0 : found->second));
  }
  header.to_hans = writer.append(to_hans);
  header.to_hant = writer.append(to_hant);
  header.share = writer.append(share);
  for (std::size_t i = 0; i < image::kTables; ++i) header.tables[i] = writer.grams(tables[i]);
  return writer.finish();
}

}  // namespace hanfix::model::build
