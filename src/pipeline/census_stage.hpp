/// \file  Counts scripts in a text that passes by.
#pragma once
#include <algorithm>
#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>

#include "base/mapped_stage.hpp"
#include "convert/variant_census.hpp"

namespace hanfix {

/// Lets everything pass, and knows which Chinese it was once the stream has ended.
///
/// `is_text` is asked before each piece; the first "no" ends the count, and what follows passes
/// uncounted. `locate` translates
/// what the report names, see VariantCensus; it is given bytes of this stage's input.
class CensusStage : public MappedStage {
 public:
  CensusStage(std::function<bool()> is_text, convert::VariantCensus::Locate locate)
      : is_text_(std::move(is_text)), census_(std::move(locate)) {}

  void push(std::string_view chunk, Sink& out) override;
  void idle(Sink&) override {}
  void finish(Sink&) override {}
  [[nodiscard]] std::size_t retention() const noexcept override;
  [[nodiscard]] std::uint64_t settled() const noexcept override {
    const std::uint64_t size = positions_.input_size();
    return size - std::min<std::uint64_t>(size, convert::kLongestParagraph);
  }

  /// Once, after finish().
  [[nodiscard]] convert::VariantReport report() { return census_.finish(); }

 private:
  std::function<bool()> is_text_;
  bool counts_ = true;
  convert::VariantCensus census_;
};

}  // namespace hanfix
