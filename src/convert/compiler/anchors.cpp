#include "convert/compiler/anchors.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "convert/image_format.hpp"

namespace hanfix::convert::compiler {
namespace {

constexpr double kImpossible = std::numeric_limits<double>::infinity();

}  // namespace

Anchors::Anchors(std::vector<Character> characters, std::vector<std::uint8_t> flags)
    : characters_(std::move(characters)), flags_(std::move(flags)) {}

bool Anchors::add(const Key& key) {
  const auto any = [&](const std::vector<std::uint16_t>& place, Kind kind) {
    return std::any_of(place.begin(), place.end(),
                       [&](std::uint16_t cls) { return characters_[cls].kind == kind; });
  };
  bool usable = false;
  for (const std::vector<std::uint16_t>& place : key) {
    const bool never = any(place, Kind::never);
    if (!never && !any(place, Kind::usable)) return true;
    usable |= !never;
  }
  if (usable) keys_.push_back(key);
  return usable;
}

// What it costs to have all of these as anchors, beside those that are there.
double Anchors::cost(const std::vector<std::uint16_t>& place) const {
  double sum = 0;
  for (const std::uint16_t cls : place) {
    if (characters_[cls].kind == Kind::never) return kImpossible;
    if ((flags_[cls] & (image::kAnchor | image::kAlways)) == 0) sum += characters_[cls].share;
  }
  return sum;
}

void Anchors::choose(const Key& key) {
  const auto cheapest = std::min_element(
      key.begin(), key.end(), [&](const auto& a, const auto& b) { return cost(a) < cost(b); });
  const auto at = static_cast<std::size_t>(cheapest - key.begin());
  // The neighbour that comes less often beside others.
  const auto common = [&](std::size_t place) {
    if (place >= key.size()) return kImpossible;
    double sum = 0;
    for (const std::uint16_t cls : key[place]) {
      if (characters_[cls].kind == Kind::never) return kImpossible;
      sum += characters_[cls].share;
    }
    return sum;
  };
  const double before = common(at - 1), behind = common(at + 1);
  const bool alone = before == kImpossible && behind == kImpossible;
  for (const std::uint16_t cls : key[at]) {
    flags_[cls] |= alone ? image::kAlways : image::kAnchor;
    if (alone) continue;
    if (before < behind) {
      for (const std::uint16_t first : key[at - 1]) pairs_.push_back({first, cls});
    } else {
      for (const std::uint16_t second : key[at + 1]) pairs_.push_back({cls, second});
    }
  }
}

void Anchors::make_filter() {
  // Those with rare characters first: others may have the same ones.
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    double least = kImpossible;
    for (const auto& place : keys_[i]) least = std::min(least, cost(place));
    order.emplace_back(least, i);
  }
  std::sort(order.begin(), order.end());
  for (const auto& [least, number] : order) choose(keys_[number]);

  // About one bit in thirty-two is set.
  std::uint32_t log = 1;
  while (log < 20 && (std::size_t{1} << log) < pairs_.size() / 2) ++log;
  filter_shift_ = 32 - log;
  filter_.assign(std::size_t{1} << log, 0);
  for (const Pair& pair : pairs_) {
    const std::uint32_t hash = image::pair_hash(pair.first, pair.second);
    filter_[hash >> filter_shift_] |= std::uint64_t{1} << image::pair_bit(hash);
  }
}

double Anchors::share() const {
  double sum = 0;
  for (std::size_t cls = 0; cls < flags_.size(); ++cls) {
    if ((flags_[cls] & (image::kAnchor | image::kAlways)) != 0) sum += characters_[cls].share;
  }
  return sum;
}

}  // namespace hanfix::convert::compiler
