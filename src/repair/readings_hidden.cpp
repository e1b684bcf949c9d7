// Bytes that a '?' hides: a stray one swallowed them.
#include <algorithm>
#include <string_view>
#include <utility>

#include "repair/reading_table.hpp"
#include "repair/readings_lattice.hpp"

namespace hanfix::repair::lattice {
namespace {

constexpr int kLost = 9 * kBit;       // a stray byte swallowed a character
constexpr int kLostBlank = 3 * kBit;  // Chinese pages have fewer blanks than the model expects

}  // namespace

const std::vector<GbkPair>& common_pairs() {
  static const std::vector<GbkPair> common = [] {
    const GbkPairs& pairs = GbkPairs::instance();
    const model::Scorer scorer(model::Script::hant);
    std::vector<std::pair<int, GbkPair>> ranked;
    for (unsigned pair = 0x8140; pair <= 0xFEFE; ++pair) {
      const char32_t code = pairs.character(static_cast<GbkPair>(pair));
      if (!pairs.assigned(static_cast<GbkPair>(pair))) continue;
      ranked.emplace_back(scorer.unigram_cost(model::symbol(code)), static_cast<GbkPair>(pair));
    }
    std::sort(ranked.begin(), ranked.end());
    std::vector<GbkPair> out;
    for (std::size_t i = 0; i < ranked.size() && i < 2000; ++i) out.push_back(ranked[i].second);
    return out;
  }();
  return common;
}

// "?dāng)" after an aligned character: its trail byte and the hidden byte were found.
void Search::stray_from_annotation(std::uint32_t index, const Item& item) {
  const Node& from = nodes_[index];
  if (from.last_pair == 0 || from.guard) return;
  for (const GbkPair pair : read_as(item.reading, trail_of(from.last_pair))) {
    if (trail_of(pair) < 0x81) continue;
    Node node = follow(index, 1);
    find_across(node, pair, item.reading);
    add(node);
  }
}

// The tool found `pair` across the border behind the last character: its second byte was hidden,
// and is the lead byte of the next one. From here on the first pass reads shifted.
void Search::find_across(Node& node, GbkPair pair, std::string_view reading) const {
  node.cost += found_cost(pair, pairs_.character(pair), reading);
  node.pending = static_cast<std::uint8_t>(trail_of(pair));
  node.bytes += 1;
  node.hit = node.bytes;
  node.event = Event::stray_strip;
  node.crossed = true;
  node.behind = true;
}

// The pairs with this lead byte (0: with any) whose character the tool may read so, ascending. GBK
// is gone through once a reading, if there are steps left.
std::span<const GbkPair> Search::read_as(std::string_view reading, unsigned lead) {
  const auto [at, fresh] = readings_.try_emplace(reading);
  std::vector<GbkPair>& all = at->second;
  if (fresh && may_spend(0x7DBE * kGlance)) {
    for (unsigned pair = 0x8140; pair <= 0xFEFE; ++pair) {
      const char32_t code = pairs_.character(static_cast<GbkPair>(pair));
      if (model::is_traditional_only(code) && reading_table::has(code, reading)) {
        all.push_back(static_cast<GbkPair>(pair));
      }
    }
  }
  if (lead == 0) return all;
  const auto first = std::lower_bound(all.begin(), all.end(), make_pair(lead, 0));
  return {first, std::upper_bound(first, all.end(), make_pair(lead, 0xFF))};
}

// "?jīng)" where only the first pass was still shifted: it took the character's trail byte together
// with the bracket, the second pass its lead byte with the '?' of the first. All of it is hidden.
void Search::hidden_annotated(std::uint32_t index, const Item& item) {
  if (nodes_[index].cost > best_ + kHopeful) return;
  for (const GbkPair pair : read_as(item.reading, 0)) {
    if (!may_spend(kLookUp + kWay)) return;
    Node node = follow(index, 1);
    const char32_t code = pairs_.character(pair);
    emit(node, code, nodes_[index].crossed);
    node.cost += found_cost(pair, code, item.reading) - tool_.passed_over[pair];
    node.bytes += 2;
    node.hit = node.bytes;
    node.event = Event::hidden_strip;
    node.behind = false;
    add(node);
  }
}

// '?' in the same state: a hidden character, and an ASCII byte behind it that is gone, or the end
// of the line, where nothing is.
void Search::hidden_character(std::uint32_t index) {
  if (nodes_[index].cost > best_ + kHopeful) return;
  const bool end =
      nodes_[index].item + 1 == line_.size() || line_[nodes_[index].item + 1].code == U'\r';
  for (const GbkPair pair : common_pairs()) {
    if (!may_spend(kLookUp + kWay)) return;
    Node node = follow(index, 1);
    emit(node, pairs_.character(pair), nodes_[index].crossed);
    if (node.cost > best_ + kBeamWidth) continue;
    node.bytes += 2;
    node.event = Event::hidden;
    node.guess = Guess::whole;
    node.behind = false;
    if (end) {
      add(node);
    } else {
      add_lost(node);
    }
  }
}

// Whether "/strong>" follows item `index`: the end of a tag that has lost its bracket.
bool Search::ends_tag(std::uint32_t index) const {
  std::uint32_t at = index + 1;
  if (at >= line_.size() || line_[at].code != U'/') return false;
  const std::uint32_t name = ++at;
  while (at < line_.size() && is_letter(line_[at].code)) ++at;
  return at > name && at < line_.size() && line_[at].code == U'>';
}

// The '?' stands for an ASCII character that is gone, too. Nothing tells which, except before "/p>"
// and where a blank fits better than a digit.
void Search::add_lost(const Node& from) {
  const auto with = [&](char32_t code, char32_t like, Event event, int cost) {
    Node node = from;
    const Symbol symbol = model::symbol(like);
    node.event = event;
    node.cost += cost + language_.scorer.cost(node.before_last, node.last_symbol, symbol);
    node.bytes += 1;
    node.emit[1] = code;
    node.before_last = node.last_symbol;
    node.last_symbol = symbol;
    node.last = like;
    node.last_pair = 0;
    node.behind = false;
    spend(kLookUp + kWay);
    add(node);
  };
  if (ends_tag(from.item - 1)) {
    with(U'<', U'\n', Event::hidden, 0);  // what stands before it ends a paragraph
    return;
  }
  with(U'?', U'0', Event::lost, kLost);
  const char32_t behind = from.item < line_.size() ? line_[from.item].code : U'\n';
  const bool counted =
      std::u32string_view(U"年月日號时時点點分秒元歲岁萬万億亿名人件.%").find(behind) !=
      std::u32string_view::npos;
  if (counted || (behind >= U'0' && behind <= U'9')) return;  // a digit, for sure
  if (options_.guess) {
    with(U' ', U' ', Event::hidden, kLost + kLostBlank);
  } else {
    with(U'?', U' ', Event::lost, kLost + kLostBlank);
  }
}

// '?' and a half-width mark after an aligned character: a hidden lead byte, A3, and the mark's
// byte, which is pending.
void Search::stray_before_mark(std::uint32_t index) {
  const std::uint32_t at = nodes_[index].item;
  if (at + 1 >= line_.size()) return;
  const Item& mark = line_[at + 1];
  if (mark.kind != Item::Kind::character || mark.code <= 0x20 || mark.code >= 0x7F) return;
  for (unsigned hidden = 0x81; hidden <= 0xFE; ++hidden) {
    const GbkPair pair = make_pair(hidden, 0xA3);
    if (!pairs_.assigned(pair)) continue;
    if (!may_spend(kLookUp + kWay)) return;
    Node node = follow(index, 2);
    emit(node, pairs_.character(pair), false);
    node.hit = node.bytes + 1;
    node.bytes += 3;
    node.pending = static_cast<std::uint8_t>(mark.code + 0x80);
    node.event = Event::stray_halfwidth;
    node.guess = Guess::lead;
    node.cost += tool_.mark_found + (is_halfwidth_mark(mark.code) ? 0 : tool_.unusual_mark);
    node.crossed = true;
    add(node);
  }
}

}  // namespace hanfix::repair::lattice
