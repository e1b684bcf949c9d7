#include "model/build/image_writer.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <map>
#include <set>
#include <stdexcept>
#include <unordered_set>

#include "model/symbols.hpp"

namespace hanfix::model::build {
namespace {

std::uint8_t quantised(double probability) {
  const double cost = -std::log2(probability) * image::kCostSteps;
  return std::uint8_t(std::clamp(std::lround(cost), 0L, 255L));
}

// Keys are numbered densely; their hashes have a fixed size.
template <class Bucket>
void check_key_count(std::uint64_t count) {
  if (count > std::uint64_t{1} << Bucket::kHashBits) {
    throw std::runtime_error("too many symbols or contexts: raise kHashBits in image.hpp");
  }
}

class Writer {
 public:
  explicit Writer(const Inventory& inventory) : inventory_(inventory) {
    bytes_.resize(sizeof(image::Header));
    header_.magic = image::kMagic;
    header_.symbols = std::uint32_t(inventory.codes.size());
    check_key_count<image::BigramBucket>(std::uint64_t{header_.symbols} * header_.symbols);
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
  void bigrams(const Estimates& model, image::Grams& out);
  void trigrams(const Estimates& model, image::Grams& out);

  const Inventory& inventory_;
  image::Header header_{};
  std::string bytes_;
  std::unordered_map<Key, std::uint32_t> contexts_;  // numbers of bigrams that begin trigrams
};

struct Entry {
  std::uint32_t hash;
  std::uint8_t cost, backoff = 0;
  Key context = 0;  // what the entry is, if trigrams begin with it
};

// The entries by bucket. A full bucket's go to the ones behind it; there are a few spare ones at
// the end.
struct Distribution {
  std::uint32_t buckets = 0;
  std::vector<std::vector<Entry>> entries;
  std::vector<unsigned> overflow;
};

// As few buckets as keep entries so near to where they belong that their keys are exact.
template <class Bucket>
Distribution distribute(std::vector<Entry> entries, double load) {
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.hash < b.hash; });
  const auto few = std::uint32_t(double(entries.size()) / (double(Bucket::kSlots) * load)) + 1;
  for (std::uint32_t count = few;; count += count / 64 + 1) {
    const std::uint64_t range = (std::uint64_t{1} << Bucket::kHashBits) / count + 1;
    const std::uint64_t furthest =
        std::min<std::uint64_t>(((std::uint64_t{1} << Bucket::kKeyBits) - 1) / range, 9);
    if (furthest < 2) continue;  // home and one further
    Distribution out{count, {}, {}};
    out.entries.resize(count + furthest);
    out.overflow.resize(count + furthest);
    std::size_t next = 0;
    bool fits = true;
    for (const Entry& entry : entries) {
      const std::size_t home = image::bucket_of<Bucket>(entry.hash, count);
      next = std::max(next, home);
      while (out.entries[next].size() == Bucket::kSlots) ++next;
      if (next - home >= furthest) {
        fits = false;
        break;
      }
      out.entries[next].push_back(entry);
      out.overflow[home] = std::max(out.overflow[home], unsigned(next - home));
    }
    if (fits) return out;
  }
}

// The first hash that does not belong to the bucket or one before it: what marks empty slots.
template <class Bucket>
std::uint32_t behind(std::size_t bucket, std::uint32_t buckets) {
  return std::uint32_t((((std::uint64_t{bucket} + 1) << Bucket::kHashBits) + buckets - 1) /
                       buckets);
}

void Writer::bigrams(const Estimates& model, image::Grams& out) {
  std::unordered_set<Key> continued;
  for (const Estimate& row : model.trigrams) continued.insert(context_of(row.key));
  std::vector<Entry> entries;
  for (const Estimate& row : model.bigrams) {
    const std::uint32_t own =
        number(context_of(row.key)) * header_.symbols + number(last_of(row.key));
    Entry entry{image::permuted<image::BigramBucket::kHashBits>(own), cost(row)};
    if (continued.count(row.key) != 0) {
      entry.backoff = std::max<std::uint8_t>(quantised(row.backoff), 1);
      entry.context = row.key;
    }
    entries.push_back(entry);
  }
  Distribution all = distribute<image::BigramBucket>(std::move(entries), 0.86);
  out.bigram_buckets = all.buckets;
  std::vector<image::BigramBucket> buckets(all.entries.size());
  contexts_.clear();
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    image::BigramBucket& bucket = buckets[i];
    std::fill(std::begin(bucket.key), std::end(bucket.key),
              std::uint16_t(behind<image::BigramBucket>(i, all.buckets)));
    bucket.overflow = std::uint8_t(all.overflow[i]);
    bucket.base_low = std::uint16_t(contexts_.size());
    bucket.base_high = std::uint8_t(contexts_.size() >> 16);
    std::stable_partition(all.entries[i].begin(), all.entries[i].end(),
                          [](const Entry& entry) { return entry.backoff != 0; });
    for (std::size_t slot = 0; slot < all.entries[i].size(); ++slot) {
      const Entry& entry = all.entries[i][slot];
      bucket.key[slot] = std::uint16_t(entry.hash);
      bucket.cost[slot] = entry.cost;
      bucket.backoff[slot] = entry.backoff;
      if (entry.backoff != 0) contexts_.emplace(entry.context, std::uint32_t(contexts_.size()));
    }
  }
  out.bigrams = append(buckets);
}

void Writer::trigrams(const Estimates& model, image::Grams& out) {
  check_key_count<image::TrigramBucket>(std::uint64_t{contexts_.size()} *
                                        image::TrigramBucket::kLastSymbols);
  std::vector<Entry> entries;
  for (const Estimate& row : model.trigrams) {
    if (number(last_of(row.key)) >= image::TrigramBucket::kLastSymbols) {
      throw std::runtime_error("too many symbols end trigrams: raise kLastSymbols in image.hpp");
    }
    const std::uint32_t members = inventory_.members(last_of(row.key));
    const long coarse =
        std::lround(-std::log2(row.probability / members) * image::TrigramBucket::kSteps);
    // Dearer than the field can say: a character may be a little cheaper than it is, but of a class
    // of thousands that would be much.
    constexpr long kMost = image::TrigramBucket::kHighest;
    if (coarse > kMost && members > image::TrigramBucket::kFewMembers) continue;
    const std::uint32_t own =
        contexts_.at(context_of(row.key)) * image::TrigramBucket::kLastSymbols +
        number(last_of(row.key));
    entries.push_back({image::permuted<image::TrigramBucket::kHashBits>(own),
                       std::uint8_t(std::clamp(coarse, 0L, kMost))});
  }
  const Distribution all = distribute<image::TrigramBucket>(std::move(entries), 0.86);
  out.trigram_buckets = all.buckets;
  std::vector<image::TrigramBucket> buckets(all.entries.size());
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    const auto put = [&](std::size_t slot, const Entry& entry) {
      buckets[i].key[slot] = std::uint16_t(entry.hash);
      buckets[i].cost[slot] =
          std::uint8_t(unsigned(entry.cost) << 2 | unsigned(entry.hash >> 16 & 3));
    };
    for (std::size_t slot = 0; slot < image::TrigramBucket::kSlots; ++slot) {
      put(slot, slot < all.entries[i].size()
                    ? all.entries[i][slot]
                    : Entry{behind<image::TrigramBucket>(i, all.buckets), 0});
    }
    buckets[i].overflow = std::uint8_t(all.overflow[i]);
  }
  out.trigrams = append(buckets);
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
  bigrams(model, out);
  trigrams(model, out);
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
  // Those that can end a trigram get the low numbers, which keeps trigrams' keys short; then by
  // frequency, which keeps what is used together.
  constexpr std::uint64_t kEndsTrigram = std::uint64_t{1} << 40;
  std::unordered_map<char32_t, std::uint64_t> rank;
  for (const Counts* counts : {&hans, &hant}) {
    for (const Count& row : counts->unigrams) {
      rank[last_of(row.key)] += row.count;
      rank[Conversion::apply(conversion.to_hans, last_of(row.key))] += row.count;
    }
    for (const Count& row : counts->trigrams) {
      rank[last_of(row.key)] |= kEndsTrigram;
      rank[Conversion::apply(conversion.to_hans, last_of(row.key))] |= kEndsTrigram;
    }
  }
  std::stable_sort(codes.begin() + 1, codes.end(),
                   [&](char32_t a, char32_t b) { return rank[a] > rank[b]; });
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
