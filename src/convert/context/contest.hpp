/// \file  Where a chain's own conversion of a text may stay as it is.
#pragma once
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "convert/automaton.hpp"
#include "convert/context/key_heads.hpp"
#include "convert/context/key_judge.hpp"
#include "convert/conversion_chain.hpp"

namespace hanfix::convert::context {

/// A run is contested if a RunConverter may make something else of it than the chain: a key is
/// refused, a character read in another way, or something has to be normalised.
class Contest {
 public:
  struct Run {
    std::size_t begin, end;  ///< bytes
  };

  /// `chain` must outlive it.
  explicit Contest(const ConversionChain& chain);

  /// Looks all keys of a run up. Precondition: found by find_run().
  [[nodiscard]] bool contested(std::string_view run);

  /// Finds the contested runs of a text by what the chain's automaton did with it: `log` is of
  /// `text`, which begins and ends where runs do and has no description operators. False: a run
  /// could be too long, and so be several; `found` is of no use then.
  [[nodiscard]] bool find(std::string_view text, const KeyLog& log, std::vector<Run>& found);

 private:
  // What stands in one stretch of characters that runs are made of.
  struct Stretch {
    std::size_t begin, end;  // of the run in it, in bytes
    std::size_t count;       // characters of the run; 0: there is none
    bool normal, asked, too_long;
    bool met;  // somewhere both stages were run in turn
    std::array<char32_t, kLongestRun + 1> codes;
    std::vector<WordBorders::Piece> keys, later;  // later: of the second stage
    [[nodiscard]] std::span<const char32_t> all() const { return std::span(codes).first(count); }
  };
  [[nodiscard]] std::size_t find_asked(std::string_view text, std::size_t at,
                                       std::size_t end) const;
  void read(std::string_view text, std::size_t at, Stretch& stretch);
  void take_keys(const KeyLog::Use* first, const KeyLog::Use* last, Stretch& run);
  [[nodiscard]] bool contested(std::string_view text, const Stretch& run);
  [[nodiscard]] bool second_stage_refuses(std::size_t at);

  const ConversionChain& chain_;
  const KeyHeads& heads_;
  KeyJudge judge_;
  std::array<Stretch, 2> stretches_{};
  std::vector<char32_t> codes_;  // of a run whose keys are all looked up
  std::string word_;
};

}  // namespace hanfix::convert::context
