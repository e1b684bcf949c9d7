#include "convert/conversion_chain.hpp"

#include <algorithm>
#include <array>

#include "base/near_names.hpp"
#include "base/utf8.hpp"
#include "convert/cascade.hpp"
#include "convert/context/key_heads.hpp"
#include "convert/context/runs.hpp"
#include "convert/ideographic_description.hpp"

namespace hanfix::convert {
namespace {

constexpr std::array<ConfigInfo, 16> kConfigs = {{
    {"hk2s", "Traditional as written in Hong Kong → Simplified"},
    {"hk2sp", "Traditional as written in Hong Kong → Simplified, with mainland words"},
    {"hk2t", "Traditional as written in Hong Kong → Traditional in OpenCC's standard forms"},
    {"jp2t", "Japanese new forms (shinjitai) → Traditional in OpenCC's standard forms"},
    {"s2hk", "Simplified → Traditional as written in Hong Kong"},
    {"s2hkp", "Simplified → Traditional as written in Hong Kong, with Hong Kong words"},
    {"s2t", "Simplified → Traditional in OpenCC's standard forms"},
    {"s2tw", "Simplified → Traditional as written in Taiwan"},
    {"s2twp", "Simplified → Traditional as written in Taiwan, with Taiwan words"},
    {"t2hk", "Traditional in OpenCC's standard forms → as written in Hong Kong"},
    {"t2jp", "Traditional in OpenCC's standard forms → Japanese new forms (shinjitai)"},
    {"t2s", "Traditional in OpenCC's standard forms → Simplified"},
    {"t2tw", "Traditional in OpenCC's standard forms → as written in Taiwan"},
    {"tw2s", "Traditional as written in Taiwan → Simplified"},
    {"tw2sp", "Traditional as written in Taiwan → Simplified, with mainland words"},
    {"tw2t", "Traditional as written in Taiwan → Traditional in OpenCC's standard forms"},
}};

Error unknown(std::string_view name) {
  std::vector<std::string_view> names;
  for (const ConfigInfo& config : kConfigs) names.push_back(config.name);
  return {ErrorCode::unknown_name, "unknown configuration '" + std::string(name) + "'" +
                                       did_you_mean(name, names) + " (--list configs)"};
}

// What one pass may hold back of its own input.
std::size_t lookahead(const Dictionary& dictionary) {
  return std::max(dictionary.longest_key(), kDescriptionReach);
}

}  // namespace

ConversionChain::ConversionChain(const Image& image, const image::Chain& record, bool context) {
  const auto numbers = image.chain_dictionaries(record);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    (i < record.normalizations ? normalizations_ : stages_).push_back(image.dictionary(numbers[i]));
  }
  automaton_ = image.automaton(record);
  if (record.segmentation > 0) segmentation_ = image.dictionary(record.segmentation - 1);

  // A byte that a later pass waits with may stand for several bytes of input.
  std::size_t shrink = 1;
  retention_ = 3;
  for (const Dictionary& dictionary : normalizations_) {
    retention_ += shrink * lookahead(dictionary);
    shrink *= dictionary.shrink();
  }
  if (segmentation_) retention_ += shrink * lookahead(*segmentation_);
  for (const Dictionary& dictionary : stages_) {
    retention_ += shrink * lookahead(dictionary);
    shrink *= dictionary.shrink();
  }
  if (context && !stages_.empty()) {
    const Dictionary* const first = &stages_.front();
    heads_ = std::make_shared<const context::KeyHeads>(
        normalizations_, *first_dictionary(), segmentation_ ? first : nullptr,
        stages_.size() > 1 ? &stages_[1] : nullptr, stages_.back());
    retention_ += context::kHeldRun;
  }
}

bool is_japanese(std::string_view config) noexcept { return config.find("jp") != config.npos; }

std::span<const ConfigInfo> config_list() noexcept { return kConfigs; }

Result<std::shared_ptr<const ConversionChain>> open_config(std::string_view name, bool tofu,
                                                           bool context) {
  const Image& image = Image::builtin();
  const image::Config* config = image.config(name);
  if (config == nullptr) return unknown(name);
  return std::make_shared<const ConversionChain>(
      image, image.chain(tofu ? config->chain_tofu : config->chain), context && !is_japanese(name));
}

Result<std::vector<std::shared_ptr<const ConversionChain>>> open_configs(
    std::span<const std::string_view> names, bool tofu, bool context) {
  std::vector<std::shared_ptr<const ConversionChain>> chains;
  for (const std::string_view name : names) {
    auto chain = open_config(name, tofu, context);
    if (!chain) return chain.error();
    chains.push_back(std::move(chain).value());
  }
  return chains;
}

namespace {

// Calls `done()` after each block, whose result has been appended to `out`.
template <class Done>
void convert_blocks(const ConversionChain& chain, std::string_view text, ByteBuffer& out,
                    const Done& done) {
  Cascade cascade(chain, false);
  while (text.size() > kConversionBlock) {
    const std::string_view window = text.substr(0, kConversionBlock);
    const std::size_t size = window.size() - utf8::incomplete_tail(window);
    cascade.push(text.substr(0, size), false, out);
    done();
    text.remove_prefix(size);
  }
  cascade.push(text, true, out);
  done();
}

}  // namespace

std::string convert(const ConversionChain& chain, std::string_view text) {
  ByteBuffer block;
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  convert_blocks(chain, text, block, [&] {
    out.append(block.view());
    block.clear();
  });
  return out;
}

void convert(const ConversionChain& chain, std::string_view text, ByteBuffer& out) {
  static_cast<void>(out.room(text.size() + text.size() / 8 + kConversionBlock));
  convert_blocks(chain, text, out, [] {});
}

}  // namespace hanfix::convert
