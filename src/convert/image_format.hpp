/// \file  The layout of a dictionary image: what the compiler writes and the engine reads in place.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

/// An image is one block of bytes, little-endian, aligned to 64, made of the records below. Places
/// are offsets from the start of the image, never pointers, so an image needs no relocation and no
/// work at start-up; processes that map the same program share its pages.
namespace hanfix::convert::image {

inline constexpr std::array<char, 8> kMagic = {'h', 'a', 'n', 'f', 'i', 'x', 'c', 'v'};
/// Raised with every change of the layout or of the meaning of a field.
inline constexpr std::uint32_t kVersion = 7;
inline constexpr std::size_t kAlignment = 64;

/// `count` records that start `offset` bytes into the image.
struct Section {
  std::uint64_t offset;
  std::uint64_t count;
};

struct Header {
  std::array<char, 8> magic;
  std::uint32_t version;
  std::uint32_t evidence;      ///< dictionary of regional words; values are one Evidence byte
  std::uint64_t size;          ///< bytes of the whole image
  std::uint64_t checksum;      ///< FNV-1a over all bytes behind the header
  Section trait_pages;         ///< u16: code point / 256 → page of traits
  Section traits;              ///< u8: page * 256 + code point % 256 → Trait bits
  Section dictionaries;        ///< Dictionary
  Section chains;              ///< Chain
  Section chain_dictionaries;  ///< u32: dictionary numbers, the lists of the chains
  Section configs;             ///< Config
  Section fused;               ///< Fused
  Section values;              ///< char: the text of all values, kValuePadding bytes behind
};

/// Code points / 256.
inline constexpr std::size_t kPages = 0x1100;
inline constexpr std::size_t kValuePadding = 16;
/// Records of head_pairs.
inline constexpr std::size_t kHeadPairs = 0x10000 / 64;

/// What a dictionary knows of a code point. A character *class* is the number of a character that
/// occurs in some key, 0 for any other; frequent characters have small numbers.
struct Code {
  std::uint16_t root;  ///< number of the root + 1; 0: starts no key
  std::uint16_t cls;
};

/// What the first character of a key leads to. Half a cache line: most matches are single
/// characters, and need nothing but this.
struct Root {
  std::uint32_t base;         ///< children are units[base + class]; 0: no longer key starts so
  std::uint32_t value;        ///< number of the value + 1; 0: not a key by itself
  std::uint64_t second;       ///< bit (class % 64) is set if such a character can come second
  std::array<char, 12> text;  ///< the value, if it fits
  std::uint32_t size;         ///< of the value, in bytes
};

/// A node of the double array: a key's second or later character. Bases are unique, so a unit
/// belongs to the parent whose base it names.
struct Unit {
  std::uint32_t check;  ///< base of the parent; 0: free
  std::uint32_t base;   ///< as in Root
  std::uint32_t value;  ///< as in Root
};

struct Value {
  std::uint32_t offset;  ///< bytes into the values section
  std::uint32_t size;    ///< bytes
};

struct Dictionary {
  Section pages;   ///< u16: code point / 256 → page of codes
  Section codes;   ///< Code: page * 256 + code point % 256
  Section roots;   ///< Root
  Section units;   ///< Unit; base + class is always inside
  Section values;  ///< Value
  /// u64: bit (first byte * 256 + second byte) of what starts a key, or a description, outside
  /// ASCII
  Section head_pairs;
  Section key_pairs;  ///< u64: bits key_pair() of the first two characters of longer keys
  std::array<std::uint64_t, 2> ascii_heads;  ///< bit c: a key starts with the ASCII character c
  std::uint32_t class_count;                 ///< classes are 0 … class_count - 1
  std::uint32_t longest_key;                 ///< bytes
  std::uint32_t shrink;          ///< most key bytes for one value byte, rounded up, at least 1
  std::uint32_t key_pair_shift;  ///< 32 - log2(bits of `key_pairs`)
};

/// The bit of two characters in Dictionary::key_pairs.
[[nodiscard]] constexpr std::uint32_t key_pair(char32_t first, char32_t second,
                                               std::uint32_t shift) noexcept {
  const std::uint32_t hash =
      std::uint32_t{first} * 0x9E3779B1u + std::uint32_t{second} * 0x85EBCA6Bu;
  return (hash ^ hash >> 15) * 0xC2B2AE35u >> shift;
}

/// Lists are stretches of chain_dictionaries: first the normalisations, then the stages.
struct Chain {
  std::uint32_t first;
  std::uint32_t normalizations;
  std::uint32_t stages;
  std::uint32_t segmentation;  ///< dictionary number + 1; 0: the text is one segment. Its values
                               ///< are what all the stages make of the keys
  std::uint32_t fused;         ///< number of the Fused + 1; 0: not to be fused
};

/// Code points / 64: the last byte of a UTF-8 sequence counts inside a page.
inline constexpr std::size_t kLowPages = 0x110000 / 64;
/// The pages of sequences of one and two bytes come behind all others; their own places are empty.
inline constexpr std::size_t kCellPages = kLowPages + 0x800 / 64;

/// All that a chain has to know of most characters. A *class* is the number of a character, as
/// normalisation leaves it, that any dictionary of the chain knows; no class is a multiple of 64.
struct Cell {
  std::uint32_t text;  ///< what the chain makes of it alone, in UTF-8; 0: not told here
  std::uint16_t cls;   ///< 0: in no dictionary
  std::uint16_t head;  ///< number of the Head; Head 0 has nothing to say
};

/// What a character may begin.
struct Head {
  std::uint64_t second;  ///< bit (class % 64): such a character next needs a closer look; bit 0:
                         ///< the character always does
  std::uint32_t base;    ///< children are nodes[base + class]; 0: no longer key starts so
  std::uint32_t value;   ///< number of the value + 1, if the character alone is a key; or 0
};

/// A key's second or later character. Bases are unique, so its class tells whose child it is. One
/// line of memory answers for most keys.
struct Node {
  std::uint32_t
      base_and_size;         ///< base << 8, as in Head; and bytes of the value, kNoKey, kLongValue
  std::uint16_t cls;         ///< 0xFFFF: free
  std::uint16_t third;       ///< bit (class % 16): a child may have such a class
  std::array<char, 8> text;  ///< the value; if long, the four bytes of its number

  [[nodiscard]] std::uint32_t base() const noexcept { return base_and_size >> 8; }
  [[nodiscard]] std::uint8_t size() const noexcept {
    return static_cast<std::uint8_t>(base_and_size);
  }
};
inline constexpr std::uint8_t kNoKey = 0xFE;      ///< no key ends here
inline constexpr std::uint8_t kLongValue = 0xFF;  ///< the value is in `values`

/// What the first stage makes of a class, for chains whose stages meet outside of keys.
struct Link {
  std::uint32_t base;    ///< in first_units, of longer keys of the first stage; 0: none
  std::uint32_t word;    ///< number of the word + 1 that this character alone becomes; 0: `symbol`
  std::uint32_t symbol;  ///< number of the symbol that it becomes
};

/// A character as the first stage leaves it. Symbol 0 stands for all that the second stage does
/// not know.
struct Symbol {
  std::uint32_t text;  ///< in UTF-8
  std::uint32_t base;  ///< in second_units, of longer keys of the second stage; 0: none
  Value value;         ///< what the second stage makes of it alone
};

/// A chain as one automaton. *Keys* are final wherever they are found: those of the segmentation,
/// with what all stages make of them, or without one those of the only stage. Between them a
/// character becomes its cell's text, unless the stages' own keys meet there: those are in the
/// first and second units, and only chains with two levels have any.
struct Fused {
  Section pages;    ///< u16: code point / 64 → page of cells
  Section cells;    ///< Cell: page * 64 + code point % 64; page 0 tells nothing
  Section heads;    ///< Head
  Section flags;    ///< u8: class → Flag bits; empty if text has too many anchors to pass it over
  Section sides;    ///< u8, by class: see kSides
  Section anchors;  ///< u64: bits of the pairs of an anchor and its neighbour
  Section sieve;    ///< Sieve, one or none
  Section filter;   ///< u64: bits of where to look closer
  Section nodes;    ///< Node: the keys, by class
  Section values;   ///< Value: of the keys that have them neither in a Node nor in a Cell
  Section links;    ///< Link, by class
  Section first_units;    ///< Unit: the first stage's keys, by class
  Section words;          ///< Value: stretches of `symbol_lists`; what those become
  Section symbol_lists;   ///< u16: symbol numbers
  Section symbols;        ///< Symbol
  Section second_units;   ///< Unit: the second stage's keys, by symbol
  Section second_values;  ///< Value: of those
  std::array<std::uint64_t, 2> ascii_last;  ///< bit c: c ends the ASCII part that a key starts with
  std::uint32_t ascii_reach;   ///< longest such part, in bytes; kAnyAscii: look at each byte
  std::uint32_t two_levels;    ///< 1: links and what follows them are used
  std::uint32_t filter_shift;  ///< 32 - log2(words of the filter)
  std::uint32_t anchor_shift;  ///< 32 - log2(words of `anchors`)
};
inline constexpr std::uint32_t kAnyAscii = 0xFFFFFFFF;

/// Whatever becomes something else than its characters would become alone has an *anchor* in it,
/// with a certain neighbour. Text without is passed over, from where no key goes on.
enum Flag : std::uint8_t {
  kAnchor = 1,  ///< with a neighbour that `anchors` knows
  kAlways = 2,  ///< whatever is beside it
  kGoesOn = 4,  ///< a key may go on behind it
  kGoneOn = 8,  ///< a key may go on with it
};

/// The filter tells of all keys of two characters, and of the first three of longer ones. The hash
/// of the first two classes chooses the word, its low bits or those of the second hash the bit.
[[nodiscard]] constexpr std::uint32_t pair_hash(std::uint32_t a, std::uint32_t b) noexcept {
  return a * 0x9E3779B1u + b * 0x85EBCA6Bu;
}
[[nodiscard]] constexpr std::uint32_t pair_bit(std::uint32_t pair) noexcept {
  return pair >> 3 & 63;
}
[[nodiscard]] constexpr std::uint32_t triple_bit(std::uint32_t pair, std::uint32_t c) noexcept {
  return ((pair >> 9) + c * 0x9E3779B1u) >> 26;
}

/// Pairs of an anchor and its neighbour are in one of four sets. A class has bit 4 + n if it is the
/// first of a pair of set n, bit n if it is the second of one.
inline constexpr std::uint32_t kSides = 4;

/// Tells sequences of three that may become something else, or be anchors, from others by eight
/// rules, one a bit: what the rule lets through has its bit in all four entries.
struct Sieve {
  using Entries = std::array<std::uint8_t, 16>;
  Entries first;                  ///< by the low half of the first byte
  std::array<Entries, 4> second;  ///< by the low six bits of the second byte
  std::array<Entries, 4> third;   ///< … of the third byte
  std::array<Entries, 4> mixed;   ///< … of one exclusive-or the other
};

/// Heads that are always there: nothing to say; a character whose cell tells nothing.
inline constexpr std::uint16_t kNoHead = 0;
inline constexpr std::uint16_t kUntoldHead = 1;

struct Config {
  std::array<char, 24> name;  ///< zero-terminated
  std::uint32_t chain;        ///< without the dictionaries of rare results
  std::uint32_t chain_tofu;   ///< with them; the same number where there are none
};

/// What a character says about the script of a text.
enum Trait : std::uint8_t {
  kSimplifiedOnly = 1,
  kTraditionalOnly = 2,
  kJapaneseOnly = 4,
  kNotJapanese = 8,  ///< everyday in Chinese, not written in Japanese
};

/// What a word says about the script or region of a text.
enum class Evidence : char {
  taiwan = 't',
  hong_kong = 'h',
  not_taiwan = 'x',   ///< a term that Hong Kong and the mainland share
  neither = 'n',      ///< a mainland term, or a form of OpenCC's standard
  simplified = 's',   ///< no character of it is one-sided, but the word is
  traditional = 'd',  ///< likewise
};

/// FNV-1a, 64 bits.
[[nodiscard]] constexpr std::uint64_t checksum(const char* data, std::size_t size) noexcept {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (std::size_t i = 0; i < size; ++i) {
    hash = (hash ^ static_cast<unsigned char>(data[i])) * 0x100000001b3;
  }
  return hash;
}

}  // namespace hanfix::convert::image
