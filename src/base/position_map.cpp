#include "base/position_map.hpp"

#include <algorithm>

namespace hanfix {

void PositionMap::mapped(std::uint32_t in_unit, std::uint32_t out_unit, std::uint64_t count) {
  if (count == 0 || (in_unit == 0 && out_unit == 0)) return;
  if (!runs_.empty() && runs_.back().in_unit == in_unit && runs_.back().out_unit == out_unit) {
    runs_.back().count += count;
  } else {
    runs_.push_back({input_size_, output_size_, count, in_unit, out_unit});
  }
  input_size_ += count * in_unit;
  output_size_ += count * out_unit;
}

void PositionMap::raw(std::string_view bytes, bool text) {
  raw_.push_back({output_size_, std::string(bytes), text});
  mapped(static_cast<std::uint32_t>(bytes.size()), 3);
}

void PositionMap::append(const PositionMap& next) {
  for (const Run& run : next.runs_) mapped(run.in_unit, run.out_unit, run.count);
}

// The run that holds the byte at `output_offset`; runs without output are stepped over.
const PositionMap::Run* PositionMap::find(std::uint64_t output_offset) const {
  auto after = std::upper_bound(runs_.begin(), runs_.end(), output_offset,
                                [](std::uint64_t at, const Run& run) { return at < run.out; });
  while (after != runs_.begin()) {
    --after;
    if (after->out_end() > output_offset) return &*after;
    if (after->out_unit != 0) break;
  }
  return nullptr;
}

ByteRange PositionMap::to_input(ByteRange output) const {
  const Run* first = find(output.start);
  const std::uint64_t start =
      first == nullptr ? input_size_
                       : first->in + (output.start - first->out) / first->out_unit * first->in_unit;
  if (output.end <= output.start) return {start, start};
  const Run* last = find(output.end - 1);
  const std::uint64_t end =
      last == nullptr
          ? input_size_
          : last->in + ((output.end - 1 - last->out) / last->out_unit + 1) * last->in_unit;
  return {start, end};
}

std::uint64_t PositionMap::input_offset(std::uint64_t output_offset, bool& exact) const {
  const Run* run = find(output_offset);
  exact = run != nullptr && run->in_unit == run->out_unit;
  return run == nullptr ? input_size_
                        : run->in + (output_offset - run->out) / run->out_unit * run->in_unit +
                              (exact ? (output_offset - run->out) % run->out_unit : 0);
}

const PositionMap::Raw* PositionMap::find_raw(std::uint64_t output_offset) const {
  const auto at =
      std::lower_bound(raw_.begin(), raw_.end(), output_offset,
                       [](const Raw& raw, std::uint64_t offset) { return raw.out < offset; });
  return at != raw_.end() && at->out == output_offset ? &*at : nullptr;
}

std::string_view PositionMap::raw_at(std::uint64_t output_offset) const {
  const Raw* const raw = find_raw(output_offset);
  return raw == nullptr ? std::string_view() : raw->bytes;
}

std::string_view PositionMap::text_at(std::uint64_t output_offset) const {
  const Raw* const raw = find_raw(output_offset);
  return raw == nullptr || !raw->text ? std::string_view() : raw->bytes;
}

void PositionMap::trim(std::uint64_t output_offset) {
  while (runs_.size() > 1 && runs_.front().out_end() <= output_offset) runs_.pop_front();
  while (!raw_.empty() && raw_.front().out < output_offset) raw_.pop_front();
}

}  // namespace hanfix
