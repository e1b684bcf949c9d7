#include "model/tables.hpp"

#include "base/prefetch.hpp"

extern "C" const std::byte hanfix_model_image[];

namespace hanfix::model {

Tables::Tables(const std::byte* base) : header(reinterpret_cast<const image::Header*>(base)) {
  const auto at = [&]<class T>(std::uint32_t offset, const T*& out) {
    out = reinterpret_cast<const T*>(base + offset);
  };
  at(header->page_index, page_index);
  at(header->pages, pages);
  at(header->codes, codes);
  at(header->to_hans, to_hans);
  at(header->to_hant, to_hant);
  at(header->share, share);
  hans = GramTable(base, *header, header->tables[0]);
  hant = GramTable(base, *header, header->tables[1]);
}

void GramTable::steps(State& state, const Symbol* symbols, std::size_t count,
                      std::int16_t* costs) const noexcept {
  std::uint32_t hashes[kBlock];
  const image::BigramBucket* bigrams[kBlock];
  for (std::size_t i = 0; i < count; ++i) {
    hashes[i] = bigram_hash(symbols[i], symbols[i + 1]);
    bigrams[i] = bigram_bucket(hashes[i]);
    hanfix::prefetch(bigrams[i]);
  }
  const image::TrigramBucket* trigrams[kBlock];  // null: nothing to look up
  for (std::size_t i = 0; i < count; ++i) {
    const Bigram lower = bigram_in(bigrams[i], hashes[i]);
    const int backoff = int(state & 0xFF);
    trigrams[i] = nullptr;
    if (lower.cost < 0) {
      costs[i] = std::int16_t(backoff + unigram_backoff(symbols[i]) + unigram(symbols[i + 1]));
    } else {
      costs[i] = std::int16_t(backoff + lower.cost);
      if (state != 0 && symbols[i + 1] < image::TrigramBucket::kLastSymbols) {
        hashes[i] = trigram_hash(state, symbols[i + 1]);
        trigrams[i] = trigram_bucket(hashes[i]);
        hanfix::prefetch(trigrams[i]);
      }
    }
    state = lower.state;
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (trigrams[i] == nullptr) continue;
    const int listed = trigram_in(trigrams[i], hashes[i]);
    if (listed >= 0) costs[i] = std::int16_t(listed);
  }
}

const Tables& Tables::embedded() noexcept {
  static const Tables tables(hanfix_model_image);
  return tables;
}

}  // namespace hanfix::model
