#include "repair/rare_characters.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>

#include "base/utf8.hpp"
#include "encoding/language_costs.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = model::kUnitsPerBit;
constexpr std::uint32_t kPerStretch = 24;      // characters
constexpr std::uint32_t kPlane2 = 0x44444444;  // kDearest in every language

constexpr detection::Language kLanguages[] = {detection::Language::hans, detection::Language::hant,
                                              detection::Language::ja, detection::Language::ko};

int cost_in(detection::Language language, char32_t code) {
  return std::min(
      int{detection::Image::embedded().cost(language, code)} * kBit / detection::kStepsPerBit,
      kDearest);
}

int least_cost(char32_t code) {
  int least = kDearest;
  for (const detection::Language language : kLanguages) {
    least = std::min(least, cost_in(language, code));
  }
  return least;
}

// Costs by code point in quarters of a bit, a byte for each language; 0 for what is written beside
// hanzi without being of their kind.
class Table {
 public:
  static const Table& instance() {
    static const std::unique_ptr<const Table> table(new Table);
    return *table;
  }
  [[nodiscard]] std::uint32_t operator[](char32_t code) const { return cost_[code]; }

 private:
  Table() {
    for (char32_t code = 0x2E80; code < 0x10000; ++code) {
      // Halfwidth kana: whole lines of them are rarer than each of them.
      const bool kana = model::in(code, 0xFF61, 0xFF9F);
      for (std::size_t i = 0; i < std::size(kLanguages); ++i) {
        const int cost = kana ? 13 * kBit : cost_in(kLanguages[i], code);
        cost_[code] |= static_cast<std::uint32_t>(cost * 4 / kBit) << (8 * i);
      }
    }
  }
  std::array<std::uint32_t, 0x10000> cost_{};
};

// Sums of the four costs, two in each number: at most kPerStretch of 68 each.
class Stretch {
 public:
  explicit Stretch(int quarters) : quarters_(static_cast<std::uint32_t>(quarters)) {}
  // True if it is full.
  bool add(std::uint32_t costs) {
    even_ += costs & 0x00FF00FF;
    odd_ += costs >> 8 & 0x00FF00FF;
    return ++count_ == kPerStretch;
  }
  // Ends it; true if it was rare in every language.
  bool closes_rare() {
    const std::uint32_t least =
        std::min(std::min(even_ & 0xFFFF, even_ >> 16), std::min(odd_ & 0xFFFF, odd_ >> 16));
    const bool rare = count_ >= 2 && least > count_ * quarters_;
    even_ = odd_ = count_ = 0;
    return rare;
  }

 private:
  std::uint32_t quarters_, even_ = 0, odd_ = 0, count_ = 0;
};

}  // namespace

int natural_cost(char32_t code) noexcept {
  if (code == 0xFFFD) return 10 * kBit;
  return code < 0x80 ? 0 : least_cost(code);
}

void NaturalText::add(char32_t code) {
  const model::Symbol symbol = model::symbol(code);
  for (std::size_t i = 0; i < scorers_.size(); ++i) {
    const int cost = scorers_[i].advance(contexts_[i], symbol);
    if (code >= 0x80) costs_[i] += std::min(cost, code == 0xFFFD ? 10 * kBit : kDearest);
  }
  if (code < 0x80) return;
  for (std::size_t i = 0; i < std::size(kLanguages); ++i) {
    costs_[scorers_.size() + i] += code == 0xFFFD ? 10 * kBit : cost_in(kLanguages[i], code);
  }
}

std::int64_t NaturalText::cost() const noexcept {
  return *std::min_element(costs_.begin(), costs_.end());
}

bool holds_rare_stretch(std::string_view text, int quarters) noexcept {
  const Table& table = Table::instance();
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const unsigned char* const end = at + text.size();
  Stretch stretch(quarters);
  while (at < end) {
    if (*at < 0x80) {
      if (end - at >= 8) {
        std::uint64_t eight;
        std::memcpy(&eight, at, 8);
        if ((eight & 0x8080808080808080u) == 0) {
          const std::uint64_t breaks = eight ^ 0x0A0A0A0A0A0A0A0Au;
          const bool any = ((breaks - 0x0101010101010101u) & ~breaks & 0x8080808080808080u) != 0;
          if (any && stretch.closes_rare()) return true;
          at += 8;
          continue;
        }
      }
      if (*at == '\n' && stretch.closes_rare()) return true;
      ++at;
    } else if (*at < 0xE0) {
      at += 2;
    } else if (*at < 0xF0) {
      const auto code = char32_t((*at & 0x0Fu) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu));
      at += 3;
      const std::uint32_t costs = table[code];
      if (costs != 0 && stretch.add(costs) && stretch.closes_rare()) return true;
    } else {
      const bool hanzi = *at == 0xF0 && at[1] >= 0xA0;  // HKSCS has some of plane 2
      at += 4;
      if (hanzi && stretch.add(kPlane2) && stretch.closes_rare()) return true;
    }
  }
  return stretch.closes_rare();
}

}  // namespace hanfix::repair
