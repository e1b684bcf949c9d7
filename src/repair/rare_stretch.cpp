#include "repair/rare_stretch.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "base/utf8.hpp"
#include "repair/rare_costs.hpp"
#include "repair/rare_rows.hpp"

namespace hanfix::repair {
namespace {

using namespace rare_stretch;

// The current stretch, summed up in one language: where it is not rare in that one, it is not rare.
// Where it is, the others are asked, and the one that suits it best is taken for what follows.
class Stretch {
 public:
  Stretch(const char* start, int quarters)
      : quarters_(static_cast<std::uint32_t>(quarters)),
        costs_(Costs::of(0).data()),
        start_(start) {}

  // Of the last rare stretch.
  [[nodiscard]] std::uint32_t rare_count() const { return rare_count_; }
  [[nodiscard]] std::uint32_t rare_cost() const { return rare_cost_; }

  // The character at `at`; true if it fills the stretch.
  bool add(const char* at) { return add(1, costs_[Costs::index_of(at)]); }
  bool add(std::uint32_t count, std::uint32_t sum) {
    sum_ += sum;
    return (count_ += count) == kPerStretch;
  }
  // Ends the stretch before `end`; true if it was rare in every language.
  bool closes_rare(const char* end) {
    const bool rare = count_ >= 2 && sum_ > count_ * quarters_ && is_rare_everywhere(end);
    restart(end);
    return rare;
  }
  void restart(const char* start) {
    start_ = start;
    sum_ = count_ = 0;
  }

 private:
  bool is_rare_everywhere(const char* end) {
    std::uint32_t least = ~0u;
    for (std::size_t language = 0; language < std::size(kLanguages); ++language) {
      const std::uint8_t* costs = Costs::of(language).data();
      std::uint32_t sum = 0;
      for (const char* at = start_; at < end;
           at += utf8::sequence_length(static_cast<unsigned char>(*at))) {
        if (static_cast<unsigned char>(*at) >= 0xE2 && counts(at))
          sum += costs[Costs::index_of(at)];
      }
      if (sum >= least) continue;
      least = sum;
      costs_ = costs;
    }
    rare_count_ = count_;
    rare_cost_ = least;
    return least > count_ * quarters_;
  }

  std::uint32_t quarters_, sum_ = 0, count_ = 0, rare_count_ = 0, rare_cost_ = 0;
  const std::uint8_t* costs_;
  const char* start_;
};

// From `at` on, one character at a time; the end of a rare stretch, or null.
const char* find_rare(Stretch& stretch, const char* at, const char* end) noexcept {
  while (at < end) {
    const auto lead = static_cast<unsigned char>(*at);
    const char* const here = at;
    at += utf8::sequence_length(lead);
    if (lead < 0x80) {
      if (lead == '\n' && stretch.closes_rare(here)) return here;
    } else if (lead >= 0xE2 && counts(here)) {
      if (stretch.add(here) && stretch.closes_rare(at)) return at;
    }
  }
  return stretch.closes_rare(end) ? end : nullptr;
}

// Calls found(end, count, cost) for the rare stretches in turn until it gives true.
template <class Found>
void for_each_rare_portable(std::string_view text, int quarters, Found found) {
  const char* const end = text.data() + text.size();
  Stretch stretch(text.data(), quarters);
  for (const char* at = text.data(); at < end;) {
    at = find_rare(stretch, at, end);
    if (at == nullptr || found(at, stretch.rare_count(), stretch.rare_cost())) return;
  }
}

template <class Found>
void for_each_rare(std::string_view text, int quarters, Found found) {
#if defined(__x86_64__)
  if (has_avx2()) return for_each_rare_avx2(text, quarters, found);
#endif
  for_each_rare_portable(text, quarters, found);
}

// The end of the first one.
auto first_one(std::string_view text, std::size_t& end) {
  return [start = text.data(), &end](const char* at, std::uint32_t, std::uint32_t) {
    end = static_cast<std::size_t>(at - start);
    return true;
  };
}

}  // namespace

std::size_t find_rare_stretch_portable(std::string_view text, int quarters) noexcept {
  std::size_t end = std::string_view::npos;
  for_each_rare_portable(text, quarters, first_one(text, end));
  return end;
}

std::size_t find_rare_stretch(std::string_view text, int quarters) noexcept {
  std::size_t end = std::string_view::npos;
  for_each_rare(text, quarters, first_one(text, end));
  return end;
}

const std::vector<RareStretch>& RareStretches::all() {
  if (known_) return all_;
  known_ = true;
  for_each_rare(text_, kLeast, [&](const char* end, std::uint32_t count, std::uint32_t cost) {
    all_.push_back({static_cast<std::size_t>(end - text_.data()), count, cost});
    return false;
  });
  return all_;
}

}  // namespace hanfix::repair
