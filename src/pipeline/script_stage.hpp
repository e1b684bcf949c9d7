/// \file  Which script a text is in decides which conversion it gets.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "base/mapped_stage.hpp"

namespace hanfix {

/// Holds a text from its first character that is not ASCII for 64 KiB, to the end, or to idle();
/// then hands the window to `decide`, which puts the right conversion behind this stage, and lets
/// everything pass. The text itself is not changed.
class ScriptStage : public MappedStage {
 public:
  explicit ScriptStage(std::function<void(std::string_view window)> decide)
      : decide_(std::move(decide)) {}

  void push(std::string_view chunk, Sink& out) override;
  void idle(Sink& out) override;
  void finish(Sink& out) override { idle(out); }
  [[nodiscard]] std::size_t retention() const noexcept override;
  [[nodiscard]] std::uint64_t settled() const noexcept override { return positions_.input_size(); }

 private:
  void decide(Sink& out);
  void pass(std::string_view text, Sink& out);

  std::function<void(std::string_view)> decide_;  // empty once it was called
  std::string held_;
  std::size_t ascii_ = 0;  // plain ASCII at the start of held_
};

}  // namespace hanfix
