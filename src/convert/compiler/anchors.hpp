/// \file  Characters by which text that changes in more than single characters is told from all
/// other.
#pragma once
#include <cstdint>
#include <vector>

namespace hanfix::convert::compiler {

/// Chooses for each key one of its characters, an *anchor*, preferably a rare one or one that is an
/// anchor already, and a neighbour of it. Where text has no anchor beside its neighbour, no key is.
class Anchors {
 public:
  enum class Kind : std::uint8_t {
    usable,
    stops,  // wherever it is, text is looked at character by character anyway
    never,  // text with it is passed over
  };
  struct Character {
    Kind kind = Kind::never;
    double share = 0;  // of text
  };
  /// By class; flags that some of them have already.
  Anchors(std::vector<Character> characters, std::vector<std::uint8_t> flags);

  /// A key; each of its places may hold any of several classes. False: nothing of it can be one.
  [[nodiscard]] bool add(const std::vector<std::vector<std::uint16_t>>& key);
  void make_filter();

  [[nodiscard]] const std::vector<std::uint8_t>& flags() const { return flags_; }
  [[nodiscard]] const std::vector<std::uint64_t>& filter() const { return filter_; }
  [[nodiscard]] std::uint32_t filter_shift() const { return filter_shift_; }
  /// Of the anchors together.
  [[nodiscard]] double share() const;

 private:
  using Key = std::vector<std::vector<std::uint16_t>>;
  [[nodiscard]] double cost(const std::vector<std::uint16_t>& place) const;
  void choose(const Key& key);

  std::vector<Character> characters_;
  std::vector<std::uint8_t> flags_;
  std::vector<Key> keys_;
  struct Pair {
    std::uint16_t first, second;
  };
  std::vector<Pair> pairs_;
  std::vector<std::uint64_t> filter_;
  std::uint32_t filter_shift_ = 31;
};

}  // namespace hanfix::convert::compiler
