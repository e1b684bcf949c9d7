#include <algorithm>

#include "encoding/score_parts.hpp"

namespace hanfix::detection {
namespace {

// What it costs that a text is in capitals throughout: once, and each letter.
constexpr int kCapitals = bits(14), kCapital = bits(0.25);

// Sums of 128 products; a compiler makes SIMD of it where both are narrow.
template <class Count>
std::int64_t product(const std::int16_t (&costs)[128], const Count (&counts)[128]) {
  using Sum = std::conditional_t<sizeof(Count) == 2, std::int32_t, std::int64_t>;
  Sum sum = 0;
  for (std::size_t i = 0; i < 128; ++i) sum += Sum{costs[i]} * Sum{counts[i]};
  return sum;
}

}  // namespace

Histogram::Histogram(std::string_view bytes) {
  const Image& image = Image::embedded();
  bool beyond = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto c = static_cast<unsigned char>(bytes[i]);
    if (c >= 0x80) {
      ++count_[c - 0x80u];
      ++shared_.characters;
      if (!beyond) {
        ++shared_.runs;
        if (i > 0) shared_.neighbour(static_cast<unsigned char>(bytes[i - 1]));
      }
    } else {
      ++shared_.ascii;
      shared_.ascii_cost += image.ascii[c];
      if (beyond) shared_.neighbour(c);
    }
    beyond = c >= 0x80;
  }
  mixing_ = mixing_cost(shared_);
  // 128 products of a cost below 256 and a count below 2^15 fit in 32 bits.
  narrow_ = shared_.characters < (1u << 15);
  if (narrow_) std::copy(std::begin(count_), std::end(count_), std::begin(small_));
}

std::int64_t Histogram::cost(const std::int16_t (&costs)[128]) const noexcept {
  return narrow_ ? product(costs, small_) : product(costs, count_);
}

std::uint32_t Histogram::count_malformed(const std::int16_t (&costs)[128]) const noexcept {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < 128; ++i) sum += costs[i] == kNoSingle ? count_[i] : 0;
  return sum;
}

Reading read_singles(std::size_t index, const Histogram& histogram) {
  const Row& row = kSingleRows[index];
  const Image& image = Image::embedded();
  const Tally& shared = histogram.shared();
  const std::int64_t in_capitals = histogram.cost(image.capitals[index]) + kCapitals +
                                   std::int64_t{kCapital} * shared.characters;
  Tally tally = shared;
  tally.cost = std::min(histogram.cost(image.singles[index]), in_capitals);
  tally.malformed = histogram.count_malformed(image.singles[index]);
  tally.characters -= tally.malformed;
  // What is malformed has its cost already.
  tally.cost -= std::int64_t{kNoSingle} * tally.malformed;
  return finish(tally, row, histogram.mixing());
}

}  // namespace hanfix::detection
