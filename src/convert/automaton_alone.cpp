#include "convert/automaton_alone.hpp"

#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "convert/automaton_lookup.hpp"

namespace hanfix::convert {

using namespace lookup;

namespace {

constexpr std::size_t kCodes = 0x10000;
constexpr std::size_t kFew = 100;  // ideographs
constexpr std::uint32_t kCloser = AloneTable::kAnchor | AloneTable::kAlways;

// The sixteen bits of a sequence of three.
std::uint32_t code_of(std::uint32_t word) noexcept {
  return (word & 0xF) << 12 | (word >> 2 & 0xFC0) | (word >> 16 & 0x3F);
}

std::uint32_t sequence_of(std::uint32_t code) noexcept {
  return 0x8080E0 | code >> 12 | (code >> 6 & 0x3F) << 8 | (code & 0x3F) << 16;
}

// What stops the passing: between `from`, where nothing is on its way, and the end of the text.
struct Stop {
  const Automaton& a;
  const Byte* from;
  const Byte* end;

  std::uint8_t flags_at(const Byte* p) const {
    const std::size_t size = utf8::sequence_length(*p);
    if (size > static_cast<std::size_t>(end - p)) return image::kGoneOn;
    return a.flags[read(a, p, size).cell.cls];
  }
  // False if neither neighbour of the anchor at `p` is the one that makes it one.
  bool has_neighbour(const Byte* p, std::uint32_t word) const {
    const std::uint16_t cls = cell_of_three(a, word).cls;
    const auto known = [&](std::uint16_t first, std::uint16_t second) {
      const std::uint32_t hash = image::pair_hash(first, second);
      return (a.anchors[hash >> a.anchor_shift] >> image::pair_bit(hash) & 1) != 0;
    };
    if (end - p >= 7) {
      const std::uint32_t next = load(p + 3);
      if (is_three(next) && known(cls, cell_of_three(a, next).cls)) return true;
    } else if (end - p == 6) {
      return true;
    }
    if (p - from < 3) return false;
    const std::uint32_t before = load(p - 3);
    return is_three(before) && known(cell_of_three(a, before).cls, cls);
  }
  // The last place up to `p` that no key goes on over. All between is of one or three bytes.
  const Byte* border(const Byte* p) const {
    std::uint8_t flags = p == end ? std::uint8_t{image::kGoneOn} : flags_at(p);
    while (p > from && (flags & image::kGoneOn) != 0) {
      const Byte* const before = p[-1] < 0x80 ? p - 1 : p - 3;
      flags = flags_at(before);
      if ((flags & image::kGoesOn) == 0) break;
      p = before;
    }
    return p;
  }
};

#if defined(__x86_64__)

constexpr std::ptrdiff_t kBlock = 32, kAhead = 40;
constexpr int kMostLeads = 10;  // of characters that are whole in a block

__attribute__((target("avx2"))) inline __m256i bytes_at(const Byte* p) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
}

__attribute__((target("avx2"))) inline std::uint32_t bits_of(__m256i mask) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(mask));
}

struct Tables {
  __m256i quarter[4];
};

__attribute__((target("avx2"))) inline __m256i twice(const AloneTable::Entries& entries) {
  return _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(entries.data())));
}

__attribute__((target("avx2"))) inline Tables tables(
    const std::array<AloneTable::Entries, 4>& entries) {
  return {{twice(entries[0]), twice(entries[1]), twice(entries[2]), twice(entries[3])}};
}

// The entries of the low six bits of each byte.
__attribute__((target("avx2"))) inline __m256i look_up(const Tables& tables, __m256i bytes) {
  const __m256i low = _mm256_and_si256(bytes, _mm256_set1_epi8(15));
  const __m256i bit4 = _mm256_slli_epi16(bytes, 3), bit5 = _mm256_slli_epi16(bytes, 2);
  const auto of = [&](int quarter) __attribute__((target("avx2"))) {
    return _mm256_shuffle_epi8(tables.quarter[quarter], low);
  };
  return _mm256_blendv_epi8(_mm256_blendv_epi8(of(0), of(1), bit4),
                            _mm256_blendv_epi8(of(2), of(3), bit4), bit5);
}

// The code of what would begin at each byte of a block.
__attribute__((target("avx2"))) inline void read_codes(const Byte* p, __m256i bytes,
                                                       std::uint16_t* codes) {
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

// Whole blocks, while there is text ahead. False: what is at `p` needs a closer look.
template <bool kFewChange>
__attribute__((target("avx2,bmi"))) bool pass_blocks(const AloneTable& table, const Stop& stop,
                                                     const Byte*& from, char*& out) noexcept {
  const std::uint32_t* const changes = table.changes.data();
  const Byte* p = from;
  char* to = out;
  // One for "none": what that would be, behind the block, stays as it is.
  alignas(32) std::uint16_t codes[65];
  codes[64] = 0;
  bool ended = false;
  const Tables second = tables(table.second), third = tables(table.third);
  const __m256i first = twice(table.first);
  while (stop.end - p >= kBlock + kAhead && !ended) {
    const __m256i bytes = bytes_at(p);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), bytes);
    const std::uint32_t high = bits_of(bytes);
    if (high == 0) {
      p += kBlock;
      to += kBlock;
      continue;
    }
    const std::uint32_t leads = bits_of(
        _mm256_cmpeq_epi8(_mm256_and_si256(bytes, _mm256_set1_epi8(static_cast<char>(0xF0))),
                          _mm256_set1_epi8(static_cast<char>(0xE0))));
    const std::uint32_t trails =
        bits_of(_mm256_cmpgt_epi8(_mm256_set1_epi8(static_cast<char>(0xC0)), bytes));
    const std::uint32_t other = ((leads << 1 | leads << 2) ^ trails) | (high & ~(leads | trails));
    const std::uint64_t whole = leads & 0x3FFFFFFF;
    // Up to a character that is not whole.
    std::ptrdiff_t done = kBlock - (leads >> 31) - 2 * (leads >> 30 & 1);
    if constexpr (kFewChange) {
      const __m256i may = _mm256_and_si256(
          _mm256_shuffle_epi8(first, _mm256_and_si256(bytes, _mm256_set1_epi8(15))),
          _mm256_and_si256(look_up(second, bytes_at(p + 1)), look_up(third, bytes_at(p + 2))));
      const std::uint32_t none = bits_of(_mm256_cmpeq_epi8(may, _mm256_setzero_si256()));
      if ((other | (leads & ~none)) == 0) {
        p += done;
        to += done;
        continue;
      }
    }
    read_codes(p, bytes, codes);
    std::uint32_t all = 0;
    std::uint64_t left = whole;
#pragma GCC unroll 10
    for (int i = 0; i < kMostLeads; ++i) {
      const std::uint64_t at = _tzcnt_u64(left);
      left &= left - 1;
      const std::uint32_t change = changes[codes[at]];
      all |= change;
      const std::uint32_t word = load(p + at) ^ change;
      std::memcpy(to + at, &word, sizeof word);
    }
    if ((other | (all & kCloser)) != 0) [[unlikely]] {
      if (other != 0) {
        const int at = std::countr_zero(other);
        done = at >= 1 && (leads >> (at - 1) & 1) != 0   ? at - 1
               : at >= 2 && (leads >> (at - 2) & 1) != 0 ? at - 2
                                                         : at;
        ended = true;
      }
      for (left = whole; left != 0; left &= left - 1) {
        const std::ptrdiff_t at = std::countr_zero(left);
        if (at >= done) break;
        const std::uint32_t change = changes[codes[at]];
        if ((change & kCloser) == 0) continue;
        if ((change & AloneTable::kAlways) != 0 || stop.has_neighbour(p + at, load(p + at))) {
          done = at;
          ended = true;
          break;
        }
        // The flag is no part of what is behind, unless a character has been written there.
        if ((whole >> (at + 3) & 1) == 0) to[at + 3] = static_cast<char>(p[at + 3]);
      }
    }
    p += done;
    to += done;
  }
  from = p;
  out = to;
  return !ended;
}

bool has_blocks() noexcept {
  static const bool has = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0;
  return has;
}

#else

bool has_blocks() noexcept { return false; }
template <bool>
bool pass_blocks(const AloneTable&, const Stop&, const Byte*&, char*&) noexcept {
  return true;
}

#endif

}  // namespace

AloneTable::AloneTable(const Automaton& a) : changes(kCodes) {
  for (std::uint32_t page = 0x800 / 64; page < kCodes / 64; ++page) {
    // Page 0 tells nothing of any character.
    if (a.pages[page] == 0 && !is_operator(sequence_of(page * 64 + 63))) continue;
    for (std::uint32_t code = page * 64; code < page * 64 + 64; ++code) {
      const std::uint32_t word = sequence_of(code);
      const image::Cell& cell = cell_of_three(a, word);
      if (cell.head == image::kUntoldHead) {
        if (is_operator(word)) changes[code] = kAlways;
        continue;
      }
      const std::uint8_t flags = a.flags[cell.cls];
      if (!is_three(cell.text) || (flags & image::kAlways) != 0) {
        changes[code] = kAlways;
      } else {
        changes[code] = (cell.text ^ word) | ((flags & image::kAnchor) != 0 ? kAnchor : 0);
      }
    }
  }
  // A bit for each first byte of ideographs, E4 to E9; two for all others.
  std::size_t ideographs = 0;
  for (std::uint32_t code = 0; code < kCodes; ++code) {
    if (changes[code] == 0) continue;
    const std::uint32_t lead = code >> 12, middle = code >> 6 & 63, end = code & 63;
    const std::uint32_t group = lead >= 4 && lead <= 9 ? lead - 4 : lead < 4 ? 6 : 7;
    ideographs += group < 6;
    const auto bit = static_cast<std::uint8_t>(1u << group);
    first[lead] |= bit;
    second[middle >> 4][middle & 15] |= bit;
    third[end >> 4][end & 15] |= bit;
  }
  few = ideographs <= kFew;
}

namespace lookup {

Passed pass_alone(const Automaton& automaton, const AloneTable& table, const Byte* from,
                  const Byte* end, bool last, char*& out) noexcept {
  const Stop stop{automaton, from, end};
  const Byte* p = from;
  char* to = out;
  if (!has_blocks() || (table.few ? pass_blocks<true>(table, stop, p, to)
                                  : pass_blocks<false>(table, stop, p, to))) {
    while (p < end) {
      if (*p < 0x80) {
        *to++ = static_cast<char>(*p++);
        continue;
      }
      if (end - p < 3) break;
      std::uint32_t word = 0;
      std::memcpy(&word, p, 3);
      if (!is_three(word)) break;
      const std::uint32_t change = table.changes[code_of(word)];
      if ((change & AloneTable::kAlways) != 0 ||
          ((change & AloneTable::kAnchor) != 0 && stop.has_neighbour(p, word))) {
        break;
      }
      word ^= change;
      std::memcpy(to, &word, sizeof word);
      to += 3;
      p += 3;
    }
    if (p == end && last) {
      out = to;
      return {end, end};
    }
  }
  const Byte* const border = stop.border(p);
  out = to - (p - border);
  return {border, p == end ? end : p + 1};
}

}  // namespace lookup
}  // namespace hanfix::convert
