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

/// A verdict and what it rests on; counts are code points and words in the window.
struct VariantVerdict {
  Variant variant = Variant::unknown;
  /// What the text is mostly: the variant itself, or for mixed text the one that prevails.
  Variant dominant = Variant::unknown;
  std::uint32_t han = 0;          ///< Chinese characters of any kind
  std::uint32_t simplified = 0;   ///< of these, those that only Simplified text uses
  std::uint32_t traditional = 0;  ///< those that only Traditional text uses
  std::uint32_t japanese = 0;     ///< those that only Japanese text uses
  std::uint32_t kana = 0;
  std::uint32_t hangul = 0;
  std::uint32_t simplified_words = 0;  ///< words of one script without a one-sided character
  std::uint32_t traditional_words = 0;
  std::uint32_t taiwan = 0;  ///< words and forms of one region
  std::uint32_t hong_kong = 0;
  std::uint32_t not_taiwan = 0;  ///< words that Hong Kong and the mainland share
  std::uint32_t neither = 0;     ///< words and forms that both regions avoid
};

/// Judges a window of text. Precondition: well-formed UTF-8; a character cut at either end is
/// passed over. O(bytes), several 100 MB/s. No evidence gives `unknown`.
[[nodiscard]] VariantVerdict detect_variant(std::string_view window) noexcept;

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
