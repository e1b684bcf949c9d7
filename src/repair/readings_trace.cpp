// What the search found: the text of its best path, and how sure the guesses in it are.
#include <algorithm>
#include <cmath>

#include "base/utf8.hpp"
#include "repair/readings_lattice.hpp"

namespace hanfix::repair::lattice {

// How sure the character is that `path[step]` guessed, all others taken as they are.
Likely Search::judge(const std::vector<std::uint32_t>& path, std::size_t step) const {
  const Node& node = nodes_[path[step]];
  const Node& from = nodes_[node.parent];
  Symbol next[2] = {model::kStart, model::kStart};
  std::size_t known = 0;
  const auto follow_with = [&](char32_t code) {
    if (code != 0 && known < 2) next[known++] = model::symbol(code);
  };
  // As add_lost() takes what is behind it.
  follow_with(node.event == Event::lost ? U'0' : node.emit[1] == U'<' ? U'\n' : node.emit[1]);
  for (std::size_t at = step + 1; at < path.size() && known < 2; ++at) {
    for (const char32_t code : nodes_[path[at]].emit) follow_with(code);
  }
  const auto cost = [&](char32_t code) {
    const Symbol symbol = model::symbol(code);
    Node scratch = from;
    const auto pair_cost = [&](Symbol a, Symbol b, Symbol c) {
      return language_.cache.cost(b, c, language_.scorer.cost(a, b, c));
    };
    return quoted(scratch, code, pair_cost(from.before_last, from.last_symbol, symbol)) +
           pair_cost(from.last_symbol, symbol, next[0]) + pair_cost(symbol, next[0], next[1]) +
           tool_.passed_over[pairs_.pair(code)];
  };
  const int best = cost(node.emit[0]);
  Likely likely;
  double total = 1;
  int rival_cost = std::numeric_limits<int>::max();
  const auto compare = [&](GbkPair pair) {
    const char32_t code = pairs_.character(pair);
    if (!pairs_.assigned(pair) || code == node.emit[0]) return;
    const int other = cost(code);
    total += std::exp2(double(best - other) / kBit);
    if (other < rival_cost) {
      rival_cost = other;
      likely.rival = code;
    }
  };
  if (node.guess == Guess::whole) {
    for (const GbkPair pair : common_pairs()) compare(pair);
  } else {
    for (unsigned hidden = 0x81; hidden <= 0xFE; ++hidden) {
      compare(node.guess == Guess::lead ? make_pair(hidden, 0xA3)
                                        : make_pair(from.pending, hidden));
    }
  }
  likely.probability = 1 / total;
  return likely;
}

// Decides what becomes of a guess, the first character of `text`: it stands where it is sure enough
// or where guesses are asked for; elsewhere U+FFFD marks it.
void Search::settle(const Likely& likely, std::u32string& text, Passage& passage) const {
  if (options_.guess || likely.probability >= tool_.sure || likely.rival == 0) return;
  if (!passage.doubt.empty()) passage.doubt += ", ";
  utf8::append(passage.doubt, text.front());
  passage.doubt += '/';
  utf8::append(passage.doubt, likely.rival);
  text.front() = 0xFFFD;
}

// What the guesses of a path are worth; those in a row hang together, and are worth the least of
// them: 模糊 and 危害 hide behind the same bytes.
std::vector<Likely> Search::judge_guesses(const std::vector<std::uint32_t>& path) const {
  std::vector<Likely> worth(path.size());
  for (std::size_t start = 0; start < path.size(); ++start) {
    std::size_t end = start;
    double least = 1;
    for (; end < path.size() && nodes_[path[end]].guess != Guess::none; ++end) {
      worth[end] = judge(path, end);
      least = std::min(least, worth[end].probability);
    }
    for (; start < end; ++start) worth[start].probability = least;
  }
  return worth;
}

// Walks the best path forwards and cuts it into passages wherever text and bytes are in step and
// two characters in a row stand as they were.
SearchResult Search::trace(std::uint32_t end, int margin) const {
  std::vector<std::uint32_t> path;
  for (std::uint32_t at = end; at != kNone; at = nodes_[at].parent) path.push_back(at);
  std::reverse(path.begin(), path.end());
  SearchResult result;
  result.cost = nodes_[end].cost;
  result.margin = margin;
  result.quotes = nodes_[end].quotes;

  const std::vector<Likely> worth =
      options_.guess ? std::vector<Likely>(path.size()) : judge_guesses(path);
  Passage passage{0, 0, kNone, {}};
  std::uint32_t base = 0;  // GBK bytes before the passage
  const auto close = [&](const Node& from) {
    if (passage.changed != kNone) {
      passage.last = from.item;
      result.passages.push_back(std::move(passage));
    }
    passage = {from.item, 0, kNone, {}};
    base = from.bytes;
  };
  for (std::size_t step = 1; step < path.size(); ++step) {
    const Node& node = nodes_[path[step]];
    const Node& from = nodes_[node.parent];
    const Item& item = line_[from.item];
    const bool unchanged = (node.event == Event::none || node.event == Event::keep) &&
                           node.in_step() && from.in_step();
    // A passage begins at a character, so that an annotation has the one before it.
    if (from.in_step() && item.kind == Item::Kind::character &&
        (unchanged || from.event == Event::none)) {
      if (unchanged || passage.changed == kNone || from.item > passage.first + 1) close(from);
    }
    std::u32string after;
    for (const char32_t code : node.emit) {
      if (code != 0) after.push_back(code);
    }
    if (node.event == Event::keep) after = annotation_text(item);
    passage.script.clean += after;
    if (!unchanged && passage.changed == kNone) passage.changed = from.item;
    if (node.guess != Guess::none) settle(worth[step], after, passage);
    if (node.event == Event::lost && !options_.guess) after.back() = 0xFFFD;
    if (passage.changed != kNone) passage.after += utf8::encode(after);
    passage.stray |= !node.in_step() || !from.in_step();
    passage.lost |= node.event == Event::lost;
    switch (node.event) {
      case Event::stray_strip:
      case Event::hidden_strip:
      case Event::strip:
        if (node.hit != kNone) {
          std::u32string annotation = annotation_text(item);
          if (node.event != Event::strip) annotation.front() = U'(';  // the '?' stands for it
          passage.script.annotations.push_back({node.hit - base, utf8::encode(annotation)});
        }
        break;
      case Event::halfwidth:
      case Event::stray_halfwidth:
        passage.script.halfwidth.push_back(node.hit - base);
        break;
      default:
        break;
    }
  }
  close(nodes_[end]);
  return result;
}

}  // namespace hanfix::repair::lattice
