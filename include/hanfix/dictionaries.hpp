/// \file  Words of the user's own: checking, compiling, and what a conversion does with a text.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hanfix/diagnostic.hpp"
#include "hanfix/options.hpp"
#include "hanfix/result.hpp"

namespace hanfix {

/// One thing about a file of words.
struct DictionaryFinding {
  enum class Kind : std::uint8_t {
    error,    ///< the file cannot be used
    warning,  ///< it can, but something is not as it should be
    note,     ///< worth knowing: it may be meant
  };
  Kind kind;
  std::uint64_t line;   ///< from 1
  std::string code;     ///< stable: no-tab, empty-key, duplicate, …; see DICT in the man page
  std::string message;  ///< one sentence
};

/// Looks at a file of `KEY<TAB>VALUE` lines, the form that Options::dictionaries takes. Findings
/// are in the order of their lines. Errors `unreadable_input`, and `bad_data` for an image.
[[nodiscard]] Result<std::vector<DictionaryFinding>> check_dictionary(const std::string& path);

/// The bytes of an image of the words in these files, which Options::dictionaries takes as well: a
/// large file is then ready without being compiled. Of a key that is in several files the first
/// counts. Errors `unreadable_input` and `bad_data`, with the line; `faults`, if not null, gets all
/// of them, in the order of files and lines, and the result is the first.
[[nodiscard]] Result<std::string> build_dictionary(const std::vector<std::string>& paths,
                                                   std::vector<Error>* faults = nullptr);

/// A key, what it becomes, and the dictionary that says so.
struct Rule {
  std::string key = {};
  std::string value = {};
  std::string dictionary = {};  ///< a file, "inline", "--add", …
};

/// What one step of a conversion did to a piece of its text.
struct ExplainedPiece {
  ByteRange input = {};                  ///< bytes of the text that was explained
  std::string text = {};                 ///< as the step found it
  Rule rule = {};                        ///< what became of it, and why
  std::vector<Rule> candidates = {};     ///< what else begins here, the longest key first
  std::vector<std::string> others = {};  ///< the other values that the same entry has
};

/// One step: the user's words, a normalisation, the segmentation, a stage.
struct ExplainedStep {
  std::string name = {};    ///< "words", "normalization 1", "segmentation", "stage 1", …
  std::string config = {};  ///< the configuration it belongs to
  std::string result = {};  ///< the text behind it; of a segmentation, the segments between '|'
  std::vector<ExplainedPiece> pieces = {};  ///< those that a dictionary has, in order
};

/// A key that was not used because it would tear words apart.
struct RefusedKey {
  ByteRange input = {};  ///< bytes of the text that was explained
  Rule rule = {};        ///< what it would have become
  double bits = 0;       ///< how much likelier the best cut into words is than one that keeps it
};

/// By context: a place whose value was decided by what stands around it.
struct ChosenValue {
  ByteRange input = {};  ///< bytes of the text that was explained
  std::string text = {};
  std::vector<std::string> values = {};  ///< what it can become, the usual one first
  std::size_t chosen = 0;                ///< which of them it became
  double bits = 0;                       ///< by how much that one was ahead of what was needed
  bool remembered = false;               ///< only for a name that is clear elsewhere in the text
};

/// How a stretch of a text is converted.
struct Explanation {
  ByteRange input = {};      ///< bytes of the text that was explained
  std::string text = {};     ///< the stretch, with U+FFFD for what is not UTF-8
  std::string variant = {};  ///< the script, with a target
  std::string config = {};   ///< configurations in order, joined by '+'; empty: it stays as it is
  std::string result = {};
  std::vector<ExplainedStep> steps = {};
  std::string cut = {};  ///< by context: the text with '|' between its words; else empty
  std::vector<RefusedKey> refused = {};  ///< by context
  std::vector<ChosenValue> chosen = {};  ///< by context
  /// The pieces of which the deciding entry has several values, where conversion takes the first:
  /// a person should look at them.
  std::vector<ExplainedPiece> doubtful = {};
};

/// Converts `text` step by step, slowly, and keeps account. Takes the conversion of `options`
/// (`to`, `config`, `tofu`, `context` and words). With a target the script is judged as a Pipeline
/// does, so a text in several scripts is several stretches; any other is one. Bytes that are not
/// UTF-8 are shown as U+FFFD. Errors as Conversion::create().
[[nodiscard]] Result<std::vector<Explanation>> explain(const Options& options,
                                                       std::string_view text);

}  // namespace hanfix
