// What the stage promises beyond the text itself: liveness, memory, positions.
#include <gtest/gtest.h>

#include "stage_runner.hpp"

namespace hanfix::convert {
namespace {

TEST(ConvertStage, ALineLeavesWithItsEnd) {
  for (const ConfigInfo& config : config_list()) {
    const auto stage = make_convert_stage(chain(config.name));
    StringSink sink;
    std::string input;
    for (const std::string_view line :
         {"头发很长\n", "資料庫與頭\n", "SQL\n", "PN结\r\n", "⿰木木\n"}) {
      stage->push(line, sink);
      input += line;
      EXPECT_EQ(sink.text, convert(*chain(config.name), input)) << config.name << ' ' << line;
      EXPECT_EQ(stage->settled(), input.size());
    }
  }
}

TEST(ConvertStage, NothingLeavesThatTextToComeCouldChange) {
  const auto stage = make_convert_stage(chain("s2t"));
  StringSink sink;
  stage->push("她的头", sink);
  EXPECT_EQ(sink.text, "她的");
  stage->idle(sink);
  EXPECT_EQ(sink.text, "她的");
  stage->push("发很", sink);
  EXPECT_EQ(sink.text, "她的頭髮");
  stage->finish(sink);
  EXPECT_EQ(sink.text, "她的頭髮很");
}

TEST(ConvertStage, AnOpenDescriptionSequenceHoldsTheLineEnd) {
  const auto stage = make_convert_stage(chain("s2tw"));
  StringSink sink;
  stage->push("⿰头\n", sink);
  EXPECT_EQ(sink.text, "⿰头\n");  // the line end is its second operand
  stage->push("⿱发\n⿲\n", sink);
  EXPECT_EQ(sink.text, "⿰头\n⿱发\n");
  stage->push("头发", sink);
  EXPECT_EQ(sink.text, "⿰头\n⿱发\n⿲\n头发");
  stage->finish(sink);
}

// The same text as one long line, in pieces: what is held back stays within retention().
TEST(ConvertStage, LongLinesStreamInBoundedMemory) {
  for (const ConfigInfo& config : config_list()) {
    const auto opened = chain(config.name);
    const auto stage = make_convert_stage(opened);
    StringSink sink;
    std::string input;
    const std::string piece = "发现头发里面有数据库和SQL注入；資料庫與網路頭髮裡面⿰木木，為什麼";
    while (input.size() < 300'000) {
      stage->push(piece, sink);
      input += piece;
      const std::uint64_t held = input.size() - stage->positions().input_size();
      ASSERT_LE(held, stage->retention()) << config.name;
      ASSERT_EQ(stage->positions().output_size(), sink.text.size());
    }
    stage->finish(sink);
    EXPECT_EQ(stage->positions().input_size(), input.size());
    EXPECT_TRUE(sink.text == convert(*opened, input)) << config.name;
  }
}

// 64 operators and no operand: the longest text that stays open.
TEST(ConvertStage, OperatorsAloneAreHeldNoLongerThanTheyCanMatter) {
  const auto stage = make_convert_stage(chain("tw2sp"));
  StringSink sink;
  std::uint64_t pushed = 0;
  for (int i = 0; i < 1000; ++i) {
    for (const std::string_view piece : {"⿰", "⿾", "里", "⿳"}) {
      stage->push(piece, sink);
      pushed += piece.size();
      ASSERT_LE(pushed - stage->positions().input_size(), stage->retention());
    }
  }
}

TEST(ConvertStage, BytesThatAreNoTextPassInOrder) {
  // Not promised to anybody, but nothing may be lost or crash.
  for (const std::string_view text :
       {"\x80\x81头发\xFF", "头\xE5", "\xF0\x9F\x98", "\xE5\xA4头", "发\xC0\x80\xF8\x88"}) {
    for (const std::string_view config : {"s2t", "s2twp", "tw2sp", "jp2t"}) {
      const std::size_t sizes = text.size() + 1;
      EXPECT_EQ(run_stage(chain(config), text, {1}).text,
                run_stage(chain(config), text, {sizes}).text);
      EXPECT_GE(run_stage(chain(config), text, {sizes}).text.size(), text.size());
    }
  }
}

TEST(ConvertStage, PositionsPointIntoTheInput) {
  const auto stage = make_convert_stage(chain("s2twp"));
  StringSink sink;
  const std::string input = "用内存和B超检查";
  stage->push(input, sink);
  stage->finish(sink);
  ASSERT_EQ(sink.text, "用記憶體和超音波檢查");
  const auto origin = [&](std::string_view part) {
    const std::size_t at = sink.text.find(part);
    const ByteRange range = stage->positions().to_input({at, at + part.size()});
    return input.substr(range.start, range.end - range.start);
  };
  EXPECT_EQ(origin("用"), "用");
  EXPECT_EQ(origin("記憶體"), "内存");
  EXPECT_EQ(origin("憶"), "内存");
  EXPECT_EQ(origin("和"), "和");
  EXPECT_EQ(origin("超音波"), "B超");
  EXPECT_EQ(origin("檢查"), "检查");
}

TEST(ConvertStage, ChangesOfEqualSizeStayOneRun) {
  const auto stage = make_convert_stage(chain("t2s"));
  StringSink sink;
  for (int i = 0; i < 1000; ++i) stage->push("這裡的頭髮很長，為什麼？\n", sink);
  stage->finish(sink);
  EXPECT_EQ(stage->positions().run_count(), 1u);
}

TEST(ConvertStage, AnEmptyStreamStaysEmpty) {
  for (const ConfigInfo& config : config_list()) {
    EXPECT_EQ(convert(*chain(config.name), ""), "");
    EXPECT_EQ(run_stage(chain(config.name), "", {1}).text, "");
  }
}

// A converter ends a stretch and begins another as if it were new; two chains are one conversion.
TEST(Converter, ConvertsStretches) {
  const std::string_view stretches[] = {"她的头", "发很长\n", "⿰木", "后面⿰", "", "里面的皇后"};
  for (const std::vector<std::string_view>& configs :
       {std::vector<std::string_view>{"s2twp"}, std::vector<std::string_view>{"s2t", "t2jp"},
        std::vector<std::string_view>{"s2t", "t2twp", "tw2sp"}}) {
    for (const std::size_t size : {1u, 2u, 3u, 100u}) {
      Converter converter(open_configs(configs, false).value());
      PositionMap positions;
      StringSink sink;
      std::string expected;
      for (const std::string_view stretch : stretches) {
        for (std::size_t at = 0; at < stretch.size(); at += size) {
          converter.push(stretch.substr(at, size), positions, sink);
          EXPECT_EQ(positions.output_size(), sink.text.size());
        }
        converter.finish(positions, sink);
        std::string done(stretch);
        for (const std::string_view config : configs) done = convert(*chain(config), done);
        expected += done;
        EXPECT_EQ(sink.text, expected) << configs.front() << ' ' << size;
        EXPECT_EQ(positions.output_size(), sink.text.size());
      }
    }
  }
}

}  // namespace
}  // namespace hanfix::convert
