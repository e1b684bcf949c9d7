/// \file  Packs sequences of small numbers into a double array.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "convert/image_format.hpp"

namespace hanfix::convert::compiler {

struct TrieKey {
  std::u16string path;  ///< numbers of characters, none of them 0; not empty
  std::uint32_t value;  ///< not 0
};

/// `units` are nodes for the second and later numbers of a key. All bases are different.
struct Trie {
  std::vector<image::Unit> units;    ///< each base + limit is inside; empty without longer keys
  std::vector<std::uint32_t> base;   ///< by first number; 0: no longer key
  std::vector<std::uint32_t> value;  ///< by first number: of the key that is nothing else; 0: none
};

/// Numbers are below `limit`. First fit, the nodes with many children first: O(keys) for the few
/// keys of a user, some hundred nanoseconds a node for OpenCC's.
[[nodiscard]] Trie build_trie(std::vector<TrieKey> keys, std::size_t limit);

}  // namespace hanfix::convert::compiler
