/// \file  Whether a character stands in the name of a person, and what it keeps there.
///
/// Simplified text writes 升 for 昇 and 泛 for 汎, but people keep such a character in their names
/// (畢昇, 王汎森). A name is a surname and one or two characters more; it is believed where the run
/// with the name in it is likelier than the best cut into words without it, by what
/// dictionaries/names.tsv says for the character. Names that jieba writes with such a character are
/// kept whatever stands around them.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "convert/context/known_names.hpp"
#include "convert/context/lattice.hpp"
#include "convert/context/name_image.hpp"

namespace hanfix::convert::context {

/// A name has to lead by so much, in 1/8 bit.
inline constexpr int kNameDoubt = 20;

/// A view of the table that is part of the program. Immutable, shared by threads.
class Names {
 public:
  [[nodiscard]] static const Names& builtin() noexcept;

  /// Null if the character is never kept.
  [[nodiscard]] const image::KeptForm* kept(char32_t code) const noexcept;
  /// All that are, by their codes.
  [[nodiscard]] std::span<const image::KeptForm> all_kept() const noexcept {
    return {kept_, header_->kept_count};
  }

  [[nodiscard]] image::NameCosts costs(char32_t code) const noexcept {
    const char32_t index = code - image::kNamesBegin;
    return index < image::kNamesEnd - image::kNamesBegin ? costs_[index] : image::NameCosts{};
  }

  /// Whether one or two characters are, on the average, common in given names.
  [[nodiscard]] bool fits_given(std::span<const char32_t> name) const noexcept;

  /// Whether the kNameSize classes are those of a name that is always kept.
  [[nodiscard]] bool is_listed(const CharacterClass* name) const noexcept;

 private:
  explicit Names(const std::byte* image) noexcept;

  const image::NameHeader* header_;
  const image::NameCosts* costs_;
  const image::KeptForm* kept_;
  const char32_t* names_;
};

/// How many characters the word has, of `words`, that `text` begins with; 0: there is none.
[[nodiscard]] std::size_t size_of_one(std::span<const std::u32string_view> words,
                                      std::span<const char32_t> text) noexcept;

/// Looks for names in one run at a time; keeps its memory.
class NameFinder {
 public:
  /// From now on names of the document count, where they are known; null: none. `here`: also where
  /// one is learnt.
  void know(const KnownNames* names, bool here) noexcept {
    known_ = names;
    here_ = here;
  }
  [[nodiscard]] bool knows_any() const noexcept { return known_ != nullptr && !known_->empty(); }
  /// The runs to come begin at byte `place` of the document. `starts`: where their characters are
  /// behind that, in bytes; none: the characters are the document's.
  void move_to(std::uint64_t place, std::span<const std::uint32_t> starts = {}) noexcept {
    place_ = place;
    starts_ = starts;
  }

  /// By how much, in 1/8 bit, a name that has run[at] behind its surname makes the run likelier, at
  /// most; kNoName if none can be there. Looks at kAround characters on either side.
  [[nodiscard]] int lead(std::span<const char32_t> run, std::size_t at);

  /// How much, in 1/8 bit, speaks for run[at] being a surname: a title behind it, 姓 before it, or
  /// that a name beginning with it makes the run likelier. 0: nothing does.
  [[nodiscard]] int surname(std::span<const char32_t> run, std::size_t at);

  /// Whether the best cut of a text has borders around a name in it, and behind a title of so many
  /// characters that follows (0: there is none); and behind its surname, but where a name of three
  /// characters is one word.
  [[nodiscard]] bool stands_alone(std::span<const char32_t> text, std::size_t begin,
                                  std::size_t end, std::size_t title);

  static constexpr int kNoName = -1000, kListed = 1000;
  static constexpr int kMostForSurname = 160;  ///< that surname() gives
  static constexpr std::size_t kAround = 10;

 private:
  void build(std::span<const char32_t> run, std::size_t at);
  [[nodiscard]] int lead_of(std::span<const char32_t> run, std::size_t begin,
                            std::size_t end) const;
  [[nodiscard]] int lead_at(std::size_t begin, std::size_t end, int cost) const;
  [[nodiscard]] KnownNames::Where known(std::span<const char32_t> run, std::size_t begin,
                                        std::size_t end) const;
  [[nodiscard]] std::uint64_t place_of(std::span<const char32_t> run, std::size_t at) const;
  [[nodiscard]] int surname_of_known(std::span<const char32_t> run, std::size_t at);
  [[nodiscard]] int lead_of_known(std::span<const char32_t> run, std::size_t at);

  const KnownNames* known_ = nullptr;
  bool here_ = false;
  std::uint64_t place_ = 0;
  std::span<const std::uint32_t> starts_;
  std::size_t first_ = 0;  // the character of the run that the lattice begins with
  std::vector<CharacterClass> classes_;
  Lattice lattice_;
};

/// By how much, in 1/8 bit, run[at] should rather keep `kept`.
[[nodiscard]] inline int kept_lead(const image::KeptForm& kept, NameFinder& finder,
                                   std::span<const char32_t> run, std::size_t at) {
  return finder.lead(run, at) - kept.commonness - kNameDoubt;
}

}  // namespace hanfix::convert::context
