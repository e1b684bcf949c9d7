#include "repair/readings_search.hpp"

#include <algorithm>

#include "repair/readings_lattice.hpp"

namespace hanfix::repair {
namespace lattice {
namespace {

constexpr std::size_t kBeam = 96;
constexpr std::size_t kInStep = 32;  // states in step that are kept beyond it
constexpr int kKeepAnnotation = 30 * kBit;
constexpr int kKeepForeign = 10 * kBit;  // of those that people wrote
constexpr int kAsksNothing = 4 * kBit;   // "？" behind a sentence that has no word to ask with
constexpr int kUnclosedQuote = 2 * kBit;
constexpr int kEndsInComma = 4 * kBit;
constexpr int kNarrowInChinese = 9 * kBit;  // a half-width mark beside Chinese text

bool is_chinese(char32_t code) {
  return model::is_han(code) || (code >= 0x3001 && code <= 0x301F) ||
         (code >= 0x2018 && code <= 0x201D) || code >= 0xFF00;
}

}  // namespace

void Search::strip(std::uint32_t index, const Item& item) {
  const Node& from = nodes_[index];
  const GbkPair found = from.last_pair != 0 ? from.last_pair : from.across;
  if (options_.strip && found != 0) {
    const int cost = found_cost(found, pairs_.character(found), item.reading);
    if (cost < kNever) {
      Node node = follow(index, 1);
      node.cost += cost - tool_.passed_over[found];
      node.event = Event::strip;
      node.hit = node.bytes;
      add(node);
      return;  // where it fits, it is the tool's: nobody annotates so in running text
    }
  }
  Node node = follow(index, 1);
  node.cost += kKeepForeign;
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

void Search::aligned(std::uint32_t index, const Item& item) {
  const Node from = nodes_[index];
  if (item.kind == Item::Kind::annotation) {
    if (!from.guard && !from.behind) strip(index, item);
    return;
  }
  if (item.kind == Item::Kind::stray_annotation) {
    if (options_.strays) stray_from_annotation(index, item);
    if (from.behind && !from.guard) hidden_annotated(index, item);
    if (from.guard || from.behind) return;
    Node node = follow(index, 1);  // as it stands
    node.cost += kKeepAnnotation;
    add_kept(node, item);
    return;
  }
  const bool mark = options_.marks && is_halfwidth_mark(item.code);
  if (mark) {
    Node node = follow(index, 1);
    node.hit = node.bytes;
    node.event = Event::halfwidth;
    node.bytes += 2;
    node.guard = false;
    emit(node, fullwidth(item.code), from.crossed);
    node.cost += tool_.mark_found - tool_.passed_over[node.last_pair];
    node.cost += wide_cost(from, item.code);
    add(node);
  }
  if (from.guard && item.code != U'\r') return;
  if (item.code == U'?' && options_.strays) stray_before_mark(index);
  if (from.behind && !from.guard && item.code < 0x80) {
    if (item.code == U'?') hidden_character(index);
    if (from.last_pair == 0 || item.code < 0x40 ||
        !pairs_.shown(make_pair(trail_of(from.last_pair), item.code))) {
      return;  // the first pass would have swallowed it
    }
  }
  Node node = follow(index, 1);
  node.guard = false;
  if (item.code < 0x80) node.behind = false;
  emit(node, item.code, from.crossed);
  node.bytes += node.last_pair != 0 ? 2 : 1;
  if (mark && (is_chinese(from.last) || is_chinese(after(from.item)))) {
    node.cost += kNarrowInChinese;
  }
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
  if (item.kind == Item::Kind::annotation) {  // behind a pair that is complete, but not the text's
    const GbkPair pair = make_pair(trail_of(from.last_pair), pending);
    if (!options_.strip || !from.behind || from.last_pair == 0 || !pairs_.assigned(pair)) return;
    const int cost = found_cost(pair, pairs_.character(pair), item.reading);
    if (cost >= kNever) return;
    Node node = follow(index, 1);
    node.cost += cost;
    node.hit = node.bytes;
    node.event = Event::strip;
    node.crossed = true;
    add(node);
    return;
  }
  if (item.kind == Item::Kind::stray_annotation) {
    if (!may_spend(126 * (kLookUp + kWay))) return;
    for (unsigned hidden = 0x81; hidden <= 0xFE; ++hidden) {
      const GbkPair pair = make_pair(pending, hidden);
      if (!pairs_.assigned(pair)) continue;
      const int cost = found_cost(pair, pairs_.character(pair), item.reading);
      if (cost < kNever) {  // 府?dāng)?shù): the pair was found, its bracket swallowed
        Node node = complete(hidden, 1, 0);
        node.cost += cost - tool_.passed_over[pair];
        node.hit = node.bytes;
        node.event = Event::stray_strip;
        node.behind = false;
        add(node);
      }
      // The '?' of the first pass was itself swallowed in the second: two hidden bytes.
      for (const GbkPair across : read_as(item.reading, hidden)) {
        if (trail_of(across) < 0x81) continue;
        Node node = complete(hidden, 1, 0);
        find_across(node, across, item.reading);
        add(node);
      }
    }
    return;
  }
  if (item.code == U'?') {
    if (from.cost > best_ + kHopeful || !may_spend(126 * (kLookUp + kWay))) return;
    // What a guard stands before must be there: paths that end at once would fill the beam.
    const bool guarded = after(from.item) == U'\n' || after(from.item) == U'\r' ||
                         (options_.marks && is_halfwidth_mark(after(from.item)));
    for (unsigned hidden = 0x81; hidden <= 0xFE; ++hidden) {
      if (!pairs_.assigned(make_pair(pending, hidden))) continue;
      if (hidden == 0xFE || hidden == 0xA9 || hidden == 0xA8) {  // both bytes of a pair not shown
        for (unsigned second = 0x81; second <= 0xBF; ++second) {
          if (!pairs_.shown(make_pair(hidden, second))) {
            add(complete(hidden, 1, static_cast<std::uint8_t>(second)));
          }
        }
      }
      Node node = complete(hidden, 1, 0);
      node.event = Event::stray_strip;
      node.guess = Guess::trail;
      node.hit = kNone;
      if (node.last == U'？' && !asks(from)) node.cost += kAsksNothing;
      if (node.cost > best_ + kBeamWidth) continue;
      if (guarded) {
        node.guard = true;
        add(node);
        node.guard = false;
      }
      add_lost(node);
    }
    return;
  }
  if (item.code < 0x80) {
    if (item.code >= 0x40 && pairs_.assigned(make_pair(pending, item.code))) {
      Node node = complete(item.code, 1, 0);
      node.behind = false;
      add(node);
    }
    if (item.code > 0x20 && item.code < 0x7F && pairs_.assigned(make_pair(pending, 0xA3))) {
      Node node = complete(0xA3, 1, static_cast<std::uint8_t>(item.code + 0x80));
      node.hit = from.bytes;  // the trail byte is the A3
      node.event = Event::stray_halfwidth;
      node.cost += tool_.mark_found + (is_halfwidth_mark(item.code) ? 0 : tool_.unusual_mark);
      node.crossed = true;
      add(node);
    }
    return;
  }
  if (item.code == kEuro && pairs_.assigned(make_pair(pending, 0x80))) {
    Node node = complete(0x80, 1, 0);
    node.behind = false;
    add(node);
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
    node.behind = false;
    add(node);
  }
}

void Search::expand(std::uint32_t index) {
  const Item& item = line_[nodes_[index].item];
  context_ = language_.scorer.context(nodes_[index].before_last, nodes_[index].last_symbol);
  if (nodes_[index].pending == 0) {
    aligned(index, item);
  } else {
    shifted(index, item);
  }
}

// Keeps the best of each state, remembering by how much it won, and the best kBeam states.
void Search::prune(Frontier& frontier) {
  if (frontier.size() <= 1) return;
  spend(frontier.size() * kWay);
  states_.clear();
  std::size_t kept = 0;
  for (std::size_t i = 0; i < frontier.size(); ++i) {
    const auto [at, fresh] =
        states_.try_emplace(frontier[i].key(), static_cast<std::uint32_t>(kept));
    if (fresh) {
      frontier[kept++] = frontier[i];
      continue;
    }
    Node& best = frontier[at->second];
    const bool better = frontier[i].cost < best.cost;
    const int margin = better ? best.cost - frontier[i].cost : frontier[i].cost - best.cost;
    if (better) best = frontier[i];
    best.margin = std::min(best.margin, margin);
  }
  frontier.resize(kept);
  const auto better = [](const Node& a, const Node& b) {
    return a.cost != b.cost ? a.cost < b.cost : a.key() < b.key();
  };
  if (frontier.size() > kBeam) {
    std::nth_element(frontier.begin(), frontier.begin() + kBeam, frontier.end(), better);
    // A line has one way at least to its end: not to be crowded out by many that end before.
    const auto rest = std::partition(frontier.begin() + kBeam, frontier.end(),
                                     [](const Node& node) { return node.in_step(); });
    const std::size_t size = std::min<std::size_t>(rest - frontier.begin(), kBeam + kInStep);
    std::nth_element(frontier.begin() + kBeam, frontier.begin() + static_cast<std::ptrdiff_t>(size),
                     rest, better);
    frontier.resize(size);
  }
  const int limit = std::min_element(frontier.begin(), frontier.end(), better)->cost + kBeamWidth;
  std::erase_if(frontier, [limit](const Node& node) { return node.cost > limit; });
}

SearchResult Search::run() {
  Node start;
  start.before_last = start.last_symbol = model::kStart;
  start.quotes = options_.quotes;
  add(start);
  for (std::uint32_t item = 0; item < line_.size(); ++item) {
    Frontier& now = frontier_[item % 3];
    prune(now);
    spend(now.size() * kLookUp);
    best_ = kNoRival;
    for (const Node& node : now) best_ = std::min(best_, node.cost);
    for (const Node& node : now) {
      nodes_.push_back(node);
      expand(static_cast<std::uint32_t>(nodes_.size() - 1));
    }
    now.clear();
  }
  const Node* best = nullptr;
  int rival = kNoRival;
  for (Node& node : frontier_[line_.size() % 3]) {
    if (node.pending != 0 || (node.behind && !node.guard)) continue;
    node.cost += language_.scorer.cost(node.before_last, node.last_symbol, model::kStart);
    if (node.quotes != 0) node.cost += kUnclosedQuote;
    if (node.last == U'，') node.cost += kEndsInComma;
    if (best == nullptr || node.cost < best->cost) {
      if (best != nullptr) rival = best->cost;
      best = &node;
    } else {
      rival = std::min(rival, node.cost);
    }
  }
  // Without one the beam lost every path that ends in step: nothing changes.
  SearchResult result;
  if (best != nullptr) {
    nodes_.push_back(*best);
    result = trace(static_cast<std::uint32_t>(nodes_.size() - 1),
                   std::min(best->margin, rival - best->cost));
  }
  result.out_of_budget = gave_up_;
  return result;
}

}  // namespace lattice

SearchResult search_line(std::span<const Item> line, const Language& language,
                         const ReadingsTool& tool, const SearchOptions& options) {
  return lattice::Search(line, language, tool, options).run();
}

}  // namespace hanfix::repair
