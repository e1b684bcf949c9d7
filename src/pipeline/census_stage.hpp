/// \file  Counts scripts in a text that passes by.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/mapped_stage.hpp"
#include "convert/variant.hpp"

namespace hanfix {

/// Lets everything pass, and knows which Chinese it was once the stream has ended.
///
/// `is_text` is asked before each piece; the first "no" ends the count, and what follows passes
/// uncounted.
class CensusStage : public MappedStage {
 public:
  explicit CensusStage(std::function<bool()> is_text) : is_text_(std::move(is_text)) {}

  void push(std::string_view chunk, Sink& out) override;
  void idle(Sink&) override {}
  void finish(Sink&) override {}
  [[nodiscard]] std::size_t retention() const noexcept override;
  [[nodiscard]] std::uint64_t settled() const noexcept override { return positions_.input_size(); }

  [[nodiscard]] convert::VariantVerdict verdict() const { return convert::detect_variant(window_); }

 private:
  std::function<bool()> is_text_;
  bool counts_ = true;
  std::string window_;
};

}  // namespace hanfix
