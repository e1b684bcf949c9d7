/// \file  What the parts of scoring share: counts of a reading, and the cost that they make.
/// Private to score*.cpp.
#pragma once
#include <cstdint>
#include <string_view>

#include "encoding/score.hpp"

namespace hanfix::detection {

constexpr int bits(double value) { return static_cast<int>(value * kStepsPerBit); }

inline constexpr int kMalformed = bits(20);  // a place that is no character
inline constexpr int kCutFront = bits(13);   // a byte that belongs to a character before the text
inline constexpr int kCutBack = bits(6);     // an unfinished character at the end of a text

constexpr bool is_letter(unsigned char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

/// Counts that the cost of a reading is made of.
struct Tally {
  std::int64_t cost = 0;  // of characters beyond ASCII
  std::int64_t ascii_cost = 0;
  std::uint32_t ascii = 0, characters = 0, malformed = 0;
  std::uint32_t runs = 0;                 // of characters beyond ASCII
  std::uint32_t letters = 0, others = 0;  // ASCII next to them, on either side

  void add(const Tally& more) {
    cost += more.cost, ascii_cost += more.ascii_cost;
    ascii += more.ascii, characters += more.characters, malformed += more.malformed;
    runs += more.runs, letters += more.letters, others += more.others;
  }
  void neighbour(unsigned char c) { ++(is_letter(c) ? letters : others); }
};

/// What it costs that ASCII and the rest are mixed as they are.
[[nodiscard]] std::int64_t mixing_cost(const Tally& tally);
/// The reading that the counts are.
[[nodiscard]] Reading finish(const Tally& tally, const Row& row, std::int64_t mixing);
[[nodiscard]] inline Reading finish(const Tally& tally, const Row& row) {
  return finish(tally, row, mixing_cost(tally));
}

/// Bytes as single characters: only how often each occurs matters, and what stands next to it. One
/// serves all rows.
class Histogram {
 public:
  explicit Histogram(std::string_view bytes);
  [[nodiscard]] std::int64_t cost(const std::int16_t (&costs)[128]) const noexcept;
  [[nodiscard]] std::uint32_t count_malformed(const std::int16_t (&costs)[128]) const noexcept;
  [[nodiscard]] const Tally& shared() const noexcept { return shared_; }
  [[nodiscard]] std::int64_t mixing() const noexcept { return mixing_; }

 private:
  std::uint32_t count_[128] = {};
  std::int16_t small_[128] = {};  // the same, if narrow_
  bool narrow_ = true;
  Tally shared_;
  std::int64_t mixing_ = 0;
};

/// Bytes read as row `index` of kSingleRows.
[[nodiscard]] Reading read_singles(std::size_t index, const Histogram& histogram);

/// Bytes read as row `index` of kPairRows; see score().
[[nodiscard]] Reading read_pairs(std::size_t index, std::string_view bytes, bool complete,
                                 bool resynchronise);
/// The same for bytes that begin between characters.
[[nodiscard]] Reading read_pairs_straight(std::size_t index, std::string_view bytes, bool complete);
/// UTF-8 and UTF-16 or UTF-32, by the language that suits best.
[[nodiscard]] Reading read_utf8(std::string_view bytes, bool complete);
[[nodiscard]] Reading read_wide(Encoding encoding, std::string_view bytes, bool complete);

}  // namespace hanfix::detection
