/// \file  Counts of character n-grams: counting, text files, mapping, pooling.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hanfix::model::build {

/// Up to three symbols (representatives of 21 bits each), the first one highest: sorted keys are
/// sorted by context.
using Key = std::uint64_t;
inline constexpr unsigned kSymbolBits = 21;
inline constexpr Key kSymbolMask = (Key{1} << kSymbolBits) - 1;

[[nodiscard]] constexpr Key key_of(char32_t a, char32_t b) { return Key{a} << kSymbolBits | b; }
[[nodiscard]] constexpr Key key_of(char32_t a, char32_t b, char32_t c) {
  return key_of(a, b) << kSymbolBits | c;
}
[[nodiscard]] constexpr char32_t last_of(Key key) { return char32_t(key & kSymbolMask); }
[[nodiscard]] constexpr Key context_of(Key key) { return key >> kSymbolBits; }
/// Without the first symbol of three.
[[nodiscard]] constexpr Key suffix_of(Key trigram) {
  return trigram & ((Key{1} << 2 * kSymbolBits) - 1);
}

struct Count {
  Key key;
  std::uint32_t count;
};
/// Sorted by key, each key once.
using Table = std::vector<Count>;

/// Counts of one script. Each line of text contributes its characters and a line break at its end;
/// the line break is also the context of the first character. No trigram crosses a line break, so
/// count(b) is the number of contexts b, and bigram count(ab) that of contexts ab.
struct Counts {
  Table unigrams, bigrams, trigrams;
};

/// Zero if absent. O(log n).
[[nodiscard]] std::uint32_t count_in(const Table& table, Key key);

/// Counts lines as they come; memory is 16 bytes a character read.
class Counter {
 public:
  /// `line` without its line break; `weight` is how often it counts.
  void add(std::string_view line, unsigned weight);
  [[nodiscard]] Counts finish();

 private:
  std::vector<Key> unigrams_, bigrams_, trigrams_;
};

/// A sorted table of the rows, equal keys added up.
[[nodiscard]] Table sorted_sum(Table rows);

/// a + b, each multiplied by its weight.
[[nodiscard]] Counts pooled(const Counts& a, unsigned weight_a, const Counts& b, unsigned weight_b);

/// Every symbol replaced by `map` where that has it.
using CharacterMap = std::unordered_map<char32_t, char32_t>;
[[nodiscard]] Counts mapped(const Counts& counts, const CharacterMap& map);

/// "n-gram TAB count" a line, sorted by bytes, all orders together.
[[nodiscard]] std::string to_tsv(const Counts& counts);
/// Throws std::runtime_error on a line that is not that, or out of order.
[[nodiscard]] Counts from_tsv(std::string_view text);

[[nodiscard]] std::string read_file(const std::string& path);
/// Decompressed zstd. Throws std::runtime_error.
[[nodiscard]] std::string read_zstd(const std::string& path);
void write_file(const std::string& path, std::string_view bytes);

}  // namespace hanfix::model::build
