/// \file  Does what the mojibake families undo: reads bytes through a single-byte code page.
#pragma once
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.hpp"
#include "hanfix/options.hpp"
#include "repair/code_pages.hpp"
#include "repair_test_support.hpp"

namespace hanfix::repair {

inline CodePage code_page(std::string_view name) {
  for (std::size_t i = 0; i < kCodePages; ++i) {
    if (info(static_cast<CodePage>(i)).name == name) return static_cast<CodePage>(i);
  }
  return CodePage::latin;  // iso-8859-1 is windows-1252 with C1 controls
}

/// `bytes` as characters of the page; with `controls`, 80…9F as C1 controls.
inline std::string read_through(CodePage page, std::string_view bytes, bool controls = false) {
  std::array<char32_t, 256> characters{};
  for (char32_t code = 0xFFFF; code >= 0x80; --code) {
    const std::uint8_t byte = CodePages::instance().byte(page, code);
    const bool control = code < 0xA0;
    if (byte != 0 && (!control || controls || characters[byte] == 0)) characters[byte] = code;
  }
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    utf8::append(out, byte < 0x80 ? char32_t{byte} : characters[byte]);
  }
  return out;
}

/// One row of a file of vectors; tests/data/repair/README says what the fields mean.
struct MojibakeVector {
  std::string name, kind, input, expected;
  std::vector<std::string> pages;
  RepairMode mode = RepairMode::safe;
  friend std::ostream& operator<<(std::ostream& os, const MojibakeVector& v) {
    return os << v.name;
  }
};

inline std::vector<MojibakeVector> mojibake_vectors(const std::string& file) {
  std::vector<MojibakeVector> all;
  std::ifstream in(HANFIX_TEST_DATA "/repair/" + file);
  for (std::string line; std::getline(in, line);) {
    const auto row = nlohmann::json::parse(line);
    all.push_back({row.at("name"), row.at("kind"), row.at("input"), row.at("expected"),
                   row.value("pages", std::vector<std::string>{}),
                   row.at("mode") == "max" ? RepairMode::max : RepairMode::safe});
  }
  return all;
}

/// What `run` gives for a row, in one piece; expects that it is what the row says (known-failure:
/// that it is not), that the edits replay, and that safe mode leaves a negative row alone. `run`:
/// as repair().
template <class RunText>
test::Run run_vector(const MojibakeVector& row, const RunText& run) {
  std::vector<Edit> edits;
  const test::Run whole = run(row.mode, test::Pieces{row.input}, &edits);
  if (row.kind == "known-failure") {
    EXPECT_NE(whole.text, row.expected) << "cured: move the row to another kind";
  } else {
    EXPECT_EQ(whole.text, row.expected) << whole.reports;
  }
  EXPECT_EQ(test::replay(row.input, edits), whole.text);
  if (row.kind == "negative") {
    EXPECT_EQ(run(RepairMode::safe, test::Pieces{row.input}, nullptr).text, row.input);
  }
  return whole;
}

/// The same, by all families.
inline test::Run run_vector(const MojibakeVector& row) {
  return run_vector(row, [](RepairMode mode, const test::Pieces& pieces, std::vector<Edit>* edits) {
    return repair(mode, pieces, edits);
  });
}

}  // namespace hanfix::repair
