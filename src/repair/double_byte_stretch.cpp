#include "repair/double_byte_stretch.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"
#include "repair/double_byte_marks.hpp"
#include "repair/rare_characters.hpp"
#include "repair/written_text.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = model::kUnitsPerBit;
constexpr float kMostDoubt = 0.003F;  // probability of all else, for a mark that is solved in safe

// Characters of the damaged units [first, last) of a line, and what speaks for them.
DoubleByteStretch restore(std::span<const ShownUnit> units, const ReadBack& found,
                          std::size_t first, std::size_t last, const Reading& reading, bool guess) {
  const WrittenText text(reading.written);
  const std::span<const ReadStep> steps(found.steps);
  DoubleByteStretch stretch;
  stretch.units = units.subspan(first, last - first);
  // The mass of all other ways that meet this one soon behind a mark is its doubt.
  std::vector<float> doubt(last - first, 0);
  // Two characters behind it, of up to two units each.
  const std::size_t reach = reading.reader == Reader::cp932 ? 9 : 6;
  for (std::size_t i = first; i < last; ++i) {
    if (!steps[i].mark) continue;
    for (std::size_t k = i; k < std::min(i + reach, steps.size()); ++k) {
      doubt[i - first] += steps[k].rivals;
    }
    if (i + reach >= steps.size()) doubt[i - first] += found.rivals;
    const double sure = 1.0 / (1 + double(doubt[i - first]));
    stretch.marks += reading.written != Written::utf8 || doubt[i - first] > kMostDoubt;
    stretch.wrong += 1 - sure;
    stretch.sureness = std::min(stretch.sureness, sure);
  }
  UnfinishedCharacter open;
  std::uint32_t begun = 0;
  bool doubtful = false;
  for (std::size_t i = first; i < last; ++i) {
    const auto unit = static_cast<std::uint32_t>(i - first);
    const bool unsure = !guess && steps[i].mark && doubt[unit] > kMostDoubt;
    for (unsigned n = 0; n < steps[i].count; ++n) {
      if (open.need == 0) {
        begun = unit;
        doubtful = false;
      }
      doubtful |= unsure;
      text.take(open, steps[i].bytes[n]);
      if (open.need != 0) continue;
      const char32_t code = open.partial;
      stretch.characters.push_back({code, begun, unit + 1, doubtful});
      if (code >= 0x80) ++stretch.restored;
      if (!doubtful) continue;
      if (!stretch.lost.empty()) stretch.lost += "; ";
      utf8::append(stretch.lost, code);
    }
  }
  return stretch;
}

// A '?' that hides a byte moves everything behind it by one, up to the next ASCII: no words.
class AfterQuestion {
 public:
  void add(char32_t code, int cost) {
    if (code < 0x80) {
      close();
      open_ = code == U'?';
    } else if (open_) {
      ++count_;
      cost_ += cost;
    }
  }
  [[nodiscard]] bool reads_badly() {
    close();
    return bad_;
  }

 private:
  void close() {
    bad_ |= count_ >= 2 && cost_ > 10 * kBit * count_;
    count_ = cost_ = 0;
    open_ = false;
  }
  int count_ = 0, cost_ = 0;
  bool open_ = false, bad_ = false;
};

// What the stretch costs as it stands and as it is restored, ASCII excepted on both sides.
void weigh(DoubleByteStretch& stretch, const model::Scorer& scorer) {
  NaturalText shown;
  for (const ShownUnit& unit : stretch.units) shown.add(unit.code);
  std::u32string text;
  for (const Restored& one : stretch.characters) text.push_back(one.code);
  std::vector<int> costs(text.size());
  scorer.costs(text, costs);
  std::int64_t meant = 0;
  AfterQuestion behind;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] >= 0x80) meant += costs[i];
    behind.add(text[i], costs[i]);
  }
  if (behind.reads_badly()) stretch.explained = false;
  stretch.gain = static_cast<double>(shown.cost() - meant) / kBit;
  stretch.each = static_cast<double>(meant) / kBit /
                 static_cast<double>(std::max<std::size_t>(stretch.restored, 1));
}

}  // namespace

std::vector<DoubleByteStretch> restore_stretches(std::span<const ShownUnit> units,
                                                 const ReadBack& found, bool ends_line,
                                                 const Reading& reading,
                                                 const model::Scorer& scorer, bool guess) {
  const std::span<const ReadStep> steps(found.steps);
  bool explained = true;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    explained &= steps[i].damaged || units[i].code != 0xFFFD;
  }
  std::vector<DoubleByteStretch> stretches;
  for (std::size_t first = 0, last = 0; first < steps.size(); first = last) {
    last = first + 1;
    while (last < steps.size() && steps[last].damaged == steps[first].damaged) ++last;
    const std::size_t size = last - first;
    const int next = last == units.size() && ends_line ? '\n' : -1;
    if (!steps[first].damaged ||
        !reproduces(units.subspan(first, size), steps.subspan(first, size), reading, next)) {
      continue;
    }
    DoubleByteStretch stretch = restore(units, found, first, last, reading, guess);
    stretch.explained = explained;
    weigh(stretch, scorer);
    stretches.push_back(std::move(stretch));
  }
  return stretches;
}

}  // namespace hanfix::repair
