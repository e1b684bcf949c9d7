/// \file  What a stretch of text shows of the tool that annotates: its sites, and what speaks
/// against.
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "repair/readings_items.hpp"

namespace hanfix::repair {

/// How often a document shows a character with and without its reading.
struct Annotated {
  std::uint32_t with = 0;
  std::uint32_t bare = 0;
  std::string reading = {};  ///< the first one seen
};

struct ReadingsEvidence {
  std::unordered_map<char32_t, Annotated> characters;
  std::set<std::string>
      crossed;                ///< readings across two characters, their bracket swallowed: ?shù)
  std::uint32_t sites = 0;    ///< annotations that the tool may have made
  std::uint32_t strays = 0;   ///< of these such as `crossed` holds
  std::uint32_t in_text = 0;  ///< sites followed directly by a hanzi, as within a sentence
  std::uint32_t in_sentence = 0;   ///< sites that do not end a sentence
  std::uint32_t foreign = 0;       ///< annotations as people write them
  std::uint32_t plain_hanzi = 0;   ///< without an annotation
  std::uint32_t narrow_marks = 0;  ///< half-width marks beside hanzi
  std::uint32_t questions = 0;     ///< of these question marks
  std::uint32_t wide_marks = 0;    ///< full-width ones
  std::uint32_t stops_inside = 0;  ///< full stops with a hanzi right behind them
  std::uint32_t hidden = 0;        ///< places where a mark was found across the end of a character
  std::uint32_t unusual = 0;       ///< of these such as show another mark than the usual seven
  int left_alone = 0;  ///< bits: characters without a reading that sites usually annotate
  std::vector<std::uint64_t> at;  ///< input offsets of sites and strays, ascending
};

/// Goes through the items of text that begins at `offset` of the input. O(n).
[[nodiscard]] ReadingsEvidence gather_readings(const std::vector<Item>& items,
                                               std::uint64_t offset);

/// How many different characters a document must show before its annotations are taken for the
/// tool's.
enum class LeastReadings : std::uint8_t {
  none,   ///< the text right before this one has proved the tool
  one,    ///< a lone sentence may be enough
  three,  ///< nothing but a tool annotates so
};

/// Whether the annotations are the tool's and not a teacher's.
[[nodiscard]] bool proves_readings(const ReadingsEvidence& evidence, LeastReadings least);

}  // namespace hanfix::repair
