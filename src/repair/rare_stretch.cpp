#include "repair/rare_stretch.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>

#include "base/utf8.hpp"
#include "encoding/language_costs.hpp"
#include "repair/eight_characters.hpp"

namespace hanfix::repair {
namespace {

constexpr std::uint32_t kPerStretch = 24;  // characters
constexpr std::uint32_t kMost = 4 * 17;    // quarters of a bit that a character costs

constexpr detection::Language kLanguages[] = {detection::Language::hans, detection::Language::hant,
                                              detection::Language::ja, detection::Language::ko};

// What characters cost in one language, in quarters of a bit, by what index_of() tells of their
// first three bytes: the code point, or behind those of the BMP any character of plane 2.
class Costs {
 public:
  static const Costs& of(std::size_t language) noexcept {
    static std::array<std::once_flag, std::size(kLanguages)> once;
    static std::array<Costs, std::size(kLanguages)> all;
    std::call_once(once[language], [&] { all[language].fill(kLanguages[language]); });
    return all[language];
  }

  static std::size_t index_of(const char* character) noexcept {
    const auto* bytes = reinterpret_cast<const unsigned char*>(character);
    return (std::size_t{bytes[0]} << 12) + (std::size_t{bytes[1]} << 6) + bytes[2] - kIndexOfNone;
  }
  static constexpr std::size_t kIndexOfNone = (0xE0 << 12) + (0x80 << 6) + 0x80;

  [[nodiscard]] const std::uint8_t* data() const noexcept { return cost_.data(); }

 private:
  void fill(detection::Language language) {
    const detection::Image& image = detection::Image::embedded();
    static_assert(detection::kStepsPerBit == 8);
    for (std::size_t page = 0x2E; page < 0x100; ++page) {
      const std::uint8_t* eighths = image.pages[image.page_of[std::size_t(language)][page]];
      std::array<std::uint8_t, 256> quarters;  // apart from both, so that the loop becomes vectors
      for (std::size_t i = 0; i < 256; ++i) {
        const auto half = static_cast<std::uint8_t>(eighths[i] / 2);
        quarters[i] = half < kMost ? half : std::uint8_t{kMost};
      }
      std::copy(quarters.begin(), quarters.end(), cost_.begin() + (page << 8));
    }
    // Halfwidth kana: whole lines of them are rarer than each of them.
    std::fill(cost_.begin() + 0xFF61, cost_.begin() + 0xFFA0, std::uint8_t{13 * 4});
    std::fill(cost_.begin() + 0x10000, cost_.end(), std::uint8_t{kMost});
  }
  std::array<std::uint8_t, 0x11000> cost_{};
};

// Whether the character at a lead byte counts. HKSCS has some of plane 2.
bool counts(const char* at) noexcept {
  const auto lead = static_cast<unsigned char>(at[0]), second = static_cast<unsigned char>(at[1]);
  return lead == 0xE2 ? second >= 0xBA : lead == 0xF0 ? second >= 0xA0 : lead > 0xE2 && lead < 0xF0;
}

// The current stretch, summed up in one language: where it is not rare in that one, it is not rare.
// Where it is, the others are asked, and the one that suits it best is taken for what follows.
class Stretch {
 public:
  Stretch(const char* start, int quarters)
      : quarters_(static_cast<std::uint32_t>(quarters)),
        costs_(Costs::of(0).data()),
        start_(start) {}

  [[nodiscard]] std::uint32_t count() const { return count_; }
  // Of the last rare stretch.
  [[nodiscard]] std::uint32_t rare_count() const { return rare_count_; }
  [[nodiscard]] std::uint32_t rare_cost() const { return rare_cost_; }
  [[nodiscard]] const std::uint8_t* costs() const { return costs_; }

  // The character at `at`; true if it fills the stretch.
  bool add(const char* at) { return add(1, costs_[Costs::index_of(at)]); }
  bool add(std::uint32_t count, std::uint32_t sum) {
    sum_ += sum;
    return (count_ += count) == kPerStretch;
  }
  // Ends the stretch before `end`; true if it was rare in every language.
  bool closes_rare(const char* end) {
    const bool rare = count_ >= 2 && sum_ > count_ * quarters_ && is_rare_everywhere(end);
    restart(end);
    return rare;
  }
  void restart(const char* start) {
    start_ = start;
    sum_ = count_ = 0;
  }

 private:
  bool is_rare_everywhere(const char* end) {
    std::uint32_t least = ~0u;
    for (std::size_t language = 0; language < std::size(kLanguages); ++language) {
      const std::uint8_t* costs = Costs::of(language).data();
      std::uint32_t sum = 0;
      for (const char* at = start_; at < end;
           at += utf8::sequence_length(static_cast<unsigned char>(*at))) {
        if (static_cast<unsigned char>(*at) >= 0xE2 && counts(at))
          sum += costs[Costs::index_of(at)];
      }
      if (sum >= least) continue;
      least = sum;
      costs_ = costs;
    }
    rare_count_ = count_;
    rare_cost_ = least;
    return least > count_ * quarters_;
  }

  std::uint32_t quarters_, sum_ = 0, count_ = 0, rare_count_ = 0, rare_cost_ = 0;
  const std::uint8_t* costs_;
  const char* start_;
};

// From `at` on, one character at a time; the end of a rare stretch, or null.
const char* find_rare(Stretch& stretch, const char* at, const char* end) noexcept {
  while (at < end) {
    const auto lead = static_cast<unsigned char>(*at);
    const char* const here = at;
    at += utf8::sequence_length(lead);
    if (lead < 0x80) {
      if (lead == '\n' && stretch.closes_rare(here)) return here;
    } else if (lead >= 0xE2 && counts(here)) {
      if (stretch.add(here) && stretch.closes_rare(at)) return at;
    }
  }
  return stretch.closes_rare(end) ? end : nullptr;
}

#if defined(__x86_64__)
constexpr std::uint32_t kEight = EightCharacters::kCount;
constexpr std::ptrdiff_t kEightBytes = EightCharacters::kBytes;
constexpr std::ptrdiff_t kPlaces = 32;          // bytes at once elsewhere
constexpr std::ptrdiff_t kReach = kPlaces + 1;  // bytes that may be read at once

HANFIX_AVX2 inline __m256i load(const char* at) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
}
HANFIX_AVX2 inline __m256i all(unsigned byte) { return _mm256_set1_epi8(static_cast<char>(byte)); }
HANFIX_AVX2 inline __m256i is_from(__m256i bytes, unsigned least) {
  return _mm256_cmpeq_epi8(_mm256_max_epu8(bytes, all(least)), bytes);
}
HANFIX_AVX2 inline std::uint32_t bits(__m256i mask) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(mask));
}

bool is_three_byte_lead(char byte) {
  const auto lead = static_cast<unsigned char>(byte);
  return lead >= 0xE3 && lead <= 0xEF;
}

// How many characters of E3…EF stand at `at`, up to eight; their indices, before kIndexOfNone is
// taken off; those behind them are any.
HANFIX_AVX2 inline std::uint32_t indices_at(const char* at, __m256i& indices) {
  const EightCharacters eight = eight_at(at, 0xE3);
  indices = _mm256_max_epi32(eight.codes, _mm256_set1_epi32(static_cast<int>(Costs::kIndexOfNone)));
  return eight.count;
}

HANFIX_AVX2 inline std::uint32_t sum_of(const std::uint8_t* costs, __m256i indices) {
  alignas(32) std::array<std::uint32_t, kEight> index;
  _mm256_store_si256(reinterpret_cast<__m256i*>(index.data()), indices);
  std::uint32_t sum = 0;
#pragma GCC unroll 8
  for (const std::uint32_t i : index) sum += costs[i - Costs::kIndexOfNone];
  return sum;
}

// What the first `count` of eight characters cost together.
HANFIX_AVX2 inline std::uint32_t sum_of(const std::uint8_t* costs, __m256i indices,
                                        std::uint32_t count) {
  alignas(32) std::array<std::uint32_t, kEight> index;
  _mm256_store_si256(reinterpret_cast<__m256i*>(index.data()), indices);
  const auto cost = [&](std::size_t i) { return costs[index[i] - Costs::kIndexOfNone]; };
  std::uint64_t all = cost(0);
#pragma GCC unroll 8
  for (std::size_t i = 1; i < kEight; ++i) all |= std::uint64_t{cost(i)} << (8 * i);
  const __m128i wanted = _mm_cvtsi64_si128(static_cast<long long>(all << (8 * (kEight - count))));
  return static_cast<std::uint32_t>(_mm_cvtsi128_si32(_mm_sad_epu8(wanted, _mm_setzero_si128())));
}

// The places that counts() holds for.
HANFIX_AVX2 inline std::uint32_t counted_places(const char* at) {
  const __m256i leads = load(at);
  const __m256i high = is_from(leads, 0xE2);
  if (_mm256_testz_si256(high, high) != 0) return 0;
  const __m256i seconds = load(at + 1);
  const __m256i low_row =
      _mm256_andnot_si256(is_from(seconds, 0xBA), _mm256_cmpeq_epi8(leads, all(0xE2)));
  const __m256i plane2 =
      _mm256_and_si256(_mm256_cmpeq_epi8(leads, all(0xF0)), is_from(seconds, 0xA0));
  const __m256i beyond = _mm256_andnot_si256(plane2, is_from(leads, 0xF0));
  return bits(_mm256_andnot_si256(_mm256_or_si256(low_row, beyond), high));
}

// The first eight characters, or the part of them that stands at `at` and that the stretch still
// takes; false: none. `found`: the end of a rare stretch, or null.
HANFIX_AVX2 inline bool take_characters(Stretch& stretch, const char*& at, const char*& found) {
  __m256i indices;
  const std::uint32_t run = indices_at(at, indices);
  // The branch is foreseen: the next characters need not wait for how many these are.
  if (run == kEight && stretch.count() <= kPerStretch - kEight) {
    const std::uint32_t sum = sum_of(stretch.costs(), indices);
    at += kEightBytes;
    if (stretch.add(kEight, sum) && stretch.closes_rare(at)) found = at;
    return true;
  }
  const std::uint32_t taken = std::min(run, kPerStretch - stretch.count());
  if (taken == 0) return false;
  const std::uint32_t sum = sum_of(stretch.costs(), indices, taken);
  at += 3 * taken;
  if (stretch.add(taken, sum) && stretch.closes_rare(at)) found = at;
  return run == kEight || taken < run;
}

// From `at` on; the end of a rare stretch, or null.
HANFIX_AVX2 const char* find_rare_avx2(Stretch& stretch, const char* at, const char* end) noexcept {
  const char* found = nullptr;
  while (end - at >= kReach) {
    if (is_three_byte_lead(*at)) {
      while (take_characters(stretch, at, found)) {
        if (found != nullptr) return found;
        if (end - at < kReach) break;
      }
      if (found != nullptr) return found;
      continue;
    }
    // On to the next one that counts.
    const std::uint32_t places = counted_places(at);
    const std::uint32_t before = places == 0 ? ~0u : (places & -places) - 1;
    if (stretch.count() != 0) {
      const std::uint32_t breaks = bits(_mm256_cmpeq_epi8(load(at), all('\n'))) & before;
      const char* const line_end = at + __builtin_ctz(breaks | 1u << 31);
      if (breaks != 0 && stretch.closes_rare(line_end)) return line_end;
    }
    if (places == 0) {
      at += kPlaces;
      continue;
    }
    at += __builtin_ctz(places);
    if (is_three_byte_lead(*at)) continue;
    const char* const character = at;
    at += utf8::sequence_length(static_cast<unsigned char>(*at));
    if (stretch.add(character) && stretch.closes_rare(at)) return at;
  }
  while (at < end && (*at & 0xC0) == 0x80) ++at;
  return find_rare(stretch, at, end);
}

#endif

const char* find_next(Stretch& stretch, const char* at, const char* end) noexcept {
#if defined(__x86_64__)
  if (end - at >= kReach && has_avx2()) return find_rare_avx2(stretch, at, end);
#endif
  return find_rare(stretch, at, end);
}

}  // namespace

std::size_t find_rare_stretch_portable(std::string_view text, int quarters) noexcept {
  const char* const start = text.data();
  Stretch stretch(start, quarters);
  const char* const found = find_rare(stretch, start, start + text.size());
  return found == nullptr ? std::string_view::npos : static_cast<std::size_t>(found - start);
}

std::size_t find_rare_stretch(std::string_view text, int quarters) noexcept {
  const char* const start = text.data();
  Stretch stretch(start, quarters);
  const char* const found = find_next(stretch, start, start + text.size());
  return found == nullptr ? std::string_view::npos : static_cast<std::size_t>(found - start);
}

const std::vector<RareStretch>& RareStretches::all() {
  if (known_) return all_;
  known_ = true;
  const char* const start = text_.data();
  const char* const end = start + text_.size();
  Stretch stretch(start, kLeast);
  for (const char* at = start; at < end;) {
    at = find_next(stretch, at, end);
    if (at == nullptr) break;
    all_.push_back(
        {static_cast<std::size_t>(at - start), stretch.rare_count(), stretch.rare_cost()});
  }
  return all_;
}

}  // namespace hanfix::repair
