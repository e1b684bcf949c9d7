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
inline constexpr std::uint32_t kVersion = 2;
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
  std::array<std::uint64_t, 2> ascii_heads;  ///< bit c: a key starts with the ASCII character c
  std::uint32_t class_count;                 ///< classes are 0 … class_count - 1
  std::uint32_t longest_key;                 ///< bytes
  std::uint32_t shrink;  ///< most key bytes for one value byte, rounded up, at least 1
  std::uint32_t reserved;
};

/// Lists are stretches of chain_dictionaries: first the normalisations, then the stages.
struct Chain {
  std::uint32_t first;
  std::uint32_t normalizations;
  std::uint32_t stages;
  std::uint32_t segmentation;  ///< dictionary number + 1; 0: the text is one segment. Its values
                               ///< are what all the stages make of the keys
};

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
