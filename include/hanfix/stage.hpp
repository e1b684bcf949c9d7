/// \file  The streaming contract: what every stage promises.
#pragma once
#include <cstddef>
#include <string_view>

namespace hanfix {

/// Where a stage's output goes: the next stage, a file, a string.
class Sink {
 public:
  virtual ~Sink() = default;
  /// `chunk` is borrowed for the duration of the call; copy what must outlive it.
  virtual void write(std::string_view chunk) = 0;
};

/// One step of a pipeline. Feed it a stream in pieces of any size, then finish().
///
/// Invariance  However the input is cut, the concatenated output and the reports are the same;
///             calls of idle() are part of the input.
/// Units       Bytes; stages between decoding and encoding take well-formed UTF-8, cut anywhere,
///             even inside a character.
/// Memory      Between calls a stage retains at most retention() input bytes.
/// Errors      Bad *data* is never an error: it is reported as a Diagnostic and the stream goes
///             on. The only exception thrown is std::bad_alloc.
/// Threads     Not synchronised: one stage, one thread at a time.
class Stage {
 public:
  virtual ~Stage() = default;
  virtual void push(std::string_view chunk, Sink& out) = 0;
  /// Emits what is certain and was left to threads. What comes out in all does not depend on it.
  virtual void flush(Sink&) {}
  /// The source pauses: decide with the evidence at hand and emit all that can be emitted.
  virtual void idle(Sink& out) = 0;
  /// Ends the stream: emits whatever is retained. A stage is used for one stream.
  virtual void finish(Sink& out) = 0;
  [[nodiscard]] virtual std::size_t retention() const noexcept = 0;
};

}  // namespace hanfix
