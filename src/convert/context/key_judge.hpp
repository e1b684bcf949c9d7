/// \file  Whether words and readings let the dictionaries have their way with a run.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "convert/context/choice.hpp"
#include "convert/context/names.hpp"
#include "convert/context/word_borders.hpp"
#include "convert/conversion_chain.hpp"

namespace hanfix::convert::context {

/// How much dearer, in 1/8 bit, the cut into words may become for the sake of a key of OpenCC's.
inline constexpr int kTolerance = 12;

/// By so many units a reading has to be ahead if a key had it that was refused: that characters of
/// two words stand together is no good reason for it.
inline constexpr int kBarred = 32;

/// What a dictionary is used for.
enum class Use : std::uint8_t { segmentation, first_stage, later_stage };

/// A decision that less than kClose of evidence would have turned over.
struct CloseCall {
  enum class Kind : std::uint8_t {
    torn,     ///< whether a key is torn out of words
    general,  ///< whether a word is in general use
    reading,  ///< which value a character has
  };
  Kind kind;
  std::size_t begin, end;  ///< characters of the run
  int units;               ///< how close, in 1/kChoiceUnits bit; ≥ 0
};
inline constexpr int kClose = kTolerance;  ///< a word border that costs nothing is never close
static_assert(kClose == kChoiceUnits * 3 / 2);

/// Answers for one run at a time, in any order.
class KeyJudge {
 public:
  explicit KeyJudge(const ConversionChain& chain);

  /// Takes a run, normalised; it is borrowed.
  void reset(std::span<const char32_t> run) noexcept {
    run_ = run;
    borders_.reset(run);
    script_ = Script::unknown;
    barred_.clear();
    decided_.fill({});
  }

  /// Says that refuses() will be asked about these keys of a run, of this one or another.
  void expect(std::span<const char32_t> run, std::span<const WordBorders::Piece> keys) const {
    borders_.expect(run, keys);
    if (choice_ == nullptr) return;
    for (const auto& key : keys) choice_->expect(run, key.begin, key.end);
  }

  /// Whether a key of several characters is not to be used: it is torn out of words, or has to be
  /// read in shorter pieces.
  [[nodiscard]] bool refuses(Use use, std::size_t begin, std::size_t end) {
    return settle(CloseCall::Kind::torn, begin, end, borders_.excess(begin, end) - kTolerance) ||
           (choice_ != nullptr && reads_otherwise(use, begin, end));
  }

  /// Another value than the usual one for the character at `at`, if its surroundings ask for it; or
  /// 0. Towards Traditional it is one of the first stage, towards Simplified of the last.
  [[nodiscard]] char32_t chosen(std::size_t at);
  /// A character of the run.
  [[nodiscard]] char32_t code(std::size_t at) const noexcept { return run_[at]; }
  /// Whether chosen() is about what the last stage makes of a character.
  [[nodiscard]] bool chooses_last() const noexcept { return names_; }

  /// A key of as many characters as its value was refused: what it had for them is no longer chosen
  /// without good reason, until the next run.
  void bar(std::size_t begin, std::size_t end, std::string_view value);

  /// From now on close calls are added to `calls`, each once; null: no more.
  void record(std::vector<CloseCall>* calls) noexcept { calls_ = calls; }
  /// From now on `call` is decided the other way; null: as seems best.
  void turn_over(const CloseCall* call) noexcept { turned_ = call; }

 private:
  enum class Script : std::uint8_t { unknown, simplified, traditional };
  [[nodiscard]] bool reads_otherwise(Use use, std::size_t begin, std::size_t end);
  [[nodiscard]] char32_t kept(std::size_t at);
  [[nodiscard]] bool is_simplified() noexcept;
  [[nodiscard]] const Decision& decide(const image::Question& asked, std::size_t at);
  [[nodiscard]] bool is_barred(std::size_t at, char32_t value) const noexcept {
    return at < barred_.size() && barred_[at] == value;
  }
  // What is decided where one side leads by so many units: yes if that is positive.
  [[nodiscard]] bool settle(CloseCall::Kind kind, std::size_t begin, std::size_t end, int lead) {
    const bool watched = calls_ != nullptr || turned_ != nullptr;
    return watched ? settle_watched(kind, begin, end, lead) : lead > 0;
  }
  [[nodiscard]] bool settle_watched(CloseCall::Kind kind, std::size_t begin, std::size_t end,
                                    int lead);

  const Choice* choice_;  // towards Traditional, else null
  bool to_taiwan_words_ = false;
  bool names_;  // towards Simplified
  std::span<const char32_t> run_;
  WordBorders borders_;
  NameFinder finder_;
  Script script_ = Script::unknown;
  std::vector<char32_t> barred_;  // what refused keys had for the characters; 0: nothing
  // The last decisions: who judges a run, and who converts it, ask the same.
  struct Decided {
    std::size_t behind = 0;  // the place behind the character; 0: none
    Decision decision = {};
  };
  std::array<Decided, 4> decided_;
  std::vector<CloseCall>* calls_ = nullptr;
  const CloseCall* turned_ = nullptr;
};

}  // namespace hanfix::convert::context
