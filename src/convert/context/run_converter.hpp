/// \file  What becomes of one run.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "convert/byte_buffer.hpp"
#include "convert/context/key_judge.hpp"
#include "convert/context/runs.hpp"
#include "convert/conversion_chain.hpp"
#include "convert/trace.hpp"

namespace hanfix::convert::context {

/// Converts runs by a chain, but takes no key that is torn out of words.
///
/// A key is refused where the best cut of the run into words is better, by more than kTolerance,
/// than any that leaves the key in one piece. Then the next shorter key at the same place counts,
/// down to the single character, as if the dictionary did not have the longer ones. Where no key is
/// refused the result is the chain's.
///
/// Towards Traditional, a character that is in no key of several characters becomes what its
/// surroundings ask for (Choice), and so does a phrase with several values; a word that Taiwan says
/// in another way in technical text only stays in general text.
class RunConverter {
 public:
  /// `chain` must outlive it.
  explicit RunConverter(const ConversionChain& chain) : chain_(chain), judge_(chain) {}

  /// Appends what becomes of `run`, and an account of it to `trace`, which may be null.
  /// Precondition: found by find_run().
  /// `place`: of the run in the document, in bytes.
  void convert(std::string_view run, std::uint64_t place, ByteBuffer& out, Trace* trace);

  /// A run from a place on where the chain begins something, whatever is refused behind it.
  struct Rest {
    std::string_view text;          ///< bytes of the run from there on
    std::span<const char32_t> run;  ///< all of it
    /// What the chain used in it, from there on at least: keys of several characters, and those of
    /// the second stage, which are between them.
    std::span<const WordBorders::Piece> keys, later;
    /// Characters outside of all `keys` of the run that may become something else by choice.
    std::span<const std::uint16_t> asked;
    std::size_t begin;      ///< characters of the run before it
    std::size_t contested;  ///< where the first thing is that the chain may not do
  };

  /// As convert(), from there to where the chain goes on by itself, behind what is contested; gives
  /// how many characters of the run are before that. Precondition: the chain has at most two
  /// stages, `run` is normal, and judge() has it.
  [[nodiscard]] std::size_t convert_part(const Rest& rest, ByteBuffer& out, Trace* trace);

  /// Who decides, for who watches or turns its decisions over.
  [[nodiscard]] KeyJudge& judge() noexcept { return judge_; }

 private:
  // A text on its way through the stages. `origin[i]`: which character of the run begins with its
  // i-th character, or kInside; one more for the end.
  struct Text {
    std::string bytes;
    std::vector<std::uint32_t> starts;  // of the characters, in bytes; and the end
    std::vector<std::uint16_t> origin;
    void clear();
    void add(std::string_view value, std::size_t from);
    void end(std::size_t at);
    void cut(std::size_t characters, std::size_t size);
  };
  static constexpr std::uint16_t kInside = 0xFFFF;

  void read(std::string_view run);
  void expect_keys(std::size_t count) const noexcept;
  Match match(const Dictionary& dictionary, Use use, const Text& text, std::size_t at,
              std::size_t end, std::size_t& after);
  [[nodiscard]] bool begins_longer_key(const Dictionary& dictionary, Use use,
                                       char32_t code) const noexcept;
  std::size_t rewrite(const Dictionary& dictionary, Use use, const Text& from, std::size_t begin,
                      std::size_t end, bool choose, Text& to);
  [[nodiscard]] char32_t chosen(const Text& text, std::size_t at);
  std::size_t rewrite_gap(std::size_t begin, std::size_t end);
  std::size_t convert_codes();
  void write(std::size_t begin, ByteBuffer& out, Trace* trace) const;
  [[nodiscard]] bool may_end(std::size_t at) noexcept;
  [[nodiscard]] bool could_end_gap(std::size_t begin, std::size_t at) const noexcept;
  [[nodiscard]] bool end_gap(std::size_t begin, std::size_t end);

  const ConversionChain& chain_;
  KeyJudge judge_;
  Text source_;                     // normalised
  std::vector<std::uint32_t> raw_;  // where the characters are in the run as it came, in bytes
  std::vector<char32_t> normal_;
  std::span<const char32_t> codes_;  // from where source_ begins
  // Of a part: what the chain used, from where conversion is on, and how far it has to go.
  bool part_ = false;
  std::span<const WordBorders::Piece> keys_, later_;
  std::size_t contested_ = 0;
  std::array<std::uint64_t, kLongestRun / 64>
      asked_{};         // bits of characters that may be chosen for
  bool trial_ = false;  // whether the text ends here is being tried
  bool open_ = false;   // it does not: a key may go on
  std::string value_;
  Text stages_[2];
  Text result_;
};

}  // namespace hanfix::convert::context
