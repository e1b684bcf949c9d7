#include "hanfix/pipeline.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/mapped_stage.hpp"
#include "repair/repair_stage.hpp"

namespace hanfix {
namespace {

// Stages one behind the other. A report of stage i names bytes of its own input; it is translated
// through the maps of the stages before it into bytes of the user's input.
class Chain : public Pipeline {
 public:
  Chain(const Options& options, DiagnosticSink& reports) : reports_(reports) {
    add([&](DiagnosticSink& sink) {
      return std::make_unique<repair::RepairStage>(options.repair, options.families, sink);
    });
  }

  void push(std::string_view chunk, Sink& out) override {
    feed(0, chunk, out);
    settle();
  }
  void idle(Sink& out) override {
    for (std::size_t i = 0; i < links_.size(); ++i) with_sink(i, out, [&](Stage& stage, Sink& sink) { stage.idle(sink); });
    settle();
  }
  void finish(Sink& out) override {
    for (std::size_t i = 0; i < links_.size(); ++i) with_sink(i, out, [&](Stage& stage, Sink& sink) { stage.finish(sink); });
  }
  [[nodiscard]] std::size_t retention() const noexcept override {
    std::size_t sum = 0;
    for (const auto& link : links_) sum += link->stage->retention();
    return sum;
  }
  [[nodiscard]] const Summary& summary() const noexcept override { return summary_; }

 private:
  // One stage, the reports it makes, and its output on the way to the next stage.
  struct Link : DiagnosticSink, Sink {
    Link(Chain& chain, std::size_t index) : chain_(chain), index_(index) {}
    void edit(const Edit& edit) override {
      Edit moved = edit;
      moved.range = chain_.locate(index_, edit.range);
      ++chain_.summary_.edits;
      chain_.reports_.edit(moved);
    }
    void diagnostic(const Diagnostic& diagnostic) override {
      Diagnostic moved = diagnostic;
      moved.range = chain_.locate(index_, diagnostic.range);
      chain_.reports_.diagnostic(moved);
    }
    void write(std::string_view chunk) override { chain_.feed(index_ + 1, chunk, *out); }

    Chain& chain_;
    std::size_t index_;
    std::unique_ptr<MappedStage> stage;
    Sink* out = nullptr;
  };

  template <class Make>
  void add(Make make) {
    links_.push_back(std::make_unique<Link>(*this, links_.size()));
    links_.back()->stage = make(*links_.back());
  }

  template <class Act>
  void with_sink(std::size_t index, Sink& out, Act act) {
    Link& link = *links_[index];
    link.out = &out;
    act(*link.stage, link);
  }

  void feed(std::size_t index, std::string_view chunk, Sink& out) {
    if (chunk.empty()) return;
    if (index == links_.size()) {
      out.write(chunk);
    } else {
      with_sink(index, out, [&](Stage& stage, Sink& sink) { stage.push(chunk, sink); });
    }
  }

  [[nodiscard]] ByteRange locate(std::size_t index, ByteRange range) const {
    while (index > 0) range = links_[--index]->stage->positions().to_input(range);
    return range;
  }

  // Forgets what no stage can ask for any more, from the last stage to the first.
  void settle() {
    std::uint64_t needed = 0;
    for (std::size_t i = links_.size(); i-- > 0;) {
      MappedStage& stage = *links_[i]->stage;
      const bool last = i + 1 == links_.size();
      const std::uint64_t from = last ? stage.positions().output_size() : needed;
      needed = std::min(stage.settled(), stage.positions().to_input({from, from}).start);
      stage.trim(from);
    }
  }

  DiagnosticSink& reports_;
  Summary summary_;
  std::vector<std::unique_ptr<Link>> links_;
};

}  // namespace

Result<std::unique_ptr<Pipeline>> Pipeline::create(const Options& options, DiagnosticSink& reports) {
  return std::unique_ptr<Pipeline>(std::make_unique<Chain>(options, reports));
}

std::vector<Choice> encodings() { return {{"utf-8", "Unicode"}}; }
std::vector<Choice> targets() { return {{"none", "keep the script"}}; }
std::vector<Choice> configs() { return {}; }
std::vector<Choice> families() {
  std::vector<Choice> out;
  for (const repair::FamilyInfo& family : repair::families()) {
    out.push_back({std::string(family.name), std::string(family.description)});
  }
  return out;
}

}  // namespace hanfix
