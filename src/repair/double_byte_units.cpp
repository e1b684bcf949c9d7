// A damaged line as a double-byte decoder showed it, character by character.
#include "base/utf8.hpp"
#include "repair/double_byte_image.hpp"
#include "repair/double_byte_search.hpp"
#include "repair/rare_characters.hpp"

namespace hanfix::repair {

std::vector<ShownUnit> shown_units(std::string_view text, std::uint32_t base, Reader reader) {
  const ReaderTable& table = ReaderTable::of(reader);
  std::vector<ShownUnit> units;
  units.reserve(text.size() / 2);
  for (std::size_t at = 0; at < text.size();) {
    const auto start = static_cast<std::uint32_t>(at);
    ShownUnit unit{utf8::next(text, at), base + start, 0, 0, 0, {}};
    unit.end = base + static_cast<std::uint32_t>(at);
    unit.symbol = model::symbol(unit.code);
    if (unit.code >= 0x80) {
      constexpr int kStep = model::kUnitsPerBit / inner_pair::kBit;
      unit.natural =
          unit.code < 0x10000 ? first_sight()[unit.code].natural * kStep : natural_cost(unit.code);
      unit.bytes = table.bytes(unit.code);
    }
    units.push_back(unit);
  }
  return units;
}

}  // namespace hanfix::repair
