#include "repair/family.hpp"

namespace hanfix::repair {

#define HANFIX_FAMILY(identifier, name, description) \
  std::unique_ptr<RepairFamily> make_##identifier();
#define HANFIX_FAMILY_WHEN_NAMED HANFIX_FAMILY
#include "repair/families.def"
#undef HANFIX_FAMILY_WHEN_NAMED
#undef HANFIX_FAMILY

const std::vector<FamilyInfo>& families() {
  static const std::vector<FamilyInfo> all = {
#define HANFIX_FAMILY(identifier, name, description) \
  {name, description, InSafe::always, &make_##identifier},
#define HANFIX_FAMILY_WHEN_NAMED(identifier, name, description) \
  {name, description, InSafe::when_named, &make_##identifier},
#include "repair/families.def"
#undef HANFIX_FAMILY_WHEN_NAMED
#undef HANFIX_FAMILY
  };
  return all;
}

}  // namespace hanfix::repair
