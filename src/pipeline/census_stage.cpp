#include "pipeline/census_stage.hpp"

namespace hanfix {
namespace {

constexpr std::size_t kWindow = 64 << 10;

}  // namespace

std::size_t CensusStage::retention() const noexcept { return kWindow; }

void CensusStage::push(std::string_view chunk, Sink& out) {
  counts_ = counts_ && is_text_();
  if (counts_) window_.append(chunk.substr(0, kWindow - window_.size()));
  positions_.copied(chunk.size());
  out.write(chunk);
}

}  // namespace hanfix
