/// \file  Conversion by context, slowly: every cut of a run into words is looked at again for every
///        key.
#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "convert/conversion_chain.hpp"

namespace hanfix::reference {

/// Words and their costs, read from the sources of the word table.
class Words {
 public:
  /// `jieba`: dict.txt. `opencc`: the folder of the text dictionaries.
  Words(const std::string& jieba, const std::string& opencc);

  /// The cheapest cut of `run` into words, in 1/8 bit, in which [begin, end) is not torn.
  [[nodiscard]] int cost(std::u32string_view run, std::size_t begin, std::size_t end) const;

 private:
  [[nodiscard]] std::u32string folded(std::u32string_view text) const;

  std::map<char32_t, char32_t> simplified_;
  std::map<std::u32string, int> costs_;
  int unknown_ = 0;
};

/// What becomes of a run of Han characters, none of them a compatibility form.
[[nodiscard]] std::string convert_run(const convert::ConversionChain& chain, const Words& words,
                                      std::u32string_view run, int tolerance);

}  // namespace hanfix::reference
