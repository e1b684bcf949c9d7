/// \file  Conversion as a step of a pipeline.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/mapped_stage.hpp"
#include "convert/conversion_chain.hpp"

namespace hanfix::convert {

/// Converts stretches of a stream by one or more chains, each applied to the whole result of the
/// one before. What becomes of a stretch is what convert() makes of it, however it is cut into
/// pushes. Where output came from is added to the map it is given, before the output is written.
///
/// Everything that is certain leaves with the push that made it certain: a complete line at once,
/// unless it lies in an ideographic description sequence. Lines without end stream too.
class Converter {
 public:
  using Chains = std::vector<std::shared_ptr<const ConversionChain>>;

  /// Precondition: at least one chain.
  explicit Converter(Chains chains);
  ~Converter();
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  void push(std::string_view chunk, PositionMap& positions, Sink& out);
  /// Ends the stretch: the next push begins another one.
  void finish(PositionMap& positions, Sink& out);
  /// Whether nothing is held back: what follows is converted as if a stretch began with it.
  [[nodiscard]] bool settled() const noexcept;
  /// Input bytes held back at most.
  [[nodiscard]] std::size_t retention() const noexcept;

 private:
  struct Link;
  void run(std::string_view text, bool last);
  void emit(PositionMap& positions, Sink& out);

  Chains chains_;
  std::vector<std::unique_ptr<Link>> links_;
  std::string tail_;  // an incomplete character
};

/// A stage that converts a stream as one stretch, by so many threads.
[[nodiscard]] std::unique_ptr<MappedStage> make_convert_stage(
    std::shared_ptr<const ConversionChain> chain, unsigned threads = 1);

}  // namespace hanfix::convert
