/// \file  Bytes in any encoding and state in, clean text out.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "hanfix/diagnostic.hpp"
#include "hanfix/options.hpp"
#include "hanfix/result.hpp"
#include "hanfix/stage.hpp"

namespace hanfix {

/// What became of one document; complete after finish().
struct Summary {
  std::string encoding = {};  ///< input encoding by its WHATWG-style name; empty: not decided yet
  double confidence = 0;      ///< of the encoding, 0…1
  std::string variant =
      {};  ///< hans, hant-tw, hant-hk, hant, mixed, ja, unknown; only with a target
  /// The OpenCC configurations applied, in the order of their first use, or empty. "s2tw,t2tw":
  /// each to paragraphs of its own (mixed text); "s2t+t2jp": one after the other.
  std::string config = {};
  std::uint64_t encoding_changes = 0;  ///< lines from which on the text is in another encoding
  std::uint64_t edits = 0;      ///< repairs made
  std::uint64_t malformed = 0;  ///< places with bytes the encoding does not allow
  std::uint64_t lost = 0;       ///< places where text was lost: unmappable, or written as U+FFFD
  bool changed = false;         ///< output bytes differ from input bytes
};

/// detect → decode → repair → convert → encode, as one Stage for one document.
///
/// Options are checked by create(): an unknown name is an Error that lists near ones.
/// Memory: the embedded tables plus retention(), whatever the input's size.
class Pipeline : public Stage {
 public:
  /// `reports` is borrowed and must outlive the pipeline.
  [[nodiscard]] static Result<std::unique_ptr<Pipeline>> create(const Options& options,
                                                                DiagnosticSink& reports);
  [[nodiscard]] virtual const Summary& summary() const noexcept = 0;
};

}  // namespace hanfix
