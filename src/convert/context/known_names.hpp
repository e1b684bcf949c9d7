/// \file  Names of people that a document has said already.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>

namespace hanfix::convert::context {

/// Names of two or three characters, as the text has them, each with where its surname stood first.
/// What a place may know is a matter of where it stands, not of when it is asked for.
class KnownNames {
 public:
  static constexpr std::size_t kMost = 4096;
  /// Text so many bytes behind a name's begin knows it: all that made it one is before that.
  static constexpr std::uint64_t kBehind = 64;

  /// At byte `place` of the document, which never falls; more than kMost names are not kept.
  void add(std::span<const char32_t> name, std::uint64_t place) {
    if (places_.size() >= kMost) return;
    if (!places_.try_emplace(number(name), place).second) return;
    if (name.size() == kLongest) given_.try_emplace(number(name.subspan(1)), place);
  }
  [[nodiscard]] std::size_t size() const noexcept { return places_.size(); }
  [[nodiscard]] bool empty() const noexcept { return places_.empty(); }

  enum class Where : std::uint8_t { nowhere, before, here };
  /// Where a name was said, for text at `place`.
  [[nodiscard]] Where find(std::span<const char32_t> name, std::uint64_t place) const {
    return find(places_, name, place);
  }
  /// The same of a given name of two characters, which ends a name.
  [[nodiscard]] bool knows_given(std::span<const char32_t> given, std::uint64_t place) const {
    return find(given_, given, place) == Where::before;
  }

  static constexpr std::size_t kLongest = 3;  ///< characters

 private:
  using Places = std::unordered_map<std::uint64_t, std::uint64_t>;
  static std::uint64_t number(std::span<const char32_t> name) {
    std::uint64_t sum = 0;
    for (const char32_t code : name) sum = sum << 21 | code;
    return sum;
  }
  static Where find(const Places& places, std::span<const char32_t> name, std::uint64_t place) {
    const auto found = places.find(number(name));
    if (found == places.end()) return Where::nowhere;
    if (found->second == place) return Where::here;
    return found->second + kBehind <= place ? Where::before : Where::nowhere;
  }

  Places places_;
  Places given_;
};

}  // namespace hanfix::convert::context
