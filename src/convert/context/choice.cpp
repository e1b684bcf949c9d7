#include "convert/context/choice.hpp"

#include <cstddef>
#include <limits>

namespace hanfix::convert::context {

// By what is known beforehand: each piece by itself.
void choose(std::span<const Piece> pieces, std::u32string_view, std::u32string_view,
            ChoiceScratch& scratch, std::span<std::uint8_t> chosen, std::span<int> margin) {
  constexpr int kHighest = std::numeric_limits<int>::max();
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto& candidates = pieces[i].candidates;
    scratch.costs.clear();
    for (const Candidate& candidate : candidates) scratch.costs.push_back(candidate.cost);
    std::size_t best = 0;
    for (std::size_t c = 1; c < candidates.size(); ++c) {
      if (scratch.costs[c] < scratch.costs[best]) best = c;
    }
    int next = kHighest;
    for (std::size_t c = 0; c < candidates.size(); ++c) {
      if (c != best && scratch.costs[c] < next) next = scratch.costs[c];
    }
    chosen[i] = static_cast<std::uint8_t>(best);
    margin[i] = next == kHighest ? kHighest : next - scratch.costs[best];
  }
}

}  // namespace hanfix::convert::context
