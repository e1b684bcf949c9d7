#include "pipeline/census_stage.hpp"

namespace hanfix {

std::size_t CensusStage::retention() const noexcept { return convert::kLongestParagraph; }

void CensusStage::push(std::string_view chunk, Sink& out) {
  counts_ = counts_ && is_text_();
  positions_.copied(chunk.size());
  if (counts_) census_.push(chunk);
  out.write(chunk);
}

}  // namespace hanfix
