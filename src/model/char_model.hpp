/// \file  The Chinese character model: how probable a character is after the two before it.
///
/// Costs are -log2 p of one code point, in 1/16 bit: lower is more probable, and sums over a text
/// compare readings of it. They come from two tables of character trigrams (image.hpp). Simplified
/// text has one. Traditional text is scored as a mixture of two kinds: native text by its own
/// table, and Mainland text that was converted character by character (並未, 制造) by the
/// Simplified table, seen through OpenCC's characters, each image of a character getting its share
/// of the probability. A page that was converted badly is as familiar to the model as one that was
/// not.
///
/// Everything here is read-only, needs no start-up work, never allocates unless it says so, and may
/// be used from any number of threads.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "model/symbols.hpp"
#include "model/tables.hpp"

namespace hanfix::model {

enum class Script : std::uint8_t { hans, hant };

/// Before the first character of a line, and the symbol of a line break.
inline constexpr Symbol kStart = image::kLineBreak;

/// Cost units in a bit.
inline constexpr int kUnitsPerBit = 16;

/// The symbol of a code point. Total: any 32-bit value gives a symbol (surrogates and values above
/// U+10FFFF are "other"). O(1).
[[nodiscard]] inline Symbol symbol(char32_t code) noexcept {
  return Tables::embedded().symbol(code);
}

/// OpenCC's TSCharacters / STCharacters, first value; `code` itself if it has none. O(1).
[[nodiscard]] char32_t to_hans(char32_t code) noexcept;
[[nodiscard]] char32_t to_hant(char32_t code) noexcept;

/// Whether the character has another Simplified (Traditional) form: 發, but also 乾, which
/// Simplified text keeps in 乾隆. One character alone is weak evidence.
[[nodiscard]] inline bool is_traditional_only(char32_t code) noexcept {
  return to_hans(code) != code;
}
[[nodiscard]] inline bool is_simplified_only(char32_t code) noexcept {
  return to_hant(code) != code;
}

/// How many characters only one script uses.
struct ScriptVotes {
  std::size_t simplified = 0, traditional = 0;
  void add(char32_t code) noexcept {
    simplified += is_simplified_only(code);
    traditional += is_traditional_only(code);
  }
};
/// Of a text. O(code points).
[[nodiscard]] inline ScriptVotes script_votes(std::u32string_view text) noexcept {
  ScriptVotes votes;
  for (const char32_t code : text) votes.add(code);
  return votes;
}

/// How much of a Traditional text is taken to be converted Mainland text. No effect on Simplified.
struct Mixture {
  std::uint8_t converted = 64;  ///< in 1/256; 0 switches that component off
};

/// Probability of text, character by character. Small and cheap to copy.
class Scorer {
 public:
  /// What a step needs to know of the characters before it; copyable, for searches that branch.
  struct Context {
    Symbol a = kStart, b = kStart;
    GramTable::State state[2] = {0, 0};
  };

  explicit Scorer(Script script, Mixture mixture = {}) noexcept;

  /// Cost of c after a b. Precondition: symbols come from symbol(). After a line break what came
  /// before it does not matter.
  [[nodiscard]] int cost(Symbol a, Symbol b, Symbol c) const noexcept;

  /// The context after a b.
  [[nodiscard]] Context context(Symbol a, Symbol b) const noexcept;

  /// Cost of c after `context`, which moves behind c. The same as cost() and about a third cheaper.
  int advance(Context& context, Symbol c) const noexcept;

  /// Starts to load what advance() looks at. The tables are larger than caches, and most of what a
  /// search takes is waiting for them, unless it asks for many things at once.
  void prefetch(const Context& context, Symbol c) const noexcept {
    own_table().prefetch(context.state[0], context.b, c);
    if (!two_components_) return;
    tables_->hans.prefetch(context.state[1], tables_->to_hans[context.b], tables_->to_hans[c]);
  }

  /// Cost of c whatever came before.
  [[nodiscard]] int unigram_cost(Symbol c) const noexcept;

  /// Sum of advance() over `text`, which begins a line. O(size).
  [[nodiscard]] std::int64_t total_cost(std::u32string_view text) const noexcept;

  /// What advance() gives for each symbol of `text`, which begins a line, in 1/16 bit; `out` has
  /// as many. Several times as fast: memory is asked for before it is needed. O(size).
  void costs(std::span<const Symbol> text, std::span<int> out) const noexcept;
  /// The same of the symbols of code points.
  void costs(std::u32string_view text, std::span<int> out) const noexcept;

  [[nodiscard]] Script script() const noexcept { return script_; }

 private:
  [[nodiscard]] int mixed(int native, int converted) const noexcept;
  template <class Next, class Use>
  void for_each_cost(std::size_t size, Next next, Use use) const noexcept;
  [[nodiscard]] const GramTable& own_table() const noexcept {
    return script_ == Script::hans ? tables_->hans : tables_->hant;
  }

  const Tables* tables_;
  Script script_;
  bool two_components_ = false;
  int native_weight_ = 0, converted_weight_ = 0;  // costs
};

/// The mixture that makes `window` most probable: a few rounds of expectation maximisation over its
/// first 64 Ki code points. Allocates 4 bytes a code point. Simplified: the default.
[[nodiscard]] Mixture fit(Script script, std::u32string_view window);

/// Mean cost in bits of a code point of `text`; 0 for an empty one.
[[nodiscard]] double bits_per_char(const Scorer& scorer, std::u32string_view text) noexcept;

}  // namespace hanfix::model
