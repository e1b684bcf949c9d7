#include "repair/utf8_as_gbk_stretch.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "repair/mark_doubt.hpp"
#include "repair/utf8_state.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = model::kUnitsPerBit;

// In either script: a line of a document may be in the other one.
bool is_common(char32_t code) {
  const int cost = std::min(PrefixCosts::of(model::Script::hans).character(code),
                            PrefixCosts::of(model::Script::hant).character(code));
  return cost <= 19 * kBit &&
         (model::is_han(code) || model::in(code, 0x2010, 0x2026) || code == 0xB7 ||
          model::in(code, 0x3000, 0x301F) || model::in(code, 0xFF01, 0xFF5E));
}

// The characters that stay as they are seen: those in doubt, and those that came from the same
// units as one of these.
std::vector<bool> kept_with_doubt(const std::vector<Restored>& characters) {
  std::vector<bool> kept;
  for (const Restored& restored : characters) kept.push_back(restored.doubtful);
  for (std::size_t i = 1; i < kept.size(); ++i) {
    if (kept[i - 1] && characters[i].first < characters[i - 1].last) kept[i] = true;
  }
  for (std::size_t i = kept.size(); i-- > 1;) {
    if (kept[i] && characters[i].first < characters[i - 1].last) kept[i - 1] = true;
  }
  return kept;
}

}  // namespace

std::optional<Stretch> restore_stretch(std::span<const SeenUnit> units, std::span<const Step> steps,
                                       const SeenUnit* next, bool ends_line,
                                       const WrongDecoder& decoder, const HiddenBytes& hidden,
                                       const model::Scorer& scorer, bool guess) {
  std::string bytes;
  for (const Step& step : steps) {
    for (std::size_t i = 0; i < step.count; ++i) bytes.push_back(static_cast<char>(step.bytes[i]));
  }
  if (!decoder.reproduces(bytes, units.data(), units.data() + units.size())) return std::nullopt;
  Stretch stretch;
  stretch.units.assign(units.begin(), units.end());

  // Which units each character came from, and what is doubtful.
  // Where a decoder loses three characters in a row, the neighbours that are taken as they are may
  // be wrong too.
  const bool dense = decoder.table == WrongDecoder::Table::standard || !decoder.euro;
  const double sure_enough = guess ? 0 : dense ? 0.997 : 0.985;
  Utf8State state;
  std::size_t at = 0;
  std::uint32_t begun = 0;
  std::vector<std::size_t> doubtful;  // bytes
  std::vector<std::size_t> lost_ascii;
  for (std::size_t u = 0; u < steps.size(); ++u) {
    if (steps[u].mark) {
      const SeenUnit* behind = u + 1 < units.size() ? &units[u + 1] : next;
      const MarkDoubt doubt =
          judge_mark(bytes, at, steps[u].count, behind, ends_line, hidden, scorer);
      bool lost = false;
      if (doubt.first < sure_enough) {
        doubtful.push_back(at);
        lost = true;
      }
      if (steps[u].count == 2 && (doubt.second < sure_enough || doubt.any_digit)) {
        doubtful.push_back(at + 1);
        lost = true;
      }
      if (lost) stretch.lost += (stretch.lost.empty() ? "" : "; ") + doubt.candidates;
      const double least = std::min(doubt.first, steps[u].count == 2 && !lost ? doubt.second : 1.0);
      stretch.sureness = std::min(stretch.sureness, least);
    }
    at += steps[u].count;
  }
  at = 0;
  std::size_t begun_at = 0;
  for (std::uint32_t u = 0; u < steps.size(); ++u) {
    for (std::size_t i = 0; i < steps[u].count; ++i, ++at) {
      if (state.need == 0) {
        begun = u;
        begun_at = at;
      }
      state.shift(steps[u].bytes[i]);
      if (state.need != 0) continue;
      const bool unsure = std::any_of(doubtful.begin(), doubtful.end(), [&](std::size_t place) {
        return place >= begun_at && place <= at;
      });
      stretch.characters.push_back({state.partial, begun, u + 1, unsure});
    }
  }

  model::Scorer::Context as_seen, as_restored;
  std::int64_t gain = 0;
  for (const SeenUnit& unit : units) {
    gain += scorer.advance(as_seen, model::symbol(unit.code));
  }
  std::size_t common = 0;
  for (const Restored& restored : stretch.characters) {
    gain -= scorer.advance(as_restored, model::symbol(restored.code));
    if (restored.code < 0x80) continue;
    ++stretch.restored;
    common += is_common(restored.code);
  }
  stretch.gain = static_cast<double>(gain) / kBit;
  stretch.per_char = stretch.gain / static_cast<double>(std::max<std::size_t>(stretch.restored, 1));
  stretch.mostly_common = common * 10 >= stretch.restored * 7;
  return stretch;
}

ByteRange place_of_doubt(const Stretch& stretch, const Block& block) {
  std::uint32_t first = 0, last = 0;
  for (const Restored& restored : stretch.characters) {
    if (!restored.doubtful) continue;
    if (last == 0) first = restored.first;
    last = restored.last;
  }
  if (last == 0) last = static_cast<std::uint32_t>(stretch.units.size());  // below another layer
  return {block.offset + stretch.units[first].start, block.offset + stretch.units[last - 1].end};
}

void write_edits(const Stretch& stretch, const Block& block, double confidence,
                 Findings& findings) {
  const bool keep = block.on_doubt == OnDoubt::keep && !stretch.lost.empty();
  if (!stretch.deeper.empty()) {
    if (keep) return;
    const SeenUnit& first = stretch.units.front();
    const SeenUnit& last = stretch.units.back();
    findings.edits.push_back({{block.offset + first.start, block.offset + last.end},
                              "utf8-as-gbk",
                              std::string(block.text.substr(first.start, last.end - first.start)),
                              stretch.deeper,
                              confidence});
    return;
  }
  const auto& characters = stretch.characters;
  const std::vector<bool> kept = keep ? kept_with_doubt(characters) : std::vector<bool>();
  const auto is_same = [&](std::size_t i) {
    const Restored& restored = characters[i];
    if (keep && kept[i]) return true;
    return restored.code < 0x80 && !restored.doubtful && restored.last - restored.first == 1 &&
           stretch.units[restored.first].code == restored.code;
  };
  for (std::size_t i = 0; i < characters.size();) {
    if (is_same(i)) {
      ++i;
      continue;
    }
    std::size_t end = i;
    std::string after;
    std::uint32_t marked = 0;  // behind the last mark: one that hides two characters is one
    while (end < characters.size() && !is_same(end)) {
      const Restored& restored = characters[end++];
      if (!restored.doubtful) {
        utf8::append(after, restored.code);
      } else if (restored.first >= marked || marked == 0) {
        after += utf8::kReplacement;
        marked = restored.last;
      }
    }
    const SeenUnit& first = stretch.units[characters[i].first];
    const SeenUnit& last = stretch.units[characters[end - 1].last - 1];
    const std::string_view before = block.text.substr(first.start, last.end - first.start);
    if (before != after) {
      findings.edits.push_back({{block.offset + first.start, block.offset + last.end},
                                "utf8-as-gbk",
                                std::string(before),
                                std::move(after),
                                confidence});
    }
    i = end;
  }
}

}  // namespace hanfix::repair
