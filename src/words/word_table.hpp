/// \file  Chinese words and how common they are: jieba's list, and the keys of OpenCC's phrases.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/prefetch.hpp"
#include "words/word_image.hpp"

namespace hanfix::words {

/// The number of a character for words; see word_image.hpp. 0: in no word.
using CharacterClass = std::uint16_t;

/// A view of the table that is part of the program. Immutable, shared by threads.
class WordTable {
 public:
  [[nodiscard]] static const WordTable& builtin() noexcept;

  [[nodiscard]] CharacterClass class_of(char32_t code) const noexcept {
    const char32_t index = code - image::kFirst;
    return index < image::kEnd - image::kFirst ? classes_[index] : CharacterClass{0};
  }

  /// Cost of a character as a word of its own, in 1/8 bit.
  [[nodiscard]] int single_cost(CharacterClass cls) const noexcept {
    return static_cast<int>(roots_[cls].cost);
  }

  /// What words may have two characters side by side. False: none has, for certain.
  struct Joint {
    bool begins;  ///< some word begins with them
    bool inside;  ///< some word has them, but not at its begin
    [[nodiscard]] bool any() const noexcept { return begins || inside; }
  };
  [[nodiscard]] Joint joint(CharacterClass a, CharacterClass b) const noexcept {
    const std::uint32_t hash = image::pair_hash(a, b);
    const std::uint64_t bits = pairs_[image::pair_set(hash)].neighbours;
    return {(bits >> image::begin_bit(hash) & 1) != 0, (bits >> image::inner_bit(hash) & 1) != 0};
  }

  /// By how much a word that ends with the two is cheaper than what it has before the last one, at
  /// most, in 1/8 bit; kNoGain if none does, for certain.
  [[nodiscard]] int gain_at_end(CharacterClass a, CharacterClass b) const noexcept {
    const std::uint32_t hash = image::pair_hash(a, b);
    const image::Pairs& pairs = pairs_[image::pair_set(hash)];
    const std::uint64_t known =
        pairs.neighbours >> image::begin_bit(hash) | pairs.neighbours >> image::inner_bit(hash);
    return image::kGains[(known & 1) == 0 ? 0 : pairs.ends >> image::gain_shift(hash) & 3];
  }
  /// The same for one that begins with them, and what it has behind the first one.
  [[nodiscard]] int gain_at_begin(CharacterClass a, CharacterClass b) const noexcept {
    const std::uint32_t hash = image::pair_hash(a, b);
    const image::Pairs& pairs = pairs_[image::pair_set(hash)];
    const std::uint64_t known = pairs.neighbours >> image::begin_bit(hash);
    return image::kGains[(known & 1) == 0 ? 0 : pairs.begins >> image::gain_shift(hash) & 3];
  }

  /// Cost of two characters as one word; kNoWord if they are none.
  [[nodiscard]] int word_cost(CharacterClass a, CharacterClass b) const noexcept {
    const image::Unit* const unit = find_unit(a, b);
    return unit == nullptr ? int{image::kNoWord} : int{unit->cost()};
  }
  /// Cost of two characters, as one word or as two.
  [[nodiscard]] int pair_cost(CharacterClass a, CharacterClass b) const noexcept {
    const int apart = single_cost(a) + single_cost(b), word = word_cost(a, b);
    return word == image::kNoWord ? apart : std::min(apart, word);
  }
  /// False if surely no word begins with the three.
  [[nodiscard]] bool may_begin_with(CharacterClass a, CharacterClass b,
                                    CharacterClass c) const noexcept {
    const image::Unit* const unit = find_unit(a, b);
    return unit != nullptr && unit->base() != 0 && c != 0 && unit->may_have_child(c);
  }

  /// Asks for the memory that joint() and words_at() will need: the table does not fit the inner
  /// caches, and what is asked for together comes together.
  void expect_joint(CharacterClass a, CharacterClass b) const noexcept {
    prefetch(pairs_ + image::pair_set(image::pair_hash(a, b)));
  }
  void expect_words(CharacterClass a, CharacterClass b) const noexcept {
    prefetch(units_ + roots_[a].base + b);
  }

  /// Calls `use(length, cost)` for each word of two or more characters that `count` classes,
  /// `class_at(0)` and so on, begin with, the shortest first.
  template <class ClassAt, class Use>
  void words_at(std::size_t count, ClassAt class_at, Use use) const {
    if (count < 2) return;
    CharacterClass cls = class_at(1);
    const image::Root& root = roots_[class_at(0)];
    if (cls == 0 || (root.second >> (cls & 63) & 1) == 0) return;
    std::uint32_t base = root.base;
    for (std::size_t length = 1;;) {
      const image::Unit& unit = units_[base + cls];
      if (unit.cls() != cls) return;
      ++length;
      if (unit.cost() != image::kNoWord) use(length, int{unit.cost()});
      base = unit.base();
      if (base == 0 || length == count) return;
      cls = class_at(length);
      if (cls == 0 || !unit.may_have_child(cls)) return;
    }
  }

 private:
  // What words that begin with two characters have for the second; null: no word does.
  [[nodiscard]] const image::Unit* find_unit(CharacterClass a, CharacterClass b) const noexcept {
    const image::Root& root = roots_[a];
    if (b == 0 || (root.second >> (b & 63) & 1) == 0) return nullptr;
    const image::Unit& unit = units_[root.base + b];
    return unit.cls() == b ? &unit : nullptr;
  }
  explicit WordTable(const std::byte* image) noexcept;

  const CharacterClass* classes_;
  const image::Root* roots_;
  const image::Unit* units_;
  const image::Pairs* pairs_;
};

}  // namespace hanfix::words
