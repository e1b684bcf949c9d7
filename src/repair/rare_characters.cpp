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
constexpr int kNeutral = 0;      // in the table: says nothing
constexpr int kPerStretch = 24;  // characters

constexpr detection::Language kLanguages[] = {detection::Language::hans, detection::Language::hant,
                                              detection::Language::ja, detection::Language::ko};

int least_cost(char32_t code) {
  int least = detection::kNoCharacter;
  for (const detection::Language language : kLanguages) {
    least = std::min(least, int{detection::Image::embedded().cost(language, code)});
  }
  return std::min(least * kBit / detection::kStepsPerBit, kDearest);
}

// Costs by code point, kNeutral for what is written beside hanzi without being of their kind.
class Table {
 public:
  static const Table& instance() {
    static const std::unique_ptr<const Table> table(new Table);
    return *table;
  }
  [[nodiscard]] int operator[](char32_t code) const { return cost_[code]; }

 private:
  Table() {
    for (char32_t code = 0x2E80; code < 0x10000; ++code) {
      cost_[code] = static_cast<std::int16_t>(least_cost(code));
      // Halfwidth kana: whole lines of them are rarer than each of them.
      if (model::in(code, 0xFF61, 0xFF9F)) cost_[code] = 13 * kBit;
    }
  }
  std::array<std::int16_t, 0x10000> cost_{};
};

}  // namespace

int natural_cost(char32_t code) noexcept {
  if (code == 0xFFFD) return 10 * kBit;
  if (code >= 0x2E80 && code < 0x10000) return Table::instance()[code];
  return code < 0x80 ? 0 : least_cost(code);
}

bool holds_rare_stretch(std::string_view text, int bits) noexcept {
  const Table& table = Table::instance();
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const unsigned char* const end = at + text.size();
  int count = 0, sum = 0;
  const auto closes_rare = [&] {
    const bool rare = count >= 2 && sum > 0;
    count = sum = 0;
    return rare;
  };
  while (at < end) {
    if (*at < 0x80) {
      if (end - at >= 8) {
        std::uint64_t eight;
        std::memcpy(&eight, at, 8);
        if ((eight & 0x8080808080808080u) == 0) {
          const std::uint64_t breaks = eight ^ 0x0A0A0A0A0A0A0A0Au;
          const bool any = ((breaks - 0x0101010101010101u) & ~breaks & 0x8080808080808080u) != 0;
          if (any && closes_rare()) return true;
          at += 8;
          continue;
        }
      }
      if (*at == '\n' && closes_rare()) return true;
      ++at;
    } else if (*at < 0xE0) {
      at += 2;
    } else if (*at < 0xF0) {
      const auto code = char32_t((*at & 0x0Fu) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu));
      at += 3;
      const int cost = table[code];
      if (cost == kNeutral) continue;
      sum += cost - bits;
      if (++count == kPerStretch && closes_rare()) return true;
    } else {
      // HKSCS has hanzi of plane 2.
      const bool hanzi = *at == 0xF0 && at[1] >= 0xA0;
      at += 4;
      if (!hanzi) continue;
      sum += kDearest - bits;
      if (++count == kPerStretch && closes_rare()) return true;
    }
  }
  return closes_rare();
}

}  // namespace hanfix::repair
