/// \file  Keys of a chain's first stage whose result is known, whatever is beside them.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "convert/compiler/text_dictionary.hpp"

namespace hanfix::convert::compiler {

struct ChainSource;

/// The keys of the segmentation, if there is one, with what all stages make of them: each is a
/// segment of its own, so that is known. Nothing if a stage makes more than `most` bytes.
[[nodiscard]] std::optional<Entries> converted_keys(const ChainSource& source,
                                                    std::size_t most = std::string::npos);

/// True for the UTF-8 of one character.
[[nodiscard]] bool single(const std::string& text);

/// True if a key of `entries` starts `text` or is it.
[[nodiscard]] bool begins_with_key(const Entries& entries, std::string_view text);

/// Keys of the stage `first`, with what both stages make of them, that can be taken for final where
/// one begins: nothing of `second` goes on behind them, no key of the segmentation breaks them and
/// no longer one, unless it is final too, begins with them. Where something of the second stage is
/// on its way, it may still reach into them.
[[nodiscard]] Entries final_keys(const Entries& segmentation, const Entries& first,
                                 const Entries& second);

}  // namespace hanfix::convert::compiler
