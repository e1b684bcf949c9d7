#include "repair/shifted_outlook.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "repair/shifted_search.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = model::kUnitsPerBit;
constexpr std::size_t kAhead = 4;     // units: a slip puts those that follow out of step, too,
constexpr int kRareAhead = 9 * kBit;  // so that they cost at least as much on average
constexpr int kOpening = 8 * kBit;    // the character that a run begins with, at least
constexpr int kNever = std::numeric_limits<int>::min() / 2;

bool is_mark(char32_t code) { return code == 0xFFFD || code == U'?'; }

// A unit out of step.
struct Inner {
  enum class Kind : std::uint8_t {
    none,  // there is no way to read it so
    pair,  // its first byte ends a character
    any,   // what it ends is not known
  };
  Kind kind = Kind::none;
  bool goes_on = false;  // its last byte begins a character
  unsigned pair = 0;
};

// `before` is the last byte before the unit, if it begins a character; 0: unknown.
class InnerReader {
 public:
  explicit InnerReader(const WrittenTable& written) : written_(written) {}

  Inner take(const ShownUnit& unit) {
    Inner inner;
    const bool alone = unit.code < 0x80;
    const bool sure = unit.bytes.size() == 1 && unit.bytes[0].size == 2;
    if (is_mark(unit.code) || (!alone && !unit.bytes.empty() && !sure)) {
      open_ = Open::any;
      return {Inner::Kind::any, true, 0};
    }
    if (alone || sure) {
      const unsigned byte = alone ? unsigned(unit.code) : unit.bytes[0].data[0];
      inner.pair = lead_ << 8 | byte;
      if (open_ == Open::any) {
        inner.kind = Inner::Kind::any;
      } else if (open_ == Open::lead && written_.character(inner.pair) != 0) {
        inner.kind = Inner::Kind::pair;
      }
      lead_ = alone ? 0u : unit.bytes[0].data[1];
      inner.goes_on = lead_ >= 0x80;
    }
    open_ = inner.goes_on ? Open::lead : Open::no;
    return inner;
  }

 private:
  enum class Open : std::uint8_t { no, lead, any };
  const WrittenTable& written_;
  Open open_ = Open::any;
  unsigned lead_ = 0;
};

}  // namespace

ShiftOutlook look_ahead(std::span<const ShownUnit> line, const WrittenTable& written,
                        const model::Scorer& scorer, int least_gain) {
  const std::size_t size = line.size();
  std::vector<model::Symbol> symbols(size);
  for (std::size_t i = 0; i < size; ++i) symbols[i] = line[i].symbol;
  ShiftOutlook outlook{std::vector<bool>(size), std::vector<int>(size), std::vector<int>(size)};
  auto& [begins, standing, prospects] = outlook;
  scorer.costs(symbols, standing);
  for (std::size_t i = 0; i < size; ++i) {
    if (line[i].code >= 0x80) standing[i] = std::min(standing[i], line[i].natural);
  }

  bool any = false;
  const auto is_rare_ahead = [&](std::size_t at) {
    const std::size_t end = std::min(at + kAhead, size);
    int sum = 0;
    for (std::size_t i = at; i < end; ++i) sum += standing[i];
    return sum >= static_cast<int>(end - at) * kRareAhead;
  };
  for (std::size_t i = 0; i < size; ++i) any |= begins[i] = is_rare_ahead(i);
  if (!any) return {};

  std::vector<Inner> inner(size);
  InnerReader reader(written);
  for (std::size_t i = 0; i < size; ++i) {
    inner[i] = reader.take(line[i]);
    const bool known = inner[i].kind == Inner::Kind::pair;
    symbols[i] = known ? written.symbol(inner[i].pair) : model::kStart;
  }
  std::vector<int> hidden(size);
  scorer.costs(symbols, hidden);

  const int wanted = kSlipCost + least_gain - kShiftSlack;
  any = false;
  int prospect = 0;  // what a run that is out of step before the unit behind can still gain
  for (std::size_t i = size; i-- > 0;) {
    prospects[i] = prospect;
    const int opening = std::max(standing[i] - kOpening, 0);
    begins[i] = begins[i] && opening + prospect >= wanted;
    any |= begins[i];
    const int behind = inner[i].goes_on ? prospect : 0;
    const int again = standing[i] + prospect - kSlipCost;  // one more slip
    const int gain = inner[i].kind == Inner::Kind::none  ? kNever
                     : inner[i].kind == Inner::Kind::any ? standing[i]
                                                         : standing[i] - hidden[i];
    prospect = std::max({0, gain + behind, again});
  }
  if (!any) begins.clear();
  return outlook;
}

}  // namespace hanfix::repair
