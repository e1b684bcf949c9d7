#include "repair/readings_search.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "base/utf8.hpp"
#include "repair/reading_table.hpp"

namespace hanfix::repair {
namespace {

using model::Symbol;

constexpr std::size_t kBeam = 96;
constexpr int kBit = 16;
constexpr int kBeamWidth = 70 * kBit;       // states worse than the best by more are dropped
constexpr int kNever = 1000 * kBit;         // of annotations that stay although the tool made them
constexpr int kKeepAnnotation = 30 * kBit;
constexpr int kLost = 14 * kBit;            // a stray byte swallowed a character
constexpr int kUnusualMark = 8 * kBit;      // A3 xx other than the seven marks
constexpr int kUnopenedQuote = 7 * kBit;
constexpr int kReopenedQuote = 5 * kBit;
constexpr int kUnclosedQuote = 3 * kBit;
constexpr int kMixedBrackets = 8 * kBit;
constexpr std::uint32_t kNone = ~std::uint32_t{0};
constexpr int kNoRival = std::numeric_limits<int>::max() / 4;

enum class Event : std::uint8_t { none, strip, stray_strip, halfwidth, stray_halfwidth, keep, lost };

struct Node {
  int cost = 0;
  int margin = kNoRival;
  std::uint32_t parent = kNone;
  std::uint32_t item = 0;        // items consumed
  std::uint32_t bytes = 0;       // GBK bytes of the clean text so far, the pending one included
  char32_t emit[2] = {0, 0};
  std::uint32_t hit = 0;         // byte offset of an annotation's end or a mark's A3
  Symbol before_last = 0, last_symbol = 0;
  char32_t last = U'\n';
  GbkPair last_pair = 0;         // of `last`, 0 if it has none
  std::uint8_t pending = 0;      // lead byte whose trail byte is still to come
  Event event = Event::none;
  bool guard = false;            // the '?' swallowed a mark's guard: the mark must follow, or the end
  bool crossed = false;          // the pair across the border to the next character was found
  std::uint8_t quotes = 0;       // open “, and 4 · open ‘
  std::uint8_t bracket = 0;      // the last bracket opened: 1 half-width, 2 full-width

  [[nodiscard]] std::uint64_t key() const {
    return std::uint64_t{pending} | std::uint64_t{last} << 8 | std::uint64_t{before_last} << 29 |
           std::uint64_t{quotes} << 45 | std::uint64_t{bracket} << 49 | std::uint64_t{guard} << 51 |
           std::uint64_t{crossed} << 52;
  }
};

class Search {
 public:
  Search(std::span<const Item> line, const model::Scorer& scorer, const ReadingsTool& tool,
         const SearchOptions& options)
      : line_(line), scorer_(scorer), tool_(tool), options_(options) {}

  SearchResult run();

 private:
  using Frontier = std::vector<std::uint32_t>;

  void expand(std::uint32_t index);
  void aligned(std::uint32_t index, const Item& item);
  void shifted(std::uint32_t index, const Item& item);
  void strip(std::uint32_t index, const Item& item);
  void add_kept(Node& node, const Item& item);
  void stray_from_annotation(std::uint32_t index, const Item& item);
  void stray_before_mark(std::uint32_t index);

  [[nodiscard]] Node follow(std::uint32_t index, std::uint32_t items) const {
    Node node = nodes_[index];
    node.parent = index;
    node.item += items;
    node.emit[0] = node.emit[1] = 0;
    node.event = Event::none;
    node.crossed = false;
    return node;
  }
  void emit(Node& node, char32_t code, bool crossed);
  void quote(Node& node, char32_t code) const;
  void add(const Node& node) {
    nodes_.push_back(node);
    frontier_[node.item % 3].push_back(static_cast<std::uint32_t>(nodes_.size() - 1));
  }
  void prune(Frontier& frontier);
  [[nodiscard]] int found_cost(GbkPair pair, char32_t code, std::string_view reading) const;
  [[nodiscard]] SearchResult trace(std::uint32_t end, int margin) const;

  std::span<const Item> line_;
  const model::Scorer& scorer_;
  const ReadingsTool& tool_;
  const SearchOptions& options_;
  const GbkPairs& pairs_ = GbkPairs::instance();
  std::vector<Node> nodes_;
  Frontier frontier_[3];
  std::unordered_map<std::uint64_t, std::uint32_t> states_;
};

// What it costs that the tool annotated this character, given that it stands there; kNever if the
// reading is not the character's. The tool knows only forms that Simplified text does not use.
int Search::found_cost(GbkPair pair, char32_t code, std::string_view reading) const {
  if (!model::is_traditional_only(code) || !reading_table::has(code, reading)) return kNever;
  if (tool_.found[pair] != 0) return tool_.found[pair];
  return reading_table::is_first(code, reading) ? tool_.found_unknown : tool_.found_unusual;
}

void Search::quote(Node& node, char32_t code) const {
  const auto adjust = [&](char32_t open, char32_t close, unsigned shift) {
    const unsigned depth = node.quotes >> shift & 3u;
    unsigned now = depth;
    if (code == open) {
      if (depth > 0) node.cost += kReopenedQuote;
      now = std::min(depth + 1, 3u);
    } else if (code == close) {
      if (depth == 0) node.cost += kUnopenedQuote;
      now = depth == 0 ? 0 : depth - 1;
    }
    node.quotes = static_cast<std::uint8_t>((node.quotes & ~(3u << shift)) | now << shift);
  };
  adjust(U'“', U'”', 0);
  adjust(U'‘', U'’', 2);
  const auto bracket = [&](char32_t open, char32_t close, std::uint8_t kind) {
    if (code == open) node.bracket = kind;
    if (code == close) {
      if (node.bracket != 0 && node.bracket != kind) node.cost += kMixedBrackets;
      node.bracket = 0;
    }
  };
  bracket(U'(', U')', 1);
  bracket(U'（', U'）', 2);
}

// Appends `code` to the clean text: the model's cost, and what it costs that the tool let its bytes,
// and those across the border before it, stand.
void Search::emit(Node& node, char32_t code, bool crossed) {
  const Symbol symbol = model::symbol(code);
  node.cost += scorer_.cost(node.before_last, node.last_symbol, symbol);
  const GbkPair pair = code < 0x80 ? GbkPair{0} : pairs_.pair(code);
  if (pair != 0) {
    node.cost += tool_.passed_over[pair];
    if (node.last_pair != 0 && !crossed) {
      node.cost += tool_.passed_over[make_pair(trail_of(node.last_pair), lead_of(pair))];
    }
  }
  quote(node, code);
  (node.emit[0] == 0 ? node.emit[0] : node.emit[1]) = code;
  node.before_last = node.last_symbol;
  node.last_symbol = symbol;
  node.last = code;
  node.last_pair = pair;
}

void Search::strip(std::uint32_t index, const Item& item) {
  const Node& from = nodes_[index];
  if (options_.strip && from.last_pair != 0) {
    const int cost = found_cost(from.last_pair, from.last, item.reading);
    if (cost < kNever) {
      Node node = follow(index, 1);
      node.cost += cost - tool_.passed_over[from.last_pair];
      node.event = Event::strip;
      node.hit = node.bytes;
      add(node);
      return;  // where it fits, it is the tool's: nobody annotates so in running text
    }
  }
  Node node = follow(index, 1);
  node.event = Event::keep;
  add_kept(node, item);
}

// An annotation that stays as it is.
void Search::add_kept(Node& node, const Item& item) {
  node.event = Event::keep;
  for (const char32_t code : annotation_text(item)) {
    node.bytes += code >= 0x80 && pairs_.pair(code) != 0 ? 2 : 1;
  }
  node.last = U')';
  node.last_pair = 0;
  node.before_last = model::symbol(U'a');
  node.last_symbol = model::symbol(U')');
  add(node);
}

// "?dāng)" after an aligned character: its trail byte and the hidden byte were found.
void Search::stray_from_annotation(std::uint32_t index, const Item& item) {
  const Node from = nodes_[index];
  if (from.last_pair == 0 || from.guard) return;
  const unsigned lead = trail_of(from.last_pair);
  for (unsigned hidden = 0x81; hidden <= 0xFE; ++hidden) {
    const GbkPair pair = make_pair(lead, hidden);
    if (!pairs_.assigned(pair)) continue;
    const int cost = found_cost(pair, pairs_.character(pair), item.reading);
    if (cost >= kNever) continue;
    Node node = follow(index, 1);
    node.cost += cost;
    node.pending = static_cast<std::uint8_t>(hidden);
    node.bytes += 1;
    node.hit = node.bytes;
    node.event = Event::stray_strip;
    node.crossed = true;
    add(node);
  }
}

// '?' and a half-width mark after an aligned character: a hidden lead byte, A3, and the mark's byte,
// which is pending.
void Search::stray_before_mark(std::uint32_t index) {
  const std::uint32_t at = nodes_[index].item;
  if (at + 1 >= line_.size()) return;
  const Item& mark = line_[at + 1];
  if (mark.kind != Item::Kind::character || mark.code <= 0x20 || mark.code >= 0x7F) return;
  if (*options_.budget == 0) return;
  for (unsigned hidden = 0x81; hidden <= 0xFE; ++hidden) {
    const GbkPair pair = make_pair(hidden, 0xA3);
    if (!pairs_.assigned(pair)) continue;
    Node node = follow(index, 2);
    --*options_.budget;
    emit(node, pairs_.character(pair), false);
    node.hit = node.bytes + 1;
    node.bytes += 3;
    node.pending = static_cast<std::uint8_t>(mark.code + 0x80);
    node.event = Event::stray_halfwidth;
    node.cost += tool_.mark_found + (is_halfwidth_mark(mark.code) ? 0 : kUnusualMark);
    node.crossed = true;
    add(node);
    if (*options_.budget == 0) return;
  }
}

void Search::aligned(std::uint32_t index, const Item& item) {
  const Node from = nodes_[index];
  if (item.kind == Item::Kind::annotation) {
    if (!from.guard) strip(index, item);
    return;
  }
  if (item.kind == Item::Kind::stray_annotation) {
    if (options_.strays) stray_from_annotation(index, item);
    if (from.guard) return;
    Node node = follow(index, 1);  // as it stands
    node.cost += kKeepAnnotation;
    add_kept(node, item);
    return;
  }
  const bool mark = is_halfwidth_mark(item.code);
  if (options_.marks && mark) {
    Node node = follow(index, 1);
    node.hit = node.bytes;
    node.event = Event::halfwidth;
    node.bytes += 2;
    node.guard = false;
    emit(node, fullwidth(item.code), from.crossed);
    node.cost += tool_.mark_found - tool_.passed_over[node.last_pair];
    add(node);
  }
  if (from.guard && item.code != U'\r') return;
  if (item.code == U'?' && options_.strays) stray_before_mark(index);
  Node node = follow(index, 1);
  node.guard = false;
  emit(node, item.code, from.crossed);
  node.bytes += node.last_pair != 0 ? 2 : 1;
  add(node);
}

void Search::shifted(std::uint32_t index, const Item& item) {
  const Node from = nodes_[index];
  const unsigned pending = from.pending;
  const auto complete = [&](unsigned trail, std::uint32_t items, std::uint8_t next) {
    Node node = follow(index, items);
    node.pending = next;
    emit(node, pairs_.character(make_pair(pending, trail)), from.crossed);
    node.bytes += next != 0 ? 2 : 1;
    return node;
  };
  if (item.kind == Item::Kind::annotation) return;  // its bracket would have been swallowed
  if (item.kind == Item::Kind::stray_annotation) {
    if (*options_.budget < 126) return;
    *options_.budget -= 126;
    for (unsigned hidden = 0x81; hidden <= 0xFE; ++hidden) {
      const GbkPair pair = make_pair(pending, hidden);
      if (!pairs_.assigned(pair)) continue;
      const int cost = found_cost(pair, pairs_.character(pair), item.reading);
      if (cost < kNever) {  // 府?dāng)?shù): the pair was found, its bracket swallowed
        Node node = complete(hidden, 1, 0);
        node.cost += cost - tool_.passed_over[pair];
        node.hit = node.bytes;
        node.event = Event::stray_strip;
        add(node);
      }
      // The '?' of the first pass was itself swallowed in the second: two hidden bytes.
      for (unsigned second = 0x81; second <= 0xFE; ++second) {
        const GbkPair across = make_pair(hidden, second);
        if (!pairs_.assigned(across)) continue;
        const int across_cost = found_cost(across, pairs_.character(across), item.reading);
        if (across_cost >= kNever) continue;
        Node node = complete(hidden, 1, 0);
        node.cost += across_cost;
        node.pending = static_cast<std::uint8_t>(second);
        node.bytes += 1;
        node.hit = node.bytes;
        node.event = Event::stray_strip;
        node.crossed = true;
        add(node);
      }
    }
    return;
  }
  if (item.code == U'?') {
    if (*options_.budget < 126) return;
    *options_.budget -= 126;
    for (unsigned hidden = 0x81; hidden <= 0xFE; ++hidden) {
      if (!pairs_.assigned(make_pair(pending, hidden))) continue;
      Node node = complete(hidden, 1, 0);
      node.event = Event::stray_strip;
      node.hit = kNone;
      node.guard = true;
      add(node);
      node.guard = false;
      node.event = Event::lost;
      node.cost += kLost;
      node.bytes += 1;
      node.emit[1] = U'?';
      node.before_last = node.last_symbol;
      node.last_symbol = model::symbol(U'0');
      node.last = U'0';
      node.last_pair = 0;
      add(node);
    }
    return;
  }
  if (item.code < 0x80) {
    if (item.code >= 0x40 && pairs_.assigned(make_pair(pending, item.code))) {
      add(complete(item.code, 1, 0));
    }
    if (item.code > 0x20 && item.code < 0x7F && pairs_.assigned(make_pair(pending, 0xA3))) {
      Node node = complete(0xA3, 1, static_cast<std::uint8_t>(item.code + 0x80));
      node.hit = from.bytes;  // the trail byte is the A3
      node.event = Event::stray_halfwidth;
      node.cost += tool_.mark_found + (is_halfwidth_mark(item.code) ? 0 : kUnusualMark);
      node.crossed = true;
      add(node);
    }
    return;
  }
  const GbkPair shown = pairs_.pair(item.code);
  if (shown == 0 || !pairs_.assigned(make_pair(pending, lead_of(shown)))) return;
  const unsigned trail = trail_of(shown);
  if (trail >= 0x81) {
    add(complete(lead_of(shown), 1, static_cast<std::uint8_t>(trail)));
  } else if (trail < 0x80) {  // the run ends on a letter, which is ASCII in the clean text
    Node node = complete(lead_of(shown), 1, 0);
    emit(node, trail, false);
    node.bytes += 1;
    add(node);
  }
}

void Search::expand(std::uint32_t index) {
  const Item& item = line_[nodes_[index].item];
  if (nodes_[index].pending == 0) {
    aligned(index, item);
  } else {
    shifted(index, item);
  }
}

// Keeps the best of each state, remembering by how much it won, and the best kBeam states.
void Search::prune(Frontier& frontier) {
  if (frontier.size() <= 1) return;
  states_.clear();
  std::size_t kept = 0;
  for (const std::uint32_t index : frontier) {
    const auto [at, fresh] =
        states_.try_emplace(nodes_[index].key(), static_cast<std::uint32_t>(kept));
    if (fresh) {
      frontier[kept++] = index;
      continue;
    }
    std::uint32_t& best = frontier[at->second];
    std::uint32_t winner = best, loser = index;
    if (nodes_[loser].cost < nodes_[winner].cost) std::swap(winner, loser);
    nodes_[winner].margin =
        std::min(nodes_[winner].margin, nodes_[loser].cost - nodes_[winner].cost);
    best = winner;
  }
  frontier.resize(kept);
  const auto better = [this](std::uint32_t a, std::uint32_t b) {
    return nodes_[a].cost != nodes_[b].cost ? nodes_[a].cost < nodes_[b].cost : a < b;
  };
  if (frontier.size() > kBeam) {
    std::nth_element(frontier.begin(), frontier.begin() + kBeam, frontier.end(), better);
    frontier.resize(kBeam);
  }
  const int limit = nodes_[*std::min_element(frontier.begin(), frontier.end(), better)].cost + kBeamWidth;
  std::erase_if(frontier, [&](std::uint32_t index) { return nodes_[index].cost > limit; });
}

SearchResult Search::run() {
  Node start;
  start.before_last = start.last_symbol = model::kStart;
  add(start);
  for (std::uint32_t item = 0; item < line_.size(); ++item) {
    Frontier& now = frontier_[item % 3];
    prune(now);
    for (const std::uint32_t index : now) expand(index);
    now.clear();
  }
  Frontier& last = frontier_[line_.size() % 3];
  std::uint32_t best = kNone;
  int rival = kNoRival;
  for (const std::uint32_t index : last) {
    Node& node = nodes_[index];
    if (node.pending != 0) continue;
    node.cost += scorer_.cost(node.before_last, node.last_symbol, model::kStart);
    if ((node.quotes & 3u) != 0) node.cost += kUnclosedQuote;
    if (node.quotes >> 2 != 0) node.cost += kUnclosedQuote;
    if (best == kNone || node.cost < nodes_[best].cost) {
      if (best != kNone) rival = nodes_[best].cost;
      best = index;
    } else {
      rival = std::min(rival, node.cost);
    }
  }
  if (best == kNone) return {};  // cannot happen: the line as it stands is always a path
  return trace(best, std::min(nodes_[best].margin, rival - nodes_[best].cost));
}

// Walks the best path forwards: collects the rewrites and the script of the damage.
SearchResult Search::trace(std::uint32_t end, int margin) const {
  std::vector<std::uint32_t> path;
  for (std::uint32_t at = end; at != kNone; at = nodes_[at].parent) path.push_back(at);
  std::reverse(path.begin(), path.end());
  SearchResult result;
  result.cost = nodes_[end].cost;
  result.margin = margin;
  bool open = false;  // the previous step's rewrite goes on
  for (std::size_t step = 1; step < path.size(); ++step) {
    const Node& node = nodes_[path[step]];
    const std::uint32_t first = nodes_[node.parent].item;
    const bool was_pending = nodes_[node.parent].pending != 0;
    std::u32string after;
    for (const char32_t code : node.emit) {
      if (code != 0) after.push_back(code);
    }
    const Item& item = line_[first];
    if (node.event == Event::keep) after = annotation_text(item);
    result.script.clean += after;
    const bool unchanged = (node.event == Event::none || node.event == Event::keep) &&
                           node.pending == 0 && !was_pending;
    if (!unchanged) {
      if (!open || result.rewrites.empty() || result.rewrites.back().last != first) {
        result.rewrites.push_back({first, node.item, {}, false, false});
      }
      Rewrite& rewrite = result.rewrites.back();
      rewrite.last = node.item;
      rewrite.after += utf8::encode(after);
      rewrite.stray |= node.pending != 0 || was_pending;
      rewrite.lost |= node.event == Event::lost;
    }
    open = node.pending != 0 || node.guard;
    switch (node.event) {
      case Event::strip:
        result.script.annotations.push_back({node.hit, utf8::encode(annotation_text(item))});
        break;
      case Event::stray_strip:
        if (node.hit != kNone) {
          result.script.annotations.push_back({node.hit, "(" + std::string(item.reading) + ")"});
        }
        break;
      case Event::halfwidth:
      case Event::stray_halfwidth:
        result.script.halfwidth.push_back(node.hit);
        break;
      case Event::keep:
      case Event::none:
      case Event::lost:
        break;
    }
  }
  return result;
}

}  // namespace

SearchResult search_line(std::span<const Item> line, const model::Scorer& scorer,
                         const ReadingsTool& tool, const SearchOptions& options) {
  return Search(line, scorer, tool, options).run();
}

}  // namespace hanfix::repair
