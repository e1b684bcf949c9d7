/// \file  What a user can ask of the pipeline.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hanfix {

/// How far repair goes. Good text is never changed in any mode.
enum class RepairMode : std::uint8_t {
  off,   ///< no repair
  safe,  ///< only what is certain
  max,   ///< also best guesses, each with its confidence
};

/// What happens where a text changes its encoding. --from names one for all of it.
enum class OnMixed : std::uint8_t {
  segment,  ///< follow it: a line keeps the encoding of the line before while it reads as text
  line,     ///< judge each line by itself: UTF-8, or else what all other lines are in
  strict,   ///< report it, and read on in the first encoding; the program fails
  replace,  ///< do not look: what the first encoding does not allow is damage
};

/// What becomes of a character that the output encoding lacks. It is reported in any case.
enum class Unmappable : std::uint8_t {
  reference,   ///< a numeric character reference, `&#x20BB7;`
  substitute,  ///< the nearest that the encoding holds: another form of the character, else `?`
  error,       ///< as `reference`, and Summary::unmappable tells: the program then fails
};

/// One name a user can give, with a line that explains it.
struct Choice {
  std::string name;
  std::string description;
};

/// Everything by the names that the command line uses.
struct Options {
  std::string from = "auto";                 ///< input encoding, or "auto"; see encodings()
  std::vector<std::string> candidates = {};  ///< "auto" answers only these; empty: any
  OnMixed on_mixed = OnMixed::segment;
  std::string to_code = "utf-8";  ///< output encoding
  std::optional<bool> bom = {};   ///< write a byte order mark: yes, no, or as the input had it
  Unmappable unmappable = Unmappable::reference;
  std::string to = "none";  ///< target script, see targets(); ignored if `config` is set
  std::string config = {};  ///< an OpenCC configuration by name, see configs()
  unsigned threads = 1;     ///< that convert, at least 1; the output does not depend on it
  bool tofu = false;        ///< also use the dictionaries of rare results
  RepairMode repair = RepairMode::safe;
  std::vector<std::string> families = {};  ///< only these repair families; empty: all
};

/// The names the options above take.
[[nodiscard]] std::vector<Choice> encodings();
[[nodiscard]] std::vector<Choice> targets();
[[nodiscard]] std::vector<Choice> configs();
[[nodiscard]] std::vector<Choice> families();

}  // namespace hanfix
