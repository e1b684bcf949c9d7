#include "repair/readings_search.hpp"

#include <algorithm>

#include "repair/reading_table.hpp"
#include "repair/readings_lattice.hpp"

namespace hanfix::repair {
namespace lattice {
namespace {

constexpr std::size_t kBeam = 96;
constexpr std::size_t kInStep = 32;  // states in step that are kept beyond it
constexpr int kBit = 16;
constexpr int kBeamWidth = 70 * kBit;  // states worse than the best by more are dropped
constexpr int kHopeful = 14 * kBit;    // and these get no hidden bytes, which cost most of the time
constexpr int kNever = 1000 * kBit;    // of annotations that stay although the tool made them
constexpr int kKeepAnnotation = 30 * kBit;
constexpr int kKeepForeign = 10 * kBit;    // of those that people wrote
constexpr int kLost = 9 * kBit;            // a stray byte swallowed a character
constexpr int kLostBlank = 3 * kBit;       // Chinese pages have fewer blanks than the model expects
constexpr int kOpenQuote = 9 * kBit;       // of an opening mark at most
constexpr int kCloseQuote = 9 * kBit / 2;  // of a closing one while a quotation is open
constexpr int kUnopenedQuote = 3 * kBit;
constexpr int kAsksNothing = 4 * kBit;  // "？" behind a sentence that has no word to ask with
constexpr int kDoubledStop = 6 * kBit;
constexpr int kReopenedQuote = 3 * kBit;
constexpr int kUnclosedQuote = 2 * kBit;
constexpr int kMixedBrackets = 8 * kBit;
constexpr int kMisplacedMark = 8 * kBit;
constexpr int kEndsInComma = 4 * kBit;
constexpr int kNarrowInChinese = 9 * kBit;  // a half-width mark beside Chinese text
constexpr int kWideInLatin = 3 * kBit;      // a full-width one between Latin letters
constexpr int kWideInNumber = 20 * kBit;    // 18:50, 1,000

bool is_one_of(char32_t code, std::u32string_view marks) {
  return code >= 0x2018 && marks.find(code) != std::u32string_view::npos;
}

bool is_letter(char32_t code) { return (code | 0x20u) >= U'a' && (code | 0x20u) <= U'z'; }

bool is_chinese(char32_t code) {
  return model::is_han(code) || (code >= 0x3001 && code <= 0x301F) ||
         (code >= 0x2018 && code <= 0x201D) || code >= 0xFF00;
}

// Marks that never follow an opening mark, a pause, or the beginning of a line.
bool closes(char32_t code) { return is_one_of(code, U"。、”’」』》"); }
bool opens(char32_t code) { return is_one_of(code, U"“‘「『《（"); }
bool pauses(char32_t code) { return is_one_of(code, U"，、；："); }

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

// What it costs that the tool annotated this character, given that it stands there; kNever if the
// reading is not the character's. The tool knows only forms that Simplified text does not use.
int Search::found_cost(GbkPair pair, char32_t code, std::string_view reading) const {
  if (!model::is_traditional_only(code) || !reading_table::has(code, reading)) return kNever;
  if (tool_.found[pair] != 0) return tool_.found[pair];
  return reading_table::is_first(code, reading) ? tool_.found_unknown : tool_.found_unusual;
}

// The cost of a quotation mark, and the state behind it. The model sees two characters back, so it
// does not know that a quotation is open: a mark that closes one is far more probable than it
// thinks.
int Search::quoted(Node& node, char32_t code, int cost) const {
  constexpr std::u32string_view kOpen = U"“‘「『", kClose = U"”’」』";
  if (code < 0x2018 || code > 0xFF09) return cost;
  if (const std::size_t kind = kOpen.find(code); kind != std::u32string_view::npos) {
    const unsigned depth = node.quotes >> 2 * kind & 3u;
    if (depth < 3) node.quotes = static_cast<std::uint8_t>(node.quotes + (1u << 2 * kind));
    return depth > 0 ? cost + kReopenedQuote : std::min(cost, kOpenQuote);
  }
  if (const std::size_t kind = kClose.find(code); kind != std::u32string_view::npos) {
    if ((node.quotes >> 2 * kind & 3u) == 0) return cost + kUnopenedQuote;
    node.quotes = static_cast<std::uint8_t>(node.quotes - (1u << 2 * kind));
    return std::min(cost, kCloseQuote);
  }
  return cost;
}

// Brackets come in pairs of one width.
void Search::bracket(Node& node, char32_t code) const {
  const std::uint8_t opens = code == U'(' ? 1 : code == U'（' ? 2 : 0;
  const std::uint8_t closes = code == U')' ? 1 : code == U'）' ? 2 : 0;
  if (opens != 0) node.bracket = opens;
  if (closes != 0) {
    if (node.bracket != 0 && node.bracket != closes) node.cost += kMixedBrackets;
    node.bracket = 0;
  }
}

// Appends `code` to the clean text: the model's cost, and what it costs that the tool let its
// bytes, and those across the border before it, stand.
void Search::emit(Node& node, char32_t code, bool crossed) {
  const Symbol symbol = model::symbol(code);
  int general = 0;
  if (node.emit[0] == 0) {  // the first character behind the state at hand
    auto context = context_;
    general = language_.scorer.advance(context, symbol);
  } else {
    general = language_.scorer.cost(node.before_last, node.last_symbol, symbol);
  }
  node.cost += quoted(node, code, language_.cache.cost(node.last_symbol, symbol, general));
  if (closes(code) && (node.last == U'\n' || opens(node.last) || pauses(node.last))) {
    node.cost += kMisplacedMark;
  }
  if (node.last == U'。' && model::is_han(code)) node.cost += tool_.stop_inside;
  if (node.last == U'。' && code == U'。' &&
      language_.cache.cost(node.last_symbol, symbol, kNever) == kNever) {
    node.cost += kDoubledStop;  // of a document that does so elsewhere it is the way
  }
  const GbkPair pair = code < 0x80 ? GbkPair{0} : pairs_.pair(code);
  if (pair != 0) {
    node.cost += tool_.passed_over[pair];
    if (node.last_pair != 0 && !crossed) {
      node.cost += tool_.passed_over[make_pair(trail_of(node.last_pair), lead_of(pair))];
    }
  }
  // A trail byte in ASCII's range ends a shifted run of the first pass, unseen in the second.
  if (pair != 0 && trail_of(pair) <= 0x80) node.behind = false;
  bracket(node, code);
  node.across = code >= 0x40 && code < 0x7F && node.last_pair != 0
                    ? make_pair(trail_of(node.last_pair), code)
                    : GbkPair{0};
  (node.emit[0] == 0 ? node.emit[0] : node.emit[1]) = code;
  node.before_last = node.last_symbol;
  node.last_symbol = symbol;
  node.last = code;
  node.last_pair = pair;
}

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
// is gone through once a reading.
std::span<const GbkPair> Search::read_as(std::string_view reading, unsigned lead) {
  const auto [at, fresh] = readings_.try_emplace(reading);
  std::vector<GbkPair>& all = at->second;
  if (fresh) {
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
  if (*options_.budget < 23940 || nodes_[index].cost > best_ + kHopeful) return;
  *options_.budget -= 2000;  // most pairs fail the look-up of the reading
  for (const GbkPair pair : read_as(item.reading, 0)) {
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
    if (*options_.budget == 0) return;
    --*options_.budget;
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

// Whether the sentence up to `from` holds a word that asks, as far as it can be read.
bool Search::asks(const Node& from) const {
  constexpr std::u32string_view kAsks = U"嗎呢吧麼誰哪何怎豈否幾吗么谁岂几";
  if (kAsks.find(from.last) != std::u32string_view::npos) return true;
  for (std::uint32_t at = from.item; at > 0 && from.item - at < 60; --at) {
    const char32_t code = line_[at - 1].code;
    if (code == U'。' || code == U'！' || code == U'？') return false;
    if (code >= 0x80 && kAsks.find(code) != std::u32string_view::npos) return true;
  }
  return false;
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
    node.guess = Guess::lead;
    node.cost += tool_.mark_found + (is_halfwidth_mark(mark.code) ? 0 : tool_.unusual_mark);
    node.crossed = true;
    add(node);
    if (*options_.budget == 0) return;
  }
}

// The character behind item `index`, as it stands; a line break at the end.
char32_t Search::after(std::uint32_t index) const {
  return index + 1 < line_.size() && line_[index + 1].kind == Item::Kind::character
             ? line_[index + 1].code
             : U'\n';
}

// What speaks against a full-width mark here: numbers and times, Latin spans, addresses.
int Search::wide_cost(const Node& from, char32_t mark) const {
  const char32_t before = from.last, behind = after(from.item);
  const auto digit = [](char32_t code) { return code >= U'0' && code <= U'9'; };
  if ((mark == U':' || mark == U',') && digit(before) && digit(behind)) return kWideInNumber;
  if (mark == U':' && behind == U'/') return kWideInNumber;
  if (is_letter(before) && is_letter(behind)) return kWideInLatin;
  return 0;
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
    if (*options_.budget < 126 || from.cost > best_ + kHopeful) return;
    *options_.budget -= 126;
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
  if (best == nullptr) return {};  // the beam lost every path that ends in step: nothing changes
  nodes_.push_back(*best);
  return trace(static_cast<std::uint32_t>(nodes_.size() - 1),
               std::min(best->margin, rival - best->cost));
}

}  // namespace lattice

SearchResult search_line(std::span<const Item> line, const Language& language,
                         const ReadingsTool& tool, const SearchOptions& options) {
  return lattice::Search(line, language, tool, options).run();
}

}  // namespace hanfix::repair
