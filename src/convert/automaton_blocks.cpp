#include "convert/automaton_blocks.hpp"

#if defined(__x86_64__)
#include <bit>
#endif

#include "convert/sieve_avx2.hpp"

namespace hanfix::convert::lookup {

#if defined(__x86_64__)

namespace {

constexpr std::uint32_t kAlways = AloneTable::kAlways, kFirst = AloneTable::kFirst,
                        kSecond = AloneTable::kSecond, kChange = AloneTable::kChange;

constexpr std::ptrdiff_t kBlock = 32, kAhead = 40;
constexpr std::ptrdiff_t kHalf = 12;  // four characters
// Of a block that has nothing but characters of three bytes and begins with one.
constexpr std::uint32_t kPureLeads = 0x49249249, kPureTrails = ~kPureLeads;
constexpr int kMostLeads = 10;  // of characters that are whole in a block

HANFIX_AVX2 inline __m128i half_at(const Byte* p) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
}

HANFIX_AVX2 inline __m256i all_lanes(std::uint32_t word) {
  return _mm256_set1_epi32(static_cast<int>(word));
}

// The code of what would begin at each byte of a block.
HANFIX_AVX2 inline void read_codes(const Byte* p, __m256i bytes, std::uint16_t* codes) {
  const __m256i second = bytes_at(p + 1), third = bytes_at(p + 2);
  const __m256i upper = _mm256_or_si256(
      _mm256_and_si256(_mm256_slli_epi16(bytes, 4), _mm256_set1_epi8(static_cast<char>(0xF0))),
      _mm256_and_si256(_mm256_srli_epi16(second, 2), _mm256_set1_epi8(0x0F)));
  const __m256i lower = _mm256_or_si256(
      _mm256_and_si256(_mm256_slli_epi16(second, 6), _mm256_set1_epi8(static_cast<char>(0xC0))),
      _mm256_and_si256(third, _mm256_set1_epi8(0x3F)));
  const __m256i even = _mm256_unpacklo_epi8(lower, upper);
  const __m256i odd = _mm256_unpackhi_epi8(lower, upper);
  _mm256_store_si256(reinterpret_cast<__m256i*>(codes), _mm256_permute2x128_si256(even, odd, 0x20));
  _mm256_store_si256(reinterpret_cast<__m256i*>(codes + 16),
                     _mm256_permute2x128_si256(even, odd, 0x31));
}

// What the bytes of a block are, by bits.
struct Kinds {
  std::uint32_t high;   // not ASCII
  std::uint32_t leads;  // begin sequences of three
  // Neither ASCII nor of sequences of three; `expected`: bytes that such a sequence has to have
  std::uint32_t other(std::uint64_t expected) const {
    return (static_cast<std::uint32_t>(expected) ^ trails) | (high & ~(leads | trails));
  }
  std::uint64_t expected() const { return std::uint64_t{leads} << 1 | std::uint64_t{leads} << 2; }
  std::uint32_t trails;
};

HANFIX_AVX2 inline Kinds kinds(__m256i bytes) {
  return {
      bits_of(bytes),
      bits_of(_mm256_cmpeq_epi8(_mm256_and_si256(bytes, _mm256_set1_epi8(static_cast<char>(0xF0))),
                                _mm256_set1_epi8(static_cast<char>(0xE0)))),
      bits_of(_mm256_cmpgt_epi8(_mm256_set1_epi8(static_cast<char>(0xC0)), bytes))};
}

// Where the character begins that the first of `other` spoils.
std::ptrdiff_t begin_of(std::uint32_t other, const Byte* block, const Byte* from) {
  const Byte* const p = block + std::countr_zero(other);
  const auto lead = [&](std::ptrdiff_t back) {
    return p - from >= back && (p[-back] & 0xF0) == 0xE0;
  };
  return p - block - (lead(1) ? 1 : lead(2) ? 2 : 0);
}

// Characters of three bytes, eight at a time, while there are eight of them. `before`: the entry of
// the character before. False: what is at `p` needs a closer look.
HANFIX_AVX2 inline bool pass_eights(const AloneTable& table, const Stop& stop, const Byte*& p,
                                    char*& to, std::uint32_t& before) noexcept {
  const auto* const changes = reinterpret_cast<const int*>(table.changes.data());
  const __m256i apart = _mm256_setr_epi8(0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1,  //
                                         0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1);
  const __m256i together =
      _mm256_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1,  //
                       0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1);
  const __m256i one_on = _mm256_setr_epi32(7, 0, 1, 2, 3, 4, 5, 6);
  __m256i entries = all_lanes(before);
  bool ended = false;
  for (; stop.end - p >= kBlock + kAhead; p += 2 * kHalf, to += 2 * kHalf) {
    const __m256i text =
        _mm256_shuffle_epi8(_mm256_set_m128i(half_at(p + kHalf), half_at(p)), apart);
    const __m256i form =
        _mm256_cmpeq_epi32(_mm256_and_si256(text, all_lanes(0xC0C0F0)), all_lanes(0x8080E0));
    if (bits_of(form) != ~0u) break;
    const __m256i last = entries;
    // The first byte counts 64 * 64, the second 64.
    entries = _mm256_i32gather_epi32(
        changes,
        _mm256_madd_epi16(
            _mm256_maddubs_epi16(_mm256_and_si256(text, all_lanes(kChange)), all_lanes(0x00010140)),
            all_lanes(0x00010040)),
        4);
    const __m256i changed = _mm256_shuffle_epi8(
        _mm256_xor_si256(text, _mm256_and_si256(entries, all_lanes(kChange))), together);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm256_castsi256_si128(changed));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to + kHalf), _mm256_extracti128_si256(changed, 1));
    const __m256i begun = _mm256_srli_epi32(
        _mm256_permutevar8x32_epi32(_mm256_blend_epi32(entries, last, 0x80), one_on),
        image::kSides);
    const __m256i closer = _mm256_and_si256(_mm256_and_si256(entries, all_lanes(kAlways | kSecond)),
                                            _mm256_or_si256(begun, all_lanes(~kSecond)));
    if (_mm256_testz_si256(closer, closer) != 0) [[likely]]
      continue;
    // Four bits a character.
    std::uint32_t left = ~bits_of(_mm256_cmpeq_epi32(closer, _mm256_setzero_si256()));
    while (left != 0 && !ended) {
      const int lane = std::countr_zero(left) / 4;
      const Byte* const at = p + 3 * lane;
      const std::uint32_t word = load(at);
      ended = (table.changes[code_of(word)] & kAlways) != 0 || stop.has_neighbour(at, word);
      if (ended) {
        to += at - p;
        p = at;
      }
      left &= ~(0xFu << 4 * lane);
    }
    if (ended) break;
  }
  before = static_cast<std::uint32_t>(_mm256_extract_epi32(entries, 7)) & kFirst;
  return !ended;
}

// Whole blocks, while there is text ahead, for text that changes often. False: what is at `from`
// needs a closer look.
HANFIX_AVX2 bool pass_dense(const AloneTable& table, const Stop& stop, const Byte*& from,
                            char*& out) noexcept {
  const std::uint32_t* const changes = table.changes.data();
  const Byte* p = from;
  char* to = out;
  // One for "none": what that would be, behind the block, stays as it is.
  alignas(32) std::uint16_t codes[65];
  codes[64] = 0;
  std::uint32_t before = 0;  // sets of pairs that the last character begins
  bool ended = false;
  while (stop.end - p >= kBlock + kAhead && !ended) {
    const __m256i bytes = bytes_at(p);
    const Kinds kind = kinds(bytes);
    if (kind.leads == kPureLeads && (kind.trails & kPureTrails) == kPureTrails) {
      ended = !pass_eights(table, stop, p, to, before);
      continue;
    }
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), bytes);
    if (kind.high == 0) {
      p += kBlock;
      to += kBlock;
      before = 0;
      continue;
    }
    const std::uint32_t other = kind.other(kind.expected());
    const std::uint64_t whole = kind.leads & 0x3FFFFFFF;
    // Up to a character that is not whole.
    std::ptrdiff_t done = kBlock - (kind.leads >> 31) - 2 * (kind.leads >> 30 & 1);
    read_codes(p, bytes, codes);
    std::uint32_t all = before;
    std::uint64_t left = whole;
#pragma GCC unroll 10
    for (int i = 0; i < kMostLeads; ++i) {
      const std::uint64_t at = _tzcnt_u64(left);
      left &= left - 1;
      const std::uint32_t change = changes[codes[at]];
      all |= change;
      const std::uint32_t word = load(p + at) ^ (change & kChange);
      std::memcpy(to + at, &word, sizeof word);
    }
    if ((other | (all & kAlways) | (all >> image::kSides & all & kSecond)) != 0) [[unlikely]] {
      if (other != 0) {
        done = begin_of(other, p, from);
        ended = true;
      }
      std::uint32_t last = before;
      for (left = whole; left != 0; left &= left - 1) {
        const std::ptrdiff_t at = std::countr_zero(left);
        if (at >= done) break;
        const std::uint32_t change = changes[codes[at]];
        const bool pair = (last >> image::kSides & change & kSecond) != 0;
        last = change & kFirst;
        if ((change & kAlways) != 0 || (pair && stop.has_neighbour(p + at, load(p + at)))) {
          done = at;
          ended = true;
          break;
        }
      }
    }
    before = whole == 0 ? 0 : changes[codes[63 - std::countl_zero(whole)]] & kFirst;
    p += done;
    to += done;
  }
  from = p;
  out = to;
  return !ended;
}

// The same for text that seldom changes: 32 bytes at a time, wherever characters begin.
HANFIX_AVX2 bool pass_sparse(const AloneTable& table, const image::Sieve& sieve, const Stop& stop,
                             const Byte*& from, char*& out) noexcept {
  if (stop.end - from < kBlock + kAhead) return true;
  const std::uint32_t* const changes = table.changes.data();
  const Byte* p = from;
  char* to = out;
  const SieveTables tables(sieve);
  std::uint64_t begun = 0;  // bytes of a sequence that began in the block before
  // A block is copied before the one in front of it is changed: what changes at its end reaches
  // over.
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), bytes_at(p));
  for (; stop.end - p >= kBlock + kAhead; p += kBlock, to += kBlock) {
    const __m256i bytes = bytes_at(p);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + kBlock), bytes_at(p + kBlock));
    const Kinds kind = kinds(bytes);
    if ((kind.high | begun) == 0) continue;
    const std::uint64_t expected = kind.expected() | begun;
    const std::uint32_t other = kind.other(expected);
    begun = expected >> 32;
    std::uint32_t left = kind.leads & tables.through(p, bytes);
    if ((other | left) == 0) [[likely]]
      continue;
    std::ptrdiff_t done = other == 0 ? kBlock : begin_of(other, p, from);
    bool ended = other != 0;
    for (; left != 0; left &= left - 1) {
      const std::ptrdiff_t at = std::countr_zero(left);
      if (at >= done) break;
      const std::uint32_t word = load(p + at), change = changes[code_of(word)];
      if (stop.at(p + at, word, change)) {
        done = at;
        ended = true;
        break;
      }
      const std::uint32_t changed = word ^ (change & kChange);
      std::memcpy(to + at, &changed, sizeof changed);
    }
    if (ended) {
      from = p + done;
      out = to + done;
      return false;
    }
  }
  // Back to the beginning of a sequence that is not whole.
  const std::ptrdiff_t back = begun == 3 ? 1 : begun == 1 ? 2 : 0;
  from = p - back;
  out = to - back;
  return true;
}

}  // namespace

bool pass_blocks(const Automaton& automaton, const AloneTable& table, const Stop& stop,
                 const Byte*& from, char*& out) noexcept {
  return automaton.sieve == nullptr ? pass_dense(table, stop, from, out)
                                    : pass_sparse(table, *automaton.sieve, stop, from, out);
}

bool has_blocks() noexcept { return has_avx2(); }

#else

bool has_blocks() noexcept { return false; }
bool pass_blocks(const Automaton&, const AloneTable&, const Stop&, const Byte*&, char*&) noexcept {
  return true;
}

#endif

}  // namespace hanfix::convert::lookup
