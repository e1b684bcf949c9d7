/// \file  Where a chain's own conversion of a text may not stay as it is, and what becomes of that.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "convert/automaton.hpp"
#include "convert/byte_buffer.hpp"
#include "convert/context/key_heads.hpp"
#include "convert/context/run_converter.hpp"
#include "convert/context/suspects.hpp"
#include "convert/conversion_chain.hpp"
#include "convert/trace.hpp"

namespace hanfix::convert::context {

/// A run is contested if a RunConverter may make something else of it than the chain: a key is
/// refused, a character read in another way, or something has to be normalised. Only the part where
/// that makes a difference is converted again.
class Contest {
 public:
  struct Part {
    std::size_t begin, end;  ///< bytes
  };
  /// What becomes of the contested parts of a text.
  struct Mended {
    std::vector<Part> parts;
    ByteBuffer text;  ///< of all of them, one behind the other
    Trace trace;
    void clear() {
      parts.clear();
      text.clear();
      while (!trace.empty()) trace.take(trace.front().in);
    }
  };

  /// `chain` must outlive it.
  explicit Contest(const ConversionChain& chain);
  Contest(const Contest&) = delete;
  Contest& operator=(const Contest&) = delete;

  [[nodiscard]] RunConverter& converter() noexcept { return converter_; }
  /// As Suspects::teach(), for mend().
  void teach(DocumentNames& learner) noexcept { suspects_.teach(learner); }

  /// Looks all keys of a run up. Precondition: found by find_run(). `place`: of the run in the
  /// document, in bytes.
  [[nodiscard]] bool contested(std::string_view run, std::uint64_t place);

  /// Converts the contested parts of a text, found by what the chain's automaton did with it: `log`
  /// is of `text`, which begins and ends where runs do and has no description operators. False: a
  /// run could be too long, and so be several; `mended` is of no use then.
  [[nodiscard]] bool mend(std::string_view text, std::uint64_t place, const KeyLog& log,
                          Mended& mended);

 private:
  // What stands in one stretch of characters that runs are made of.
  struct Stretch {
    std::size_t begin, end;  // of the run in it, in bytes
    std::size_t count;       // characters of the run; 0: there is none
    bool normal, too_long;
    bool threes;  // all its characters are of three bytes
    bool met;     // somewhere both stages were run in turn
    std::array<char32_t, kLongestRun + 1> codes;
    std::vector<std::uint16_t> asked;             // characters that may be read in another way
    std::vector<WordBorders::Piece> keys, later;  // later: of the second stage
    [[nodiscard]] std::span<const char32_t> all() const { return std::span(codes).first(count); }
    [[nodiscard]] std::size_t byte_of(std::size_t at) const;
  };
  void read(std::string_view text, std::size_t at, Stretch& stretch);
  void take_keys(const KeyLog& log, std::size_t first, std::size_t last, Stretch& run) const;
  void mend(std::string_view text, std::uint64_t place, const Stretch& run, Mended& mended);
  [[nodiscard]] std::size_t first_chosen(std::span<const std::uint16_t>& asked, std::size_t at,
                                         std::size_t end);
  [[nodiscard]] std::size_t second_begin(const Stretch& run, std::size_t from,
                                         std::size_t at) const;
  [[nodiscard]] bool second_stage_refuses(std::size_t at);

  const ConversionChain& chain_;
  const KeyHeads& heads_;
  RunConverter converter_;
  KeyJudge& judge_;  // the converter's
  Suspects suspects_;
  Stretch stretch_{};
  std::vector<char32_t> codes_;  // of a run whose keys are all looked up
  std::string word_;
};

}  // namespace hanfix::convert::context
