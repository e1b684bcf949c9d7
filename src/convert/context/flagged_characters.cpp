#include "convert/context/flagged_characters.hpp"

#include <array>
#include <bit>

#include "base/avx2.hpp"
#include "base/utf8.hpp"
#include "convert/context/runs.hpp"
#include "convert/sieve_avx2.hpp"

namespace hanfix::convert::context {
namespace {

constexpr std::size_t kEight = 24;  // bytes of eight characters
constexpr std::size_t kAhead = 4;   // bytes that are read behind them
constexpr std::size_t kSpare = 8;   // places that may be written to for nothing

}  // namespace

// Characters that a sieve lets through are looked at.
struct FlaggedCharacters::Few {
  std::string_view text;
  const KeyHeads& heads;
  const convert::image::Sieve& sieve;
  std::uint8_t wanted;
};

// A text on its way.
struct FlaggedCharacters::Scan {
  std::string_view text;
  const KeyHeads& heads;
  std::uint8_t wanted;
  std::uint32_t* places;
  std::size_t count = 0;
  std::size_t at = 0;
  std::size_t length = 0;  // characters of runs up to `at`

  [[nodiscard]] bool too_long() const noexcept { return length > kLongestRun - 8; }
  void one() noexcept {
    const std::size_t begin = at;
    if (utf8::sequence_length(static_cast<unsigned char>(text[at])) > text.size() - at) {
      at = text.size();  // not whole
      return;
    }
    const char32_t code = utf8::next(text, at);
    const std::uint8_t flags = heads.flags(code);
    const bool in_run = (flags & KeyHeads::kInRun) != 0;
    length = in_run ? length + 1 : 0;
    places[count] = static_cast<std::uint32_t>(begin);
    count += (flags & wanted) != 0 || (in_run && code >= 0x10000) ? 1u : 0u;
  }
  // As many as can be looked at eight by eight; false: a run could be too long.
  bool eights() noexcept;
};

#if defined(__x86_64__)
namespace {

// The bits of a byte that are set.
struct SetBits {
  std::array<std::uint8_t, 8> places;  // times three
  std::uint8_t count;
};
constexpr auto kSetBits = [] {
  std::array<SetBits, 256> table{};
  for (unsigned bits = 0; bits < 256; ++bits) {
    SetBits& set = table.at(bits);
    for (unsigned i = 0; i < 8; ++i) {
      if ((bits >> i & 1) != 0) set.places.at(set.count++) = static_cast<std::uint8_t>(3 * i);
    }
  }
  return table;
}();

HANFIX_AVX2 inline __m256i all(std::uint32_t word) {
  return _mm256_set1_epi32(static_cast<int>(word));
}
// The highest bit of each lane.
HANFIX_AVX2 inline unsigned bits(__m256i lanes) {
  return static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(lanes)));
}

}  // namespace

HANFIX_AVX2 bool FlaggedCharacters::Scan::eights() noexcept {
  const __m256i apart = _mm256_setr_epi8(0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1,  //
                                         0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1);
  while (text.size() - at >= kEight + kAhead) {
    const char* const p = text.data() + at;
    const __m256i bytes = _mm256_shuffle_epi8(
        _mm256_set_m128i(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p + kEight / 2)),
                         _mm_loadu_si128(reinterpret_cast<const __m128i*>(p))),
        apart);
    const unsigned threes =
        bits(_mm256_cmpeq_epi32(_mm256_and_si256(bytes, all(0xC0C0F0)), all(0x8080E0)));
    if ((threes & 1) == 0) {
      one();
      if (too_long()) return false;
      continue;
    }
    // The first byte counts 64 * 64, the second 64.
    const __m256i codes = _mm256_madd_epi16(
        _mm256_maddubs_epi16(_mm256_and_si256(bytes, all(0x3F3F0F)), all(0x00010140)),
        all(0x00010040));
    const __m256i flags =
        _mm256_i32gather_epi32(reinterpret_cast<const int*>(heads.table()), codes, 1);
    const unsigned whole = static_cast<unsigned>(std::countr_one(threes));
    const unsigned valid = (1u << whole) - 1;
    const unsigned found =
        ~bits(_mm256_cmpeq_epi32(_mm256_and_si256(flags, all(wanted)), _mm256_setzero_si256())) &
        valid;
    const unsigned outside = ~bits(_mm256_slli_epi32(flags, 31)) & valid;
    static_assert(KeyHeads::kInRun == 1);
    const SetBits& set = kSetBits[found];
    const __m256i first =
        _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(set.places.data())));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(places + count),
                        _mm256_add_epi32(first, all(static_cast<std::uint32_t>(at))));
    count += set.count;
    length = outside == 0 ? length + whole : whole - static_cast<unsigned>(std::bit_width(outside));
    if (too_long()) return false;
    at += 3 * whole;
  }
  return true;
}

// Whole blocks, while there is text behind them; gives where they end.
HANFIX_AVX2 std::size_t FlaggedCharacters::find_by_blocks(const Few& few) {
  constexpr std::size_t kBlock = 32;
  const lookup::SieveTables tables(few.sieve);
  const std::string_view text = few.text;
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t at = 0;
  for (; text.size() - at >= kBlock + 2; at += kBlock) {
    const __m256i block = lookup::bytes_at(bytes + at);
    const __m256i lead = _mm256_and_si256(block, _mm256_set1_epi8(static_cast<char>(0xF0)));
    const auto leads = [&](unsigned char of) HANFIX_AVX2 {
      return lookup::bits_of(_mm256_cmpeq_epi8(lead, _mm256_set1_epi8(static_cast<char>(of))));
    };
    if (leads(0xF0) != 0) {
      find(few, at, at + kBlock);
      continue;
    }
    std::uint32_t left = leads(0xE0) & tables.through(bytes + at, block);
    if (left != 0 && places_.size() - count_ < kBlock) places_.resize(2 * count_ + 2 * kBlock);
    for (; left != 0; left &= left - 1) {
      const std::size_t here = at + static_cast<std::size_t>(std::countr_zero(left));
      // Which of them are wanted cannot be foreseen.
      const auto code = static_cast<std::uint16_t>(utf8::three_at(text.data() + here));
      places_[count_] = static_cast<std::uint32_t>(here);
      count_ += (few.heads.low_flags(code) & few.wanted) != 0 ? 1u : 0u;
    }
  }
  return at;
}

#endif

// Of what begins in a part of the text.
void FlaggedCharacters::find(const Few& few, std::size_t from, std::size_t to) {
  for (std::size_t at = from; at < to; ++at) {
    const auto lead = static_cast<unsigned char>(few.text[at]);
    if (lead < 0xE0 || utf8::sequence_length(lead) > few.text.size() - at) continue;
    std::size_t behind = at;
    if ((few.heads.flags(utf8::next(few.text, behind)) & few.wanted) == 0) continue;
    if (places_.size() == count_) places_.resize(2 * count_ + 64);
    places_[count_++] = static_cast<std::uint32_t>(at);
  }
}

void FlaggedCharacters::find(const Few& few) {
  count_ = 0;
  std::size_t done = 0;
#if defined(__x86_64__)
  if (has_avx2()) done = find_by_blocks(few);
#endif
  find(few, done, few.text.size());
}

void FlaggedCharacters::find_few(std::string_view text, const KeyHeads& heads) {
  count_ = 0;
  if (heads.few() != nullptr) find({text, heads, *heads.few(), KeyHeads::kOpen});
}

void FlaggedCharacters::find_named(std::string_view text, const KeyHeads& heads,
                                   const convert::image::Sieve& sieve) {
  find({text, heads, sieve, KeyHeads::kNamed});
}

bool FlaggedCharacters::find(std::string_view text, const KeyHeads& heads, std::uint8_t wanted) {
  if (places_.size() < text.size() + kSpare) places_.resize(text.size() + kSpare);
  Scan scan{text, heads, wanted, places_.data()};
  count_ = 0;
#if defined(__x86_64__)
  if (has_avx2() && !scan.eights()) return false;
#endif
  while (scan.at < text.size()) {
    scan.one();
    if (scan.too_long()) return false;
  }
  count_ = scan.count;
  return true;
}

}  // namespace hanfix::convert::context
