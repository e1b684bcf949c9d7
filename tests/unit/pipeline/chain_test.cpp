// Stages in a row: order of output, translation of positions.
#include "pipeline/chain.hpp"

#include "repair/repair_stage.hpp"
#include "support/streams.hpp"

namespace hanfix {
namespace {

// Replaces every `from` by `to` and reports an edit for each.
class Replace : public MappedStage {
 public:
  Replace(char from, std::string to, DiagnosticSink& reports)
      : from_(from), to_(std::move(to)), reports_(reports) {}
  void push(std::string_view chunk, Sink& out) override {
    for (const char c : chunk) {
      if (c == from_) {
        reports_.edit({{offset_, offset_ + 1}, "test", {c}, to_, 1});
        positions_.mapped(1, static_cast<std::uint32_t>(to_.size()));
        out.write(to_);
      } else {
        positions_.copied(1);
        out.write({&c, 1});
      }
      ++offset_;
    }
  }
  void idle(Sink& out) override { out.write(""); }
  void finish(Sink& out) override {
    positions_.mapped(0, 1);
    out.write(".");
  }
  [[nodiscard]] std::size_t retention() const noexcept override { return 10; }
  [[nodiscard]] std::uint64_t settled() const noexcept override { return offset_; }

 private:
  char from_;
  std::string to_;
  DiagnosticSink& reports_;
  std::uint64_t offset_ = 0;
};

Chain::Link& add(Chain& chain, char from, const std::string& to) {
  Chain::Link& link = chain.append();
  link.set(std::make_unique<Replace>(from, to, link));
  return link;
}

std::vector<ByteRange> ranges(const test::Reports& reports) {
  std::vector<ByteRange> out;
  for (const Edit& edit : reports.edits) out.push_back(edit.range);
  return out;
}

// A stage that holds ASCII is told that the input is no text: what it holds goes first, then
// everything as it is, and nothing is reported.
TEST(Chain, ABypassedStageLetsEverythingPassInOrder) {
  const std::string damaged = test::read_file(HANFIX_SAMPLES "/news.damaged.txt");
  for (const bool more : {true, false}) {
    test::Reports reports;
    test::StringSink sink;
    Chain chain(reports);
    Chain::Link& link = chain.append();
    auto repair =
        std::make_unique<repair::RepairStage>(RepairMode::max, std::vector<std::string>{}, link);
    const repair::RepairStage& stage = *repair;
    link.set(std::move(repair));
    chain.push("head, not ended", sink);
    chain.bypass(link);
    EXPECT_EQ(sink.text, "head, not ended");
    if (more) chain.push(damaged, sink);
    chain.settle(sink.text.size());
    chain.finish(sink);
    EXPECT_EQ(sink.text, more ? "head, not ended" + damaged : "head, not ended");
    EXPECT_EQ(reports.lines, "");
    EXPECT_EQ(stage.positions().input_size(), sink.text.size());
    EXPECT_EQ(stage.positions().output_size(), sink.text.size());
  }
}

TEST(Chain, FinishesInOrder) {
  test::Reports reports;
  test::StringSink sink;
  Chain chain(reports);
  add(chain, 'a', "bb");
  add(chain, 'b', "c");
  chain.push("xax", sink);
  EXPECT_EQ(sink.text, "xccx");
  chain.finish(sink);
  EXPECT_EQ(sink.text, "xccx..");
  EXPECT_EQ(chain.retention(), 20u);
}

TEST(Chain, TranslatesRangesToTheFirstInput) {
  test::Reports reports;
  test::StringSink sink;
  Chain chain(reports);
  add(chain, 'a', "bb");
  add(chain, 'b', "");
  add(chain, 'c', "d");
  chain.push("xaxc", sink);
  EXPECT_EQ(sink.text, "xxd");
  // a by the first stage, each b by the second (both come from the a), c by the third.
  EXPECT_EQ(ranges(reports), (std::vector<ByteRange>{{1, 2}, {1, 2}, {1, 2}, {3, 4}}));
}

TEST(Chain, TracesCopiedBytesOnly) {
  test::Reports reports;
  test::StringSink sink;
  Chain chain(reports);
  Chain::Link& first = add(chain, '-', "");
  add(chain, 'a', "bb");
  Chain::Link& last = add(chain, '#', "");
  chain.push("xax", sink);
  std::uint64_t offset = 0;
  EXPECT_TRUE(Chain::trace_back(last, first, offset));
  EXPECT_EQ(offset, 0u);
  offset = 1;
  EXPECT_FALSE(Chain::trace_back(last, first, offset));
  offset = 3;
  EXPECT_TRUE(Chain::trace_back(last, first, offset));
  EXPECT_EQ(offset, 2u);
}

TEST(Chain, ForgetsWhatIsSettled) {
  test::Reports reports;
  test::StringSink sink;
  Chain chain(reports);
  Chain::Link& first = add(chain, 'a', "bb");
  add(chain, 'c', "d");
  (void)first;
  for (int i = 0; i < 1000; ++i) {
    chain.push("xaxc", sink);
    chain.settle(static_cast<std::uint64_t>(i + 1) * 5);
  }
  ASSERT_EQ(reports.edits.size(), 2000u);
  for (std::size_t i = 0; i < reports.edits.size(); i += 2) {
    EXPECT_EQ(reports.edits[i].range, (ByteRange{2 * i + 1, 2 * i + 2}));
    EXPECT_EQ(reports.edits[i + 1].range, (ByteRange{2 * i + 3, 2 * i + 4}));
  }
}

}  // namespace
}  // namespace hanfix
