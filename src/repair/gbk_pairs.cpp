#include "repair/gbk_pairs.hpp"

extern "C" const unsigned char hanfix_gbk_pairs[];

namespace hanfix::repair {

const GbkPairs& GbkPairs::instance() noexcept {
  return *reinterpret_cast<const GbkPairs*>(hanfix_gbk_pairs);
}

}  // namespace hanfix::repair
