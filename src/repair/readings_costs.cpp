// What the steps of the search cost.
#include <algorithm>
#include <string_view>

#include "repair/reading_table.hpp"
#include "repair/readings_lattice.hpp"

namespace hanfix::repair::lattice {
namespace {

constexpr int kOpenQuote = 9 * kBit;       // of an opening mark at most
constexpr int kCloseQuote = 9 * kBit / 2;  // of a closing one while a quotation is open
constexpr int kUnopenedQuote = 3 * kBit;
constexpr int kReopenedQuote = 3 * kBit;
constexpr int kDoubledStop = 6 * kBit;
constexpr int kMixedBrackets = 8 * kBit;
constexpr int kMisplacedMark = 8 * kBit;
constexpr int kWideInLatin = 3 * kBit;    // a full-width one between Latin letters
constexpr int kWideInNumber = 20 * kBit;  // 18:50, 1,000

bool is_one_of(char32_t code, std::u32string_view marks) {
  return code >= 0x2018 && marks.find(code) != std::u32string_view::npos;
}

// Marks that never follow an opening mark, a pause, or the beginning of a line.
bool closes(char32_t code) { return is_one_of(code, U"。、”’」』》"); }
bool opens(char32_t code) { return is_one_of(code, U"“‘「『《（"); }
bool pauses(char32_t code) { return is_one_of(code, U"，、；："); }

}  // namespace

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

}  // namespace hanfix::repair::lattice
