// Several families' findings in one block become one list.
#include <gtest/gtest.h>

#include "repair/family.hpp"

namespace hanfix::repair {
namespace {

Edit edit(std::uint64_t start, std::uint64_t end, const char* family) {
  return {{start, end}, family, "", "", 1.0};
}
std::string listed(const Findings& findings) {
  std::string text;
  for (const Edit& e : findings.edits) {
    text += std::to_string(e.range.start) + "-" + std::to_string(e.range.end) + e.family + " ";
  }
  for (const Diagnostic& d : findings.diagnostics)
    text += std::to_string(d.range.start) + d.message;
  return text;
}

TEST(Findings, ComeInTheOrderOfTheText) {
  Findings all;
  all.add({{edit(10, 13, "a"), edit(20, 23, "a")}, {{DiagnosticCode::text_lost, {30, 33}, "x"}}});
  all.add({{edit(0, 3, "b"), edit(13, 16, "b"), edit(40, 43, "b")},
           {{DiagnosticCode::text_lost, {5, 8}, "y"}}});
  EXPECT_EQ(listed(all), "0-3b 10-13a 13-16b 20-23a 40-43b 5y30x");
}

TEST(Findings, KeepTheEarlierFamilysEditWhereTwoOverlap) {
  Findings all;
  all.add({{edit(10, 20, "a")}, {}});
  all.add({{edit(5, 11, "b"), edit(12, 13, "b"), edit(19, 25, "b"), edit(25, 26, "b")}, {}});
  EXPECT_EQ(listed(all), "10-20a 25-26b ");
}

}  // namespace
}  // namespace hanfix::repair
