#include "convert/automaton_alone.hpp"

#include <atomic>
#include <bit>
#include <mutex>
#include <optional>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "convert/automaton_lookup.hpp"

namespace hanfix::convert {

using namespace lookup;

namespace {

constexpr std::size_t kCodes = 0x10000;
constexpr int kSidesAt = 24;
constexpr std::uint32_t kAlways = AloneTable::kAlways, kFirst = AloneTable::kFirst,
                        kSecond = AloneTable::kSecond, kChange = AloneTable::kChange;

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
  // True if what has this entry, at `p`, is not just what it becomes alone.
  bool at(const Byte* p, std::uint32_t word, std::uint32_t change) const {
    return (change & kAlways) != 0 ||
           ((change & (kFirst | kSecond)) != 0 && has_neighbour(p, word));
  }
  // False if it is no pair with a neighbour.
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

using Entries = image::Sieve::Entries;

struct Tables {
  __m256i quarter[4];
};

__attribute__((target("avx2"))) inline __m256i twice(const Entries& entries) {
  return _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(entries.data())));
}

__attribute__((target("avx2"))) inline Tables tables(const std::array<Entries, 4>& entries) {
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

__attribute__((target("avx2"))) inline Kinds kinds(__m256i bytes) {
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

// Whole blocks, while there is text ahead, for text that changes often. False: what is at `from`
// needs a closer look.
__attribute__((target("avx2,bmi"))) bool pass_dense(const AloneTable& table, const Stop& stop,
                                                    const Byte*& from, char*& out) noexcept {
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
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), bytes);
    const Kinds kind = kinds(bytes);
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
__attribute__((target("avx2,bmi"))) bool pass_sparse(const AloneTable& table,
                                                     const image::Sieve& sieve, const Stop& stop,
                                                     const Byte*& from, char*& out) noexcept {
  if (stop.end - from < kBlock + kAhead) return true;
  const std::uint32_t* const changes = table.changes.data();
  const Byte* p = from;
  char* to = out;
  const __m256i first = twice(sieve.first);
  const Tables second = tables(sieve.second), third = tables(sieve.third),
               mixed = tables(sieve.mixed);
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
    const __m256i next = bytes_at(p + 1), last = bytes_at(p + 2);
    const __m256i through = _mm256_and_si256(
        _mm256_and_si256(_mm256_shuffle_epi8(first, _mm256_and_si256(bytes, _mm256_set1_epi8(15))),
                         look_up(mixed, _mm256_xor_si256(next, last))),
        _mm256_and_si256(look_up(second, next), look_up(third, last)));
    std::uint32_t left = kind.leads & ~bits_of(_mm256_cmpeq_epi8(through, _mm256_setzero_si256()));
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

bool pass_blocks(const Automaton& automaton, const AloneTable& table, const Stop& stop,
                 const Byte*& from, char*& out) noexcept {
  return automaton.sieve == nullptr ? pass_dense(table, stop, from, out)
                                    : pass_sparse(table, *automaton.sieve, stop, from, out);
}

bool has_blocks() noexcept {
  static const bool has = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0;
  return has;
}

#else

bool has_blocks() noexcept { return false; }
bool pass_blocks(const Automaton&, const AloneTable&, const Stop&, const Byte*&, char*&) noexcept {
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
        changes[code] = (cell.text ^ word) | static_cast<std::uint32_t>(a.sides[cell.cls])
                                                 << kSidesAt;
      }
    }
  }
}

struct Automaton::Lazy {
  std::once_flag once;
  std::optional<AloneTable> table;
  std::atomic<const AloneTable*> made{nullptr};
};

std::shared_ptr<Automaton::Lazy> Automaton::lazy() { return std::make_shared<Lazy>(); }

const AloneTable* Automaton::alone() const {
  if (flags == nullptr) return nullptr;
  std::call_once(lazy_->once, [this] {
    lazy_->table.emplace(*this);
    lazy_->made.store(&*lazy_->table, std::memory_order_release);
  });
  return &*lazy_->table;
}

const AloneTable* Automaton::alone_if_made() const noexcept {
  return flags == nullptr ? nullptr : lazy_->made.load(std::memory_order_acquire);
}

namespace lookup {

Passed pass_alone(const Automaton& automaton, const AloneTable& table, const Byte* from,
                  const Byte* end, bool last, char*& out) noexcept {
  const Stop stop{automaton, from, end};
  const Byte* p = from;
  char* to = out;
  if (!has_blocks() || pass_blocks(automaton, table, stop, p, to)) {
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
      if (stop.at(p, word, change)) break;
      word ^= change & kChange;
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
