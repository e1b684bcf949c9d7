/// \file  OpenCC's configurations by name, and converting whole texts with them.
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "convert/dictionary.hpp"
#include "convert/image.hpp"
#include "hanfix/result.hpp"

namespace hanfix::convert {

namespace context {
class KeyHeads;
}

/// What one configuration does: normalisation, segmentation, then every stage on each segment, the
/// same as OpenCC 1.4.2's library does with a whole text. Immutable, shared by threads.
class ConversionChain {
 public:
  /// `image` must outlive the chain. `context`: words count, see context/context_cascade.hpp.
  ConversionChain(const Image& image, const image::Chain& record, bool context = false);

  [[nodiscard]] std::span<const Dictionary> normalizations() const noexcept {
    return normalizations_;
  }
  /// Nothing: the text is one segment.
  [[nodiscard]] const std::optional<Dictionary>& segmentation() const noexcept {
    return segmentation_;
  }
  [[nodiscard]] std::span<const Dictionary> stages() const noexcept { return stages_; }
  /// What begins words in the text as it comes: the segmentation, or else the first stage. Null if
  /// there is neither.
  [[nodiscard]] const Dictionary* first_dictionary() const noexcept {
    return segmentation_ ? &*segmentation_ : stages_.empty() ? nullptr : &stages_.front();
  }
  /// All of it at once; null if the passes have to run one after another.
  [[nodiscard]] const Automaton* automaton() const noexcept {
    return automaton_ ? &*automaton_ : nullptr;
  }
  /// Whether a Converter looks at words and does not follow the dictionaries alone.
  [[nodiscard]] bool context() const noexcept { return heads_ != nullptr; }
  /// What begins keys of several characters in the text as it comes. Precondition: context().
  [[nodiscard]] const context::KeyHeads& heads() const noexcept { return *heads_; }
  /// Input bytes that a stream must hold back at most, an incomplete character included.
  [[nodiscard]] std::size_t retention() const noexcept { return retention_; }

 private:
  std::vector<Dictionary> normalizations_;
  std::optional<Dictionary> segmentation_;
  std::vector<Dictionary> stages_;
  std::optional<Automaton> automaton_;
  std::shared_ptr<const context::KeyHeads> heads_;  // null: without context
  std::size_t retention_ = 0;
};

struct ConfigInfo {
  std::string_view name;
  std::string_view description;  ///< one line
};

/// OpenCC's configurations, in the order of their names. Two of our own can be opened too: t2twp
/// and t2hkp, the regional stages of s2twp and s2hkp for text that is Traditional already.
[[nodiscard]] std::span<const ConfigInfo> config_list() noexcept;

/// The built-in configuration `name`. `tofu` adds the dictionaries of rare results, as OpenCC's
/// `--include-tofu-risk-dictionaries` does; `context` is for Converters. Error `unknown_name` names
/// what was probably meant.
[[nodiscard]] Result<std::shared_ptr<const ConversionChain>> open_config(std::string_view name,
                                                                         bool tofu,
                                                                         bool context = false);

/// Whether the configuration of that name is about Japanese, to which words of Chinese say nothing:
/// `context` makes no difference then.
[[nodiscard]] bool is_japanese(std::string_view config) noexcept;

/// Several configurations, each to be applied to the whole result of the one before.
[[nodiscard]] Result<std::vector<std::shared_ptr<const ConversionChain>>> open_configs(
    std::span<const std::string_view> names, bool tofu, bool context = false);

/// The conversion of a whole text, by the dictionaries alone. Precondition: well-formed UTF-8.
/// U+FFFD and NUL pass and end a match, like any character that is in no key. O(bytes).
[[nodiscard]] std::string convert(const ConversionChain& chain, std::string_view text);

/// The same, appended to `out`: large texts are not copied once more.
void convert(const ConversionChain& chain, std::string_view text, ByteBuffer& out);

}  // namespace hanfix::convert
