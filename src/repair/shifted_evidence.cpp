#include "repair/shifted_evidence.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "base/utf8.hpp"
#include "repair/double_byte_image.hpp"
#include "repair/eight_characters.hpp"

namespace hanfix::repair {
namespace {

using inner_pair::kBit;
using inner_pair::kEach;
using inner_pair::kRare;
constexpr char32_t kLeastLetter = 0x80, kLeastHanzi = 0x2000;
constexpr unsigned char kLeastLead = 0xE2;  // of a hanzi

// What inner_pair::sight() would be of a character that is not in the BMP.
std::uint64_t sight_beyond(char32_t code) noexcept {
  std::uint32_t first[] = {inner_pair::kNoByte, inner_pair::kNoByte}, last[] = {first[0], first[0]};
  constexpr Reader kReaders[] = {Reader::gbk_windows, Reader::big5_windows};
  for (std::size_t i = 0; i < std::size(kReaders); ++i) {
    const std::span<const ShownBytes> bytes = ReaderTable::of(kReaders[i]).bytes(code);
    if (bytes.empty() || bytes[0].size != 2) continue;
    first[i] = bytes[0].data[0] & 0x7F;
    if (bytes[0].data[1] >= 0x80) last[i] = bytes[0].data[1] & 0x7F;
  }
  return inner_pair::sight(inner_pair::kImpossible, first, last);
}

// The sums of both encodings, character by character.
class Sums {
 public:
  explicit Sums(const Evidence& wanted) : wanted_(wanted) {}

  // The character at text[at], behind which `at` moves; the encoding, if that is enough.
  std::optional<Written> take(std::string_view text, std::size_t& at) noexcept {
    const char32_t code = utf8::next(text, at);
    if (code == 0xFFFD || code == U'?') {
      follows_ = false;
      return enough(wanted_.before_mark);
    }
    if (code < kLeastHanzi) {  // letters are passed: nearly all that such text shows are hanzi
      follows_ = false;
      if (code < kLeastLetter) sum_[0] = sum_[1] = 0;
      return {};
    }
    beyond_ = code >= 0x10000;
    const std::uint64_t sight = beyond_ ? sight_beyond(code) : inner_sight()[code];
    if (follows_) add(sight);
    follows_ = true;
    before_ = sight;
    return enough(wanted_.enough);
  }

  // Whether all that is known is the last character, in the BMP.
  [[nodiscard]] bool is_idle() const noexcept { return is_empty() && !(follows_ && beyond_); }

 private:
  [[nodiscard]] bool is_empty() const noexcept { return sum_[0] == 0 && sum_[1] == 0; }
  [[nodiscard]] std::optional<Written> enough(int bits) const noexcept {
    if (sum_[0] >= bits * kBit) return Written::gbk;
    if (sum_[1] >= bits * kBit) return Written::big5;
    return {};
  }
  void add(std::uint64_t sight) noexcept {
    const int mean =
        static_cast<int>(inner_pair::natural(before_) + inner_pair::natural(sight)) / 2;
    if (mean < kRare && is_empty()) return;
    const std::uint32_t pairs = inner_pair::indices(before_, sight);
    for (const unsigned which : {0u, 1u}) {
      int& sum = sum_[which];
      if (!inner_pair::has_first(before_, which) || !inner_pair::has_first(sight, which)) {
        sum = 0;
      } else if (inner_pair::has_last(before_, which)) {  // else the decoder is in step
        const int cost = inner_cost()[pairs >> (16 * which) & 0xFFFF];
        sum = std::max(0, sum + mean - cost - kEach);
      }
    }
  }

  Evidence wanted_;
  int sum_[2] = {0, 0};  // GBK, Big5
  bool follows_ = false, beyond_ = false;
  std::uint64_t before_ = 0;
};

// Sums are rare, and where there is none only neighbours tell that begin one: what is known of both
// and of the pair between them, two look-ups a character.
class Neighbours {
 public:
  // Whether a sum begins between the character and the one before it.
  bool add(char32_t code) noexcept {
    const std::uint64_t behind = sight_[code];
    const std::uint32_t pairs = inner_pair::indices(before_, behind);
    const std::uint32_t need = std::min(need_[pairs & 0xFFFF], need_[pairs >> 16]);
    const std::uint32_t costs = inner_pair::natural(before_) + inner_pair::natural(behind);
    before_ = behind;
    return costs >= 2 * need;
  }
  void interrupt() noexcept { before_ = sight_[0]; }

 private:
  const std::uint64_t* sight_ = inner_sight();
  const std::uint8_t* need_ = inner_need();
  std::uint64_t before_ = sight_[0];
};

// From `at` on the first character behind which a sum may begin, or which is before one that is not
// in the BMP; `end`: none. `neighbours` has the one at `before`, if there is one.
const char* find_beginning(Neighbours& neighbours, const char* before, const char* at,
                           const char* end) noexcept {
  while (at < end) {
    const char* const here = at;
    const auto lead = static_cast<unsigned char>(*at);
    at += utf8::sequence_length(lead);
    if (lead < kLeastLead) {
      neighbours.interrupt();
    } else if (lead >= 0xF0 || neighbours.add(utf8::three_at(here))) {
      return before;
    }
    before = here;
  }
  return end;
}

const char* find_beginning(const char* at, const char* end) noexcept {
  Neighbours neighbours;
  return find_beginning(neighbours, at, at, end);
}

// Where sums begin they are added up until they are empty again.
template <class FindBeginning>
OutOfStep find(std::string_view text, const Evidence& evidence,
               FindBeginning find_beginning) noexcept {
  const char* const end = text.data() + text.size();
  for (std::size_t at = 0; at < text.size();) {
    at = static_cast<std::size_t>(find_beginning(text.data() + at, end) - text.data());
    Sums sums(evidence);
    for (const std::size_t begin = at; at < text.size();) {
      const std::size_t here = at;
      if (const auto written = sums.take(text, at)) return {here, *written};
      if (here == begin || !sums.is_idle()) continue;
      at = here;  // the character may be the first of two
      break;
    }
  }
  return {std::string_view::npos, Written::gbk};
}

#if defined(__x86_64__)
constexpr std::ptrdiff_t kPlaces = 32;  // bytes at once

// The places of bytes that begin characters from U+2000 on.
HANFIX_AVX2 inline std::uint32_t begin_places(const char* at) {
  const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
  const __m256i least = _mm256_set1_epi8(static_cast<char>(kLeastLead));
  return static_cast<std::uint32_t>(
      _mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_max_epu8(bytes, least), bytes)));
}

HANFIX_AVX2 const char* find_beginning_avx2(const char* at, const char* end) noexcept {
  Neighbours neighbours;
  const char* before = at;
  while (end - at >= kPlaces) {
    if (const auto lead = static_cast<unsigned char>(*at); lead < kLeastLead) {
      neighbours.interrupt();
      const std::uint32_t places = begin_places(at);
      at += places == 0 ? kPlaces : __builtin_ctz(places);
      before = at;
      continue;
    } else if (lead >= 0xF0) {
      return before;
    }
    const EightCharacters eight = eight_at(at, kLeastLead);
    alignas(32) std::array<std::uint32_t, EightCharacters::kCount> codes;
    _mm256_store_si256(reinterpret_cast<__m256i*>(codes.data()), eight.codes);
    std::uint32_t begins = 0;
    if (eight.count == EightCharacters::kCount) {
#pragma GCC unroll 8
      for (std::uint32_t i = 0; i < EightCharacters::kCount; ++i) {
        begins |= std::uint32_t{neighbours.add(codes[i] - EightCharacters::kMarkers)} << i;
      }
    } else {
      for (std::uint32_t i = 0; i < eight.count; ++i) {
        begins |= std::uint32_t{neighbours.add(codes[i] - EightCharacters::kMarkers)} << i;
      }
    }
    if (begins != 0) {
      const int first = __builtin_ctz(begins);
      return first == 0 ? before : at + 3 * (first - 1);
    }
    at += 3 * eight.count;
    before = at - 3;
  }
  while (at < end && utf8::is_continuation(*at)) ++at, before = at;
  return find_beginning(neighbours, before, at, end);
}
#endif

}  // namespace

OutOfStep find_out_of_step(std::string_view text, const Evidence& evidence) noexcept {
  return find(text, evidence, [](const char* at, const char* end) {
#if defined(__x86_64__)
    if (has_avx2()) return find_beginning_avx2(at, end);
#endif
    return find_beginning(at, end);
  });
}

OutOfStep find_out_of_step_portable(std::string_view text, const Evidence& evidence) noexcept {
  return find(text, evidence,
              [](const char* at, const char* end) { return find_beginning(at, end); });
}

}  // namespace hanfix::repair
