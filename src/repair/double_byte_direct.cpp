#include "repair/double_byte_direct.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "repair/search_budget.hpp"
#include "repair/written_text.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = model::kUnitsPerBit;
// By how much a part of the line may cost less as it stands, beside the cost of its borders: so
// little that neither what stands around it nor words could turn that over.
constexpr int kInside = 20 * kBit;  // two borders
constexpr int kEdge = 8 * kBit;     // one, in front of it or behind it
constexpr int kWhole = 14 * kBit;   // by how much the line must cost more

// The text of a line in which each unit is read back in the only way that there is.
struct Direct {
  std::vector<model::Symbol> symbols;
  std::vector<std::uint32_t> ends;  // by unit: how many symbols are complete behind it
  std::vector<bool> whole;          // by unit: nothing is unfinished behind it
};

// Nothing if a unit has several ways or none.
std::optional<Direct> decode(std::span<const ShownUnit> line, const Reading& reading,
                             model::Script script) {
  const WrittenText text(reading.written, script);
  Direct direct;
  direct.symbols.reserve(line.size());
  direct.ends.reserve(line.size());
  direct.whole.reserve(line.size());
  UnfinishedCharacter open;
  const auto take = [&](unsigned byte) {
    if (!text.take(open, byte)) return false;
    if (open.need == 0) direct.symbols.push_back(model::symbol(open.partial));
    return true;
  };
  for (const ShownUnit& unit : line) {
    if (reading.is_mark(unit.code)) return std::nullopt;
    if (unit.code < 0x80) {
      if (!take(static_cast<unsigned>(unit.code))) return std::nullopt;
    } else {
      if (unit.bytes.size() != 1) return std::nullopt;
      const ShownBytes& bytes = unit.bytes.front();
      for (unsigned n = 0; n < bytes.size; ++n) {
        if (!take(bytes.data[n])) return std::nullopt;
      }
    }
    direct.ends.push_back(static_cast<std::uint32_t>(direct.symbols.size()));
    direct.whole.push_back(open.need == 0);
  }
  if (open.need != 0) return std::nullopt;
  return direct;
}

// Whether no part of the line may be better as it stands: `gain` is what it costs more so than read
// back, up to each border between characters.
class Certain {
 public:
  bool holds_at(int gain) {
    if (gain < -kEdge || gain < highest_ - kInside) return false;
    highest_ = std::max(highest_, gain);
    return true;
  }
  [[nodiscard]] bool holds_behind(int gain) const {
    return gain >= kWhole && gain >= highest_ - kEdge;
  }

 private:
  int highest_ = 0;
};

}  // namespace

std::optional<ReadBack> read_directly(std::span<const ShownUnit> line, const Reading& reading,
                                      const model::Scorer& scorer, const ReadOptions& options) {
  const std::optional<Direct> direct = decode(line, reading, scorer.script());
  if (!direct || line.empty()) return std::nullopt;
  spend(*options.budget, line.size() + direct->symbols.size());
  std::vector<model::Symbol> shown(line.size());
  std::transform(line.begin(), line.end(), shown.begin(),
                 [](const ShownUnit& unit) { return unit.symbol; });
  std::vector<int> stands(line.size()), reads(direct->symbols.size());
  scorer.costs(shown, stands);
  scorer.costs(direct->symbols, reads);

  Certain certain;
  int gain = 0, cost = 0;
  std::size_t symbol = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const bool ascii = line[at].code < 0x80;
    gain += ascii ? stands[at] : std::min(stands[at], line[at].natural);
    for (; symbol < direct->ends[at]; ++symbol) {
      gain -= reads[symbol];
      cost += reads[symbol];
    }
    if (direct->whole[at] && !certain.holds_at(gain)) return std::nullopt;
  }
  if (!certain.holds_behind(gain)) return std::nullopt;

  ReadBack result;
  if (options.ends_line) {
    const auto last = direct->symbols.size() - 1;
    const model::Symbol before = last > 0 ? direct->symbols[last - 1] : model::kStart;
    cost += scorer.cost(before, direct->symbols[last], model::kStart);
  }
  result.cost = cost;
  if (options.cost_only) return result;
  result.steps.resize(line.size());
  for (std::size_t at = 0; at < line.size(); ++at) {
    ReadStep& step = result.steps[at];
    step.damaged = true;
    step.count = 1;
    step.bytes[0] = static_cast<std::uint8_t>(line[at].code);
    if (line[at].code < 0x80) continue;
    step.count = line[at].bytes.front().size;
    step.bytes = line[at].bytes.front().data;
  }
  return result;
}

}  // namespace hanfix::repair
