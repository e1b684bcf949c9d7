/// \file  Conversion as a step of a pipeline.
#pragma once
#include <memory>

#include "base/mapped_stage.hpp"
#include "convert/conversion_chain.hpp"

namespace hanfix::convert {

/// A stage that converts a stream, identical to convert() of the whole text however it is cut.
/// Everything that is certain leaves with the push that made it certain: a complete line at once,
/// unless it lies in an ideographic description sequence. Texts without a line end stream too.
/// A stage whose conversion is to follow another one's is simply pushed that one's output.
[[nodiscard]] std::unique_ptr<MappedStage> make_convert_stage(
    std::shared_ptr<const ConversionChain> chain);

}  // namespace hanfix::convert
