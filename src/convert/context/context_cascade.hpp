/// \file  A chain over a stream, with an eye on the borders of words.
#pragma once
#include <string>
#include <string_view>

#include "convert/cascade.hpp"
#include "convert/context/run_converter.hpp"
#include "convert/context/runs.hpp"

namespace hanfix::convert::context {

/// Stands in front of a Cascade: runs of Han characters are converted by context, all else by the
/// cascade. How the stream is cut makes no difference. Holds one run at most, and what the cascade
/// holds.
class ContextCascade {
 public:
  /// `chain` must outlive it; `exact` runs the same chain.
  ContextCascade(const ConversionChain& chain, Cascade& exact, bool traced)
      : exact_(exact), converter_(chain), traced_(traced) {}

  /// As Cascade::push(); the account is in the cascade's trace().
  void push(std::string_view text, bool last, ByteBuffer& out);
  [[nodiscard]] bool settled() const noexcept { return waiting_.empty() && exact_.settled(); }

 private:
  Cascade& exact_;
  RunConverter converter_;
  std::string waiting_;
  bool traced_;
};

}  // namespace hanfix::convert::context
