#include "repair/double_byte_marks.hpp"

#include <algorithm>

namespace hanfix::repair {

int first_byte(const ShownUnit& unit, const Reading& reading) {
  if (reading.is_mark(unit.code)) return kUnknown;
  if (unit.code < 0x80) return static_cast<int>(unit.code);
  return unit.bytes.size() == 1 ? int{unit.bytes[0].data[0]} : kUnknown;
}

bool marks_one(const ReaderTable& table, const Reading& reading, unsigned lead, int next) {
  if (table.alone(lead)) return false;
  if (next == kUnknown || next == kNothing || next == '\n' || !table.leads(lead)) return true;
  if (table.shows(lead, static_cast<unsigned>(next))) return false;
  if (reading.marks == WrongDecoder::Marks::question_pair) return false;
  return !reading.takes_pairs() || next < 0x80;
}

bool marks_two(const ReaderTable& table, const Reading& reading, unsigned lead, unsigned trail) {
  return reading.takes_pairs() && !table.alone(lead) && !table.shows(lead, trail) &&
         (trail >= 0x80 || reading.marks == WrongDecoder::Marks::question_pair);
}

bool reproduces(std::span<const ShownUnit> units, std::span<const ReadStep> steps,
                const Reading& reading, int next) {
  const ReaderTable& table = ReaderTable::of(reading.reader);
  for (std::size_t i = 0; i < units.size(); ++i) {
    const ReadStep& step = steps[i];
    const int behind = i + 1 == units.size() ? next : int{steps[i + 1].bytes[0]};
    if (step.mark) {
      const bool one = step.count == 1 && marks_one(table, reading, step.bytes[0], behind);
      const bool two = step.count == 2 && marks_two(table, reading, step.bytes[0], step.bytes[1]);
      if (!reading.is_mark(units[i].code) || (!one && !two)) return false;
    } else if (units[i].code < 0x80) {
      if (step.count != 1 || step.bytes[0] != units[i].code) return false;
    } else if (std::none_of(units[i].bytes.begin(), units[i].bytes.end(),
                            [&](const ShownBytes& bytes) {
                              return bytes.size == step.count && bytes.data == step.bytes;
                            })) {
      return false;
    }
  }
  return true;
}

}  // namespace hanfix::repair
