/// \file  The options: one table that drives the parser, --help and the man page.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "hanfix/result.hpp"

namespace hanfix::cli {

enum class Argument : std::uint8_t {
  none,
  required,  ///< --to NAME, --to=NAME, -t NAME, -tNAME, -t=NAME
  optional,  ///< only with '=': --in-place=SUFFIX, -i=SUFFIX; the next word is a FILE
};

/// Which commands an option belongs to.
struct Verbs {
  bool pipeline = true;
  bool detect = false;
  [[nodiscard]] constexpr bool has(Verb verb) const {
    return verb == Verb::detect ? detect : pipeline;
  }
};
inline constexpr Verbs kEverywhere = {.pipeline = true, .detect = true};
inline constexpr Verbs kOnlyDetect = {.pipeline = false, .detect = true};

struct OptionRow {
  const char* group;  ///< heading in --help; rows of one group stand together
  char short_name;    ///< 0: none
  const char* long_name;
  Argument argument;
  const char* argument_name;  ///< as --help shows it; "" for none
  const char* choices;        ///< "a|b|c": the parser refuses anything else; "": any value
  const char* help;           ///< one line
  const char* details;        ///< what the man page says beyond that, or ""
  /// Puts the option into the command; gives what is wrong with the value, or "".
  std::string (*apply)(Command& command, std::string_view value);
  Verbs verbs = {};  ///< two rows may have one name if they belong to different commands
};

/// The word that names a command, e.g. "detect"; "" for the pipeline, which needs none.
[[nodiscard]] std::string_view to_string(Verb verb) noexcept;

[[nodiscard]] std::span<const OptionRow> option_rows();

/// Reads the words after the program's name. An error's message is complete: fact and next step.
[[nodiscard]] Result<Command> parse(std::span<const std::string> words);

/// The candidates nearest to a mistyped name, all at the same small distance; at most three.
[[nodiscard]] std::vector<std::string> near_names(std::string_view name,
                                                  const std::vector<std::string>& candidates);

}  // namespace hanfix::cli
