#include "repair/preimage_direct.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "repair/bracket_balance.hpp"
#include "repair/search_budget.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = model::kUnitsPerBit;
// By how much another way must be dearer: what the text's own words and its last mark, which are
// not asked here, could make of the difference.
constexpr int kSure = 4 * kBit;

using Bytes = std::array<std::uint8_t, 2>;
using Kind = SeenUnit::Kind;

// Takes the bytes of a unit; false: no UTF-8 has them there.
bool take(UnfinishedCharacter& open, Bytes bytes, unsigned count) {
  for (unsigned n = 0; n < count; ++n) {
    if (!open.shift(bytes[n])) return false;
  }
  return true;
}

// Whether the unit can begin behind `open`, by its first byte; nothing is known of a euro sign.
bool may_follow(const UnfinishedCharacter& open, const SeenUnit* unit) {
  if (unit == nullptr) return open.need == 0;
  const bool continues = unit->kind == Kind::pair && lead_of(unit->pair) < 0xC0;
  return unit->kind == Kind::euro || continues == (open.need != 0);
}

// The bytes of a unit, if there is one way only to read it back behind `open`; `next` is the unit
// behind it, or nullptr. 0: there is none, or several.
unsigned bytes_of(const SeenUnit& unit, const SeenUnit* next, const UnfinishedCharacter& open,
                  const WrongDecoder& decoder, Bytes& bytes) {
  if (unit.kind == Kind::ascii) {
    bytes = {std::uint8_t(unit.code), 0};
    return 1;
  }
  if (unit.kind == Kind::pair) {
    bytes = {std::uint8_t(lead_of(unit.pair)), std::uint8_t(trail_of(unit.pair))};
    return decoder.shows(bytes[0], bytes[1]) ? 2 : 0;
  }
  if (unit.kind != Kind::euro) return 0;
  constexpr Bytes kAlone = {0x80, 0}, kPair = {lead_of(kEuroPair), trail_of(kEuroPair)};
  const auto fits = [&](Bytes way, unsigned count) {
    UnfinishedCharacter behind = open;
    return take(behind, way, count) && may_follow(behind, next);
  };
  const bool alone = decoder.euro && fits(kAlone, 1);
  const bool pair = decoder.shows(kPair[0], kPair[1]) && fits(kPair, 2);
  if (alone == pair) return 0;
  bytes = alone ? kAlone : kPair;
  return alone ? 1 : 2;
}

}  // namespace

std::optional<Preimage> read_directly(std::span<const SeenUnit> line, const WrongDecoder& decoder,
                                      const model::Scorer& general,
                                      const PreimageOptions& options) {
  if (options.cost_only) return std::nullopt;
  std::size_t first = 0;
  while (first < line.size() && line[first].kind == Kind::ascii) ++first;
  if (first == line.size()) return std::nullopt;
  Preimage result;
  result.steps.resize(line.size());
  std::vector<model::Symbol> shown(line.size()), meant;
  std::vector<int> brackets;  // by character: what its bracket costs
  meant.reserve(line.size());
  brackets.reserve(line.size());
  BracketBalance balance;
  UnfinishedCharacter open;
  const auto add = [&](char32_t code) {
    meant.push_back(model::symbol(code));
    brackets.push_back(model::is_han(code) ? 0 : balance.take(code));
  };
  for (std::size_t at = 0; at < line.size(); ++at) {
    const SeenUnit& unit = line[at];
    shown[at] = model::symbol(unit.code);
    Step& step = result.steps[at];
    if (at < first) {
      add(unit.code);
      continue;
    }
    const SeenUnit* next = at + 1 < line.size() ? &line[at + 1] : nullptr;
    const unsigned count = bytes_of(unit, next, open, decoder, step.bytes);
    if (count == 0) return std::nullopt;
    for (unsigned n = 0; n < count; ++n) {
      if (!open.shift(step.bytes[n])) return std::nullopt;
      if (open.need == 0) add(open.partial);
    }
    step.damaged = true;
    step.whole = open.need == 0;
    step.count = static_cast<std::uint8_t>(count);
  }
  if (open.need != 0) return std::nullopt;

  spend(*options.budget, line.size() + meant.size());
  std::vector<int> stands(line.size()), reads(meant.size());
  general.costs(shown, stands);
  general.costs(meant, reads);
  // What the line costs more as it stands than read back, up to each border between characters: no
  // stretch of it may lose so much that it were better to leave it.
  int gain = 0, highest = 0;
  std::size_t character = 0;
  UnfinishedCharacter place;
  for (std::size_t at = 0; at < line.size(); ++at) {
    gain += stands[at];
    const Step& step = result.steps[at];
    const unsigned count = step.damaged ? step.count : 1u;
    for (unsigned n = 0; n < count; ++n) {
      if (step.damaged && (!place.shift(step.bytes[n]) || place.need != 0)) continue;
      gain -= reads[character] + brackets[character];
      ++character;
    }
    if (!step.damaged || !step.whole) continue;
    if (gain < kSure || gain < highest - options.enter) return std::nullopt;
    highest = std::max(highest, gain);
  }
  gain -= balance.end();
  if (gain < options.enter + kSure || gain < highest - options.enter + kSure) return std::nullopt;
  return result;
}

}  // namespace hanfix::repair
