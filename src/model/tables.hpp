/// \file  Look-ups in the compiled image. Stage authors want char_model.hpp.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/prefetch.hpp"
#include "model/image.hpp"

namespace hanfix::model {

/// A number for what the model tells apart; see symbols.hpp.
using Symbol = std::uint16_t;

namespace detail {

// A bit for each of the `slots` numbers from `keys` on that equals `key`. May read up to 48 bytes.
template <std::size_t slots>
inline unsigned equal_slots(const std::uint16_t* keys, std::uint16_t key) noexcept {
  static_assert(slots <= 24);
#if defined(__SSE2__)
  const __m128i wanted = _mm_set1_epi16(static_cast<short>(key));
  const auto* lanes = reinterpret_cast<const __m128i*>(keys);
  const __m128i a = _mm_cmpeq_epi16(_mm_load_si128(lanes), wanted);
  const __m128i b = _mm_cmpeq_epi16(_mm_load_si128(lanes + 1), wanted);
  auto found = static_cast<unsigned>(_mm_movemask_epi8(_mm_packs_epi16(a, b)));
  if constexpr (slots > 16) {
    const __m128i c = _mm_cmpeq_epi16(_mm_load_si128(lanes + 2), wanted);
    found |= static_cast<unsigned>(_mm_movemask_epi8(_mm_packs_epi16(c, _mm_setzero_si128())))
             << 16;
  }
  return found & ((1u << slots) - 1);
#else
  unsigned found = 0;
  for (std::size_t i = 0; i < slots; ++i) found |= unsigned{keys[i] == key} << i;
  return found;
#endif
}

}  // namespace detail

/// One table of n-grams. Costs are in 1/8 bit.
class GramTable {
 public:
  /// What the table knows of a pair of symbols as a context: number << 8 | back-off. 0: nothing.
  using State = std::uint32_t;
  struct Bigram {
    int cost = -1;  // -1: not listed
    State state = 0;
  };

  GramTable() = default;
  GramTable(const std::byte* base, const image::Header& header, const image::Grams& grams)
      : unigrams_(reinterpret_cast<const std::uint8_t*>(base + grams.unigrams)),
        bigrams_(reinterpret_cast<const image::BigramBucket*>(base + grams.bigrams)),
        trigrams_(reinterpret_cast<const image::TrigramBucket*>(base + grams.trigrams)),
        symbols_(header.symbols),
        grams_(grams) {}

  [[nodiscard]] int unigram(Symbol c) const noexcept { return unigrams_[c]; }
  [[nodiscard]] int unigram_backoff(Symbol b) const noexcept { return unigrams_[symbols_ + b]; }

  [[nodiscard]] Bigram bigram(Symbol b, Symbol c) const noexcept {
    const std::uint32_t hash = bigram_hash(b, c);
    return bigram_in(bigram_bucket(hash), hash);
  }

  /// c after the bigram whose state is `context` (not 0). -1: not listed.
  [[nodiscard]] int trigram(State context, Symbol c) const noexcept {
    if (c >= image::TrigramBucket::kLastSymbols) return -1;
    const std::uint32_t hash = trigram_hash(context, c);
    return trigram_in(trigram_bucket(hash), hash);
  }

  /// Cost of c after b, when `state` is that of the two symbols up to b; it becomes that of bc.
  [[nodiscard]] int step(State& state, Symbol b, Symbol c) const noexcept {
    const Bigram lower = bigram(b, c);
    const State upper = state;
    state = lower.state;
    const int backoff = int(upper & 0xFF);
    if (lower.cost < 0) return backoff + unigram_backoff(b) + unigram(c);
    if (upper == 0) return lower.cost;
    const int listed = trigram(upper, c);
    return listed >= 0 ? listed : backoff + lower.cost;
  }

  /// Starts to load what step() looks at: worth it where something else can be done meanwhile.
  void prefetch(State state, Symbol b, Symbol c) const noexcept {
    hanfix::prefetch(bigram_bucket(bigram_hash(b, c)));
    if (state != 0 && c < image::TrigramBucket::kLastSymbols) {
      hanfix::prefetch(trigram_bucket(trigram_hash(state, c)));
    }
  }

  static constexpr std::size_t kBlock = 64;

  /// step() for `count` symbols (at most kBlock), `symbols[0]` being the one before the first: the
  /// memory of a whole block is asked for before any of it is needed.
  void steps(State& state, const Symbol* symbols, std::size_t count,
             std::int16_t* costs) const noexcept;

 private:
  static constexpr int kTrigramScale = image::kCostSteps / image::TrigramBucket::kSteps;

  [[nodiscard]] std::uint32_t bigram_hash(Symbol b, Symbol c) const noexcept {
    return image::permuted<image::BigramBucket::kHashBits>(b * symbols_ + c);
  }
  [[nodiscard]] const image::BigramBucket* bigram_bucket(std::uint32_t hash) const noexcept {
    return bigrams_ + image::bucket_of<image::BigramBucket>(hash, grams_.bigram_buckets);
  }
  [[nodiscard]] std::uint32_t trigram_hash(State context, Symbol c) const noexcept {
    return image::permuted<image::TrigramBucket::kHashBits>(
        (context >> 8) * image::TrigramBucket::kLastSymbols + c);
  }
  [[nodiscard]] const image::TrigramBucket* trigram_bucket(std::uint32_t hash) const noexcept {
    return trigrams_ + image::bucket_of<image::TrigramBucket>(hash, grams_.trigram_buckets);
  }

  [[nodiscard]] static Bigram bigram_in(const image::BigramBucket* bucket,
                                        std::uint32_t hash) noexcept {
    for (unsigned further = bucket->overflow;; --further, ++bucket) {
      const unsigned found =
          detail::equal_slots<image::BigramBucket::kSlots>(bucket->key, std::uint16_t(hash));
      if (found != 0) {
        const auto slot = static_cast<unsigned>(std::countr_zero(found));
        const std::uint32_t base = std::uint32_t{bucket->base_high} << 16 | bucket->base_low;
        const std::uint32_t backoff = bucket->backoff[slot];
        return {bucket->cost[slot], backoff == 0 ? 0 : (base + slot) << 8 | backoff};
      }
      if (further == 0) return {};
    }
  }

  [[nodiscard]] static int trigram_in(const image::TrigramBucket* bucket,
                                      std::uint32_t hash) noexcept {
    for (unsigned further = bucket->overflow;; --further, ++bucket) {
      unsigned found =
          detail::equal_slots<image::TrigramBucket::kSlots>(bucket->key, std::uint16_t(hash));
      for (; found != 0; found &= found - 1) {
        const unsigned cost = bucket->cost[std::countr_zero(found)];
        if ((cost & 3) == (hash >> 16 & 3)) return int(cost >> 2) * kTrigramScale;
      }
      if (further == 0) return -1;
    }
  }

  const std::uint8_t* unigrams_ = nullptr;
  const image::BigramBucket* bigrams_ = nullptr;
  const image::TrigramBucket* trigrams_ = nullptr;
  std::uint32_t symbols_ = 0;
  image::Grams grams_{};
};

/// An image's parts by name. Borrows the image.
struct Tables {
  const image::Header* header = nullptr;
  const std::uint16_t *page_index = nullptr, *pages = nullptr;
  const char32_t* codes = nullptr;
  const Symbol *to_hans = nullptr, *to_hant = nullptr;
  const std::uint8_t* share = nullptr;
  GramTable hans, hant;

  Tables() = default;
  /// Precondition: `base` is a whole image, aligned to 64 bytes.
  explicit Tables(const std::byte* base);

  [[nodiscard]] Symbol symbol(char32_t code) const noexcept {
    if (code > 0x10FFFF) code = 0x10FFFF;
    return pages[std::size_t{page_index[code >> 8]} << 8 | (code & 0xFF)];
  }

  /// The model that the build embedded in the program.
  [[nodiscard]] static const Tables& embedded() noexcept;
};

}  // namespace hanfix::model
