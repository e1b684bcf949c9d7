#include "convert/automaton_plain.hpp"

#include <algorithm>
#include <bit>

#include "base/avx2.hpp"
#include "base/prefetch.hpp"

namespace hanfix::convert::lookup {

namespace {

// Where a key may begin with `one`, by what the filter has for it and the next two, and its head.
inline bool may_begin(const Automaton& a, const image::Cell& one, const image::Cell& two,
                      const image::Cell& three) noexcept {
  const std::uint64_t second = a.heads[one.head].second;
  const std::uint32_t pair = image::pair_hash(one.cls, two.cls);
  const std::uint64_t bits = a.filter[pair >> a.filter_shift];
  const std::uint64_t told =
      bits >> image::pair_bit(pair) | bits >> image::triple_bit(pair, three.cls);
  return (((told & second >> (two.cls & 63)) | second) & 1) != 0;
}

}  // namespace

// What comes from begin_ on, behind the first count_, up to `most`.
void Plain::read_cells(const Automaton& automaton, std::size_t most) noexcept {
  for (; count_ < most; ++count_) {
    const std::uint32_t word = load(begin_ + 3 * count_);
    if (!is_three(word)) return;
    cells_[count_] = cell_of_three(automaton, word);
  }
}

void Plain::find_keys(const Automaton& automaton) noexcept {
  keys_ = 0;
  for (std::size_t i = 0; i + 2 < count_; ++i) {
    const bool may = may_begin(automaton, cells_[i], cells_[i + 1], cells_[i + 2]);
    keys_ |= std::uint64_t{may ? 1u : 0u} << i;
  }
}

#if defined(__x86_64__)
namespace {

// A cell is one word here.
using Word = long long;
static_assert(sizeof(image::Cell) == sizeof(Word));
static_assert(sizeof(image::Head) == 2 * sizeof(Word) && offsetof(image::Head, second) == 0);

HANFIX_AVX2 inline __m256i halves(std::uint32_t all) {
  return _mm256_set1_epi32(static_cast<int>(all));
}
HANFIX_AVX2 inline __m256i words(std::uint64_t all) {
  return _mm256_set1_epi64x(static_cast<Word>(all));
}
HANFIX_AVX2 inline __m128i bytes_of_half(const Byte* from) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
}
HANFIX_AVX2 inline __m256i four_cells(const image::Cell* cells) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(cells));
}
HANFIX_AVX2 inline __m256i classes_of(__m256i cells) {
  return _mm256_and_si256(_mm256_srli_epi64(cells, 32), words(0xFFFF));
}
HANFIX_AVX2 inline __m256i low_half(__m256i of) { return _mm256_and_si256(of, words(0xFFFFFFFF)); }

}  // namespace

// The same of kAtOnce, eight at a time.
HANFIX_AVX2 void Plain::read_cells_by_eights(const Automaton& a) noexcept {
  const __m256i apart = _mm256_setr_epi8(0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1,  //
                                         0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1);
  std::size_t count = 0;
  for (const Byte* from = begin_; count < kAtOnce; from += 3 * kTogether) {
    const __m256i text =
        _mm256_shuffle_epi8(_mm256_set_m128i(bytes_of_half(from + 12), bytes_of_half(from)), apart);
    const __m256i form =
        _mm256_cmpeq_epi32(_mm256_and_si256(text, halves(0xC0C0F0)), halves(0x8080E0));
    // The first byte counts 64 * 64, the second 64.
    const __m256i codes = _mm256_madd_epi16(
        _mm256_maddubs_epi16(_mm256_and_si256(text, halves(0x3F3F0F)), halves(0x00010140)),
        halves(0x00010040));
    alignas(32) std::uint32_t places[kTogether];
    _mm256_store_si256(reinterpret_cast<__m256i*>(places), codes);
    for (std::size_t i = 0; i < kTogether; ++i) {
      cells_[count + i] = a.cells[std::size_t{a.pages[places[i] >> 6]} << 6 | (places[i] & 63)];
    }
    const auto threes = static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(form)));
    count += static_cast<unsigned>(std::countr_one(threes));
    if (threes != 0xFF) break;
  }
  count_ = count;
}

HANFIX_AVX2 void Plain::find_keys_by_fours(const Automaton& a) noexcept {
  const __m128i shift = _mm_cvtsi32_si128(static_cast<int>(a.filter_shift));
  std::uint64_t found = 0;
  for (std::size_t i = 0; i + 2 < count_; i += 4) {
    const __m256i cells = four_cells(&cells_[i]), one = classes_of(cells),
                  two = classes_of(four_cells(&cells_[i + 1])),
                  three = classes_of(four_cells(&cells_[i + 2]));
    const auto second_of = [&](std::size_t at) {
      return static_cast<Word>(a.heads[cells_[at].head].second);
    };
    const __m256i second =
        _mm256_set_epi64x(second_of(i + 3), second_of(i + 2), second_of(i + 1), second_of(i));
    // As pair_hash(), pair_bit() and triple_bit().
    const __m256i pair = low_half(_mm256_add_epi64(_mm256_mul_epu32(one, words(0x9E3779B1)),
                                                   _mm256_mul_epu32(two, words(0x85EBCA6B))));
    alignas(32) std::uint64_t places[4];
    _mm256_store_si256(reinterpret_cast<__m256i*>(places), _mm256_srl_epi64(pair, shift));
    const auto filter_at = [&](std::size_t at) { return static_cast<Word>(a.filter[places[at]]); };
    const __m256i bits = _mm256_set_epi64x(filter_at(3), filter_at(2), filter_at(1), filter_at(0));
    const __m256i pair_bit = _mm256_and_si256(_mm256_srli_epi64(pair, 3), words(63));
    const __m256i triple_bit =
        _mm256_srli_epi64(low_half(_mm256_add_epi64(_mm256_srli_epi64(pair, 9),
                                                    _mm256_mul_epu32(three, words(0x9E3779B1)))),
                          26);
    const __m256i told =
        _mm256_or_si256(_mm256_srlv_epi64(bits, pair_bit), _mm256_srlv_epi64(bits, triple_bit));
    const __m256i follows = _mm256_srlv_epi64(second, _mm256_and_si256(two, words(63)));
    const __m256i may = _mm256_or_si256(_mm256_and_si256(told, follows), second);
    const int here = _mm256_movemask_pd(_mm256_castsi256_pd(_mm256_slli_epi64(may, 63)));
    found |= static_cast<std::uint64_t>(static_cast<unsigned>(here)) << i;
  }
  keys_ = count_ < 2 ? 0 : found & ((std::uint64_t{1} << (count_ - 2)) - 1);
}
#endif

void Plain::read(const Automaton& a, const Byte* end) noexcept {
  begin_ = p;
  count_ = 0;
  std::size_t most = kAtOnce;
  const auto ahead = static_cast<std::size_t>(end - p);
#if defined(__x86_64__)
  if (has_avx2() && ahead >= 3 * kAtOnce + kFast) {
    read_cells_by_eights(a);
    find_keys_by_fours(a);
  } else
#endif
  {
    most = std::min(most, (ahead - kFast + 6) / 3 + 1);
    read_cells(a, most);
    find_keys(a);
  }
  ended_ = count_ < most;
  for (std::uint64_t left = keys_; left != 0; left &= left - 1) {
    const auto at = static_cast<std::size_t>(std::countr_zero(left));
    prefetch(a.nodes + a.heads[cells_[at].head].base + cells_[at + 1].cls);
  }
}

// What is written behind the last one is written over.
inline void Plain::write_up_to(std::size_t end) noexcept {
  const auto begin = static_cast<std::size_t>(p - begin_) / 3;
  char* out = to;
  for (std::size_t i = begin; i < end; i += 4) {
    for (std::size_t j = i; j < i + 4; ++j) {
      std::memcpy(out, &cells_[j].text, sizeof cells_[j].text);
      out += 3;
    }
  }
  to += 3 * (end - begin);
  p += 3 * (end - begin);
}

bool Plain::pass(const Automaton& a, const Byte* end) noexcept {
  for (;;) {
    std::size_t at = count_ == 0 ? 0 : static_cast<std::size_t>(p - begin_) / 3;
    if (at + 2 >= count_) {
      if (static_cast<std::size_t>(end - p) < kFast || !is_three(load(p)) ||
          !is_three(load(p + 3))) {
        return false;
      }
      read(a, end);
      at = 0;
    }
    const std::size_t known = count_ - 2;
    const std::uint64_t left = at < known ? keys_ >> at : 0;
    const std::size_t here =
        left == 0 ? known : at + static_cast<std::size_t>(std::countr_zero(left));
    write_up_to(here);
    cell = cells_[here];
    next = cells_[here + 1];
    if (here < known) {
      after = cells_[here + 2];
      return true;
    }
    if (!ended_) continue;
    const std::uint64_t second = a.heads[cell.head].second;
    if (((second >> (next.cls & 63) | second) & 1) == 0) {
      write(cell);
      if (a.heads[next.head].second == 0) write(next);
    }
    return false;
  }
}

}  // namespace hanfix::convert::lookup
