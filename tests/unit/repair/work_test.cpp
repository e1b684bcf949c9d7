// How much work repair makes of hostile text. It is counted, not timed: the sources of src/repair
// are compiled once more with a call at each branch.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "repair/search_budget.hpp"
#include "repair_test_support.hpp"

namespace {
std::uint64_t branches = 0;
}  // namespace

// The compiler puts a call of it at each branch.
extern "C" void __sanitizer_cov_trace_pc();
extern "C" void __sanitizer_cov_trace_pc() { ++branches; }

namespace hanfix::repair {
namespace {

// A thousand branches take three microseconds or less where nothing counts them.
constexpr std::uint64_t kShortText = 50'000'000;  // for one of 4 KiB at most
constexpr std::uint64_t kEachByte = 15'000;       // of a longer one, beyond that

struct Hostile {
  std::string family, text;
};

const std::vector<Hostile>& vectors() {
  static const std::vector<Hostile> all = [] {
    std::vector<Hostile> read;
    std::ifstream file(HANFIX_TEST_DATA "/repair/hostile.jsonl");
    for (std::string line; std::getline(file, line);) {
      const auto row = nlohmann::json::parse(line);
      read.push_back({row["family"], row["input"]});
    }
    return read;
  }();
  return all;
}

std::uint64_t work_of(std::string_view text, RepairMode mode, bool line_by_line = false) {
  test::Reports reports;
  test::StringSink sink;
  RepairStage stage(mode, {}, reports);
  branches = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end =
        line_by_line ? std::min(text.find('\n', at), text.size() - 1) + 1 : text.size();
    stage.push(text.substr(at, end - at), sink);
    if (line_by_line) stage.idle(sink);
    at = end;
  }
  stage.finish(sink);
  return branches;
}

std::string repeated(const std::string& text, std::size_t size) {
  std::string all;
  while (all.size() < size) all += text;
  all.resize(size);
  all.resize(size - utf8::incomplete_tail(all));
  return all;
}

TEST(Work, IsCounted) {
  EXPECT_GT(work_of("鐨?鐨?鐨勬枃瀛楋紝娑撶殑\n", RepairMode::max), 10'000u);
  EXPECT_GE(vectors().size(), 20u);
}

// What was searched for by chance, and found to cost most: each of a few hundred bytes.
TEST(Work, OfShortTextIsBounded) {
  for (const Hostile& hostile : vectors()) {
    for (const RepairMode mode : {RepairMode::safe, RepairMode::max}) {
      EXPECT_LT(work_of(hostile.text, mode), kShortText) << hostile.family << hostile.text;
    }
  }
}

// Whether the text is one line, or each piece is one.
TEST(Work, DoesNotGrowByTheByte) {
  std::string last;
  for (const Hostile& hostile : vectors()) {
    if (hostile.family == last) continue;  // one of each
    last = hostile.family;
    for (const std::string& unit : {hostile.text, hostile.text + "\n"}) {
      std::uint64_t before = 0;
      for (const std::size_t size : {2u << 10, 8u << 10, 32u << 10}) {
        const std::string text = repeated(unit, size);
        const std::uint64_t work = work_of(text, RepairMode::max);
        EXPECT_LT(work, kShortText + kEachByte * text.size()) << hostile.family << text.size();
        EXPECT_TRUE(before == 0 || work < before * 5)
            << hostile.family << " " << text.size() << ": " << before << " to " << work;
        before = work;
      }
    }
  }
}

// Families whose work is known of each byte. One line of it, and many.
TEST(Work, WithoutASearchIsSmall) {
  for (const std::string_view unit : {"Ã¤Â¸Â",
                                      "ä¸­æ–",
                                      "ÖÐ",
                                      "ÎÄÃ",
                                      "¤¤",
                                      "â€™",
                                      "&#20013;",
                                      "&amp;#",
                                      "&#x",
                                      "%E4%B8",
                                      "%u4E",
                                      "%D6%D0",
                                      "\\u4e2d",
                                      "\\xe4\\x",
                                      "\\344",
                                      "<U+4E2D>",
                                      "=?GB2312?B?1tDOxA==?=",
                                      "=?utf-8?Q?",
                                      "=E4=B8",
                                      "+Ti1lhw-",
                                      "~{VPND~}",
                                      "\x1B$BCf\x1B(B",
                                      "锟斤拷",
                                      "(fā)",
                                      "中\u200B",
                                      "⼈",
                                      "\u00AD",
                                      "烫",
                                      "我 ",
                                      "中,"}) {
    for (const std::string& each : {std::string(unit), std::string(unit) + "\n"}) {
      for (const RepairMode mode : {RepairMode::safe, RepairMode::max}) {
        std::uint64_t before = 0;
        for (const std::size_t size : {4u << 10, 16u << 10, 64u << 10}) {
          const std::uint64_t work = work_of(repeated(each, size), mode);
          EXPECT_LT(work, 1'000 * size) << each;
          EXPECT_TRUE(before == 0 || work < before * 5 + 20 * size)
              << each << " " << size << ": " << before << " to " << work;
          before = work;
        }
      }
    }
  }
}

// A pipe that is silent after each line makes a block of each.
TEST(Work, OfManyBlocksIsBounded) {
  for (const std::string_view line :
       {"鐨?鐨?鐨勬枃瀛?涓?鐨?鐨?\n", "隴\uFFFD議\uFFFD腔\uFFFD隴\uFFFD\uFFFDﾐ\n",
        "?婷骺欺?植皇?附冢?适履谌莺芊?险飧瞿炅涠\n", "銝?\uFFFD銝?辣鈭?箏??嗅?)銝?????\n"}) {
    const std::string text = repeated(std::string(line), 16 << 10);
    EXPECT_LT(work_of(text, RepairMode::max, true), kShortText + kEachByte * text.size()) << line;
  }
}

TEST(SearchBudget, EarnsWithTheBytesThatGoBy) {
  SearchBudget budget(1000, 10);
  const std::string text(50, 'x');
  budget.begin({text, 0});
  EXPECT_EQ(budget.left(), 1500u);
  spend(budget.left(), 1400);
  budget.begin({text, 0});  // another round
  EXPECT_EQ(budget.left(), 100u);
  budget.begin({text, 50});
  EXPECT_EQ(budget.left(), 600u);
  spend(budget.left(), 700);
  EXPECT_TRUE(budget.is_spent());
  budget.begin({text, 80});
  EXPECT_EQ(budget.left(), 300u);
  budget.begin({text, 1'000'000});  // no more than a document begins with, and the block's own
  EXPECT_EQ(budget.left(), 1500u);
}

// What is searched in vain earns less from block to block, until something is found.
TEST(SearchBudget, EarnsLessWhereNothingIsFound) {
  SearchBudget budget(100, 16);
  const std::string text(100, 'x');
  std::uint64_t at = 0;
  const auto earned = [&] {
    spend(budget.left(), budget.left());
    budget.begin({text, at += text.size()});
    return budget.left();
  };
  budget.begin({text, 0});
  EXPECT_EQ(budget.left(), 1700u);
  budget.end(false);  // no step was taken
  EXPECT_EQ(earned(), 1600u);
  spend(budget.left(), 1000);
  budget.end(false);
  EXPECT_EQ(earned(), 400u);
  for (const std::uint64_t next : {100u, 100u}) {  // no less than a sixteenth
    spend(budget.left(), 400);
    budget.end(false);
    EXPECT_EQ(earned(), next);
  }
  spend(budget.left(), 100);
  budget.end(true);
  EXPECT_EQ(earned(), 1600u);
}

}  // namespace
}  // namespace hanfix::repair
