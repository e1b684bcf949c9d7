#include "convert/variant.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "convert/image.hpp"
#include "model/char_model.hpp"
#include "model/symbols.hpp"

namespace hanfix::convert {
namespace {

constexpr std::array<TargetInfo, 9> kTargets = {{
    {"s", "Simplified"},
    {"sp", "Simplified, with mainland words"},
    {"t", "Traditional, OpenCC's standard forms"},
    {"tw", "Traditional as written in Taiwan"},
    {"twp", "Traditional as written in Taiwan, with Taiwan words"},
    {"hk", "Traditional as written in Hong Kong"},
    {"hkp", "Traditional as written in Hong Kong, with Hong Kong words"},
    {"jp", "Japanese new forms (shinjitai)"},
    {"none", "keep the script"},
}};

// One row a source; what is not in a row stays as it is.
struct Route {
  Variant source;
  std::string_view target;
  std::array<std::string_view, 2> configs;
};
constexpr Route kRoutes[] = {
    {Variant::hans, "t", {"s2t"}},
    {Variant::hans, "tw", {"s2tw"}},
    {Variant::hans, "twp", {"s2twp"}},
    {Variant::hans, "hk", {"s2hk"}},
    {Variant::hans, "hkp", {"s2hkp"}},
    {Variant::hans, "jp", {"s2t", "t2jp"}},
    {Variant::hant, "s", {"t2s"}},
    {Variant::hant, "sp", {"t2s"}},
    {Variant::hant, "tw", {"t2tw"}},
    {Variant::hant, "twp", {"t2twp"}},
    {Variant::hant, "hk", {"t2hk"}},
    {Variant::hant, "hkp", {"t2hkp"}},
    {Variant::hant, "jp", {"t2jp"}},
    {Variant::hant_tw, "s", {"tw2s"}},
    {Variant::hant_tw, "sp", {"tw2sp"}},
    {Variant::hant_tw, "t", {"tw2t"}},
    {Variant::hant_tw, "hk", {"tw2t", "t2hk"}},
    {Variant::hant_tw, "hkp", {"tw2t", "t2hkp"}},
    {Variant::hant_tw, "jp", {"tw2t", "t2jp"}},
    {Variant::hant_hk, "s", {"hk2s"}},
    {Variant::hant_hk, "sp", {"hk2sp"}},
    {Variant::hant_hk, "t", {"hk2t"}},
    {Variant::hant_hk, "tw", {"hk2t", "t2tw"}},
    {Variant::hant_hk, "twp", {"hk2t", "t2twp"}},
    {Variant::hant_hk, "jp", {"hk2t", "t2jp"}},
};

// Letters only: ・ and ー stand in Chinese text too.
constexpr char32_t kLongVowel = U'ー';
// Every 25th character of Chinese text; Japanese has it as a suffix, most often before kana.
constexpr std::string_view kPossessive = "的";
bool is_kana(char32_t code) noexcept {
  return (code >= 0x3041 && code <= 0x3096) || (code >= 0x30A1 && code <= 0x30FA) ||
         (code >= 0xFF66 && code <= 0xFF9D);
}
bool is_hangul(char32_t code) noexcept {
  return (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0x1100 && code <= 0x11FF) ||
         (code >= 0x3130 && code <= 0x318F);
}

// What the model makes of the first hanzi of `text`, each after what stands before it.
constexpr std::size_t kLeanCharacters = 256;
std::int64_t lean(std::string_view text) noexcept {
  static const model::Scorer hans(model::Script::hans), hant(model::Script::hant);
  model::Scorer::Context in_hans, in_hant;
  std::int64_t sum = 0;
  std::size_t left = kLeanCharacters;
  for (std::size_t at = 0; at < text.size() && left > 0;) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead >= 0x80 && lead < 0xC0) {
      ++at;
      continue;
    }
    if (at + utf8::sequence_length(lead) > text.size()) break;
    const char32_t code = utf8::next(text, at);
    const model::Symbol symbol = model::symbol(code);
    const int difference = hant.advance(in_hant, symbol) - hans.advance(in_hans, symbol);
    if (!model::is_ideograph(code)) continue;
    sum += difference;
    --left;
  }
  return sum;
}

class Counter {
 public:
  Counter() : image_(Image::builtin()), words_(image_.evidence()) {}

  VariantCounts take(std::string_view text) noexcept {
    count<true>(text);
    if (one_sided() == 0 && counts_.han > 0) counts_.lean = lean(text);
    return counts_;
  }
  VariantCounts take_characters(std::string_view text) noexcept {
    count<false>(text);
    return counts_;
  }

 private:
  template <bool words>
  void count(std::string_view text) noexcept {
    std::uint64_t suffixes = 0;
    for (std::size_t at = 0; at < text.size();) {
      const auto lead = static_cast<unsigned char>(text[at]);
      if (lead < 0xC0) {  // ASCII, or the rest of a character that the text cuts
        ++at;
        continue;
      }
      std::size_t after = at;
      if (at + utf8::sequence_length(lead) > text.size()) break;
      const char32_t code = utf8::next(text, after);
      if (model::is_ideograph(code)) {
        ++by_traits_[image_.traits(code) % by_traits_.size()];
        if constexpr (words) {
          if (at >= word_end_) word(text, at);
        }
      } else if (is_kana(code)) {
        ++counts_.kana;
        kana_run_ = at == kana_end_ ? kana_run_ + 1 : 1;
        counts_.kana_runs += kana_run_ <= 2;
        suffixes += text.substr(0, at).ends_with(kPossessive);  // 目的な, 的に
        kana_end_ = after;
      } else if (is_hangul(code)) {
        ++counts_.hangul;
      } else if (code == kLongVowel && at == kana_end_) {
        kana_end_ = after;
      }
      at = after;
    }
    for (std::size_t traits = 0; traits < by_traits_.size(); ++traits) {
      const std::uint64_t characters = by_traits_[traits];
      counts_.han += characters;
      if ((traits & image::kSimplifiedOnly) != 0) counts_.simplified += characters;
      if ((traits & image::kTraditionalOnly) != 0) counts_.traditional += characters;
      if ((traits & image::kJapaneseOnly) != 0) counts_.japanese += characters;
      if ((traits & image::kNotJapanese) != 0) counts_.chinese += characters;
    }
    counts_.chinese -= std::min(suffixes, counts_.chinese);
  }
  void word(std::string_view text, std::size_t at) noexcept {
    const Match match = words_.longest_prefix(text.substr(at));
    if (match.key_size == 0 || match.value.empty()) return;
    word_end_ = at + match.key_size;
    switch (static_cast<image::Evidence>(match.value.front())) {
      case image::Evidence::taiwan:
        ++counts_.taiwan;
        break;
      case image::Evidence::hong_kong:
        ++counts_.hong_kong;
        break;
      case image::Evidence::not_taiwan:
        ++counts_.not_taiwan;
        break;
      case image::Evidence::neither:
        ++counts_.neither;
        break;
      case image::Evidence::simplified:
        ++counts_.simplified_words;
        break;
      case image::Evidence::traditional:
        ++counts_.traditional_words;
        break;
    }
  }

  [[nodiscard]] std::uint64_t one_sided() const noexcept {
    return counts_.simplified + counts_.traditional + counts_.simplified_words +
           counts_.traditional_words;
  }

  const Image& image_;
  Dictionary words_;
  VariantCounts counts_;
  std::array<std::uint64_t, 16> by_traits_ = {};  // characters, by all their image::Trait bits
  std::size_t word_end_ = 0;
  std::size_t kana_end_ = std::string_view::npos;
  std::size_t kana_run_ = 0;
};

// Leaning this far to either side, text with nothing one-sided is taken for Simplified or
// Traditional. It would read the same in the other, or nearly so: a wrong guess changes little. The
// model knows more Simplified text about computers than Traditional and finds the field's terms
// likelier there, so a lean to Traditional needs less.
constexpr std::int64_t kLeanHans = 2 * model::kUnitsPerBit;
constexpr std::int64_t kLeanHant = -model::kUnitsPerBit;

// A region is believed if its words are there at all and prevail over those it avoids. A stray one
// in a long text is no evidence: in prose of a region there is one in a few hundred characters.
Variant region(const VariantCounts& count) noexcept {
  const std::uint64_t enough = 1 + count.han / 1500;
  const std::uint64_t against_taiwan = count.hong_kong + count.not_taiwan + count.neither;
  if (count.taiwan >= enough && count.taiwan > 2 * against_taiwan) return Variant::hant_tw;
  const std::uint64_t against_hong_kong = 2 * count.taiwan + count.neither;
  if (count.hong_kong >= enough && count.hong_kong > against_hong_kong) return Variant::hant_hk;
  return Variant::hant;
}

}  // namespace

std::string_view to_string(Variant variant) noexcept {
  switch (variant) {
    case Variant::hans:
      return "hans";
    case Variant::hant_tw:
      return "hant-tw";
    case Variant::hant_hk:
      return "hant-hk";
    case Variant::hant:
      return "hant";
    case Variant::mixed:
      return "mixed";
    case Variant::ja:
      return "ja";
    case Variant::unknown:
      break;
  }
  return "unknown";
}

VariantCounts& VariantCounts::operator+=(const VariantCounts& other) noexcept {
  han += other.han;
  simplified += other.simplified;
  traditional += other.traditional;
  japanese += other.japanese;
  chinese += other.chinese;
  kana += other.kana;
  kana_runs += other.kana_runs;
  hangul += other.hangul;
  simplified_words += other.simplified_words;
  traditional_words += other.traditional_words;
  lean += other.lean;
  taiwan += other.taiwan;
  hong_kong += other.hong_kong;
  not_taiwan += other.not_taiwan;
  neither += other.neither;
  return *this;
}

VariantCounts count_variant(std::string_view text) noexcept { return Counter().take(text); }

VariantCounts count_characters(std::string_view text) noexcept {
  return Counter().take_characters(text);
}

VariantVerdict judge(const VariantCounts& counts) noexcept {
  const auto decide = [&](Variant variant, Variant dominant, bool leaning = false) {
    const std::uint64_t minority = dominant == Variant::hans ? counts.traditional
                                   : is_hant(dominant)       ? counts.simplified
                                                             : 0;
    return VariantVerdict{variant, dominant, leaning, minority, counts};
  };
  if (counts.hangul > counts.han) return decide(Variant::unknown, Variant::unknown);
  // Japanese goes to and fro between kana and kanji; Chinese text about Japan quotes a few words.
  // What only Chinese has, about every sixth character of Chinese text, weighs against kana. Lists
  // of names have no kana, but new forms that no Chinese text uses, or some that only Simplified
  // and some that only Traditional text would have (東京大学).
  const std::uint64_t one_sided = counts.simplified + counts.traditional;
  const bool kanji_of_both = counts.simplified > 0 && counts.traditional > 0;
  if (counts.kana + counts.japanese > 0
          ? counts.kana_runs + 2 * counts.japanese > 2 * counts.chinese
          : kanji_of_both && counts.chinese == 0) {
    return decide(Variant::ja, Variant::ja);
  }
  std::uint64_t simplified = counts.simplified;
  std::uint64_t traditional = counts.traditional;
  if (one_sided == 0) {
    simplified = counts.simplified_words;
    traditional = counts.traditional_words;
  }
  // Regional words are words of Traditional text, but many are spelt alike in Simplified; so they
  // count only where the script is settled, or for a text with nothing else (嘅, 佢哋).
  if (simplified + traditional == 0) {
    const Variant dominant = region(counts);
    if (dominant != Variant::hant) return decide(dominant, dominant);
    if (counts.lean >= kLeanHans) return decide(Variant::hans, Variant::hans, true);
    if (counts.lean <= kLeanHant) return decide(Variant::hant, Variant::hant, true);
    return decide(Variant::unknown, Variant::unknown);
  }
  const Variant dominant = simplified >= traditional ? Variant::hans : region(counts);
  const std::uint64_t minority = std::min(simplified, traditional);
  const bool mixed = minority * 6 >= simplified + traditional;
  return decide(mixed ? Variant::mixed : dominant, dominant);
}

VariantVerdict detect_variant(std::string_view text) noexcept { return judge(count_variant(text)); }

std::span<const TargetInfo> target_list() noexcept { return kTargets; }

std::vector<std::string_view> configs_for(Variant source, std::string_view target) {
  std::vector<std::string_view> configs;
  for (const Route& route : kRoutes) {
    if (route.source != source || route.target != target) continue;
    for (const std::string_view config : route.configs) {
      if (!config.empty()) configs.push_back(config);
    }
  }
  return configs;
}

}  // namespace hanfix::convert
