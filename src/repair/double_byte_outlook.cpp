#include "repair/double_byte_outlook.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "repair/rare_characters.hpp"

namespace hanfix::repair {
namespace {

// Whether there is one way only to read it back.
bool is_plain(const ShownUnit& unit, const Reading& reading) {
  if (reading.is_mark(unit.code)) return false;
  return unit.bytes.size() <= 1;
}

// What the units cost as they stand, in the language in which all of them cost least.
std::vector<int> standing_costs(std::span<const ShownUnit> line) {
  std::vector<int> best, costs(line.size());
  std::int64_t least = 0;
  for (std::size_t language = 0; language < kNaturalLanguages; ++language) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
      costs[i] = line[i].code < 0x80 ? 0 : natural_cost_in(language, line[i].code);
      sum += costs[i];
    }
    if (!best.empty() && sum >= least) continue;
    least = sum;
    best = costs;
  }
  return best;
}

// The ways through a line: from each unit on, behind a whole character or inside one, which the
// last byte of the unit before it has begun.
class Ways {
 public:
  Ways(std::span<const ShownUnit> line, const Reading& reading, const model::Scorer& scorer)
      : line_(line),
        written_(WrittenTable::of(reading.written)),
        scorer_(scorer),
        standing_(standing_costs(line)),
        known_(line.size() + 1) {}

  [[nodiscard]] bool may_gain(int least_gain) {
    for (std::size_t start = 0; start < line_.size(); ++start) {
      if (known_[start][0].seen || (start > 0 && line_[start].code < 0x80)) continue;
      follow(start);
      if (weigh(least_gain)) return true;
    }
    return false;
  }

 private:
  struct Known {
    bool seen = false;
    /// What a stretch gains at most from here on if its first two characters cost nothing.
    std::int64_t gain = 0;
  };
  struct Step {
    std::uint32_t unit;
    std::uint32_t first;  // of the characters that it ends
    bool inside;          // a character when it begins
  };

  // The way from a unit on, behind a whole character, to where it ends or meets another one.
  void follow(std::size_t unit) {
    steps_.clear();
    symbols_.clear();
    ascii_.clear();
    meets_ = false;
    met_ = 0;
    unsigned lead = 0;
    for (; unit < line_.size(); ++unit) {
      Known& here = known_[unit][lead != 0 ? 1 : 0];
      if (here.seen) {
        meets_ = true;
        met_ = here.gain;
        break;
      }
      const Step step{static_cast<std::uint32_t>(unit), static_cast<std::uint32_t>(symbols_.size()),
                      lead != 0};
      here.seen = true;  // and gains nothing if it ends here
      if (!read(line_[unit], lead)) break;
      steps_.push_back(step);
    }
  }

  // False: the unit cannot stand there.
  bool read(const ShownUnit& unit, unsigned& lead) {
    const std::uint8_t ascii = static_cast<std::uint8_t>(unit.code);
    std::span<const std::uint8_t> bytes(&ascii, 1);
    if (unit.code >= 0x80) {
      if (unit.bytes.empty()) return false;
      bytes = {unit.bytes[0].data.data(), unit.bytes[0].size};
    }
    for (const std::uint8_t byte : bytes) {
      if (lead != 0) {
        const unsigned pair = lead << 8 | byte;
        lead = 0;
        if (written_.character(pair) == 0) return false;
        add(written_.symbol(pair), false);
      } else if (byte < 0x80) {
        add(model::symbol(byte), true);
      } else if (WrittenTable::leads(byte)) {
        lead = byte;
      } else {
        return false;
      }
    }
    return true;
  }
  void add(model::Symbol symbol, bool ascii) {
    symbols_.push_back(symbol);
    ascii_.push_back(ascii);
  }

  // Notes what the way gains from each step on; true: a stretch on it may gain enough.
  bool weigh(int least_gain) {
    const std::size_t count = symbols_.size();
    costs_.assign(count, 0);
    // Where it ends too soon, what it gains is of use to others only, and not worth a look-up.
    const bool may_begin = meets_ || count >= kOutlookCharacters;
    if (may_begin) scorer_.costs(symbols_, costs_);
    for (std::size_t i = 0; i < count; ++i) {
      if (ascii_[i]) costs_[i] = 0;
    }
    std::int64_t gain = met_;
    for (std::size_t i = steps_.size(), next = count; i-- > 0; next = steps_[i].first) {
      const auto [unit, first, inside] = steps_[i];
      gain += standing_[unit];
      for (std::size_t j = first; j < next; ++j) gain -= costs_[j];
      gain = std::max<std::int64_t>(gain, 0);
      std::int64_t at_most = gain;
      for (std::size_t j = first; j < std::min<std::size_t>(first + 2, count); ++j) {
        at_most += costs_[j];
      }
      known_[unit][inside ? 1 : 0].gain = at_most;
      if (inside || at_most < least_gain) continue;
      if (!meets_ && count - first < kOutlookCharacters) continue;
      if (unit > 0 && line_[unit].code < 0x80) continue;
      if (at_most - beginning(first) >= least_gain) return true;
    }
    return false;
  }

  // What the first two characters of a stretch cost.
  [[nodiscard]] int beginning(std::size_t first) const {
    model::Scorer::Context context;
    int sum = 0;
    for (std::size_t j = first; j < std::min(first + 2, symbols_.size()); ++j) {
      const int cost = scorer_.advance(context, symbols_[j]);
      if (!ascii_[j]) sum += cost;
    }
    return sum;
  }

  std::span<const ShownUnit> line_;
  const WrittenTable& written_;
  const model::Scorer& scorer_;
  std::vector<int> standing_;
  std::vector<std::array<Known, 2>> known_;
  // The last way that was followed.
  std::vector<Step> steps_;
  std::vector<model::Symbol> symbols_;  // may hold one that is read before the way ends
  std::vector<bool> ascii_;
  std::vector<int> costs_;
  bool meets_ = false;    // another one
  std::int64_t met_ = 0;  // what it gains from there on
};

}  // namespace

bool may_gain(std::span<const ShownUnit> line, const Reading& reading, const model::Scorer& scorer,
              int least_gain) {
  if (reading.written == Written::utf8) return true;
  if (!std::all_of(line.begin(), line.end(),
                   [&](const ShownUnit& unit) { return is_plain(unit, reading); })) {
    return true;
  }
  return Ways(line, reading, scorer).may_gain(least_gain);
}

}  // namespace hanfix::repair
