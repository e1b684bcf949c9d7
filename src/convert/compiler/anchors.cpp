#include "convert/compiler/anchors.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "convert/image_format.hpp"

namespace hanfix::convert::compiler {
namespace {

constexpr double kImpossible = std::numeric_limits<double>::infinity();

}  // namespace

Anchors::Anchors(Aim aim, std::vector<Character> characters, std::vector<std::uint8_t> flags)
    : aim_(aim),
      characters_(std::move(characters)),
      flags_(std::move(flags)),
      sides_(flags_.size()) {}

bool Anchors::add(const Key& key) {
  const auto any = [&](const Place& place, Kind kind) {
    return std::any_of(place.begin(), place.end(),
                       [&](std::uint16_t cls) { return characters_[cls].kind == kind; });
  };
  bool usable = false;
  for (const Place& place : key) {
    const bool never = any(place, Kind::never);
    if (!never && !any(place, Kind::usable)) return true;
    usable |= !never;
  }
  if (usable) keys_.push_back(key);
  return usable;
}

double Anchors::share(const Place& place) const {
  double sum = 0;
  for (const std::uint16_t cls : place) {
    if (characters_[cls].kind == Kind::never) return kImpossible;
    sum += characters_[cls].share;
  }
  return sum;
}

// What it costs to have all of these as anchors, beside those that are there.
double Anchors::cost(const Place& place) const {
  double sum = 0;
  for (const std::uint16_t cls : place) {
    if (characters_[cls].kind == Kind::never) return kImpossible;
    const bool stopped = (flags_[cls] & (image::kAnchor | image::kAlways)) != 0 ||
                         (aim_ == Aim::few_characters && characters_[cls].changes);
    if (!stopped) sum += characters_[cls].share;
  }
  return sum;
}

// The share of those that are not on a side yet.
double Anchors::more(const Place& place, std::uint32_t side) const {
  double sum = 0;
  for (const std::uint16_t cls : place) {
    if ((sides_[cls] >> side & 1) == 0) sum += characters_[cls].share;
  }
  return sum;
}

// The best that can be done with the places `at` and behind it.
Anchors::Choice Anchors::choice(const Key& key, std::size_t at) const {
  const Place &first = key[at], &second = key[at + 1];
  Choice best{kImpossible, at, 0};
  if (share(first) == kImpossible || share(second) == kImpossible) return best;
  for (std::uint32_t set = 0; set < image::kSides; ++set) {
    const double firsts = shares_[image::kSides + set], seconds = shares_[set];
    const double together =
        (firsts + more(first, image::kSides + set)) * (seconds + more(second, set)) -
        firsts * seconds;
    if (together < best.cost) best = {together, at, set};
  }
  if (aim_ == Aim::few_characters) {
    best.cost = std::min(cost(first), cost(second)) + share(first) * share(second);
  }
  return best;
}

void Anchors::add_side(const Place& place, std::uint32_t side) {
  shares_[side] += more(place, side);
  for (const std::uint16_t cls : place) sides_[cls] |= static_cast<std::uint8_t>(1u << side);
}

void Anchors::choose(const Key& key) {
  Choice best{kImpossible, 0, 0};
  for (std::size_t at = 0; at + 1 < key.size(); ++at) {
    const Choice next = choice(key, at);
    if (next.cost < best.cost) best = next;
  }
  const auto cheaper = [&](const Place& a, const Place& b) { return cost(a) < cost(b); };
  if (best.cost == kImpossible) {
    for (const std::uint16_t cls : *std::min_element(key.begin(), key.end(), cheaper)) {
      flags_[cls] |= image::kAlways;
    }
    return;
  }
  const Place &first = key[best.at], &second = key[best.at + 1];
  for (const std::uint16_t cls : cheaper(second, first) ? second : first) {
    flags_[cls] |= image::kAnchor;
  }
  add_side(first, image::kSides + best.set);
  add_side(second, best.set);
  for (const std::uint16_t a : first) {
    for (const std::uint16_t b : second) pairs_.push_back({a, b});
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

  // About one bit in 256 is set.
  std::uint32_t log = 1;
  while (log < 20 && (std::size_t{1} << log) < pairs_.size() * 4) ++log;
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
