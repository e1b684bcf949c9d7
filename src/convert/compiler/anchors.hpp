/// \file  Characters by which text that changes in more than single characters is told from all
/// other.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "convert/image_format.hpp"

namespace hanfix::convert::compiler {

/// Chooses for each key two neighbours in it; the rarer one is the *anchor*. Where text has no
/// anchor beside its neighbour, no key is.
class Anchors {
 public:
  enum class Kind : std::uint8_t {
    usable,
    stops,  // wherever it is, text is looked at character by character anyway
    never,  // text with it is passed over
  };
  struct Character {
    Kind kind = Kind::never;
    double share = 0;      // of text
    bool changes = false;  // it becomes something else alone
  };
  enum class Aim : std::uint8_t {
    few_characters,  // anchors should be characters that change anyway, or rare
    rare_pairs,      // characters of a pair should seldom be near each other
  };
  /// By class; flags that some of them have already.
  Anchors(Aim aim, std::vector<Character> characters, std::vector<std::uint8_t> flags);

  /// A key; each of its places may hold any of several classes. False: nothing of it can be one.
  [[nodiscard]] bool add(const std::vector<std::vector<std::uint16_t>>& key);
  void make_filter();

  [[nodiscard]] const std::vector<std::uint8_t>& flags() const { return flags_; }
  [[nodiscard]] const std::vector<std::uint8_t>& sides() const { return sides_; }
  [[nodiscard]] const std::vector<std::uint64_t>& filter() const { return filter_; }
  [[nodiscard]] std::uint32_t filter_shift() const { return filter_shift_; }
  /// Of the anchors together.
  [[nodiscard]] double share() const;

 private:
  using Place = std::vector<std::uint16_t>;
  using Key = std::vector<Place>;
  struct Choice {
    double cost;
    std::size_t at;     // of the first of two places
    std::uint32_t set;  // that they join
  };
  [[nodiscard]] double share(const Place& place) const;
  [[nodiscard]] double cost(const Place& place) const;
  [[nodiscard]] double more(const Place& place, std::uint32_t side) const;
  [[nodiscard]] Choice choice(const Key& key, std::size_t at) const;
  void choose(const Key& key);
  void add_side(const Place& place, std::uint32_t side);

  Aim aim_;
  std::vector<Character> characters_;
  std::vector<std::uint8_t> flags_, sides_;
  std::array<double, 2 * image::kSides> shares_{};  // by side
  std::vector<Key> keys_;
  struct Pair {
    std::uint16_t first, second;
  };
  std::vector<Pair> pairs_;
  std::vector<std::uint64_t> filter_;
  std::uint32_t filter_shift_ = 31;
};

}  // namespace hanfix::convert::compiler
