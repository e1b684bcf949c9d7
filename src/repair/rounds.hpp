/// \file  Families one on top of the other: damage that was damaged again.
#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include "repair/family.hpp"

namespace hanfix::repair {

struct ActiveFamily {
  std::string_view name;
  std::unique_ptr<RepairFamily> family;
};

/// What all `families` find in `block`, whose text has `signs`. Each sees the text as those before
/// it left it; then those whose text another one has changed look again, at most three times in
/// all. Edits are ranges of the stage's input, as if there had been one repair; where one repair
/// touched another's they are one edit, which has the name of the first. O(block) besides the
/// families.
[[nodiscard]] Findings examine_in_rounds(const std::vector<ActiveFamily>& families,
                                         const Block& block, Signs signs, RepairMode mode);

}  // namespace hanfix::repair
