#include "convert/compiler/compile_chain.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <set>
#include <vector>

#include "base/utf8.hpp"
#include "convert/compiler/final_keys.hpp"
#include "convert/compiler/image_writer.hpp"
#include "convert/context/runs.hpp"
#include "convert/ideographic_description.hpp"
#include "convert/image.hpp"

namespace hanfix::convert::compiler {
namespace {

// Classes of characters and numbers of first characters have 16 bits.
constexpr std::size_t kMostCharacters = 65'000;
// Bytes of what becomes of the segmentation's keys: OpenCC's own are half a megabyte.
constexpr std::size_t kMostText = 16 << 20;

// An image in memory of its own, aligned as one must be.
class OwnImage {
 public:
  explicit OwnImage(std::string_view bytes) : size_(bytes.size()), words_(bytes.size() / 8 + 1) {
    std::memcpy(words_.data(), bytes.data(), bytes.size());
  }
  [[nodiscard]] std::span<const std::byte> bytes() const {
    return std::as_bytes(std::span(words_)).first(size_);
  }

 private:
  std::size_t size_;
  std::vector<std::uint64_t> words_;
};

std::optional<Error> too_many(const Entries& entries) {
  std::set<char32_t> characters;
  for (const auto& entry : entries) {
    for (const char32_t code : utf8::decode(entry.first)) characters.insert(code);
  }
  if (characters.size() <= kMostCharacters) return std::nullopt;
  return Error{ErrorCode::bad_data, "the keys hold " + std::to_string(characters.size()) +
                                        " different characters, and 65,000 are possible"};
}

// What keeps a chain from being used by context: words are looked for in runs, and a run must be a
// piece of text that is converted by itself.
std::optional<Error> fault_for_context(const ChainSource& source) {
  const auto fault = [](const std::string& what, const std::string& key) {
    return Error{ErrorCode::bad_data, "conversion by context needs " + what + ", and '" + key +
                                          "' is not so; leave out --context"};
  };
  const auto fault_of_operators = [&](const std::string& key) {
    return fault("keys without ideographic description operators", key);
  };
  for (const Entries& entries : source.normalizations) {
    for (const auto& [key, value] : entries) {
      if (holds_operator(key)) return fault_of_operators(key);
      if (utf8::decode(key).size() != 1 || utf8::decode(value).size() != 1) {
        return fault("normalizations of single characters", key);
      }
    }
  }
  std::vector<const Entries*> dictionaries;
  if (source.segmentation) dictionaries.push_back(&*source.segmentation);
  for (const Entries& entries : source.stages) dictionaries.push_back(&entries);
  for (const Entries* entries : dictionaries) {
    for (const auto& [key, value] : *entries) {
      if (holds_operator(key)) return fault_of_operators(key);
      const std::u32string codes = utf8::decode(key);
      if (codes.size() > 1 && !std::all_of(codes.begin(), codes.end(), context::in_run)) {
        return fault("keys of Chinese characters, capital letters, '·' and '-'", key);
      }
    }
  }
  return std::nullopt;
}

// A chain that keeps the image it looks into.
struct OwnChain {
  OwnImage memory;
  Image image;
  ConversionChain chain;
};
struct OwnWords {
  OwnImage memory;
  WordSet words;
};

}  // namespace

Result<std::shared_ptr<const ConversionChain>> compile_chain(ChainSource source, bool context) {
  // A dictionary without words changes nothing; as segmentation it leaves the text in one piece.
  std::erase_if(source.normalizations, [](const Entries& entries) { return entries.empty(); });
  std::erase_if(source.stages, [](const Entries& entries) { return entries.empty(); });
  // Segments that no stage looks at make no difference either.
  if (source.segmentation && (source.segmentation->empty() || source.stages.empty())) {
    source.segmentation.reset();
  }
  for (const auto* list : {&source.normalizations, &source.stages}) {
    for (const Entries& entries : *list) {
      if (auto error = too_many(entries)) return *std::move(error);
    }
  }
  if (source.segmentation) {
    if (auto error = too_many(*source.segmentation)) return *std::move(error);
  }
  if (context) {
    if (auto error = fault_for_context(source)) return *std::move(error);
  }
  const auto keys = converted_keys(source, kMostText);
  if (!keys) {
    return Error{ErrorCode::bad_data,
                 "the stages make more than 16 MiB of text of the segmentation's " +
                     std::to_string(source.segmentation->size()) +
                     " keys; leave out the longest values, or the segmentation"};
  }
  ImageWriter writer;
  writer.add_config("", source, *keys);
  writer.set_evidence({});
  OwnImage memory(writer.write());
  const Result<Image> opened = Image::open(memory.bytes());
  if (!opened) return opened.error();
  const Image& image = opened.value();
  // Moving the memory leaves the bytes where they are.
  ConversionChain chain(image, image.chain(image.configs()[0].chain), context);
  auto own = std::make_shared<const OwnChain>(OwnChain{std::move(memory), image, std::move(chain)});
  return std::shared_ptr<const ConversionChain>(own, &own->chain);
}

Result<std::string> compile_words(const Entries& words) {
  if (auto error = too_many(words)) return *std::move(error);
  ImageWriter writer;
  writer.set_evidence(words);
  return writer.write();
}

bool is_image(std::string_view bytes) noexcept {
  return bytes.starts_with(std::string_view(image::kMagic.data(), image::kMagic.size()));
}

Result<std::shared_ptr<const WordSet>> open_words(std::string_view bytes, const std::string& path) {
  OwnImage memory(bytes);
  const Result<Image> opened = Image::open(memory.bytes());
  if (!opened) {
    Error error = opened.error();
    error.path = path;
    return error;
  }
  if (!opened.value().configs().empty()) {
    return Error{ErrorCode::bad_data,
                 "is an image of configurations, not of words; hanfix dict build makes those",
                 path};
  }
  const Dictionary words = opened.value().evidence();
  auto own = std::make_shared<const OwnWords>(OwnWords{std::move(memory), WordSet(words)});
  return std::shared_ptr<const WordSet>(own, &own->words);
}

}  // namespace hanfix::convert::compiler
