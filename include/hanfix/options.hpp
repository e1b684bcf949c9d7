/// \file  What a user can ask of the pipeline.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hanfix/result.hpp"

namespace hanfix {

/// How far repair goes. Good text is never changed in any mode.
enum class RepairMode : std::uint8_t {
  off,   ///< no repair
  safe,  ///< only what is certain
  max,   ///< also best guesses, each with its confidence
};

/// What repair writes in a damaged place whose bytes are gone, where no character is certain. It is
/// reported in any case.
enum class OnDoubt : std::uint8_t {
  keep,  ///< the place stays as it is, and with it what cannot be undone without it
  mark,  ///< U+FFFD for each character that is not certain; the report names what fits
  best,  ///< what fits best, with its confidence; U+FFFD or '?' where nothing tells
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

/// How the quotation marks of Chinese text are written, depth by depth.
enum class Quotes : std::uint8_t {
  keep,       ///< as they are
  automatic,  ///< as the text that a conversion gives is written: `curly` for Simplified
  curly,      ///< “outer ‘inner’ outer”
  corner,     ///< 「outer『inner』outer」
};

/// One name a user can give, with a line that explains it.
struct Choice {
  std::string name;
  std::string description;
};

/// A word of the user's own: `key`, as it stands in the text, becomes exactly `value`.
struct UserWord {
  std::string key;
  std::string value;
};

class Conversion;

/// Everything by the names that the command line uses.
struct Options {
  std::string from = "auto";                 ///< input encoding, or "auto"; see encodings()
  std::vector<std::string> candidates = {};  ///< "auto" answers only these; empty: any
  OnMixed on_mixed = OnMixed::segment;
  std::string to_code = "utf-8";  ///< output encoding
  std::optional<bool> bom = {};   ///< write a byte order mark: yes, no, or as the input had it
  Unmappable unmappable = Unmappable::reference;
  std::string to = "none";  ///< target script, see targets(); ignored if `config` is set
  /// An OpenCC configuration by name, see configs(); or by path: with a slash in it, or .json at
  /// its end.
  std::string config = {};
  bool tofu = false;  ///< also use the dictionaries of rare results
  /// Look at the borders of words, and not only for the longest key. Empty: yes with `to`, no with
  /// `config`, which then is OpenCC's conversion byte by byte.
  std::optional<bool> context = {};
  /// `automatic` needs a target, or a configuration by name.
  Quotes quotes = Quotes::keep;
  /// Words that come before the dictionaries of a conversion. Of one key in several of these, what
  /// is protected prevails, then `words`, then the earlier file.
  std::vector<std::string> protect = {};  ///< files: words that stay as they are, one a line
  std::vector<UserWord> words = {};
  std::vector<std::string> dictionaries = {};  ///< files: KEY<TAB>VALUE, or build_dictionary()'s
  /// What a conversion is made of, looked up and compiled, to share it between documents. Null:
  /// each pipeline does that for itself.
  std::shared_ptr<const Conversion> conversion = {};
  unsigned threads = 1;  ///< that convert, at least 1; the output does not depend on it
  RepairMode repair = RepairMode::safe;
  std::optional<OnDoubt> on_doubt = {};    ///< empty: mark, or best in max mode
  std::vector<std::string> families = {};  ///< only these repair families; empty: all
};

/// What `to`, `config`, `tofu`, `context`, `protect`, `words` and `dictionaries` mean. Immutable;
/// any number of pipelines and threads may share one.
class Conversion {
 public:
  /// Reads files and compiles what they hold: milliseconds for words, up to a second for a
  /// configuration by path. An unknown name is an Error `unknown_name` that lists near ones;
  /// `unreadable_input` says where a file was looked for; `bad_data` names file and line.
  [[nodiscard]] static Result<std::shared_ptr<const Conversion>> create(const Options& options);
  virtual ~Conversion() = default;
};

/// The names the options above take.
[[nodiscard]] std::vector<Choice> encodings();
[[nodiscard]] std::vector<Choice> targets();
[[nodiscard]] std::vector<Choice> configs();
[[nodiscard]] std::vector<Choice> families();

}  // namespace hanfix
