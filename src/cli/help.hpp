/// \file  --help, --version, --list and the man page, printed from the tables.
#pragma once
#include <string>
#include <string_view>

#include "cli/command.hpp"

namespace hanfix::cli {

[[nodiscard]] std::string help_text(Verb verb = Verb::pipeline);
[[nodiscard]] std::string version_text();
/// `what`: configs, encodings, families or targets. One name a line, with its description.
[[nodiscard]] std::string list_text(std::string_view what);
/// docs/hanfix.1, as roff.
[[nodiscard]] std::string man_page();

}  // namespace hanfix::cli
