#include "convert/context/key_heads.hpp"

#include <bit>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.hpp"
#include "convert/context/kept_words.hpp"
#include "convert/context/names.hpp"

namespace hanfix::convert::context {
namespace {

// One of a sieve's rules: the last two bytes of characters with the same first half byte.
struct Rule {
  std::uint64_t second = 0, third = 0, mixed = 0;
  void add(char32_t code) {
    second |= std::uint64_t{1} << (code >> 6 & 63);
    third |= std::uint64_t{1} << (code & 63);
    mixed |= std::uint64_t{1} << ((code >> 6 ^ code) & 63);
  }
  // About as much as it lets through.
  [[nodiscard]] int size() const {
    return std::popcount(second) * std::popcount(third) * std::popcount(mixed);
  }
};

// Characters are few, but for the last ones, compatibility ideographs: these have a rule of their
// own.
convert::image::Sieve sieve_of(const std::vector<char32_t>& codes) {
  constexpr std::size_t kRules = 8;
  std::array<Rule, kRules> rules{};
  std::array<std::uint16_t, kRules> first{};
  for (const char32_t code : codes) {
    std::size_t best = kRules - 1;
    int least = std::numeric_limits<int>::max();
    for (std::size_t i = 0; code < 0xF000 && i < best; ++i) {
      Rule wider = rules[i];
      wider.add(code);
      if (wider.size() - rules[i].size() >= least) continue;
      least = wider.size() - rules[i].size();
      best = i;
    }
    rules[best].add(code);
    first[best] |= static_cast<std::uint16_t>(1u << (code >> 12));
  }
  convert::image::Sieve sieve{};
  for (std::size_t rule = 0; rule < kRules; ++rule) {
    const auto put = [&](convert::image::Sieve::Entries& entries, std::uint64_t bits) {
      for (std::size_t i = 0; i < entries.size(); ++i) {
        if ((bits >> i & 1) != 0) entries[i] |= static_cast<std::uint8_t>(1u << rule);
      }
    };
    put(sieve.first, first[rule]);
    for (unsigned i = 0; i < 4; ++i) {
      put(sieve.second[i], rules[rule].second >> 16 * i);
      put(sieve.third[i], rules[rule].third >> 16 * i);
      put(sieve.mixed[i], rules[rule].mixed >> 16 * i);
    }
  }
  return sieve;
}

}  // namespace

KeyHeads::KeyHeads(std::span<const Dictionary> normalizations, const Dictionary& first,
                   const Dictionary* stage, const Dictionary* second, const Dictionary& last)
    : first_stage_(stage != nullptr ? *stage : first) {
  // What a chain is for shows in what it does.
  if (first_stage_.longest_prefix("发").value == "發") choice_ = &Choice::builtin();
  names_ = last.longest_prefix("發").value == "发";
  // Characters are asked for in order.
  const auto kept = names_ ? Names::builtin().all_kept() : std::span<const image::KeptForm>();
  auto next_kept = kept.begin();
  std::string bytes;
  const auto first_value_of = [&](char32_t code) {
    const std::string_view value = first_stage_.alone(code).value;
    std::size_t at = 0;
    return value.empty() ? code : utf8::next(value, at);
  };
  const auto flags_of = [&](char32_t code) {
    unsigned flags = kInRun;
    if (is_han(code)) flags |= kHan;
    for (const Dictionary& normalization : normalizations) {
      if (normalization.has(code)) flags |= kChanged;
    }
    if (const auto* const asked = choice_ == nullptr ? nullptr : choice_->question(code)) {
      const std::size_t value = choice_->surname_value(*asked);
      flags |= value > 0 && value < asked->count ? kAsked | kNamed : kAsked;
    }
    while (next_kept != kept.end() && next_kept->code < code) ++next_kept;
    if (next_kept != kept.end() && next_kept->code == code) flags |= kAsked | kNamed;
    // 著 is kept from what the first stage makes of it.
    if (names_ && has_word_form(code) && (code != U'著' || first_value_of(code) != code)) {
      flags |= kAsked;
    }
    if (first.begins_longer_key(code)) flags |= kFirst;
    if (stage != nullptr && stage->begins_longer_key(code)) flags |= kStage;
    if (second == nullptr) return flags;
    if (!first_stage_.has(code)) return flags | (second->begins_longer_key(code) ? kSecond : 0);
    bytes.clear();
    utf8::append(bytes, code);
    const std::string_view value = first_stage_.longest_prefix(bytes).value;
    // Of several characters, any may begin one.
    const bool begins = utf8::count(value) != 1 || second->longest_prefix(value).open;
    return flags | (begins ? kSecond : 0);
  };
  // Nothing between these is in a run.
  constexpr std::pair<char32_t, char32_t> kBlocks[] = {
      {0x00, 0xFF}, {0x3000, 0x303F}, {0x3400, 0x9FFF}, {0xF900, 0xFAFF}};
  std::vector<char32_t> few;
  for (const auto& [first_code, last_code] : kBlocks) {
    for (char32_t code = first_code; code <= last_code; ++code) {
      if (!in_run(code)) continue;
      flags_[code] = static_cast<std::uint8_t>(flags_of(code));
      if ((flags_[code] & kOpen) != 0) few.push_back(code);
    }
  }
  if (names_) few_ = sieve_of(few);
}

convert::image::Sieve KeyHeads::named_sieve() const {
  std::vector<char32_t> codes;
  for (char32_t code = 0; code < kCodes; ++code) {
    if ((flags_[code] & kNamed) != 0) codes.push_back(code);
  }
  return sieve_of(codes);
}

char32_t KeyHeads::first_value(char32_t code) const noexcept {
  if (code >= kCodes || flags_[code] == 0) return code;
  const std::string_view value = first_stage_.alone(code).value;
  std::size_t at = 0;
  return value.empty() ? code : utf8::next(value, at);
}

}  // namespace hanfix::convert::context
