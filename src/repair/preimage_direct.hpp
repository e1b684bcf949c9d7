/// \file  UTF-8 that lost no byte when it was read as GBK: read back without a search.
#pragma once
#include <optional>
#include <span>

#include "model/char_model.hpp"
#include "repair/preimage_search.hpp"

namespace hanfix::repair {

/// What search_preimage() finds, where that is beyond doubt: from its first character beyond ASCII
/// on the line is UTF-8, and no part of it costs so little as it stands that borders around it
/// would pay. Nothing if any of this is not so; never of a line with marks, and never without its
/// steps. Its cost is not told. O(size).
[[nodiscard]] std::optional<Preimage> read_directly(std::span<const SeenUnit> line,
                                                    const WrongDecoder& decoder,
                                                    const model::Scorer& general,
                                                    const PreimageOptions& options);

}  // namespace hanfix::repair
