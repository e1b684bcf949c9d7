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
constexpr int kBeamWidth = 70 * kBit;  // states worse than the best by more are dropped
constexpr int kNever = 1000 * kBit;    // of annotations that stay although the tool made them
constexpr int kKeepAnnotation = 30 * kBit;
constexpr int kLost = 14 * kBit;           // a stray byte swallowed a character
constexpr int kLostBracket = 2 * kBit;     // the bracket of a tag that ends
constexpr int kUnusualMark = 8 * kBit;     // A3 xx other than the seven marks
constexpr int kOpenQuote = 9 * kBit;       // of an opening mark at most
constexpr int kCloseQuote = 9 * kBit / 2;  // of a closing one while a quotation is open
constexpr int kUnopenedQuote = 3 * kBit;
constexpr int kReopenedQuote = 3 * kBit;
constexpr int kUnclosedQuote = 2 * kBit;
constexpr int kMixedBrackets = 8 * kBit;
constexpr int kMisplacedMark = 8 * kBit;
constexpr int kEndsInComma = 4 * kBit;
constexpr int kNarrowInChinese = 9 * kBit;  // a half-width mark beside Chinese text
constexpr int kWideInLatin = 3 * kBit;      // a full-width one between Latin letters
constexpr int kWideInNumber = 20 * kBit;    // 18:50, 1,000
constexpr int kDoubt = kBit;  // a character twice as probable as another is not certain
constexpr std::uint32_t kNone = ~std::uint32_t{0};
constexpr int kNoRival = std::numeric_limits<int>::max() / 4;

enum class Event : std::uint8_t {
  none,
  strip,         // an annotation behind its character
  stray_strip,   // one whose bracket was swallowed, or a lead byte alone
  hidden_strip,  // one whose character was swallowed as well
  halfwidth,
  stray_halfwidth,
  keep,
  lost,
  hidden,
};

// What of an emitted character the damage hides.
enum class Guess : std::uint8_t {
  none,
  lead,   // its lead byte; its trail byte is the A3 of a mark
  trail,  // its trail byte
  whole,  // both
};

struct Node {
  int cost = 0;
  int margin = kNoRival;
  std::uint32_t parent = kNone;
  std::uint32_t item = 0;   // items consumed
  std::uint32_t bytes = 0;  // GBK bytes of the clean text so far, the pending one included
  char32_t emit[2] = {0, 0};
  std::uint32_t hit = 0;  // byte offset of an annotation's end or a mark's A3
  Symbol before_last = 0, last_symbol = 0;
  char32_t last = U'\n';
  GbkPair last_pair = 0;     // of `last`, 0 if it has none
  GbkPair across = 0;        // a trail byte and the ASCII letter behind it: 款A, which is 預
  std::uint8_t pending = 0;  // lead byte whose trail byte is still to come
  Event event = Event::none;
  bool guard = false;         // the '?' swallowed a mark's guard: the mark must follow, or the end
  bool crossed = false;       // the pair across the border to the next character was found
  Guess guess = Guess::none;  // what of emit[0] was not there to read
  bool behind = false;        // the first pass went on reading shifted, up to the next ASCII byte
  std::uint8_t quotes = 0;    // open “ ‘ 「 『, two bits each
  std::uint8_t bracket = 0;   // the last bracket opened: 1 half-width, 2 full-width

  [[nodiscard]] std::uint64_t key() const {
    return std::uint64_t{pending} | std::uint64_t{last} << 8 | std::uint64_t{before_last} << 29 |
           std::uint64_t{quotes} << 45 | std::uint64_t{bracket} << 53 | std::uint64_t{guard} << 55 |
           std::uint64_t{crossed} << 56 | std::uint64_t{behind} << 57;
  }
};

// What a wholly hidden character may be: the 2,000 most probable of GBK, marks and hanzi.
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

class Search {
 public:
  Search(std::span<const Item> line, const Language& language, const ReadingsTool& tool,
         const SearchOptions& options)
      : line_(line), language_(language), tool_(tool), options_(options) {}

  SearchResult run();

 private:
  // Candidates for one item; only those that survive prune() become nodes of the lattice.
  using Frontier = std::vector<Node>;

  void expand(std::uint32_t index);
  void aligned(std::uint32_t index, const Item& item);
  void shifted(std::uint32_t index, const Item& item);
  void strip(std::uint32_t index, const Item& item);
  void add_kept(Node& node, const Item& item);
  void stray_from_annotation(std::uint32_t index, const Item& item);
  void stray_before_mark(std::uint32_t index);
  void hidden_annotated(std::uint32_t index, const Item& item);
  void hidden_character(std::uint32_t index);
  [[nodiscard]] bool ends_tag(std::uint32_t index) const;
  void lose(Node& node);
  void find_across(Node& node, GbkPair pair, std::string_view reading) const;
  std::span<const GbkPair> read_as(std::string_view reading, unsigned lead);
  [[nodiscard]] char32_t after(std::uint32_t index) const;
  [[nodiscard]] int wide_cost(const Node& from, char32_t mark) const;

  [[nodiscard]] Node follow(std::uint32_t index, std::uint32_t items) const {
    Node node = nodes_[index];
    node.parent = index;
    node.item += items;
    node.emit[0] = node.emit[1] = 0;
    node.event = Event::none;
    node.guess = Guess::none;
    node.crossed = false;
    return node;
  }
  void emit(Node& node, char32_t code, bool crossed);
  [[nodiscard]] int quoted(Node& node, char32_t code, int cost) const;
  void bracket(Node& node, char32_t code) const;
  void add(const Node& node) { frontier_[node.item % 3].push_back(node); }
  void prune(Frontier& frontier);
  [[nodiscard]] char32_t rival_of(const std::vector<std::uint32_t>& path, std::size_t step) const;
  [[nodiscard]] int found_cost(GbkPair pair, char32_t code, std::string_view reading) const;
  [[nodiscard]] SearchResult trace(std::uint32_t end, int margin) const;

  std::span<const Item> line_;
  const Language& language_;
  const ReadingsTool& tool_;
  const SearchOptions& options_;
  const GbkPairs& pairs_ = GbkPairs::instance();
  std::vector<Node> nodes_;
  Frontier frontier_[3];
  std::unordered_map<std::uint64_t, std::uint32_t> states_;
  std::unordered_map<std::string_view, std::vector<GbkPair>> readings_;  // of stray annotations
};

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
  const int general = language_.scorer.cost(node.before_last, node.last_symbol, symbol);
  node.cost += quoted(node, code, language_.cache.cost(node.last_symbol, symbol, general));
  if (closes(code) && (node.last == U'\n' || opens(node.last) || pauses(node.last))) {
    node.cost += kMisplacedMark;
  }
  if (node.last == U'。' && model::is_han(code)) node.cost += tool_.stop_inside;
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
  if (*options_.budget < 23940) return;
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
  const bool end =
      nodes_[index].item + 1 == line_.size() || line_[nodes_[index].item + 1].code == U'\r';
  for (const GbkPair pair : common_pairs()) {
    if (*options_.budget == 0) return;
    --*options_.budget;
    Node node = follow(index, 1);
    emit(node, pairs_.character(pair), nodes_[index].crossed);
    node.bytes += 2;
    node.event = Event::hidden;
    node.guess = Guess::whole;
    node.behind = false;
    if (!end) lose(node);
    add(node);
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

// The '?' stands for an ASCII character that is gone, too. Nothing tells which, except before
// "/p>".
void Search::lose(Node& node) {
  const bool tag = ends_tag(node.item - 1);
  node.event = tag ? Event::hidden : Event::lost;
  node.cost += tag ? kLostBracket : kLost;
  node.bytes += 1;
  node.emit[1] = tag ? U'<' : U'?';
  node.before_last = node.last_symbol;
  node.last_symbol = model::symbol(U'0');
  node.last = U'0';
  node.last_pair = 0;
  node.behind = false;
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
    node.cost += tool_.mark_found + (is_halfwidth_mark(mark.code) ? 0 : kUnusualMark);
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
  // Set off by a blank as Latin text does it: "a ? b", ":)".
  if (mark == U')' && from.bracket == 2) return 0;
  const bool blank = before == U' ' || behind == U' ';
  return blank && before < 0x80 && behind < 0x80 ? tool_.mark_set_off : 0;
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
    if (*options_.budget < 126) return;
    *options_.budget -= 126;
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
      node.guard = true;
      add(node);
      node.guard = false;
      lose(node);
      add(node);
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
      node.cost += tool_.mark_found + (is_halfwidth_mark(item.code) ? 0 : kUnusualMark);
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
    frontier.resize(kBeam);
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

// The second best character for what `path[step]` guessed, given all others, if it fits nearly as
// well; 0 if none does.
char32_t Search::rival_of(const std::vector<std::uint32_t>& path, std::size_t step) const {
  const Node& node = nodes_[path[step]];
  const Node& from = nodes_[node.parent];
  Symbol next[2] = {model::kStart, model::kStart};
  std::size_t known = 0;
  const auto follow_with = [&](char32_t code) {
    if (code != 0 && known < 2) next[known++] = model::symbol(code);
  };
  follow_with(node.emit[1]);
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
  char32_t rival = 0;
  int rival_cost = best + kDoubt;
  const auto compare = [&](GbkPair pair) {
    if (!pairs_.assigned(pair) || pairs_.character(pair) == node.emit[0]) return;
    const int other = cost(pairs_.character(pair));
    if (other < rival_cost) {
      rival_cost = other;
      rival = pairs_.character(pair);
    }
  };
  if (node.guess == Guess::whole) {
    for (const GbkPair pair : common_pairs()) compare(pair);
    return rival;
  }
  for (unsigned hidden = 0x81; hidden <= 0xFE; ++hidden) {
    compare(node.guess == Guess::lead ? make_pair(hidden, 0xA3) : make_pair(from.pending, hidden));
  }
  return rival;
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
  const auto in_step = [](const Node& node) {
    return node.pending == 0 && !node.guard && !node.behind;
  };
  for (std::size_t step = 1; step < path.size(); ++step) {
    const Node& node = nodes_[path[step]];
    const Node& from = nodes_[node.parent];
    const Item& item = line_[from.item];
    const bool unchanged =
        (node.event == Event::none || node.event == Event::keep) && in_step(node) && in_step(from);
    // A passage begins at a character, so that an annotation has the one before it.
    if (in_step(from) && item.kind == Item::Kind::character &&
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
    if (node.guess != Guess::none && !options_.guess && margin < kDoubt) {
      if (const char32_t rival = rival_of(path, step); rival != 0) {
        if (!passage.doubt.empty()) passage.doubt += ", ";
        utf8::append(passage.doubt, after.front());
        passage.doubt += '/';
        utf8::append(passage.doubt, rival);
        after.front() = 0xFFFD;
      }
    }
    if (node.event == Event::lost && !options_.guess) after.back() = 0xFFFD;
    if (passage.changed != kNone) passage.after += utf8::encode(after);
    passage.stray |= !in_step(node) || !in_step(from);
    passage.lost |= node.event == Event::lost;
    std::u32string annotation = annotation_text(item);
    switch (node.event) {
      case Event::stray_strip:
      case Event::hidden_strip:
        annotation.front() = U'(';  // the '?' stands for it
        [[fallthrough]];
      case Event::strip:
        if (node.hit != kNone) {
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

}  // namespace

SearchResult search_line(std::span<const Item> line, const Language& language,
                         const ReadingsTool& tool, const SearchOptions& options) {
  return Search(line, language, tool, options).run();
}

}  // namespace hanfix::repair
