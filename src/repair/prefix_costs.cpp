#include "repair/prefix_costs.hpp"

extern "C" const unsigned char hanfix_prefix_costs[];

namespace hanfix::repair {

const PrefixCosts& PrefixCosts::of(model::Script script) noexcept {
  return reinterpret_cast<const PrefixCosts*>(
      hanfix_prefix_costs)[static_cast<std::size_t>(script)];
}

}  // namespace hanfix::repair
