#include "repair/shifted_search.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "base/utf8.hpp"
#include "encoding/byte_table.hpp"
#include "repair/ask_ahead.hpp"
#include "repair/search_budget.hpp"
#include "repair/shifted_outlook.hpp"
#include "repair/way_set.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = model::kUnitsPerBit;
constexpr int kWidth = 26 * kBit;       // ways that are this much dearer than the best are given up
constexpr int kGuessWidth = 16 * kBit;  // the same for bytes that nothing shows
constexpr int kLuck = 10 * kBit;        // by how much its neighbours may make a character cheaper
constexpr int kOddByte = 9 * kBit;      // a byte that was put in may be any
constexpr int kOddMark = 3 * kBit;      // decoders that mark single bytes are rarer
constexpr std::size_t kBeam = 64, kBeamAtMark = 128;
constexpr std::size_t kGuessing = 12;     // ways that a mark's bytes are guessed on
constexpr std::size_t kSlipping = 4;      // ways of a unit that may slip
constexpr std::size_t kSlipsInMark = 24;  // characters behind a mark that a slip begins with
constexpr std::size_t kMostNodes = 8000;
constexpr std::size_t kContext = 2;  // units that the cost of the next one depends on

struct Node {
  int cost = 0, rank = 0;
  model::Scorer::Context context{};
  std::uint8_t lead = 0;  // of the character that the next byte ends; 0: in step
  ShiftStep step{};
  std::uint32_t parent = 0, id = 0;
  float rivals = 0;
};

std::uint64_t key(const Node& node) {
  return std::uint64_t{node.context.a} << 32 | std::uint64_t{node.context.b} << 16 | node.lead;
}

struct Trace {
  std::uint32_t parent;
  ShiftStep step;
};

class Search {
 public:
  Search(std::span<const ShownUnit> line, const ShiftedText& text, const model::Scorer& scorer,
         const ShiftOptions& options)
      : line_(line),
        marks_(ReaderTable::of(text.marks)),
        written_(WrittenTable::of(text.written)),
        scorer_(scorer),
        options_(options),
        gbk_(text.written == Written::gbk) {
    for (unsigned i = 0; i < ascii_.size(); ++i) {
      ascii_[i] = scorer.unigram_cost(model::symbol(0x20 + i));
    }
  }

  ShiftResult run();

 private:
  void stand(const ShownUnit& unit);
  void stand_alone(std::size_t at, int cost);
  void go_on(const ShownUnit& unit);
  void guess_in_mark(const ShownUnit& unit);
  void slip(const ShownUnit& unit);
  void slip(const Node& from, std::span<const std::uint8_t> bytes);
  void slip_in_mark(const Node& from);

  [[nodiscard]] Node child(std::uint32_t index) const {
    Node node = now_[index];
    node.parent = index;
    node.step = {};
    node.rivals = 0;
    return node;
  }
  // The text's next byte; false: no text has it there.
  bool feed(Node& node, unsigned byte, bool guessed = false) const {
    if (guessed) node.step.guessed |= static_cast<std::uint8_t>(1 << node.step.count);
    node.step.bytes[node.step.count++] = static_cast<std::uint8_t>(byte);
    node.step.shifted = true;
    if (node.lead == 0) {
      if (byte < 0x80) {
        node.cost += scorer_.advance(node.context, model::symbol(byte));
        return true;
      }
      node.lead = static_cast<std::uint8_t>(byte);
      return WrittenTable::leads(byte);
    }
    const unsigned pair = unsigned{node.lead} << 8 | byte;
    node.lead = 0;
    if (written_.character(pair) == 0) return false;
    node.cost += scorer_.advance(node.context, written_.symbol(pair));
    return true;
  }
  // What a guess costs beyond the model: Simplified text hardly ever leaves GB 2312.
  [[nodiscard]] int strange(unsigned lead, unsigned trail) const {
    const bool usual =
        !gbk_ || scorer_.script() != model::Script::hans ||
        in_gb2312(static_cast<unsigned char>(lead), static_cast<unsigned char>(trail));
    return usual ? 0 : 5 * kBit;
  }
  // Calls `visit` with every way behind `from` on which a byte that nothing shows comes next;
  // `then` is the byte behind it, or -1.
  template <class Visit>
  void each_guess(const Node& from, int then, Visit visit, unsigned first_trail = 0x40);
  void add(Node node);
  void cut(bool behind_mark);
  [[nodiscard]] bool hopeless(int cost) const {
    return cost > std::min(best_ + kGuessWidth, most_);
  }
  [[nodiscard]] int usual(unsigned pair) const { return written_.unigram(scorer_.script(), pair); }
  // Fills coming_: what the character costs that a lead byte begins, with what is behind this unit.
  void see_coming() {
    for (unsigned lead = 0x81; lead <= 0xFE; ++lead) {
      const unsigned pair = lead << 8 | static_cast<unsigned>(std::max(next_byte_, 0));
      coming_[lead] = next_byte_ < 0                  ? written_.least(scorer_.script(), lead)
                      : written_.character(pair) == 0 ? 8 * kBit
                                                      : usual(pair) * 3 / 4;
    }
    least_coming_ = *std::min_element(coming_.begin() + 0x81, coming_.begin() + 0xFF);
  }

  std::span<const ShownUnit> line_;
  const ReaderTable& marks_;
  const WrittenTable& written_;
  const model::Scorer& scorer_;
  ShiftOptions options_;
  bool gbk_;
  std::vector<Node> now_;
  WaySet<Node> next_{kMostNodes};
  int best_ = 0;
  std::array<int, 256> coming_{};
  int least_coming_ = 0;
  std::array<int, 32> ascii_{};  // what 0x20 to 0x3F cost whatever came before
  int next_byte_ = -1;           // the one behind the unit, if it is known
  bool at_end_ = false;          // of the line
  bool may_begin_ = false;       // a run, with the unit
  std::size_t calm_ = kContext;  // units since there was more than one way, and it in step
  bool knows_context_ = true;    // of the only way, beyond its last two symbols
  int standing_ = 0;             // what the line costs up to the unit's end as it stands
  int most_ = 0;                 // a run that costs more up to there cannot gain enough
  bool out_of_budget_ = false;
  std::vector<std::uint32_t> level_start_;
  std::vector<Trace> traces_;
};

void Search::add(Node node) {
  if (node.step.shifted && node.cost > most_) return;
  node.rank = node.cost;
  if (node.lead != 0) node.rank += coming_[node.lead];
  if (node.rank > best_ + kWidth) return;
  best_ = std::min(best_, node.rank);
  next_.add(node);
}

// In step: the unit is what it seems.
void Search::stand(const ShownUnit& unit) {
  for (std::uint32_t i = 0; i < now_.size(); ++i) {
    if (now_[i].lead != 0) continue;
    Node node = child(i);
    const int cost = scorer_.advance(node.context, unit.symbol);
    node.cost += unit.code < 0x80 ? cost : std::min(cost, unit.natural);
    add(node);
  }
}

// The only way is in step and goes on so, at the cost that is known.
void Search::stand_alone(std::size_t at, int cost) {
  Node& node = now_[0];
  node.cost += cost;
  node.context.a = node.context.b;
  node.context.b = line_[at].symbol;
  node.step = {.cost = node.cost};
  node.rivals = 0;
  knows_context_ = false;
  level_start_.push_back(static_cast<std::uint32_t>(traces_.size()));
  traces_.push_back({0, node.step});
}

// Out of step: the first byte ends a character, the second begins one or is ASCII.
void Search::go_on(const ShownUnit& unit) {
  const ShownBytes ascii{1, {static_cast<std::uint8_t>(unit.code)}};
  const std::span<const ShownBytes> all =
      unit.code < 0x80 ? std::span<const ShownBytes>(&ascii, 1) : unit.bytes;
  for (std::uint32_t i = 0; i < now_.size(); ++i) {
    if (now_[i].lead == 0) continue;
    for (const ShownBytes& bytes : all) {
      Node node = child(i);
      bool fits = true;
      for (unsigned n = 0; n < bytes.size && fits; ++n) fits = feed(node, bytes.data[n]);
      if (fits) add(node);
    }
  }
}

template <class Visit>
void Search::each_guess(const Node& from, int then, Visit visit, unsigned first_trail) {
  if (from.lead == 0 && then < 0x40) return;
  const bool ends = from.lead != 0;
  const auto pair_of = [&](unsigned byte) {
    return ends ? unsigned{from.lead} << 8 | byte : byte << 8 | static_cast<unsigned>(then);
  };
  const auto dear = [&](unsigned pair) {
    return hopeless(from.cost + std::max(usual(pair) - kLuck, 0));
  };
  // The model is asked for all of them before it has to answer.
  std::array<std::uint8_t, 256> bytes;
  std::size_t size = 0;
  const unsigned first = ends ? first_trail : 0x81;
  for (unsigned byte = first; byte <= 0xFE; ++byte) {
    const unsigned pair = pair_of(byte);
    if (written_.character(pair) == 0 || dear(pair)) continue;
    scorer_.prefetch(from.context, written_.symbol(pair));
    bytes[size++] = static_cast<std::uint8_t>(byte);
  }
  std::uint64_t steps = (0xFE - first + 1) * kGlance;
  for (std::size_t i = 0; i < size; ++i) {
    const unsigned pair = pair_of(bytes[i]);
    if (dear(pair)) continue;  // by what was found since
    steps += kLookUp + kWay;
    Node node = from;
    node.cost += strange(pair >> 8, pair & 0xFF);
    if (feed(node, bytes[i], true)) visit(node);
  }
  spend(*options_.budget, steps);
}

// A mark in a run: the byte that ends a character, and what the decoder took along with it.
void Search::guess_in_mark(const ShownUnit& unit) {
  const bool asks = unit.code == U'?';
  // now_ has the best first.
  for (std::uint32_t i = 0, guessed = 0; i < now_.size() && guessed < kGuessing; ++i) {
    const Node from = child(i);
    if (from.lead == 0 || hopeless(from.cost)) continue;
    ++guessed;
    if (*options_.budget == 0) {
      out_of_budget_ = true;
      return;
    }
    std::uint64_t steps = 0;
    const auto guessed_trail = [&](const Node& one) {
      const unsigned trail = one.step.bytes[0];
      // Nothing behind it, or nothing that the decoder takes for a second byte.
      Node alone = one;
      const bool more = !at_end_ && next_byte_ != '\n';
      if (next_byte_ < 0 || next_byte_ >= 0x40) alone.cost += more ? kOddMark : 0;
      if (next_byte_ < 0 || !more || !marks_.shows(trail, unsigned(next_byte_))) add(alone);
      steps += kGlance;
      for (unsigned lead = 0x81; lead <= 0xFE && !hopeless(one.cost + least_coming_); ++lead) {
        steps += kGlance;
        if (hopeless(one.cost + coming_[lead]) || marks_.shows(trail, lead)) continue;
        Node both = one;
        steps += kWay;
        if (feed(both, lead, true)) add(both);
      }
      if (!asks) return;
      for (unsigned ascii = 0x20; ascii < 0x40; ++ascii) {
        steps += kGlance;
        if (hopeless(one.cost + std::max(ascii_[ascii - 0x20] - kLuck, 0))) continue;
        Node both = one;
        steps += kLookUp + kWay;
        if (feed(both, ascii, true)) add(both);
      }
    };
    each_guess(from, -1, guessed_trail, 0x80);  // ASCII stands for itself
    spend(*options_.budget, steps);
  }
}

// The byte before the unit or in its middle is missing, or one of its bytes is too many.
void Search::slip(const Node& from, std::span<const std::uint8_t> bytes) {
  const bool pair = bytes.size() == 2;
  if (!pair && from.lead == 0) return;  // ASCII in the place of a character
  const auto rest = [&](Node node, std::size_t first) {
    for (std::size_t n = first; n < bytes.size(); ++n) {
      if (!feed(node, bytes[n])) return;
    }
    add(node);
  };
  each_guess(from, bytes[0], [&](const Node& node) { rest(node, 0); });
  if (!pair) return;
  Node one = from;
  if (feed(one, bytes[0])) {
    each_guess(one, bytes[1], [&](const Node& node) { rest(node, 1); });
    one.cost += kOddByte;
    add(one);
  }
  Node other = from;
  other.cost += kOddByte;
  rest(other, 1);
}

// A slip whose first wrong pair of bytes is no character: what is before the last byte in the mark
// is unknown, but for what the decoder makes no character of.
void Search::slip_in_mark(const Node& from) {
  std::vector<Node> found;  // a heap, the dearest first
  std::uint64_t steps = 0;
  const auto cheaper = [](const Node& a, const Node& b) { return a.cost < b.cost; };
  const std::vector<ListedPair>& pairs =
      common_pairs(gbk_ ? Written::gbk : Written::big5, scorer_.script());
  const auto expect = [&](std::size_t i) { scorer_.prefetch(from.context, pairs[i].symbol); };
  visit_asked(pairs.size(), expect, [&](std::size_t i) {
    const auto [pair, symbol, usual] = pairs[i];
    steps += kGlance;
    const int least = from.cost + std::max(usual - kLuck, 0);
    const bool full = found.size() == kSlipsInMark;
    if (hopeless(least) || (full && least >= found.front().cost)) return false;
    steps += kLookUp;
    const unsigned lead = pair >> 8, trail = pair & 0xFFu;
    Node node = from;
    node.cost += strange(lead, trail);
    if (!feed(node, lead, true) || !feed(node, trail, true)) return true;
    if (full) {
      if (node.cost >= found.front().cost) return true;
      std::pop_heap(found.begin(), found.end(), cheaper);
      found.pop_back();
    }
    found.push_back(node);
    std::push_heap(found.begin(), found.end(), cheaper);
    return true;
  });
  std::sort_heap(found.begin(), found.end(), cheaper);
  for (const Node& node : found) {
    for (unsigned lead = 0x81; lead <= 0xFE; ++lead) {
      if (marks_.shows(node.step.bytes[0], lead) && marks_.shows(node.step.bytes[1], lead))
        continue;
      steps += kGlance;
      if (hopeless(node.cost + coming_[lead])) continue;
      steps += kWay;
      Node open = node;
      if (feed(open, lead, true)) add(open);
    }
  }
  spend(*options_.budget, steps);
}

void Search::slip(const ShownUnit& unit) {
  const bool mark = unit.code == 0xFFFD || unit.code == U'?';
  const ShownBytes ascii{1, {static_cast<std::uint8_t>(unit.code)}};
  const std::span<const ShownBytes> all =
      unit.code < 0x80 ? std::span<const ShownBytes>(&ascii, 1) : unit.bytes;
  if (all.empty() && !mark) return;
  // now_ has the best first.
  for (std::uint32_t i = 0, slipped = 0; i < now_.size() && slipped < kSlipping; ++i) {
    if (*options_.budget == 0) {
      out_of_budget_ = true;
      return;
    }
    Node from = child(i);
    from.cost += kSlipCost;
    // A run that is in step again is worth no more than what stands there.
    const bool worthwhile = from.lead == 0 ? may_begin_ : from.cost <= standing_ + kShiftSlack;
    if (!worthwhile) continue;
    from.step.slip = true;
    if (hopeless(from.cost)) continue;
    ++slipped;
    if (mark && from.lead == 0) slip_in_mark(from);
    for (const ShownBytes& bytes : all) {
      if (bytes.size <= 2) slip(from, {bytes.data.data(), bytes.size});
    }
  }
}

// Keeps the best ways, and the best one that is in step.
void Search::cut(bool behind_mark) {
  std::vector<Node>& ways = next_.ways();
  std::erase_if(ways, [&](const Node& node) { return node.rank > best_ + kWidth; });
  const auto cheaper = [](const Node& a, const Node& b) { return a.rank < b.rank; };
  std::sort(ways.begin(), ways.end(), cheaper);
  const std::size_t most = behind_mark ? kBeamAtMark : kBeam;
  if (ways.size() > most) ways.resize(most);
}

ShiftResult Search::run() {
  const ShiftOutlook outlook = look_ahead(line_, written_, scorer_, options_.least_gain);
  if (outlook.begins.empty()) return {};
  now_.push_back({});
  for (std::size_t at = 0; at < line_.size(); ++at) {
    may_begin_ = outlook.begins[at];
    standing_ += outlook.standing[at];
    most_ = standing_ + outlook.prospects[at] + kShiftSlack;
    const bool alone = now_.size() == 1 && now_[0].lead == 0;
    calm_ = alone && !now_[0].step.shifted ? calm_ + 1 : 0;
    if (alone && calm_ > kContext && !may_begin_) {
      stand_alone(at, outlook.standing[at]);
      continue;
    }
    if (!knows_context_) {
      now_[0].context = scorer_.context(now_[0].context.a, now_[0].context.b);
      knows_context_ = true;
    }
    const ShownUnit& unit = line_[at];
    best_ = std::numeric_limits<int>::max() - kWidth;
    at_end_ = at + 1 == line_.size() && options_.ends_line;
    next_byte_ = -1;
    if (at + 1 < line_.size()) {
      const ShownUnit& next = line_[at + 1];
      if (next.code < 0x80) {
        if (next.code != U'?') next_byte_ = static_cast<int>(next.code);
      } else if (next.bytes.size() == 1) {
        next_byte_ = next.bytes[0].data[0];
      }
    }
    const auto is_open = [](const Node& node) { return node.lead != 0; };
    if (may_begin_ || std::any_of(now_.begin(), now_.end(), is_open)) see_coming();
    const bool mark = unit.code == 0xFFFD || unit.code == U'?';
    spend(*options_.budget, now_.size() * kLookUp);
    stand(unit);
    go_on(unit);
    if (mark) guess_in_mark(unit);
    slip(unit);
    cut(mark);
    if (next_.ways().empty()) return {};  // out of step, and nothing fits: not this damage
    level_start_.push_back(static_cast<std::uint32_t>(traces_.size()));
    for (Node& node : next_.ways()) {
      node.step.cost = node.cost;
      node.step.rivals = node.rivals;
      traces_.push_back({node.parent, node.step});
    }
    next_.take(now_);
  }
  if (!knows_context_) now_[0].context = scorer_.context(now_[0].context.a, now_[0].context.b);
  ShiftResult result;
  result.out_of_budget = out_of_budget_;
  const Node* best = nullptr;
  for (Node& node : now_) {
    if (node.lead != 0) continue;
    if (options_.ends_line) node.cost += scorer_.advance(node.context, model::kStart);
    if (best == nullptr || node.cost < best->cost) best = &node;
  }
  if (best == nullptr) return result;
  for (const Node& node : now_) {
    if (node.lead != 0 || &node == best) continue;
    add_rival(result.rivals, node.cost - best->cost, node.rivals);
  }
  result.cost = best->cost;
  result.steps.resize(line_.size());
  auto index = static_cast<std::uint32_t>(best - now_.data());
  for (std::size_t at = line_.size(); at-- > 0;) {
    const Trace& trace = traces_[level_start_[at] + index];
    result.steps[at] = trace.step;
    index = trace.parent;
  }
  return result;
}

}  // namespace

ShiftResult read_in_step(std::span<const ShownUnit> line, const ShiftedText& text,
                         const model::Scorer& scorer, const ShiftOptions& options) {
  return Search(line, text, scorer, options).run();
}

}  // namespace hanfix::repair
