/// \file  What hanfix says about a text: the edits it made and the places it noticed.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace hanfix {

/// Half-open range of byte offsets. 64 bits: a stream may be longer than memory.
struct ByteRange {
  std::uint64_t start = 0;
  std::uint64_t end = 0;
  friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

/// One repair. Replacing `range` of the input by `after`, for every edit, gives the output.
struct Edit {
  ByteRange range;     ///< bytes of the user's input
  std::string family;  ///< which repair family did it, e.g. "readings"
  std::string before;  ///< UTF-8, as decoded
  std::string after;   ///< UTF-8
  double confidence;   ///< 0…1
};

/// What a Diagnostic is about. Stable: names are printed by --json, see diagnostic_codes.def.
enum class DiagnosticCode : std::uint8_t {
#define HANFIX_DIAGNOSTIC(name, text, description) name,
#include "hanfix/diagnostic_codes.def"
#undef HANFIX_DIAGNOSTIC
};

/// The stable name in JSON output, e.g. "malformed-bytes".
[[nodiscard]] const char* to_string(DiagnosticCode code) noexcept;

/// A place worth knowing about; it did not stop the stream.
struct Diagnostic {
  DiagnosticCode code;
  ByteRange range;          ///< bytes of the user's input
  std::string message;      ///< one sentence
  std::string family = {};  ///< the repair family that says it, or empty
};

/// Receives what the stages report, in stream order per stage. Not owned by the stages.
class DiagnosticSink {
 public:
  virtual ~DiagnosticSink() = default;
  virtual void edit(const Edit& edit) = 0;
  virtual void diagnostic(const Diagnostic& diagnostic) = 0;

  /// Whether conversion by context is to report where it was not sure (conversion_doubt), which
  /// costs several times what the conversion does: asked once, by Pipeline::create().
  [[nodiscard]] virtual bool wants_doubts() const { return false; }

  /// Whether text() is to be called: asked once, by Pipeline::create().
  [[nodiscard]] virtual bool wants_text() const { return false; }
  /// Text that no repair changed, UTF-8 in pieces that may be cut anywhere, with the bytes of the
  /// user's input that it was decoded from. The pieces and the `after` of the edits, in the order
  /// of the calls, are the repaired text, before conversion and encoding. A piece begins where a
  /// diagnostic's range begins or ends, if that was reported before it. Input that is no text gives
  /// none. `text` is borrowed for the call.
  virtual void text(std::string_view /*text*/, ByteRange /*range*/) {}
};

}  // namespace hanfix
