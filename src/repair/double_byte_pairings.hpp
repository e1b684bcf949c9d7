/// \file  Which double-byte decoder is met reading which encoding.
#pragma once
#include <cstddef>

#include "repair/double_byte_tables.hpp"

namespace hanfix::repair {

/// Which decoder read which encoding, and by how many bits that is rarer than the usual ones.
struct Pairing {
  Reader reader;
  Written written;
  int rarity;  ///< bits
};

/// Those of text in pairs of bytes first, then those of UTF-8.
inline constexpr Pairing kPairings[] = {
    {Reader::big5_windows, Written::gbk, 0},  {Reader::big5_whatwg, Written::gbk, 0},
    {Reader::big5_unicode, Written::gbk, 0},  {Reader::cp949, Written::gbk, 2},
    {Reader::cp932, Written::gbk, 2},         {Reader::euc_jp, Written::gbk, 4},
    {Reader::gbk_windows, Written::big5, 0},  {Reader::gbk_standard, Written::big5, 2},
    {Reader::cp949, Written::big5, 4},        {Reader::cp932, Written::big5, 4},
    {Reader::cp932, Written::utf8, 0},        {Reader::cp949, Written::utf8, 0},
    {Reader::big5_windows, Written::utf8, 2},
};
inline constexpr std::size_t kPairingsOfPairs = 10, kPairingsOfUtf8 = 3;
static_assert(kPairingsOfPairs + kPairingsOfUtf8 == sizeof kPairings / sizeof kPairings[0]);

}  // namespace hanfix::repair
