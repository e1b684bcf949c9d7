#include "repair/preimage_search.hpp"

#include <algorithm>
#include <limits>

#include "repair/line_shape.hpp"
#include "repair/near_ways.hpp"
#include "repair/search_budget.hpp"
#include "repair/state_index.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = model::kUnitsPerBit;
constexpr int kWidth = 26 * kBit;      // ways that are this much dearer than the best are given up
constexpr int kGuessWidth = 9 * kBit;  // the same for ways on which bytes are guessed
// Bytes are not guessed on ways that are this much dearer than the best: of 9,700 lines in
// documents 3 come out right less often, and nearly a quarter more where the steps would be spent.
constexpr int kBehind = 9 * kBit;
constexpr int kLuck = 14 * kBit;          // by how much its neighbours may make a character cheaper
constexpr std::size_t kMostNodes = 6000;  // candidates kept at one unit before the beam is cut

struct Node {
  Utf8State state;
  LineShape brackets;
  int rank = 0;              // cost with what the unfinished character will cost
  std::uint32_t parent = 0;  // index among the nodes before the unit
  std::uint32_t id = 0;      // of the node's state, at its level
  bool damaged = false;
  bool mark = false;
  std::uint8_t count = 0;
  std::array<std::uint8_t, 2> bytes{};
};

struct Trace {
  std::uint32_t parent, id;
  int cost;
  bool damaged, whole, mark;
  std::uint8_t count;
  std::array<std::uint8_t, 2> bytes;
};

Trace trace_of(const Node& node) {
  return {node.parent,          node.id,   node.state.cost, node.damaged,
          node.state.need == 0, node.mark, node.count,      node.bytes};
}

// What the future depends on. Hashed: two different states in one slot compare unequal.
std::uint64_t key(const Node& node) {
  return std::uint64_t{node.state.context.a} << 48 | std::uint64_t{node.state.context.b} << 32 |
         std::uint64_t{node.state.need} << 30 | std::uint64_t{node.damaged} << 29 |
         (node.state.need == 0 ? 0u : std::uint32_t{node.state.size} << 25 | node.state.partial);
}

class Search {
 public:
  Search(std::span<const SeenUnit> line, const WrongDecoder& decoder, const HiddenBytes& hidden,
         const TextCost& scorer, const PreimageOptions& options)
      : line_(line),
        decoder_(decoder),
        hidden_(hidden),
        scorer_(scorer),
        costs_(PrefixCosts::of(scorer.script())),
        options_(options) {}

  Preimage run();

 private:
  void literal(const SeenUnit& unit);
  void read_back(const SeenUnit& unit);
  void feed_all(std::array<std::uint8_t, 2> bytes, unsigned count);
  void guess(const SeenUnit* next);
  void guess(const Node& from, const SeenUnit* next);
  void expect_second(const UnfinishedCharacter& lead, const Node& from,
                     std::span<const std::uint8_t> bytes) const;
  void guess_second(const Node& from, std::span<const std::uint8_t> bytes);
  // Asks the model for the character that a guess completes.
  void complete(Node& node) {
    steps_ += kLookUp;
    node.state.cost += scorer_.advance(node.state.context, node.state.partial) +
                       node.brackets.take(node.state.partial);
  }
  // Whether a guess costs too much whatever is around it.
  [[nodiscard]] bool hopeless(const UnfinishedCharacter& open, int cost) const {
    const int least = open.need != 0 ? costs_.pending(open.partial, open.size, open.need)
                                     : std::max(costs_.character(open.partial) - kLuck, 0);
    return cost + least > best_ + kGuessWidth;
  }
  void keep(const Node& node) {
    steps_ += kWay;
    add(node);
  }
  void add(Node node);
  void cut(bool behind_mark);
  // Takes the steps since the last time from the budget.
  void spend() {
    repair::spend(*options_.budget, steps_);
    steps_ = 0;
  }

  std::span<const SeenUnit> line_;
  const WrongDecoder& decoder_;
  const HiddenBytes& hidden_;
  const TextCost& scorer_;
  const PrefixCosts& costs_;
  PreimageOptions options_;
  std::vector<Node> now_, next_;
  int best_ = 0;             // rank of the best node in next_
  std::uint64_t steps_ = 0;  // that are still to be counted
  bool out_of_budget_ = false;
  StateIndex states_;  // in next_
  NearWays<Trace> near_;
  std::vector<std::pair<HiddenBytes::First, UnfinishedCharacter>> leads_;  // of one guess
};

void Search::add(Node node) {
  node.rank = node.state.cost;
  if (node.state.need != 0) {
    node.rank += costs_.pending(node.state.partial, node.state.size, node.state.need);
  }
  if (node.damaged) {
    if (node.rank > best_ + kWidth) return;
    best_ = std::min(best_, node.rank);
  }
  const std::uint64_t wanted = key(node), with_brackets = wanted ^ node.brackets.open();
  const std::uint32_t found = states_.find(with_brackets, [&](std::uint32_t number) {
    const Node& other = next_[number];
    return key(other) == wanted && other.brackets.open() == node.brackets.open();
  });
  if (found != StateIndex::kNone) {
    Node& other = next_[found];
    node.id = other.id;
    if (node.state.cost < other.state.cost) std::swap(node, other);
    if (!node.mark) near_.add(trace_of(node), other.state.cost);
    return;
  }
  if (next_.size() >= kMostNodes) return;
  node.id = static_cast<std::uint32_t>(next_.size());
  next_.push_back(node);
  states_.add(with_brackets);
}

// The unit as it stands, behind sound text or where damage ends.
void Search::literal(const SeenUnit& unit) {
  for (std::size_t i = 0; i < now_.size(); ++i) {
    const Node& from = now_[i];
    // ASCII is the same in both, so damage never ends at it: that would only cost.
    if (from.state.need != 0 || (from.damaged && unit.kind == SeenUnit::Kind::ascii)) continue;
    Node node{from.state, from.brackets, 0, static_cast<std::uint32_t>(i), 0};
    node.state.cost += scorer_.general().advance(node.state.context, model::symbol(unit.code)) +
                       node.brackets.take(unit.code);
    if (from.damaged) {
      if (from.mark && from.count == 1) continue;  // the unit's bytes would have joined the mark's
      node.state.cost += options_.enter;
    }
    add(node);
  }
}

// The unit as the bytes that it was read from.
void Search::read_back(const SeenUnit& unit) {
  switch (unit.kind) {
    case SeenUnit::Kind::ascii:
      feed_all({std::uint8_t(unit.code), 0}, 1);
      break;
    case SeenUnit::Kind::euro:
      if (decoder_.euro) feed_all({0x80, 0}, 1);
      if (decoder_.shows(lead_of(kEuroPair), trail_of(kEuroPair))) {
        feed_all({lead_of(kEuroPair), trail_of(kEuroPair)}, 2);
      }
      break;
    case SeenUnit::Kind::pair:
      if (decoder_.shows(lead_of(unit.pair), trail_of(unit.pair))) {
        feed_all({std::uint8_t(lead_of(unit.pair)), std::uint8_t(trail_of(unit.pair))}, 2);
      }
      break;
    default:
      break;
  }
}

void Search::feed_all(std::array<std::uint8_t, 2> bytes, unsigned count) {
  const bool ascii = bytes[0] < 0x80;
  for (std::size_t i = 0; i < now_.size(); ++i) {
    const Node& from = now_[i];
    if (!from.damaged && ascii) continue;
    Node node{from.state, from.brackets,       0,    static_cast<std::uint32_t>(i), 0, true,
              false,      std::uint8_t(count), bytes};
    if (!from.damaged) {
      if (from.state.need != 0) continue;
      node.state.cost += options_.enter;
    }
    bool fits = true;
    for (unsigned n = 0; n < count && fits; ++n) {
      fits = node.state.feed(bytes[n], scorer_);
      if (fits && node.state.need == 0) node.state.cost += node.brackets.take(node.state.partial);
    }
    if (!fits) continue;
    add(node);
  }
}

// The unit as a mark that hides bytes.
void Search::guess(const SeenUnit* next) {
  // now_ has the best first.
  const auto best = std::find_if(
      now_.begin(), now_.end(), [](const Node& way) { return way.damaged && way.state.need != 0; });
  for (std::size_t i = 0; i < now_.size(); ++i) {
    const Node& from = now_[i];
    if (!from.damaged || from.state.need == 0 || from.state.cost > best_ + kGuessWidth) continue;
    if (from.rank > best->rank + kBehind) continue;
    if (*options_.budget == 0) {
      out_of_budget_ = true;
      return;
    }
    Node node{from.state, from.brackets, 0, static_cast<std::uint32_t>(i), 0, true, true};
    guess(node, next);
    spend();
  }
}

// The ways that go on from `from`. What takes long is to ask the model, so that it is only asked
// for what cannot be dismissed without, and for the bytes of a row together.
void Search::guess(const Node& from, const SeenUnit* next) {
  leads_.clear();
  hidden_.for_each(from.state.need, next, [&](const HiddenBytes::First& first) {
    steps_ += (first.alone + first.behind.size()) * kGlance;
    UnfinishedCharacter open = from.state;
    if (!open.shift(first.byte)) return;
    if (open.need == 0) {
      if (hopeless(open, from.state.cost)) return;
      scorer_.prefetch(from.state.context, open.partial);
    } else {
      expect_second(open, from, first.behind);
    }
    leads_.push_back({first, open});
  });
  for (const auto& [first, open] : leads_) {
    Node node = from;
    node.count = 1;
    node.bytes[0] = first.byte;
    static_cast<UnfinishedCharacter&>(node.state) = open;
    if (open.need == 0) {
      if (hopeless(open, node.state.cost)) continue;  // by what was found since
      complete(node);
      if (node.state.cost > best_ + kGuessWidth) continue;
    }
    if (first.alone && (open.need == 0 || !hopeless(open, node.state.cost))) keep(node);
    guess_second(node, first.behind);
  }
}

void Search::expect_second(const UnfinishedCharacter& lead, const Node& from,
                           std::span<const std::uint8_t> bytes) const {
  for (const std::uint8_t byte : bytes) {
    UnfinishedCharacter open = lead;
    if (!open.shift(byte) || open.need != 0 || hopeless(open, from.state.cost)) continue;
    scorer_.prefetch(from.state.context, open.partial);
  }
}

void Search::guess_second(const Node& from, std::span<const std::uint8_t> bytes) {
  for (const std::uint8_t byte : bytes) {
    UnfinishedCharacter open = from.state;
    if (!open.shift(byte) || hopeless(open, from.state.cost)) continue;
    Node node = from;
    node.count = 2;
    node.bytes[1] = byte;
    static_cast<UnfinishedCharacter&>(node.state) = open;
    if (open.need == 0) complete(node);
    keep(node);
  }
}

// Keeps the best ways, among them the best one that reads everything as it stands.
void Search::cut(bool behind_mark) {
  states_.clear();
  const auto sound = [](const Node& node) { return !node.damaged; };
  const std::size_t most = behind_mark ? options_.beam : 2 * options_.beam;
  const auto cheaper = [](const Node& a, const Node& b) { return a.rank < b.rank; };
  Node best_sound;
  bool has_sound = false;
  for (const Node& node : next_) {
    if (sound(node) && (!has_sound || node.rank < best_sound.rank)) {
      best_sound = node;
      has_sound = true;
    }
  }
  const int least = std::min(best_, has_sound ? best_sound.rank : best_);
  std::erase_if(next_, [&](const Node& node) { return node.rank > least + kWidth; });
  if (next_.size() > most) {
    std::nth_element(next_.begin(), next_.begin() + static_cast<std::ptrdiff_t>(most), next_.end(),
                     cheaper);
    next_.resize(most);
  }
  if (next_.size() > 1) std::sort(next_.begin(), next_.end(), cheaper);
  if (has_sound && std::none_of(next_.begin(), next_.end(), sound)) next_.push_back(best_sound);
}

Preimage Search::run() {
  now_.push_back({});
  for (std::size_t at = 0; at < line_.size(); ++at) {
    const SeenUnit& unit = line_[at];
    next_.clear();
    near_.begin_level();
    best_ = std::numeric_limits<int>::max() - kWidth;
    const bool mark = decoder_.is_mark(unit);
    steps_ += now_.size() * kLookUp;
    spend();
    read_back(unit);
    if (mark) guess(at + 1 < line_.size() ? &line_[at + 1] : nullptr);
    literal(unit);
    cut(mark);
    near_.end_level(next_, trace_of);
    now_.swap(next_);
  }
  Preimage result;
  result.out_of_budget = out_of_budget_;
  const Node* best = nullptr;
  for (Node& node : now_) {
    if (options_.ends_line) {
      node.state.cost += scorer_.end(node.state.context) + node.brackets.end();
    }
    if (node.state.need == 0 && (best == nullptr || node.state.cost < best->state.cost)) {
      best = &node;
    }
  }
  if (line_.empty() || best == nullptr) return result;
  result.cost = best->state.cost;
  if (options_.cost_only) return result;
  const auto last = static_cast<std::uint32_t>(best - now_.data());
  for (const Node& node : now_) {
    if (node.state.need != 0 || &node == best || !options_.ends_line) continue;
    near_.add_at_end(trace_of(node), last, node.state.cost - best->state.cost);
  }
  const auto chosen =
      near_.best_by_words(last, line_, WrittenText(Written::utf8), *options_.budget);
  for (const Trace& trace : chosen.way) {
    result.steps.push_back({trace.damaged, trace.whole, trace.mark, trace.count, trace.bytes});
  }
  return result;
}

}  // namespace

HiddenBytes::HiddenBytes(const WrongDecoder& decoder) : decoder_(decoder) {
  const bool question = decoder.marks == WrongDecoder::Marks::question_pair;
  for (unsigned lead = 0x80; lead <= 0xBF; ++lead) {
    for (unsigned byte = 0x20; byte <= 0xEF; ++byte) {
      if (byte < 0x80 ? !question : byte > 0xBF && byte < 0xC2) continue;
      if (lead == 0x80 ? decoder.euro : decoder.shows(lead, byte)) continue;
      auto& lists = byte >= 0x80 && byte <= 0xBF ? continuations_ : starts_;
      lists[lead - 0x80].push_back(static_cast<std::uint8_t>(byte));
    }
    if (question) starts_[lead - 0x80].push_back('\t');
  }
}

bool HiddenBytes::alone(unsigned lead, const SeenUnit* next) const noexcept {
  if (next == nullptr) return true;
  const bool ascii = next->kind == SeenUnit::Kind::ascii;
  switch (decoder_.marks) {
    case WrongDecoder::Marks::question_pair:
      return false;
    case WrongDecoder::Marks::replacement_pair:
      return ascii && !decoder_.shows(lead, next->code);
    case WrongDecoder::Marks::replacement_byte:
    case WrongDecoder::Marks::question_byte:
      break;
  }
  // The byte behind it is the next unit's first; of another mark it is not known.
  if (decoder_.is_mark(*next)) return true;
  if (ascii) return !decoder_.shows(lead, next->code);
  if (next->kind == SeenUnit::Kind::euro) return !decoder_.shows(lead, 0x80);
  return next->kind != SeenUnit::Kind::pair || !decoder_.shows(lead, lead_of(next->pair));
}

Preimage search_preimage(std::span<const SeenUnit> line, const WrongDecoder& decoder,
                         const HiddenBytes& hidden, const TextCost& scorer,
                         const PreimageOptions& options) {
  return Search(line, decoder, hidden, scorer, options).run();
}

}  // namespace hanfix::repair
