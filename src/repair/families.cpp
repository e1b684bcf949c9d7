#include "repair/family.hpp"

namespace hanfix::repair {

#define HANFIX_FAMILY(identifier, name, description) \
  std::unique_ptr<RepairFamily> make_##identifier();
#define HANFIX_FAMILY_IN_MAX HANFIX_FAMILY
#define HANFIX_FAMILY_WHEN_NAMED HANFIX_FAMILY
#include "repair/families.def"
#undef HANFIX_FAMILY_WHEN_NAMED
#undef HANFIX_FAMILY_IN_MAX
#undef HANFIX_FAMILY

const std::vector<FamilyInfo>& families() {
  static const std::vector<FamilyInfo> all = {
#define HANFIX_ROW(identifier, name, description, acts) \
  {name, description, acts, &make_##identifier},
#define HANFIX_FAMILY(identifier, name, description) \
  HANFIX_ROW(identifier, name, description, Acts::always)
#define HANFIX_FAMILY_IN_MAX(identifier, name, description) \
  HANFIX_ROW(identifier, name, description, Acts::in_max)
#define HANFIX_FAMILY_WHEN_NAMED(identifier, name, description) \
  HANFIX_ROW(identifier, name, description, Acts::when_named)
#include "repair/families.def"
#undef HANFIX_FAMILY_WHEN_NAMED
#undef HANFIX_FAMILY_IN_MAX
#undef HANFIX_FAMILY
#undef HANFIX_ROW
  };
  return all;
}

}  // namespace hanfix::repair
