/// \file  What a text is: its encoding, its script, the damage in it. Nothing is changed.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hanfix/result.hpp"

namespace hanfix {

struct DetectOptions {
  /// Input encoding, if it is known; "auto" works it out. Names as in encodings().
  std::string from = "auto";
  /// Only these may be answered; empty: any. Without effect where `from` names one.
  std::vector<std::string> candidates = {};
};

/// One encoding that the bytes may be in.
struct EncodingGuess {
  std::string encoding;
  double score = 0;  ///< 0…1
};

/// What the script rests on. Characters are code points.
struct ScriptCounts {
  std::uint64_t han = 0;          ///< Chinese characters of any kind
  std::uint64_t simplified = 0;   ///< of these, those that only Simplified text uses
  std::uint64_t traditional = 0;  ///< those that only Traditional text uses
  std::uint64_t japanese = 0;     ///< those that only Japanese text uses
  std::uint64_t kana = 0;
  std::uint64_t hangul = 0;
  std::uint64_t taiwan = 0;     ///< words and forms of Taiwan
  std::uint64_t hong_kong = 0;  ///< words and forms of Hong Kong
};

/// The characters that only the other script uses, the one the text is mostly not in.
struct ScriptMinority {
  std::string script = {};  ///< hans or hant; empty: there are none
  std::uint64_t count = 0;  ///< all of them
  std::vector<std::uint64_t> positions =
      {};  ///< where the first begin; side by side they are one place
};

/// Paragraphs in a row that are written in the same script.
struct ScriptRun {
  std::uint64_t start = 0, end = 0;  ///< bytes of the user's input, half-open
  std::string variant = {};
};

/// From `offset` on the bytes are in another encoding.
struct EncodingSwitch {
  std::uint64_t offset = 0;
  std::string encoding = {};
};

/// What was found. Every offset counts bytes of the user's input, in whatever encoding that is.
struct DetectReport {
  std::string encoding = {};                   ///< by its name in encodings(); or binary
  bool bom = false;                            ///< the text begins with a byte order mark
  double confidence = 0;                       ///< 0…1; 0: no evidence at all
  double margin = 0;                           ///< bits by which the runner-up is less probable
  std::vector<EncodingGuess> candidates = {};  ///< best first; empty: nothing to choose between
  std::string explanation = {};                ///< what decided, in one sentence; may be empty
  std::string declared = {};        ///< the encoding that the text itself names, as written there
  std::string variant = "unknown";  ///< hans, hant-tw, hant-hk, hant, mixed, ja, unknown
  ScriptCounts counts = {};
  ScriptMinority minority = {};
  std::vector<ScriptRun> paragraphs = {};  ///< in order; empty: the text is of one script
  std::vector<std::string> damage = {};    ///< repair families that see their damage
  /// Families that see what may be meant: they declined, or act only in max mode or where they are
  /// named. Of a damaged text the latter see no more than the block in which damage was found.
  std::vector<std::string> perhaps = {};
  std::uint64_t malformed = 0;                ///< places with bytes the encoding does not allow
  std::vector<EncodingSwitch> switches = {};  ///< changes of encoding, in order
};

/// Looks at one document, given in pieces of any size.
///
/// Invariance  However the input is cut, the report is the same.
/// Memory      Bounded whatever the input's size: some 64 KiB windows. The lists of a report are
///             bounded too; counts are of the whole text.
/// Cost        The encoding is decided on the first 64 KiB that are not plain ASCII; script and
///             damage on all of the text. See docs/benchmarks.
/// Errors      Bad data is never an error. The only exception thrown is std::bad_alloc.
/// Threads     Not synchronised; any number of detectors work beside each other.
class Detector {
 public:
  /// An unknown name is an Error that lists near ones.
  [[nodiscard]] static Result<std::unique_ptr<Detector>> create(const DetectOptions& options = {});
  virtual ~Detector() = default;

  /// `chunk` is borrowed for the call.
  virtual void push(std::string_view chunk) = 0;
  /// Whether nothing that follows can change the report: the input is no text. Who reads a file
  /// may stop reading.
  [[nodiscard]] virtual bool decided() const noexcept = 0;
  /// Ends the document. A detector is used for one.
  [[nodiscard]] virtual DetectReport finish() = 0;
};

/// The same for a text that is at hand.
[[nodiscard]] DetectReport detect_text(std::string_view text);

}  // namespace hanfix
