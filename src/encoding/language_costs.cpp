#include "encoding/language_costs.hpp"

extern "C" const unsigned char hanfix_language_costs[];

namespace hanfix::detection {

const Image& Image::embedded() noexcept {
  return *reinterpret_cast<const Image*>(hanfix_language_costs);
}

}  // namespace hanfix::detection
