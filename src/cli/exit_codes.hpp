/// \file  How the program ends. --help and the man page print this table.
#pragma once
#include "hanfix/result.hpp"

namespace hanfix::cli {

enum class ExitCode : int {
  done = 0,  ///< also: nothing to do
  difference =
      1,      ///< --check found changes, `dict check` faults, or text would be lost under --strict
  usage = 2,  ///< an option or a name that does not exist, or a combination without meaning
  partial = 3,  ///< some files failed; the others are done
  failed = 4,   ///< nothing could be read, or a file that a conversion needs could not, or standard
                ///< output could not be written
};

/// What a conversion that cannot be made ready comes to: its files are input, too.
[[nodiscard]] inline ExitCode exit_code(const Error& error) {
  return error.code == ErrorCode::unreadable_input ? ExitCode::failed : ExitCode::usage;
}

struct ExitMeaning {
  ExitCode code;
  const char* meaning;
};

inline constexpr ExitMeaning kExitMeanings[] = {
    {ExitCode::done, "done"},
    {ExitCode::difference, "a check found something, or loss that was not allowed"},
    {ExitCode::usage, "usage"},
    {ExitCode::partial, "some files failed, the others are done"},
    {ExitCode::failed, "input unreadable, or output not writable"},
};

}  // namespace hanfix::cli
