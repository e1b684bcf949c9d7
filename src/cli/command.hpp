/// \file  What the user asked for, after the command line has been read.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "hanfix/options.hpp"

namespace hanfix::cli {

/// What the program does: the first word of the command line, or the pipeline.
enum class Verb : std::uint8_t { pipeline, detect };
enum class Action : std::uint8_t { run, help, version, list };
enum class When : std::uint8_t { automatic, always, never };
enum class Verbosity : std::uint8_t { quiet, normal, verbose };

struct Command {
  Verb verb = Verb::pipeline;
  Action action = Action::run;
  std::string list = {};  ///< what --list asks for
  hanfix::Options options = {};
  std::vector<std::string> files = {};  ///< "-" is standard input; never empty after parse()
  std::string output = {};              ///< empty or "-": standard output
  bool in_place = false;
  std::string backup_suffix = {};
  bool check = false;
  bool explain = false;
  bool json = false;
  bool strict = false;
  Verbosity verbosity = Verbosity::normal;
  When color = When::automatic;
  When progress = When::automatic;
  bool hidden = false;  ///< look at hidden files in folders too
};

}  // namespace hanfix::cli
