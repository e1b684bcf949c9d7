/// \file  Which Chinese a text is written in, and which configurations lead from there to a target.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace hanfix::convert {

enum class Variant : std::uint8_t {
  hans,     ///< Simplified
  hant_tw,  ///< Traditional with Taiwan's words and forms
  hant_hk,  ///< Traditional with Hong Kong's
  hant,     ///< Traditional without evidence of a region
  mixed,    ///< much of both scripts
  ja,       ///< Japanese
  unknown,  ///< too little Chinese to tell
};

/// "hans", "hant-tw", "hant-hk", "hant", "mixed", "ja", "unknown".
[[nodiscard]] std::string_view to_string(Variant variant) noexcept;

/// What a verdict rests on: code points and words of a text. Counts of texts can be added.
struct VariantCounts {
  std::uint64_t han = 0;          ///< Chinese characters of any kind
  std::uint64_t simplified = 0;   ///< of these, those that only Simplified text uses
  std::uint64_t traditional = 0;  ///< those that only Traditional text uses
  std::uint64_t japanese = 0;     ///< those that only Japanese text uses
  std::uint64_t chinese = 0;      ///< those that only Chinese text uses, in either script
  std::uint64_t kana = 0;
  std::uint64_t kana_runs = 0;  ///< kana, but of those side by side two at most
  std::uint64_t hangul = 0;
  std::uint64_t simplified_words = 0;  ///< words of one script without a one-sided character
  std::uint64_t traditional_words = 0;
  /// How much likelier the text is in Simplified than in Traditional, to the character model, in
  /// 1/16 bit. Only of texts that have nothing one-sided.
  std::int64_t lean = 0;
  std::uint64_t taiwan = 0;  ///< words and forms of one region
  std::uint64_t hong_kong = 0;
  std::uint64_t not_taiwan = 0;  ///< words that Hong Kong and the mainland share
  std::uint64_t neither = 0;     ///< words and forms that both regions avoid

  VariantCounts& operator+=(const VariantCounts& other) noexcept;
  friend bool operator==(const VariantCounts&, const VariantCounts&) = default;
};

struct VariantVerdict {
  Variant variant = Variant::unknown;
  /// What the text is mostly: the variant itself, or for mixed text the one that prevails.
  Variant dominant = Variant::unknown;
  /// Nothing one-sided is in the text, only the character model leans to this script. Where there
  /// are neighbours, they know better.
  bool leaning = false;
  /// Characters that only the other script uses, the one that does not prevail.
  std::uint64_t minority = 0;
  VariantCounts counts = {};
  friend bool operator==(const VariantVerdict&, const VariantVerdict&) = default;
};

/// hant, hant-tw or hant-hk.
[[nodiscard]] constexpr bool is_hant(Variant variant) noexcept {
  return variant == Variant::hant || variant == Variant::hant_tw || variant == Variant::hant_hk;
}

/// Counts what a text has. Precondition: well-formed UTF-8; a character cut at either end is passed
/// over. O(bytes), several 100 MB/s; the first few 100 characters of a text that has nothing
/// one-sided also go through the character model.
[[nodiscard]] VariantCounts count_variant(std::string_view text) noexcept;

/// The same without words, which say more about short text and about regions, and without the
/// model: three times as fast.
[[nodiscard]] VariantCounts count_characters(std::string_view text) noexcept;

/// What counts amount to. No evidence gives `unknown`.
[[nodiscard]] VariantVerdict judge(const VariantCounts& counts) noexcept;

/// Judges a text by itself, as one piece: judge(count_variant(text)). Text of several paragraphs is
/// what VariantCensus is for (variant_census.hpp).
[[nodiscard]] VariantVerdict detect_variant(std::string_view text) noexcept;

struct TargetInfo {
  std::string_view name;
  std::string_view description;  ///< one line
};

/// s, sp, t, tw, twp, hk, hkp, jp, none.
[[nodiscard]] std::span<const TargetInfo> target_list() noexcept;

/// The configurations that bring text of `source` to `target`, to be applied one after another;
/// none if it is to stay as it is: text of the target's own script, Japanese, unknown. For mixed
/// text ask with VariantVerdict::dominant. Precondition: `target` is in target_list().
[[nodiscard]] std::vector<std::string_view> configs_for(Variant source, std::string_view target);

}  // namespace hanfix::convert
