/// \file  A chain over a stream, with an eye on the borders of words.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "convert/cascade.hpp"
#include "convert/context/contest.hpp"
#include "convert/context/runs.hpp"

namespace hanfix::convert::context {

/// Stands in front of a Cascade: runs of Han characters whose words speak against the chain's
/// conversion are converted by context, all else by the cascade. How the stream is cut makes no
/// difference. Holds one run at most, and what the cascade holds.
class ContextCascade {
 public:
  /// `chain` must outlive it; `exact` runs the same chain and is traced.
  ContextCascade(const ConversionChain& chain, Cascade& exact) : exact_(exact), contest_(chain) {}

  /// As Cascade::push(); the account is in the cascade's trace().
  void push(std::string_view text, bool last, ByteBuffer& out);
  [[nodiscard]] bool settled() const noexcept { return waiting_.empty() && exact_.settled(); }

 private:
  // All give how much of the text is decided.
  std::size_t convert(std::string_view text, bool last, ByteBuffer& out);
  std::optional<std::size_t> convert_first(std::string_view text, bool last, ByteBuffer& out);
  std::size_t judge_first(std::string_view text, bool last, ByteBuffer& out);

  Cascade& exact_;
  Contest contest_;
  std::string waiting_;
  // Of convert_first().
  ByteBuffer tried_;
  Trace tried_trace_;
  KeyLog log_;
  Contest::Mended mended_;
};

}  // namespace hanfix::convert::context
