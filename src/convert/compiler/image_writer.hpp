/// \file  Lays flattened chains out as one image.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "convert/compiler/config_reader.hpp"
#include "convert/compiler/fuse.hpp"
#include "convert/image_format.hpp"

namespace hanfix::convert::compiler {

/// Collects configurations and makes the image from them. Equal dictionaries and equal chains are
/// stored once.
class ImageWriter {
 public:
  /// `name`: at most 23 bytes.
  void add_config(const std::string& name, const ChainSource& plain, const ChainSource& tofu);
  /// The same with and without rare results; `keys` are converted_keys(source).
  void add_config(const std::string& name, const ChainSource& source, const Entries& keys);
  /// Words whose value is an image::Evidence character.
  void set_evidence(const Entries& words);
  /// image::Trait bits of characters.
  void add_traits(const std::map<char32_t, std::uint8_t>& traits);
  /// The bytes of the image.
  [[nodiscard]] std::string write() const;

 private:
  struct ChainNumbers {
    std::vector<std::uint32_t> normalizations, stages;
    std::uint32_t segmentation = 0;  // + 1
    friend bool operator==(const ChainNumbers&, const ChainNumbers&) = default;
  };
  struct ChainRecord {
    ChainNumbers numbers;
    std::optional<FusedChain> fused;
  };
  struct NamedConfig {
    std::string name;
    std::uint32_t chain, chain_tofu;
  };
  std::uint32_t add_dictionary(const Entries& entries);
  std::uint32_t add_chain(const ChainSource& source, const Entries& keys);

  std::vector<Entries> dictionaries_;
  std::vector<ChainRecord> chains_;
  std::vector<NamedConfig> configs_;
  std::map<char32_t, std::uint8_t> traits_;
  std::uint32_t evidence_ = 0;
};

}  // namespace hanfix::convert::compiler
