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

/// Which commands an option belongs to: a bit for each Verb.
using Verbs = std::uint32_t;
[[nodiscard]] constexpr Verbs only(Verb verb) { return Verbs{1} << static_cast<unsigned>(verb); }
[[nodiscard]] constexpr bool has(Verbs verbs, Verb verb) { return (verbs & only(verb)) != 0; }
inline constexpr Verbs kPipeline = only(Verb::pipeline);
inline constexpr Verbs kDetect = only(Verb::detect);
inline constexpr Verbs kTexts = kPipeline | kDetect;  ///< all that reads texts of unknown origin
inline constexpr Verbs kExplain = only(Verb::dict_explain);
inline constexpr Verbs kConversion = kPipeline | kExplain;  ///< all that converts
inline constexpr Verbs kEverywhere = ~Verbs{0};

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
  Verbs verbs = kPipeline;  ///< two rows may have one name if they belong to different commands
};

/// The words that name a command, e.g. "detect", "dict build"; "" for the pipeline, which needs
/// none.
[[nodiscard]] std::string_view to_string(Verb verb) noexcept;

[[nodiscard]] std::span<const OptionRow> option_rows();

/// Reads the words after the program's name. An error's message is complete: fact and next step.
[[nodiscard]] Result<Command> parse(std::span<const std::string> words);

/// The candidates nearest to a mistyped name, all at the same small distance; at most three.
[[nodiscard]] std::vector<std::string> near_names(std::string_view name,
                                                  const std::vector<std::string>& candidates);

}  // namespace hanfix::cli
