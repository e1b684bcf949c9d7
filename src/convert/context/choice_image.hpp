/// \file  The layout of what the choice between readings knows; made by the build, used in place.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

namespace hanfix::convert::context::image {

inline constexpr std::uint32_t kChoiceMagic = 0x35434648;  // "HFC5"
inline constexpr std::size_t kMostValues = 4;

/// Bits of the features that a subject may have a weight for: most features of a place have none,
/// and these bits, unlike the slots, stay in the inner caches. A superset (Bloom 1970, one hash).
struct Filter {
  std::uint32_t first;  ///< of ChoiceHeader::filters
  std::uint32_t shift;  ///< the high bits of a feature's hash, 32 - shift of them, are its bit
};

/// Offsets are in bytes from the start of the image; numbers are in the machine's byte order.
struct ChoiceHeader {
  std::uint32_t magic, size;                // size: bytes of the whole image
  std::uint32_t questions, question_count;  // Question[], sorted by code
  std::uint32_t heads;                      // uint64[1024]: bit of a code point below 0x10000
  std::uint32_t phrases;                    // Phrase[], by number
  std::uint32_t slots, slot_count;          // uint32[slot_count + kSlotsBehind]
  std::uint32_t salt;                       // added to the numbers of features
  std::uint32_t groups;                     // uint16[kGroupsEnd - kGroupsBegin], by code point
  std::uint32_t filters;                    // uint32[]
  std::uint32_t vector_numbers;             // uint16[kGroupsEnd - kGroupsBegin], by code point
  std::uint32_t vectors;                    // Vector[], by number; the first is 0
  std::uint32_t vector_weights;             // VectorWeights[], by question and value
  Filter surnames, words;                   // of the subjects of shared features
  Filter word_marks, phrase_marks;          // subject_mark() of words with two uses, of phrases
};

/// Characters that may stand in a group: of each, the one that stands for its group, or 0.
inline constexpr char32_t kGroupsBegin = 0x4E00, kGroupsEnd = 0xA000;

/// What stands around a character in text, as numbers: of characters that are used alike they are
/// near each other. The length of a vector is kVectorLength or so; of a character without any, 0.
inline constexpr std::size_t kDimensions = 48;
inline constexpr int kVectorLength = 127;
using Vector = std::array<std::int8_t, kDimensions>;

/// The characters beside a place whose vectors speak for its values: one before, one behind, two
/// before, two behind.
inline constexpr std::size_t kNeighbours = 4;
/// In so many parts of a unit.
inline constexpr int kVectorScale = 256;
/// What vectors of neighbours are multiplied with to speak for a value, against the first.
using VectorWeights = std::array<std::array<std::int16_t, kDimensions>, kNeighbours>;

/// A character with several values.
struct Question {
  char32_t code;
  char32_t values[kMostValues];  // the first is OpenCC's
  std::uint8_t count;
  std::int8_t surname;           // the value that it has as a surname; -1: none
  std::int16_t threshold;        // units by which another value must lead
  Filter filter;                 // of all its features
  Filter listed;                 // of those that have a kListed
  std::uint32_t vector_weights;  // of value 1, the others behind it
};

inline constexpr std::size_t kPhraseSize = 4, kPhraseValues = 3;
inline constexpr std::size_t kMostPhrases = 128;

/// A phrase with several values, all as long as it is; the first is OpenCC's. 0 fills up.
struct Phrase {
  char32_t values[kPhraseValues][kPhraseSize];
};

/// Slots behind those where an entry may begin; the last one is free.
inline constexpr std::size_t kSlotsBehind = 256;
/// A slot: the low 24 bits of a feature's number above its weight, a signed byte. The high bits say
/// where to begin; entries that do not fit there are in the next free slots. 0: free.
[[nodiscard]] constexpr std::uint32_t slot_of(std::uint64_t number, int weight) noexcept {
  const auto low = static_cast<std::uint32_t>(number & 0xFFFFFF);
  return (low == 0 ? 1 : low) << 8 | static_cast<std::uint8_t>(static_cast<std::int8_t>(weight));
}
[[nodiscard]] constexpr std::size_t first_slot(std::uint64_t number, std::uint32_t count) noexcept {
  return static_cast<std::size_t>((number >> 32) * count >> 32);
}

/// In place of a value: the "weight" of this feature is the value that the character has in a
/// listed word, whose rest the feature is; kMostValues for the first value.
inline constexpr unsigned kListed = 0;
/// The feature of a word with two uses that says how much has to speak for the general one.
inline constexpr char kThreshold = '=';
/// The feature of a phrase with several values that says its number.
inline constexpr char kNumber = '#';

}  // namespace hanfix::convert::context::image
