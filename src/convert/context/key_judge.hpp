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
inline constexpr int kBarred = 36;

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

  /// Names that the document has said count from now on: see NameFinder::know().
  void know(const KnownNames* names, bool here) noexcept { finder_.know(names, here); }
  [[nodiscard]] bool knows_any() const noexcept { return finder_.knows_any(); }

  /// Takes a run, normalised; it is borrowed, and so is `starts`: see NameFinder::move_to().
  void reset(std::span<const char32_t> run, std::uint64_t place,
             std::span<const std::uint32_t> starts = {}) noexcept {
    run_ = run;
    finder_.move_to(place, starts);
    borders_.reset(run);
    script_ = Script::unknown;
    barred_.clear();
    decided_.fill({});
    used_.fill({});
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

  /// Whether refuses() could be true of the run that `part` is of, for another reason than borders;
  /// `part` holds kAround characters on either side, as far as the run has them.
  [[nodiscard]] bool may_read_otherwise(Use use, std::span<const char32_t> part, std::size_t begin,
                                        std::size_t end);
  /// How many characters on either side that needs at most; 0 if it is out of the question, by the
  /// first two characters and the size.
  [[nodiscard]] std::size_t reach(Use use, std::u32string_view head,
                                  std::size_t size) const noexcept {
    if (choice_ == nullptr) return 0;
    if (use != Use::later_stage && choice_->may_be_phrase(head, size)) return kAround;
    return to_taiwan_words_ && choice_->may_be_word(head, size) ? kFeatureReach + 1 : 0;
  }
  /// Says that such a key will be asked about. Precondition: reach() is not 0.
  void expect(std::u32string_view key) const noexcept { choice_->expect(key); }
  /// Parts to come begin at byte `place` of the document.
  void move_to(std::uint64_t place) noexcept { finder_.move_to(place); }
  /// Whether chosen() could be another value, likewise.
  [[nodiscard]] bool may_choose(std::span<const char32_t> part, std::size_t at);
  static constexpr std::size_t kAround = NameFinder::kAround + 1;

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
  // Whether who asks wants to know more than what is decided.
  [[nodiscard]] bool watched() const noexcept { return calls_ != nullptr || turned_ != nullptr; }
  // What is decided where one side leads by so many units: yes if that is positive.
  [[nodiscard]] bool settle(CloseCall::Kind kind, std::size_t begin, std::size_t end, int lead) {
    return watched() ? settle_watched(kind, begin, end, lead) : lead > 0;
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
  // How much speaks for general use of words.
  struct Used {
    std::size_t begin = 0, end = 0;  // end 0: none
    int general = 0;
  };
  std::array<Used, 2> used_;
  std::vector<CloseCall>* calls_ = nullptr;
  const CloseCall* turned_ = nullptr;
};

}  // namespace hanfix::convert::context
