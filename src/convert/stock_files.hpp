/// \file  The sources of the built-in image: OpenCC's text dictionaries and configurations.
#pragma once
#include <span>

#include "convert/compiler/dictionary_files.hpp"

namespace hanfix::convert {

/// Dictionaries by their names, configurations as "config/s2t.json". Used where a configuration of
/// the user's own refers to one, and to explain a conversion; converting needs none of them.
[[nodiscard]] std::span<const compiler::StockFile> stock_files();

}  // namespace hanfix::convert
