/// \file  From what a double-byte decoder showed back to the text in another double-byte encoding.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "model/char_model.hpp"
#include "repair/double_byte_tables.hpp"
#include "repair/wrong_decoder.hpp"

namespace hanfix::repair {

/// One character of a damaged line.
struct ShownUnit {
  char32_t code;
  std::uint32_t start, end;  ///< bytes in the block
  int natural;               ///< what it costs if it is meant, 1/16 bit
  model::Symbol symbol;
  std::span<const ShownBytes> bytes;  ///< that the reader shows so; empty for ASCII
};

/// Who read what, and what stands for bytes that are no character.
struct Reading {
  Reader reader = Reader::big5_unicode;
  Written written = Written::gbk;
  WrongDecoder::Marks marks = WrongDecoder::Marks::replacement_pair;

  [[nodiscard]] bool asks() const noexcept {
    return marks == WrongDecoder::Marks::question_pair ||
           marks == WrongDecoder::Marks::question_byte;
  }
  [[nodiscard]] bool takes_pairs() const noexcept {
    return marks == WrongDecoder::Marks::question_pair ||
           marks == WrongDecoder::Marks::replacement_pair;
  }
  [[nodiscard]] bool is_mark(char32_t code) const noexcept {
    return code == (asks() ? U'?' : char32_t{0xFFFD});
  }
  friend bool operator==(const Reading&, const Reading&) = default;
};

/// Units of well-formed `text`; `base` is added to their positions.
[[nodiscard]] std::vector<ShownUnit> shown_units(std::string_view text, std::uint32_t base,
                                                 Reader reader);

/// What became of one unit on the way that the search found.
struct ReadStep {
  bool damaged = false;    ///< read back to bytes; otherwise as it stands
  bool mark = false;       ///< a mark, whose bytes are a guess
  std::uint8_t count = 0;  ///< bytes, if damaged
  std::array<std::uint8_t, 3> bytes{};
  /// How much more probable than this way are all others that meet it here, together.
  float rivals = 0;
};

struct ReadOptions {
  int enter;               ///< cost of the border between sound and damaged text, 1/16 bit
  std::size_t beam;        ///< ways that are kept
  bool ends_line;          ///< nothing follows in the line
  std::uint64_t* budget;   ///< steps left; at 0 no mark is solved
  bool cost_only = false;  ///< of the way: no steps, and words are not asked
};

struct ReadBack {
  int cost = 0;  ///< of the whole line, 1/16 bit
  std::vector<ReadStep> steps;
  float rivals = 0;  ///< at the end of the line
  bool out_of_budget = false;
};

/// The most probable text behind `line`. Every unit stands as it is, or for the bytes that the
/// reader shows so, which are read two by two. O(units) where the bytes are known, O(beam ·
/// candidates) at a mark. Where nothing is to be chosen, it is read_directly().
[[nodiscard]] ReadBack read_back(std::span<const ShownUnit> line, const Reading& reading,
                                 const model::Scorer& scorer, const ReadOptions& options);
/// The same, searched for in any case.
[[nodiscard]] ReadBack search_back(std::span<const ShownUnit> line, const Reading& reading,
                                   const model::Scorer& scorer, const ReadOptions& options);

}  // namespace hanfix::repair
