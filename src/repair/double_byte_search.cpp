#include "repair/double_byte_search.hpp"

#include <algorithm>
#include <limits>

#include "encoding/byte_table.hpp"
#include "repair/ask_ahead.hpp"
#include "repair/double_byte_direct.hpp"
#include "repair/double_byte_marks.hpp"
#include "repair/near_ways.hpp"
#include "repair/search_budget.hpp"
#include "repair/way_set.hpp"
#include "repair/written_text.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = model::kUnitsPerBit;
constexpr int kWidth = 26 * kBit;       // ways that are this much dearer than the best are given up
constexpr int kGuessWidth = 16 * kBit;  // the same for bytes that are guessed
constexpr int kBehind = 9 * kBit;       // on ways this much dearer than the best none are guessed
constexpr int kLuck = 10 * kBit;        // by how much its neighbours may make a character cheaper
constexpr int kRarest = 20 * kBit;      // nobody misses rarer ones where nothing is known of them
// Few decoders that take pairs give a mark to a byte alone because no character begins with it
// (Java's do): two marks are rather two characters than one.
constexpr int kEmptyRow = 4 * kBit;
constexpr std::size_t kGuessing = 32;  // ways on which the bytes of a mark are guessed
constexpr std::size_t kMostNodes = 6000;

struct Node {
  int cost = 0, rank = 0;
  model::Scorer::Context context{};
  UnfinishedCharacter open;
  bool damaged = false;
  bool mark = false;
  std::uint8_t count = 0;
  std::array<std::uint8_t, 3> bytes{};
  std::uint32_t parent = 0, id = 0;
  float rivals = 0;
};

struct Trace {
  std::uint32_t parent, id;
  int cost;
  float rivals;
  bool damaged, whole, mark;
  std::uint8_t count;
  std::array<std::uint8_t, 3> bytes;
};

Trace trace_of(const Node& node) {
  return {node.parent,         node.id,   node.cost,  node.rivals, node.damaged,
          node.open.need == 0, node.mark, node.count, node.bytes};
}

std::uint64_t key(const Node& node) {
  return std::uint64_t{node.context.a} << 48 | std::uint64_t{node.context.b} << 32 |
         std::uint64_t{node.open.need} << 29 | std::uint64_t{node.damaged} << 28 |
         (node.open.need == 0 ? 0u : std::uint32_t{node.open.size} << 25 | node.open.partial);
}

class Search {
 public:
  Search(std::span<const ShownUnit> line, const Reading& reading, const model::Scorer& scorer,
         const ReadOptions& options)
      : line_(line),
        reading_(reading),
        table_(ReaderTable::of(reading.reader)),
        written_(WrittenTable::of(reading.written)),
        text_(reading.written, scorer.script()),
        scorer_(scorer),
        options_(options) {}

  ReadBack run();

 private:
  void expect(const ShownUnit& unit) const;
  void stand(const ShownUnit& unit);
  void back(const ShownUnit& unit);
  void guess();
  void guess_bytes(const Node& from);
  void guess_behind(const Node& from);
  void guess_inside(const Node& from);
  // Whether `byte` can be behind `before`: a mark for one byte would else have taken it along.
  [[nodiscard]] bool may_follow(const Node& before, unsigned byte) const {
    return !before.mark || before.count != 1 ||
           marks_one(table_, reading_, before.bytes[0], static_cast<int>(byte));
  }
  bool feed(Node& node, unsigned byte) const;
  void add(const Node& node);
  void cut(bool behind_mark);
  void spend(std::uint64_t steps) { repair::spend(*options_.budget, steps); }
  [[nodiscard]] bool hopeless(int cost) const { return cost > best_ + width_; }

  // What the unfinished character will cost; negative: there is none.
  [[nodiscard]] int unread(const UnfinishedCharacter& open) const {
    return next_byte_ == kNothing ? -1 : text_.coming(open, next_byte_);
  }
  // What a guess costs beyond the model: Simplified text hardly ever leaves GB 2312.
  [[nodiscard]] int strange(unsigned pair) const {
    const bool usual =
        reading_.written != Written::gbk || scorer_.script() != model::Script::hans ||
        in_gb2312(static_cast<unsigned char>(pair >> 8), static_cast<unsigned char>(pair & 0xFF));
    return usual ? 0 : 5 * kBit;
  }
  // What it costs beyond the model that a mark stands for `byte` alone: where another byte that
  // it could have taken is behind it.
  [[nodiscard]] int alone(unsigned byte) const {
    const bool takes = byte > 0x80 && byte < 0xFF && (next_byte_ >= 0x80 || next_byte_ == kUnknown);
    return reading_.takes_pairs() && takes && !table_.leads(byte) ? kEmptyRow : 0;
  }
  // A way behind a mark that completes the character of `pair`.
  [[nodiscard]] Node completed(Node node, unsigned pair, model::Symbol symbol) const {
    node.cost += scorer_.advance(node.context, symbol) + strange(pair);
    node.mark = true;
    node.open = {};
    return node;
  }
  [[nodiscard]] Node child(Node node, std::uint32_t index) const {
    node.parent = index;
    node.damaged = true;
    node.mark = false;
    node.rivals = 0;
    return node;
  }

  std::span<const ShownUnit> line_;
  Reading reading_;
  const ReaderTable& table_;
  const WrittenTable& written_;
  WrittenText text_;
  const model::Scorer& scorer_;
  ReadOptions options_;
  std::vector<Node> now_;
  WaySet<Node> next_{kMostNodes};
  int best_ = 0;
  int width_ = kWidth;
  int next_byte_ = kNothing;
  bool out_of_budget_ = false;
  std::vector<std::uint8_t> trails_;  // of one guess
  std::array<int, 256> coming_{};     // unread() by lead byte, at this unit
  bool knows_coming_ = false;
  NearWays<Trace> near_;
};

void Search::add(const Node& given) {
  int rank = given.cost;
  if (given.open.need != 0) {
    const int coming = unread(given.open);
    if (coming < 0) return;
    rank += coming;
  }
  if (given.damaged) {
    if (hopeless(rank)) return;
    best_ = std::min(best_, rank);
  }
  Node node = given;
  node.rank = rank;
  next_.add(node, [&](const Node& lost, int least) {
    if (!lost.mark) near_.add(trace_of(lost), least);
  });
}

// One byte of the text; false: it cannot stand there.
bool Search::feed(Node& node, unsigned byte) const {
  if (!text_.take(node.open, byte)) return false;
  if (node.open.need == 0) {
    node.cost += scorer_.advance(node.context, model::symbol(node.open.partial));
  }
  return true;
}

// Asks the model for what the ways make of the unit, all of them before any needs it.
void Search::expect(const ShownUnit& unit) const {
  for (const Node& from : now_) {
    if (from.open.need == 0 && (unit.code >= 0x80 || !from.damaged)) {
      scorer_.prefetch(from.context, unit.symbol);
    }
    for (const ShownBytes& bytes : unit.bytes) {
      UnfinishedCharacter open = from.open;
      for (unsigned n = 0; n < bytes.size; ++n) {
        if (!text_.take(open, bytes.data[n])) break;
        if (open.need != 0) continue;
        scorer_.prefetch(from.context, model::symbol(open.partial));
        break;
      }
    }
  }
}

// The unit as it stands, behind sound text or where damage ends. ASCII is the same in both, so that
// damage never ends at it.
void Search::stand(const ShownUnit& unit) {
  for (std::uint32_t i = 0; i < now_.size(); ++i) {
    const Node& from = now_[i];
    if (from.open.need != 0 || (from.damaged && unit.code < 0x80)) continue;
    Node node = child(from, i);
    node.damaged = false;
    node.count = 0;
    const int cost = scorer_.advance(node.context, unit.symbol);
    node.cost += unit.code < 0x80 ? cost : std::min(cost, unit.natural);
    if (from.damaged) node.cost += options_.enter;
    add(node);
  }
}

// The unit as bytes that it was read from.
void Search::back(const ShownUnit& unit) {
  const ShownBytes ascii{1, {static_cast<std::uint8_t>(unit.code)}};
  const std::span<const ShownBytes> all =
      unit.code < 0x80 ? std::span<const ShownBytes>(&ascii, 1) : unit.bytes;
  for (std::uint32_t i = 0; i < now_.size(); ++i) {
    const Node& from = now_[i];
    if (!from.damaged && unit.code < 0x80) continue;
    for (const ShownBytes& bytes : all) {
      Node node = child(from, i);
      node.count = bytes.size;
      node.bytes = bytes.data;
      if (!from.damaged) node.cost += options_.enter;
      if (!may_follow(from, bytes.data[0])) continue;
      bool fits = true;
      for (unsigned n = 0; n < bytes.size && fits; ++n) fits = feed(node, bytes.data[n]);
      if (fits) add(node);
    }
  }
}

// The unit as a mark that hides bytes.
void Search::guess() {
  // now_ has the best first.
  const auto best =
      std::find_if(now_.begin(), now_.end(), [](const Node& way) { return way.damaged; });
  for (std::uint32_t i = 0, guessed = 0; i < now_.size() && guessed < kGuessing; ++i) {
    const Node& from = now_[i];
    if (!from.damaged && reading_.asks()) continue;
    if (hopeless(from.cost)) continue;
    if (from.damaged && from.rank > best->rank + kBehind) continue;
    ++guessed;
    if (*options_.budget == 0) {
      out_of_budget_ = true;
      return;
    }
    Node node = child(from, i);
    if (!from.damaged) node.cost += options_.enter;
    if (reading_.written == Written::utf8) {
      guess_bytes(node);
    } else if (from.open.need == 0) {
      guess_behind(node);
    } else {
      guess_inside(node);
    }
  }
}

// Bytes that Chinese text in UTF-8 has here.
void Search::guess_bytes(const Node& from) {
  std::uint64_t steps = 0;
  // Whether the byte can stand there, and does not cost too much whatever is around it.
  const auto may_stand = [&](const Node& node, unsigned byte) {
    if (byte >= 0xC4 && byte <= 0xE1) return false;  // Greek, Cyrillic and the like
    UnfinishedCharacter open = node.open;
    steps += kGlance;
    if (!text_.take(open, byte)) return false;
    const int least = open.need == 0 ? text_.usual(open.partial) - kLuck : text_.coming(open, -1);
    if (hopeless(node.cost + std::max(least, 0))) return false;
    steps += open.need == 0 ? kLookUp + kWay : kWay;
    return true;
  };
  const auto stands = [&](Node& node, unsigned byte) {
    return feed(node, byte) && !hopeless(node.cost);
  };
  for (unsigned first = 0x80; first <= 0xEF; ++first) {
    if (table_.alone(first) || !may_follow(now_[from.parent], first)) continue;
    if (!may_stand(from, first)) continue;
    Node one = from;
    if (!stands(one, first)) continue;
    one.mark = true;
    one.count = 1;
    one.bytes = {static_cast<std::uint8_t>(first)};
    if (marks_one(table_, reading_, first, next_byte_)) add(one);
    if (!reading_.takes_pairs()) continue;
    const auto try_second = [&](unsigned second) {
      if (table_.shows(first, second) || !may_stand(one, second)) return;
      Node two = one;
      if (!stands(two, second)) return;
      two.count = 2;
      two.bytes[1] = static_cast<std::uint8_t>(second);
      add(two);
    };
    if (one.open.need != 0) {
      for (unsigned second = 0x80; second <= 0xBF; ++second) try_second(second);
      continue;
    }
    if (reading_.marks == WrongDecoder::Marks::question_pair) {
      for (unsigned second = 0x20; second < 0x7F; ++second) try_second(second);
    }
    for (const unsigned second : {0xC2u, 0xC3u}) try_second(second);
    for (unsigned second = 0xE2; second <= 0xEF; ++second) try_second(second);
  }
  spend(steps);
}

// Behind a whole character: another one, or the first byte of one.
void Search::guess_behind(const Node& from) {
  std::uint64_t steps = 0;
  if (reading_.takes_pairs()) {
    const std::vector<ListedPair>& pairs =
        hidden_pairs(reading_.reader, reading_.written, scorer_.script());
    const auto expect = [&](std::size_t i) { scorer_.prefetch(from.context, pairs[i].symbol); };
    visit_asked(pairs.size(), expect, [&](std::size_t i) {
      const auto [pair, symbol, usual] = pairs[i];
      steps += kGlance;
      if (usual > kRarest || hopeless(from.cost + std::max(usual - kLuck, 0))) return false;
      const unsigned lead = pair >> 8, trail = pair & 0xFFu;
      if (trail < 0x80 && reading_.marks != WrongDecoder::Marks::question_pair) return true;
      if (!may_follow(now_[from.parent], lead)) return true;
      steps += kLookUp + kWay;
      Node node = completed(from, pair, symbol);
      if (hopeless(node.cost)) return true;
      node.count = 2;
      node.bytes = {static_cast<std::uint8_t>(lead), static_cast<std::uint8_t>(trail)};
      add(node);
      return true;
    });
  }
  for (unsigned lead = 0x81; lead <= 0xFE; ++lead) {
    if (!marks_one(table_, reading_, lead, next_byte_)) continue;
    if (!may_follow(now_[from.parent], lead)) continue;
    steps += kWay;
    Node node = from;
    node.cost += alone(lead);
    node.mark = true;
    node.open = {lead, 1, 0};
    node.count = 1;
    node.bytes = {static_cast<std::uint8_t>(lead)};
    add(node);
  }
  spend(steps);
}

// Inside a character: its second byte, and perhaps the first one of the next.
void Search::guess_inside(const Node& from) {
  if (!knows_coming_) {
    for (unsigned lead = 0x81; lead <= 0xFE; ++lead) coming_[lead] = unread({lead, 1, 0});
    knows_coming_ = true;
  }
  const auto dear = [&](unsigned pair) {
    return hopeless(from.cost + std::max(written_.unigram(scorer_.script(), pair) - kLuck, 0));
  };
  std::uint64_t steps = (0xFE - 0x80 + 1) * kGlance;
  trails_.clear();
  for (unsigned trail = 0x80; trail <= 0xFE; ++trail) {
    const unsigned pair = from.open.partial << 8 | trail;
    if (written_.character(pair) == 0 || table_.alone(trail)) continue;
    if (!may_follow(now_[from.parent], trail) || dear(pair)) continue;
    scorer_.prefetch(from.context, written_.symbol(pair));
    trails_.push_back(static_cast<std::uint8_t>(trail));
  }
  for (const std::uint8_t trail : trails_) {
    const unsigned pair = from.open.partial << 8 | trail;
    if (dear(pair)) continue;  // by what was found since
    steps += kLookUp + kWay;
    Node node = completed(from, pair, written_.symbol(pair));
    if (hopeless(node.cost)) continue;
    node.count = 1;
    node.bytes = {trail};
    if (marks_one(table_, reading_, trail, next_byte_)) {
      Node one = node;
      one.cost += alone(trail);
      add(one);
    }
    if (!reading_.takes_pairs()) continue;
    node.count = 2;
    steps += (0xFE - 0x81 + 1) * kGlance;
    for (unsigned lead = 0x81; lead <= 0xFE; ++lead) {
      if (table_.shows(trail, lead)) continue;
      steps += kWay;
      if (coming_[lead] < 0 || hopeless(node.cost + coming_[lead])) continue;
      node.open = {lead, 1, 0};
      node.bytes[1] = static_cast<std::uint8_t>(lead);
      add(node);
    }
    if (reading_.marks != WrongDecoder::Marks::question_pair) continue;
    for (unsigned ascii = 0x20; ascii < 0x7F; ++ascii) {
      if (table_.shows(trail, ascii)) continue;
      steps += kGlance;
      const int least = scorer_.unigram_cost(model::symbol(ascii)) - kLuck;
      if (hopeless(node.cost + std::max(least, 0))) continue;
      steps += kLookUp + kWay;
      Node swallowed = node;
      swallowed.open = {};
      swallowed.bytes[1] = static_cast<std::uint8_t>(ascii);
      swallowed.cost += scorer_.advance(swallowed.context, model::symbol(ascii));
      add(swallowed);
    }
  }
  spend(steps);
}

// Keeps the best ways, among them the best one that reads everything as it stands.
void Search::cut(bool behind_mark) {
  std::vector<Node>& ways = next_.ways();
  Node sound;
  bool has_sound = false;
  for (const Node& node : ways) {
    if (!node.damaged && (!has_sound || node.rank < sound.rank)) {
      sound = node;
      has_sound = true;
    }
  }
  const int least = has_sound ? std::min(best_, sound.rank) : best_;
  std::erase_if(ways, [&](const Node& node) { return node.rank > least + kWidth; });
  const std::size_t most = behind_mark ? 4 * options_.beam : options_.beam;
  const auto cheaper = [](const Node& a, const Node& b) { return a.rank < b.rank; };
  if (ways.size() > most) {
    std::nth_element(ways.begin(), ways.begin() + static_cast<std::ptrdiff_t>(most), ways.end(),
                     cheaper);
    ways.resize(most);
  }
  // The best first: what comes later behind them is then given up sooner.
  if (ways.size() > 1) std::sort(ways.begin(), ways.end(), cheaper);
  if (has_sound &&
      std::none_of(ways.begin(), ways.end(), [](const Node& node) { return !node.damaged; })) {
    ways.push_back(sound);
  }
}

ReadBack Search::run() {
  now_.push_back({});
  now_.push_back({});
  now_.back().damaged = true;
  for (std::size_t at = 0; at < line_.size(); ++at) {
    const ShownUnit& unit = line_[at];
    near_.begin_level();
    knows_coming_ = false;
    best_ = std::numeric_limits<int>::max() - kWidth;
    next_byte_ = at + 1 < line_.size() ? first_byte(line_[at + 1], reading_)
                 : options_.ends_line  ? kNothing
                                       : kUnknown;
    const bool mark = reading_.is_mark(unit.code);
    spend(now_.size() * std::max<std::size_t>(unit.bytes.size(), 1) * kLookUp);
    expect(unit);
    if (unit.code < 0x80 || !unit.bytes.empty()) back(unit);
    if (mark) {
      width_ = kGuessWidth;
      guess();
      width_ = kWidth;
    }
    stand(unit);
    cut(mark);
    near_.end_level(next_.ways(), trace_of);
    next_.take(now_);
  }
  ReadBack result;
  result.out_of_budget = out_of_budget_;
  const Node* best = nullptr;
  for (Node& node : now_) {
    if (node.open.need != 0) continue;
    if (options_.ends_line) node.cost += scorer_.advance(node.context, model::kStart);
    if (best == nullptr || node.cost < best->cost) best = &node;
  }
  if (line_.empty() || best == nullptr) return result;
  for (const Node& node : now_) {
    if (node.open.need != 0 || &node == best) continue;
    add_rival(result.rivals, node.cost - best->cost, node.rivals);
  }
  result.cost = best->cost;
  if (options_.cost_only) return result;
  const auto last = static_cast<std::uint32_t>(best - now_.data());
  for (const Node& node : now_) {
    if (node.open.need != 0 || &node == best || !options_.ends_line) continue;
    near_.add_at_end(trace_of(node), last, node.cost - best->cost);
  }
  const auto [way, changed] = near_.best_by_words(last, line_, text_, *options_.budget);
  for (std::size_t at = 0; at < way.size(); ++at) {
    const Trace& trace = way[at];
    // Where words outvote the model nothing is sure.
    const float rivals = changed[at] ? std::max(trace.rivals, 1.0F) : trace.rivals;
    result.steps.push_back({trace.damaged, trace.mark, trace.count, trace.bytes, rivals});
  }
  return result;
}

}  // namespace

ReadBack read_back(std::span<const ShownUnit> line, const Reading& reading,
                   const model::Scorer& scorer, const ReadOptions& options) {
  if (auto direct = read_directly(line, reading, scorer, options)) return *std::move(direct);
  return search_back(line, reading, scorer, options);
}

ReadBack search_back(std::span<const ShownUnit> line, const Reading& reading,
                     const model::Scorer& scorer, const ReadOptions& options) {
  return Search(line, reading, scorer, options).run();
}

}  // namespace hanfix::repair
