/// \file  What `hanfix dict explain` prints for one stretch of text.
#pragma once
#include <string>

#include "hanfix/dictionaries.hpp"

namespace hanfix::cli {

/// Whole lines: the result, then each step with the words that changed something or were doubtful.
[[nodiscard]] std::string explanation_lines(const Explanation& explanation, bool color);
/// One object and a line break, with every word; the fields are stable, see DICT in the man page.
[[nodiscard]] std::string explanation_json(const Explanation& explanation);

}  // namespace hanfix::cli
