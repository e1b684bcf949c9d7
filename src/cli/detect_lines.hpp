/// \file  What `hanfix detect` prints for one file.
#pragma once
#include <string>
#include <string_view>

#include "hanfix/detect.hpp"

namespace hanfix::cli {

struct DetectStyle {
  bool color = false;
  bool verbose = false;  ///< more lines, set in, with what the first rests on
};

/// Whole lines. `columns`: the width of the widest name that stands above or below.
[[nodiscard]] std::string detect_lines(std::string_view file, const DetectReport& report,
                                       std::size_t columns, DetectStyle style);
/// One object and a line break; the fields are stable, see DETECT in the man page.
[[nodiscard]] std::string detect_json(std::string_view file, const DetectReport& report);

}  // namespace hanfix::cli
