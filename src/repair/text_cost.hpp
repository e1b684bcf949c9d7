/// \file  What a character costs in a text from which bytes are missing.
#pragma once
#include <algorithm>
#include <memory>
#include <utility>

#include "model/char_model.hpp"
#include "repair/document_characters.hpp"

namespace hanfix::repair {

/// The character model, corrected by what the text itself holds, and in three places where the
/// text it was trained on is no guide. Costs in 1/16 bit. Cheap to copy.
class TextCost {
 public:
  explicit TextCost(const model::Scorer& scorer,
                    std::shared_ptr<const DocumentCharacters> document = nullptr)
      : scorer_(scorer), document_(std::move(document)) {}

  /// Cost of `code` after `at`, which moves behind it. O(1).
  int advance(model::Scorer::Context& at, char32_t code) const noexcept {
    const model::Symbol before = at.b, symbol = model::symbol(code);
    int cost = scorer_.advance(at, symbol);
    if (document_ != nullptr) cost = document_->cost(before, symbol, cost);
    // Nobody exclaims in manuals and law, of which much of that text is.
    if (code == U'！') return std::max(cost - kExclamation, 1);
    // Lists are rare in books.
    if (code == U'•' && before == model::kStart) return std::min(cost, kBullet);
    // Nor does a space follow an opening mark, which text that was cut out badly has.
    if (code != U' ') return cost;
    return opens(model::Tables::embedded().codes[before]) ? cost + kSpaceInside : cost;
  }
  /// Starts to load what advance() looks at.
  void prefetch(const model::Scorer::Context& at, char32_t code) const noexcept {
    scorer_.prefetch(at, model::symbol(code));
  }
  /// Cost of a line's end after `at`.
  int end(model::Scorer::Context& at) const noexcept { return scorer_.advance(at, model::kStart); }

  /// The character model alone. Proof must not come from the text that is to be proven.
  [[nodiscard]] const model::Scorer& general() const noexcept { return scorer_; }
  [[nodiscard]] model::Script script() const noexcept { return scorer_.script(); }

 private:
  static constexpr int kExclamation = 2 * model::kUnitsPerBit;
  static constexpr int kBullet = 10 * model::kUnitsPerBit;
  static constexpr int kSpaceInside = 5 * model::kUnitsPerBit;
  static constexpr bool opens(char32_t code) noexcept {
    return code == U'“' || code == U'‘' || code == U'（' || code == U'「' || code == U'『' ||
           code == U'《';
  }

  model::Scorer scorer_;
  std::shared_ptr<const DocumentCharacters> document_;
};

}  // namespace hanfix::repair
