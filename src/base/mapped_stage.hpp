/// \file  A stage whose output can be traced back to its input.
#pragma once
#include <cstdint>

#include "base/position_map.hpp"
#include "hanfix/stage.hpp"

namespace hanfix {

/// A Stage that records where its output came from, so that a later stage's report can name bytes
/// of the user's file. Reports of the stage itself are in offsets of its own input; the pipeline
/// translates them through the maps of the stages before it.
class MappedStage : public Stage {
 public:
  [[nodiscard]] const PositionMap& positions() const noexcept { return positions_; }
  /// Input offset before which this stage reports nothing any more.
  [[nodiscard]] virtual std::uint64_t settled() const noexcept = 0;
  /// Forgets the map before `output_offset`; called by the pipeline once nobody asks for it.
  void trim(std::uint64_t output_offset) { positions_.trim(output_offset); }

  /// Writes `chunk` as it is and records it: in the place of push(), once the stage is bypassed.
  void let_through(std::string_view chunk, Sink& out) {
    positions_.copied(chunk.size());
    out.write(chunk);
  }

 protected:
  PositionMap positions_;
};

}  // namespace hanfix
