/// \file  Which of several readings a place becomes, by what stands around it.
///
/// Where the dictionaries leave a character to itself and list several values for it (干: 幹, 乾),
/// and for words that Taiwan says in another way in technical text only (程序: 程式, but 法律程序),
/// features of the surroundings (features.hpp) have weights: how many bits they speak for one value
/// against OpenCC's. The weights are learnt from text by tools/train_choice.
///
/// Each place is decided by itself, from the text as it came and at most kFeatureReach characters
/// on both sides within its run, kAround for names.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/prefetch.hpp"
#include "convert/context/choice_image.hpp"
#include "convert/context/feature_lanes.hpp"
#include "convert/context/names.hpp"

namespace hanfix::convert::context {

/// Units in a bit.
inline constexpr int kChoiceUnits = 8;

/// The value of a character.
struct Decision {
  char32_t value;  ///< in the forms of OpenCC's first stage (裏, 麪)
  char32_t other;  ///< the next: OpenCC's value, or the best but that
  int margin;      ///< units by which it is ahead of the next, the threshold included; ≥ 0
};

/// Whether a run is not more Traditional than Simplified. Text that is Traditional already is no
/// evidence for anything, and right as it is.
[[nodiscard]] bool is_simplified(std::span<const char32_t> run) noexcept;

/// A view of the table that is part of the program. Immutable, shared by threads.
class Choice {
 public:
  [[nodiscard]] static const Choice& builtin() noexcept;

  /// Null if the character has one value, or no text shows which. O(log characters).
  [[nodiscard]] const image::Question* question(char32_t code) const noexcept;

  /// What run[at] becomes. Precondition: `asked` is question(run[at]).
  [[nodiscard]] Decision decide(const image::Question& asked, std::span<const char32_t> run,
                                std::size_t at, NameFinder& names) const;
  /// Which value the character has as a surname, if one and no other can be it; past the last:
  /// none.
  [[nodiscard]] std::size_t surname_value(const image::Question& asked) const noexcept {
    return surname_values_[static_cast<std::size_t>(&asked - questions_)];
  }
  /// Whether that is another value than OpenCC's, for who does not ask by how much; nothing if
  /// names decide it.
  [[nodiscard]] std::optional<bool> decides_otherwise(const image::Question& asked,
                                                      const Surroundings& around) const;

  /// False if it is surely no phrase, or word, of so many characters that the next two know
  /// anything of; `head` are its first two characters.
  [[nodiscard]] bool may_be_phrase(std::u32string_view head, std::size_t size) const noexcept {
    return size <= image::kPhraseSize &&
           features(header_->phrase_marks).may_have(subject_mark(head, size));
  }
  [[nodiscard]] bool may_be_word(std::u32string_view head, std::size_t size) const noexcept {
    return features(header_->word_marks).may_have(subject_mark(head, size));
  }

  /// Says that the next two will be asked about such a phrase, or word.
  void expect(std::u32string_view subject) const noexcept {
    const std::uint64_t number = subject_number(subject) + header_->salt;
    for (const char kind : {image::kThreshold, image::kNumber}) {
      const std::uint64_t feature = feature_number(number, Feature{kind, 0, {}}, 0);
      prefetch(slots_ + image::first_slot(feature, header_->slot_count));
    }
  }

  /// Whether the phrase [begin, end), which has several values, had better be read character by
  /// character: their values are then another of the phrase's, and not in doubt.
  [[nodiscard]] bool reads_otherwise(std::span<const char32_t> run, std::size_t begin,
                                     std::size_t end, NameFinder& names) const;

  /// By how many units the word [begin, end) should rather stay as it is in general use than become
  /// Taiwan's technical word; nothing if it has no two uses.
  [[nodiscard]] std::optional<int> general_use(std::span<const char32_t> run, std::size_t begin,
                                               std::size_t end) const noexcept;

 private:
  explicit Choice(const std::byte* image) noexcept;
  class Sums;
  // What speaks for each value, without what names say; by how much it has to lead.
  using Evidence = std::array<int, image::kMostValues>;
  [[nodiscard]] Evidence weigh(const image::Question& asked, const Surroundings& around) const;
  // Adds what the vectors of the neighbours say.
  void add_vectors(const image::Question& asked, const Surroundings& around,
                   Evidence& sums) const noexcept;
  [[nodiscard]] static Decision decide(const image::Question& asked, const Evidence& evidence);
  // The character that stands for those used like `code`.
  [[nodiscard]] char32_t group(char32_t code) const noexcept {
    if (code < image::kGroupsBegin || code >= image::kGroupsEnd) return code;
    const char32_t head = groups_[code - image::kGroupsBegin];
    return head == 0 ? code : head;
  }
  // Null for a character that can have none.
  [[nodiscard]] const image::Vector* vector(char32_t code) const noexcept {
    if (code < image::kGroupsBegin || code >= image::kGroupsEnd) return nullptr;
    return vectors_ + vector_numbers_[code - image::kGroupsBegin];
  }
  // Features that may have a weight.
  class Features {
   public:
    Features(const std::uint32_t* filters, const image::Filter& filter) noexcept
        : bits_(filters + filter.first), shift_(filter.shift) {}
    // False if it surely has none.
    [[nodiscard]] bool may_have(const Feature& feature) const noexcept {
      const std::uint32_t bit = filter_hash(feature) >> shift_;
      return (bits_[bit / 32] >> bit % 32 & 1) != 0;
    }

    /// Which of some lanes may have one, by bits.
    [[nodiscard]] std::uint32_t may_have(const FeatureLanes& lanes) const noexcept;

   private:
    [[nodiscard]] std::uint32_t may_have_by_eights(const FeatureLanes& lanes) const noexcept;

    const std::uint32_t* bits_;
    std::uint32_t shift_;
  };
  [[nodiscard]] Features features(const image::Filter& filter) const noexcept {
    return {filters_, filter};
  }
  // The weight of a feature; false if it has none.
  [[nodiscard]] bool find(std::uint64_t number, int& weight) const noexcept;
  [[nodiscard]] bool find(std::uint64_t subject, const Feature& feature, unsigned value,
                          int& weight) const noexcept {
    return find(feature_number(subject, feature, value), weight);
  }

  const image::ChoiceHeader* header_;
  const image::Question* questions_;
  const image::Phrase* phrases_;
  const std::uint64_t* heads_;
  std::array<std::uint16_t, 0x10000 / 64> questions_before_;  // by code / 64
  std::vector<std::uint8_t> surname_values_;                  // by question
  const std::uint32_t* slots_;
  const std::uint16_t* groups_;
  const std::uint32_t* filters_;
  const std::uint16_t* vector_numbers_;
  const image::Vector* vectors_;
  const image::VectorWeights* vector_weights_;
};

}  // namespace hanfix::convert::context
