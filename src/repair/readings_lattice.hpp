/// \file  The search behind search_line(): its states, and how they follow one another
/// (readings_search.cpp), at what cost (readings_costs.cpp), through hidden bytes
/// (readings_hidden.cpp); the text that the best path gives (readings_trace.cpp).
#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "repair/readings_search.hpp"
#include "repair/search_budget.hpp"

namespace hanfix::repair::lattice {

using model::Symbol;

inline constexpr std::uint32_t kNone = ~std::uint32_t{0};
inline constexpr int kBit = model::kUnitsPerBit;
inline constexpr int kBeamWidth = 70 * kBit;  // states worse than the best by more are dropped
inline constexpr int kHopeful =
    14 * kBit;  // and these get no hidden bytes, which cost most of the time
inline constexpr int kNever = 1000 * kBit;  // of annotations that stay although the tool made them
inline constexpr int kNoRival = std::numeric_limits<int>::max() / 4;

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

// What a guess is worth.
struct Likely {
  double probability = 1;  // among all characters that leave the same traces
  char32_t rival = 0;      // the second best of them
};

// One step of a path through the line: what was made of an item, and the state behind it.
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

  /// Whether text and bytes are in step behind it.
  [[nodiscard]] bool in_step() const { return pending == 0 && !guard && !behind; }
  [[nodiscard]] std::uint64_t key() const {
    return std::uint64_t{pending} | std::uint64_t{last} << 8 | std::uint64_t{before_last} << 29 |
           std::uint64_t{quotes} << 45 | std::uint64_t{bracket} << 53 | std::uint64_t{guard} << 55 |
           std::uint64_t{crossed} << 56 | std::uint64_t{behind} << 57;
  }
};

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
  void add_lost(const Node& from);
  [[nodiscard]] bool asks(const Node& from) const;
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
  void spend(std::uint64_t steps) { repair::spend(*options_.budget, steps); }
  // Whether there are so many steps left for bytes that nothing shows; takes them.
  bool may_spend(std::uint64_t steps) {
    const bool may = *options_.budget >= steps;
    *options_.budget -= may ? steps : 0;
    gave_up_ |= !may;
    return may;
  }
  [[nodiscard]] Likely judge(const std::vector<std::uint32_t>& path, std::size_t step) const;
  [[nodiscard]] std::vector<Likely> judge_guesses(const std::vector<std::uint32_t>& path) const;
  void settle(const Likely& likely, std::u32string& text, Passage& passage) const;
  [[nodiscard]] int found_cost(GbkPair pair, char32_t code, std::string_view reading) const;
  [[nodiscard]] SearchResult trace(std::uint32_t end, int margin) const;

  std::span<const Item> line_;
  const Language& language_;
  const ReadingsTool& tool_;
  const SearchOptions& options_;
  const GbkPairs& pairs_ = GbkPairs::instance();
  std::vector<Node> nodes_;
  model::Scorer::Context context_;  // of the state at hand
  bool gave_up_ = false;            // for want of steps
  int best_ = 0;                    // cost of the best state before the item at hand
  Frontier frontier_[3];
  std::unordered_map<std::uint64_t, std::uint32_t> states_;
  std::unordered_map<std::string_view, std::vector<GbkPair>> readings_;  // of stray annotations
};

// What a wholly hidden character may be: the 2,000 most probable of GBK, marks and hanzi.
[[nodiscard]] const std::vector<GbkPair>& common_pairs();

[[nodiscard]] inline bool is_letter(char32_t code) noexcept {
  return (code | 0x20u) >= U'a' && (code | 0x20u) <= U'z';
}

}  // namespace hanfix::repair::lattice
