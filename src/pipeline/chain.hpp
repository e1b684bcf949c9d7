/// \file  Stages one behind the other, and reports translated to bytes of the user's input.
#pragma once
#include <cstdint>
#include <list>
#include <memory>
#include <string_view>

#include "base/mapped_stage.hpp"
#include "hanfix/diagnostic.hpp"

namespace hanfix {

/// A chain of mapped stages that ends in a plain one. A stage reports in offsets of its own
/// input; the chain translates them through the position maps of the stages before it.
class Chain {
 public:
  explicit Chain(DiagnosticSink& reports) : reports_(reports) {}
  Chain(const Chain&) = delete;
  Chain& operator=(const Chain&) = delete;

  class Link;

  /// A place for the next stage: it is made with place() as the sink of its reports.
  Link& append();

  /// Switches a mapped stage off: it emits what it holds, and lets pass what comes. Callable while
  /// a stage before it runs.
  void bypass(Link& link);

  void push(std::string_view chunk, Sink& out);
  void flush(Sink& out);
  void idle(Sink& out);
  void finish(Sink& out);
  [[nodiscard]] std::size_t retention() const noexcept;

  /// Where `offset` of the input of `link` comes from in the input of `first`, if it was copied all
  /// the way: false if a stage between changed it.
  [[nodiscard]] static bool trace_back(const Link& link, const Link& first, std::uint64_t& offset);

  /// Forgets what no stage asks for any more. `needed`: input offset of the last stage from which
  /// on it may still ask.
  void settle(std::uint64_t needed);

 private:
  void write_to(Sink& out);

  DiagnosticSink& reports_;
  std::list<std::unique_ptr<Link>> links_;
};

/// One stage in its chain: takes its reports and its output.
class Chain::Link : public DiagnosticSink, public Sink {
 public:
  explicit Link(Chain& chain) : chain_(chain) {}

  /// Hands the stage over. A mapped stage takes part in the translation of positions; a plain one
  /// may only come last.
  void set(std::unique_ptr<MappedStage> stage) {
    mapped_ = stage.get();
    stage_ = std::move(stage);
  }
  void set_last(std::unique_ptr<Stage> stage) { stage_ = std::move(stage); }

  void edit(const Edit& edit) override;
  void diagnostic(const Diagnostic& diagnostic) override;
  void write(std::string_view chunk) override;

  /// `range` of the stage's input in bytes of the user's. Precondition: not settled yet.
  [[nodiscard]] ByteRange locate(ByteRange range) const;

 private:
  friend class Chain;
  void take(std::string_view chunk);

  Chain& chain_;
  Link* previous_ = nullptr;
  Link* next_ = nullptr;
  std::unique_ptr<Stage> stage_;
  MappedStage* mapped_ = nullptr;
  Sink* out_ = nullptr;
  bool bypassed_ = false;
};

}  // namespace hanfix
