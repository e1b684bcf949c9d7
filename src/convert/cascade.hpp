/// \file  All the passes of a chain over a stream of text, each with its own small lookahead.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "convert/byte_buffer.hpp"
#include "convert/conversion_chain.hpp"
#include "convert/rewriter.hpp"
#include "convert/trace.hpp"

namespace hanfix::convert {

/// Text is worked on in blocks of this many bytes, so that every pass finds it in the cache.
inline constexpr std::size_t kConversionBlock = 64 * 1024;

/// Runs a chain on a stream exactly as on the whole text.
///
/// Most chains are one automaton; where one is not, every pass works unit by unit (a key, a
/// character, a description sequence) and stops before the first unit that text to come could
/// change; what is left waits in that pass. So there is nothing to cut: neither lines nor blocks
/// mean anything, and text moves on as early as it can. The passes behind the segmentation see the
/// end of each segment, even when a segment arrives in parts.
class Cascade {
 public:
  /// `chain` must outlive the cascade. `traced`: keep account of what became of which bytes.
  Cascade(const ConversionChain& chain, bool traced);

  /// Takes more text, whole characters only, and appends to `out` what is certain. `last` ends the
  /// stream.
  void push(std::string_view text, bool last, ByteBuffer& out);

  /// Whether the chain is one automaton.
  [[nodiscard]] bool fused() const noexcept { return automaton_.has_value(); }
  /// As push(), with accounts of its own: for who may want it otherwise. Precondition: fused() and
  /// settled().
  void try_push(std::string_view text, bool last, ByteBuffer& out, Trace& trace, KeyLog& log) {
    automaton_->push(text, last, out, &trace, &log);
  }
  /// Forgets the last try_push().
  void take_back() { automaton_->reset(); }

  /// Whether all that was taken has been appended, whatever follows.
  [[nodiscard]] bool settled() const noexcept;

  /// What was appended so far and not yet taken from here, if traced.
  [[nodiscard]] Trace& trace() noexcept { return joined_.back(); }

 private:
  struct Pass {
    explicit Pass(const Dictionary& of) : dictionary(of) {}
    Dictionary dictionary;
    std::string waiting = {};  // input whose meaning is open
    ByteBuffer out = {};       // what the next pass works on
    Trace trace = {};
  };
  void normalize(std::size_t pass, std::string_view text, bool last);
  void segment(std::string_view text, bool last);
  void write_key(const Unit& unit);
  void rewrite_segment(std::size_t pass, std::string_view text, bool last);
  void join_traces();

  std::optional<AutomatonRun> automaton_;
  std::vector<Pass> normalizations_;
  std::vector<Pass> segmentation_;  // one or none
  std::vector<Pass> stages_;
  bool traced_;
  bool segment_open_ = false;  // a segment without a key has been passed on, its end has not
  ByteBuffer* out_ = nullptr;
  std::vector<TraceJoint> joints_;
  std::vector<Trace> joined_;  // joined_[i]: from the input to the output of pass i
};

}  // namespace hanfix::convert
