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

// How probable a character must be to stand where a mark was, in safe mode. Where a decoder loses
// three characters in a line, what stands around a mark is half guessed itself.
double sure_enough(const WrongDecoder& decoder) {
  const bool dense = decoder.table == WrongDecoder::Table::standard || !decoder.euro;
  return dense ? 0.998 : 0.985;
}

struct Judged {
  std::size_t at, count;  // hidden bytes
  const SeenUnit* behind;
  MarkDoubt doubt;
  bool torn = false, open = false;  // what the next mark hides may belong to it; does
};

// Judges each mark with everything around it taken as it is, and what stands next to a guess again
// for each of the likely guesses.
std::vector<Judged> judge_marks(const std::string& bytes, std::span<const SeenUnit> units,
                                std::span<const Step> steps, const SeenUnit* next, bool ends_line,
                                const HiddenBytes& hidden, const TextCost& scorer,
                                std::uint64_t& budget) {
  constexpr std::size_t kReach = 9;  // bytes: the model sees two characters to either side
  constexpr double kSure = 0.9999;
  constexpr double kUnjudged = 0.01;  // there was no time to see what else fits: nothing is sure
  std::vector<Judged> marks;
  std::size_t at = 0;
  for (std::size_t u = 0; u < steps.size(); at += steps[u].count, ++u) {
    if (!steps[u].mark) continue;
    const SeenUnit* behind = u + 1 < units.size() ? &units[u + 1] : next;
    MarkDoubt doubt{kUnjudged, kUnjudged};
    if (budget > 0) {
      doubt = judge_mark(bytes, at, steps[u].count, behind, ends_line, hidden, scorer, budget);
    }
    // Nothing is known of a character that begins in one mark and ends in the next. Nor is it where
    // the next one was left as it is because there were too many ways.
    const bool last = u + 1 == steps.size();
    const bool beside = last ? next != nullptr && next->code == units[u].code : steps[u + 1].mark;
    const bool open = beside && steps[u].bytes[steps[u].count - 1u] >= 0xC2;
    marks.push_back({at, steps[u].count, behind, std::move(doubt), beside && last, open});
  }
  const auto is_sure = [](const Judged& mark) {
    return mark.doubt.first >= kSure && (mark.count == 1 || mark.doubt.second >= kSure);
  };
  std::vector<std::pair<double, double>> shares;
  for (std::size_t m = 0; m < marks.size(); ++m) {
    double first = marks[m].doubt.first, second = marks[m].doubt.second;
    if (budget == 0) first = second = kUnjudged;
    for (const std::size_t n : {m - 1, m + 1}) {
      if (budget == 0) break;
      if (n >= marks.size() || is_sure(marks[n]) || marks[n].doubt.guesses.empty()) continue;
      const std::size_t apart = n < m ? marks[m].at - marks[n].at : marks[n].at - marks[m].at;
      if (apart > kReach) continue;
      double all = 0, same_first = 0, same_second = 0;
      for (const Guess& guess : marks[n].doubt.guesses) {
        std::string other = bytes;
        for (std::size_t i = 0; i < marks[n].count; ++i) {
          other[marks[n].at + i] = static_cast<char>(guess.bytes[i]);
        }
        const MarkDoubt doubt = judge_mark(other, marks[m].at, marks[m].count, marks[m].behind,
                                           ends_line, hidden, scorer, budget);
        all += guess.share;
        if (doubt.code == marks[m].doubt.code) same_first += guess.share * doubt.first;
        same_second += guess.share * doubt.second;
      }
      first = std::min(first, same_first / all);
      second = std::min(second, same_second / all);
    }
    shares.push_back({std::max(first, kUnjudged), std::max(second, kUnjudged)});
  }
  for (std::size_t m = 0; m < marks.size(); ++m) {
    MarkDoubt& doubt = marks[m].doubt;
    doubt.first = marks[m].torn ? kUnjudged : shares[m].first;
    doubt.second = marks[m].torn || marks[m].open ? kUnjudged : shares[m].second;
    if (marks[m].open && marks[m].count == 1) doubt.first = kUnjudged;
  }
  return marks;
}

}  // namespace

std::optional<Stretch> restore_stretch(std::span<const SeenUnit> units, std::span<const Step> steps,
                                       const SeenUnit* next, bool ends_line,
                                       const WrongDecoder& decoder, const HiddenBytes& hidden,
                                       const TextCost& scorer, bool guess, std::uint64_t& budget) {
  std::string bytes;
  for (const Step& step : steps) {
    for (std::size_t i = 0; i < step.count; ++i) bytes.push_back(static_cast<char>(step.bytes[i]));
  }
  if (!decoder.reproduces(bytes, units.data(), units.data() + units.size())) return std::nullopt;
  Stretch stretch;
  stretch.units.assign(units.begin(), units.end());

  std::vector<std::size_t> doubtful;  // bytes
  for (const Judged& mark :
       judge_marks(bytes, units, steps, next, ends_line, hidden, scorer, budget)) {
    const bool two = mark.count == 2;
    const double enough = guess ? 0 : sure_enough(decoder);
    const bool first = mark.doubt.first < enough;
    const bool second = two && (mark.doubt.second < enough || mark.doubt.any_digit);
    if (first) doubtful.push_back(mark.at);
    if (second) doubtful.push_back(mark.at + 1);
    const bool lost = first || second;
    if (lost) stretch.lost += (stretch.lost.empty() ? "" : "; ") + mark.doubt.candidates;
    const double least =
        two && !lost ? std::min(mark.doubt.first, mark.doubt.second) : mark.doubt.first;
    stretch.sureness = std::min(stretch.sureness, least);
  }

  // Which units each character came from.
  Utf8State state;
  std::size_t at = 0;
  std::uint32_t begun = 0;
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

  // What the units cost as they stand less what the characters do.
  const auto cost_of = [&](const auto& all) {
    std::u32string text;
    for (const auto& one : all) text.push_back(one.code);
    return scorer.general().total_cost(text);
  };
  const std::int64_t gain = cost_of(units) - cost_of(stretch.characters);
  std::size_t common = 0;
  for (const Restored& restored : stretch.characters) {
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
  return place_of_doubt(shown_of(stretch.units), stretch.characters, block);
}

void write_edits(const Stretch& stretch, const Block& block, double confidence,
                 Findings& findings) {
  constexpr std::string_view kFamily = "utf8-as-gbk";
  if (stretch.deeper.empty()) {
    write_restored(shown_of(stretch.units), stretch.characters, block, kFamily, confidence,
                   findings);
    return;
  }
  if (block.on_doubt == OnDoubt::keep && !stretch.lost.empty()) return;
  const SeenUnit& first = stretch.units.front();
  const SeenUnit& last = stretch.units.back();
  findings.edits.push_back({{block.offset + first.start, block.offset + last.end},
                            std::string(kFamily),
                            std::string(block.text.substr(first.start, last.end - first.start)),
                            stretch.deeper,
                            confidence});
}

}  // namespace hanfix::repair
