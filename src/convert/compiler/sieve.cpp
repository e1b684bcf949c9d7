#include "convert/compiler/sieve.hpp"

#include <algorithm>
#include <bit>
#include <string_view>

#include "base/utf8.hpp"

namespace hanfix::convert::compiler {
namespace {

constexpr std::size_t kMostMarked = 1000;
constexpr double kMostStopped = 0.06;  // of the characters of a text
constexpr double kBit = 1e-6;          // what one bit more costs for the sake of rare characters

// Characters of running text that are not ideographs, most common first; each of the first ones
// makes up about the hundredth part of a text.
constexpr std::u32string_view kMarks = U"，。、：；「」（）“”！？《》…—『』‘’．";
constexpr double kMark = 0.01;

// Characters by the bits that a rule sees of them.
struct Bits {
  std::uint64_t first, second, third, mixed;

  explicit Bits(char32_t code)
      : first(std::uint64_t{1} << (code >> 12 & 15)),
        second(std::uint64_t{1} << (code >> 6 & 63)),
        third(std::uint64_t{1} << (code & 63)),
        mixed(std::uint64_t{1} << ((code >> 6 ^ code) & 63)) {}
  Bits() : first(0), second(0), third(0), mixed(0) {}

  Bits& operator|=(const Bits& more) {
    first |= more.first;
    second |= more.second;
    third |= more.third;
    mixed |= more.mixed;
    return *this;
  }
  // True if a rule of these lets all of `other` through.
  [[nodiscard]] bool holds(const Bits& other) const {
    return ((other.first & ~first) | (other.second & ~second) | (other.third & ~third) |
            (other.mixed & ~mixed)) == 0;
  }
  [[nodiscard]] int count() const {
    return std::popcount(first) + std::popcount(second) + std::popcount(third) +
           std::popcount(mixed);
  }
};

struct Weighed {
  Bits bits;
  double share;
};

struct Rule {
  Bits bits;
  double cost = 0;
};

double cost_of(const Bits& rule, const std::vector<Weighed>& text) {
  double cost = kBit * rule.count();
  for (const Weighed& character : text) {
    if (rule.holds(character.bits)) cost += character.share;
  }
  return cost;
}

void put(std::array<image::Sieve::Entries, 4>& entries, std::uint64_t bits, unsigned rule) {
  for (std::size_t i = 0; i < 64; ++i) {
    if ((bits >> i & 1) != 0) entries[i / 16][i % 16] |= static_cast<std::uint8_t>(1u << rule);
  }
}

}  // namespace

std::vector<image::Sieve> make_sieve(const std::vector<char32_t>& marked,
                                     const CommonCharacters& common) {
  if (marked.size() > kMostMarked) return {};
  std::vector<Weighed> text;
  for (const auto& [code, share] : common.all()) text.push_back({Bits(code), share});
  for (const char32_t code : kMarks) text.push_back({Bits(code), kMark});

  // Each into the rule where it costs least.
  std::array<Rule, 8> rules;
  for (const char32_t code : marked) {
    const Bits bits(code);
    if (std::any_of(rules.begin(), rules.end(),
                    [&](const Rule& rule) { return rule.bits.holds(bits); })) {
      continue;
    }
    Rule* best = nullptr;
    Rule changed;
    for (Rule& rule : rules) {
      Rule wider = rule;
      wider.bits |= bits;
      wider.cost = cost_of(wider.bits, text);
      if (best == nullptr || wider.cost - rule.cost < changed.cost - best->cost) {
        best = &rule;
        changed = wider;
      }
    }
    *best = changed;
  }

  double stopped = 0;
  for (const Weighed& character : text) {
    if (std::any_of(rules.begin(), rules.end(),
                    [&](const Rule& rule) { return rule.bits.holds(character.bits); })) {
      stopped += character.share;
    }
  }
  if (stopped > kMostStopped) return {};
  image::Sieve sieve{};
  for (unsigned i = 0; i < rules.size(); ++i) {
    const Bits& bits = rules[i].bits;
    for (std::size_t lead = 0; lead < 16; ++lead) {
      if ((bits.first >> lead & 1) != 0) sieve.first[lead] |= static_cast<std::uint8_t>(1u << i);
    }
    put(sieve.second, bits.second, i);
    put(sieve.third, bits.third, i);
    put(sieve.mixed, bits.mixed, i);
  }
  return {sieve};
}

}  // namespace hanfix::convert::compiler
