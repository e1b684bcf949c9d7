#include "words/word_table.hpp"

extern "C" const std::byte hanfix_word_table[];

namespace hanfix::words {

WordTable::WordTable(const std::byte* bytes) noexcept {
  const auto& header = *reinterpret_cast<const image::Header*>(bytes);
  classes_ = reinterpret_cast<const CharacterClass*>(bytes + header.classes);
  roots_ = reinterpret_cast<const image::Root*>(bytes + header.roots);
  units_ = reinterpret_cast<const image::Unit*>(bytes + header.units);
  pairs_ = reinterpret_cast<const image::Pairs*>(bytes + header.pairs);
}

const WordTable& WordTable::builtin() noexcept {
  static const WordTable table(hanfix_word_table);
  return table;
}

}  // namespace hanfix::words
