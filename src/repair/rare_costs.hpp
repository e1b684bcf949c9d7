/// \file  What rare_stretch.hpp adds up, and where.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <mutex>

#include "encoding/language_costs.hpp"

namespace hanfix::repair::rare_stretch {

inline constexpr std::uint32_t kPerStretch = 24;  // characters
inline constexpr std::uint32_t kMost = 4 * 17;    // quarters of a bit that a character costs

inline constexpr detection::Language kLanguages[] = {
    detection::Language::hans, detection::Language::hant, detection::Language::ja,
    detection::Language::ko};

/// What characters cost in one language, in quarters of a bit, by what index_of() tells of their
/// first three bytes: the code point, or behind those of the BMP any character of plane 2.
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

/// Whether the character at a lead byte counts. HKSCS has some of plane 2.
[[nodiscard]] inline bool counts(const char* at) noexcept {
  const auto lead = static_cast<unsigned char>(at[0]), second = static_cast<unsigned char>(at[1]);
  return lead == 0xE2 ? second >= 0xBA : lead == 0xF0 ? second >= 0xA0 : lead > 0xE2 && lead < 0xF0;
}

}  // namespace hanfix::repair::rare_stretch
