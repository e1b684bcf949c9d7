/// \file  From what a damaged line shows back to what it was.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/char_model.hpp"
#include "repair/bigram_cache.hpp"
#include "repair/gbk_pairs.hpp"
#include "repair/readings_damage.hpp"
#include "repair/readings_items.hpp"

namespace hanfix::repair {

/// What a document proves about the tool that damaged it. Costs in 1/16 bit, as the model's.
struct ReadingsTool {
  /// By GBK pair: what it costs that the tool passed over this pair. 0 for pairs it does not know.
  std::array<std::int16_t, 65536> passed_over{};
  /// By GBK pair: what it costs that the tool found it. 0: not known from this document.
  std::array<std::int16_t, 65536> found{};
  /// For a character whose annotation the document shows nowhere else: usual / other reading.
  int found_unknown = 4 * 16;
  int found_unusual = 8 * 16;
  /// A full-width mark that was found / passed over.
  int mark_found = 1;
  int mark_passed_over = 5 * 16;
  /// Another pair A3 xx than the seven marks' that was found.
  int unusual_mark = 8 * 16;
  /// How probable the character must be that takes a '?''s place where guesses are not asked for.
  double sure = 0.5;
  /// A full stop with a hanzi right behind it: rare where every sentence has a line of its own.
  int stop_inside = 0;
};

/// How probable text is, in general and in this document.
struct Language {
  model::Scorer scorer;
  BigramCache cache;
};

/// What may be done to one line.
struct SearchOptions {
  bool strip = false;       ///< remove annotations
  bool marks = false;       ///< half-width marks may have been full-width
  bool strays = false;      ///< '?' may be a stray lead byte
  std::uint8_t quotes = 0;  ///< quotes open before the line, as in SearchResult
  bool guess = false;       ///< take the better of two characters that fit about as well, mark none
  std::uint64_t* budget;    ///< steps left; without enough no bytes are guessed that nothing shows
};

/// One stretch of a line that the search changed, from one place where text and bytes are in step
/// to the next. The first item is the character before the damage and stays as it is.
struct Passage {
  std::uint32_t first, last;  ///< items [first, last) of the line
  std::uint32_t changed;      ///< the first item that was changed
  std::string after;          ///< what items [changed, last) were, UTF-8
  bool stray = false;         ///< undoes a stray lead byte
  bool lost = false;          ///< a swallowed character is missing, and marked by U+FFFD or '?'
  std::string doubt = {};     ///< pairs of characters that both fit where U+FFFD is, "艘/四"
  DamageScript script = {};   ///< damage(script) must give the items as they stand
};

struct SearchResult {
  int cost = 0;                   ///< of the whole line, 1/16 bit
  int margin = 0;                 ///< to the next best text, 1/16 bit
  std::vector<Passage> passages;  ///< ascending, disjoint
  std::uint8_t quotes = 0;        ///< open “ ‘ 「 『 at the end, two bits each
  bool out_of_budget = false;
};

/// The most probable clean text behind `line` (items without the line break): a Viterbi search over
/// items whose states are the lead byte that is still pending, the model's context, open quotes and
/// brackets. O(items · states); states stay in the tens, and are at most kBeam.
[[nodiscard]] SearchResult search_line(std::span<const Item> line, const Language& language,
                                       const ReadingsTool& tool, const SearchOptions& options);

}  // namespace hanfix::repair
