// DiagnosticSink::text(): with the edits it is the repaired text, piece by piece.
#include "pipeline_test_support.hpp"

namespace hanfix {
namespace {

using test::Pieces;

// Joins what it is told, and notes where pieces begin.
struct Listener : test::Reports {
  std::string told;
  std::vector<std::uint64_t> begins;
  std::uint64_t reached = 0;
  [[nodiscard]] bool wants_text() const override { return true; }
  void edit(const Edit& edit) override {
    Reports::edit(edit);
    EXPECT_GE(edit.range.start, reached);
    reached = edit.range.end;
    told += edit.after;
  }
  void text(std::string_view text, ByteRange range) override {
    EXPECT_FALSE(text.empty());
    EXPECT_GE(range.start, reached);
    EXPECT_GE(range.end, range.start);
    reached = range.end;
    told += text;
    begins.push_back(range.start);
  }
};

std::string written(const Options& options, const Pieces& pieces, Listener& listener) {
  test::StringSink sink;
  const auto pipeline = Pipeline::create(options, listener);
  for (const std::string_view piece : pieces) pipeline.value()->push(piece, sink);
  pipeline.value()->finish(sink);
  return sink.text;
}

std::string sample(const std::string& name) { return test::read_file(HANFIX_SAMPLES "/" + name); }

TEST(ToldText, IsTheOutputHoweverItIsCut) {
  for (const char* name :
       {"news.damaged.txt", "story.clean.txt", "story.gbk.damaged.txt", "forum.big5.damaged.txt"}) {
    for (const RepairMode mode : {RepairMode::off, RepairMode::safe, RepairMode::max}) {
      Options options;
      options.repair = mode;
      const std::string input = sample(name);
      test::for_each_cutting(input, 5, [&](const Pieces& pieces) {
        Listener listener;
        const std::string text = written(options, pieces, listener);
        ASSERT_EQ(listener.told, text) << name;
      });
    }
  }
}

TEST(ToldText, IsWhatConversionGets) {
  Options options;
  options.config = "t2s";
  Listener listener;
  (void)written(options, {sample("news.damaged.txt")}, listener);
  Options repair_only;
  Listener other;
  EXPECT_EQ(listener.told, written(repair_only, {sample("news.damaged.txt")}, other));
}

// UTF-8 keeps the bytes that it cannot read; told is U+FFFD, in a piece of its own.
TEST(ToldText, BeginsAPieceWhereADiagnosticBeginsAndEnds) {
  Listener listener;
  EXPECT_EQ(written({}, {"坏了\xff的字节\n锟斤拷锟斤拷锟斤拷\n"}, listener),
            "坏了\xff的字节\n锟斤拷锟斤拷锟斤拷\n");
  EXPECT_EQ(listener.told, "坏了\uFFFD的字节\n锟斤拷锟斤拷锟斤拷\n");
  EXPECT_EQ(listener.begins, (std::vector<std::uint64_t>{0, 6, 7, 17, 44}));
}

TEST(ToldText, BeginsPiecesInTheBytesOfTheInput) {
  Options options;
  options.from = "gbk";
  Listener listener;
  const std::string gbk = test::to_bytes("今天锟斤拷锟斤拷锟斤拷明天", "gb18030");
  (void)written(options, {gbk}, listener);
  ASSERT_EQ(listener.diagnostics.size(), 1u);
  EXPECT_EQ(listener.diagnostics[0].range, (ByteRange{4, 22}));
  EXPECT_EQ(listener.begins, (std::vector<std::uint64_t>{0, 4, 22}));
}

TEST(ToldText, NothingIsToldOfWhatIsNoText) {
  Listener listener;
  std::string binary;
  for (int i = 0; i < 4000; ++i) binary += static_cast<char>((i * i * 7 + i / 3) & 0xFF);
  EXPECT_EQ(written({}, {binary}, listener), binary);
  EXPECT_EQ(listener.told, "");
}

}  // namespace
}  // namespace hanfix
