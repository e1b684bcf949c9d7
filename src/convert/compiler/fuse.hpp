/// \file  A whole chain as one automaton, computed when the image is compiled.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "convert/compiler/config_reader.hpp"
#include "convert/image_format.hpp"

namespace hanfix::convert::compiler {

/// What image::Fused points to; values are still texts.
struct FusedChain {
  std::vector<std::uint16_t> pages;
  std::vector<image::Cell> cells;
  std::vector<image::Head> heads;
  std::vector<std::uint8_t> flags, sides;
  std::vector<std::uint64_t> anchors;
  std::uint32_t anchor_shift = 31;
  std::vector<image::Sieve> sieve;
  std::vector<std::uint64_t> filter;
  std::uint32_t filter_shift = 0;
  std::vector<image::Node> nodes;
  std::vector<std::string> values;
  std::vector<image::Link> links;
  std::vector<image::Unit> first_units;
  std::vector<std::u16string> words;   ///< symbols
  std::vector<image::Symbol> symbols;  ///< without values
  std::vector<std::string> symbol_values;
  std::vector<image::Unit> second_units;
  std::vector<std::string> second_values;
  std::array<std::uint64_t, 2> ascii_last{};
  std::uint32_t ascii_reach = 0;
  bool two_levels = false;
};

/// The chain `source`, whose converted_keys() are `keys`, as one automaton that gives what its
/// passes give one after another. Nothing if that is not possible: more than two stages, a
/// normalisation that does more than replace single characters, more than 30,000 characters in the
/// dictionaries, keys with ideographic description operators, or values so long that those of two
/// stages together might be some 16 MiB.
[[nodiscard]] std::optional<FusedChain> fuse(const ChainSource& source, const Entries& keys);

}  // namespace hanfix::convert::compiler
