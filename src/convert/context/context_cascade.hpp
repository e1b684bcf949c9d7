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

  /// Names that the document has said count from now on: see NameFinder::know(). What is pushed
  /// next is at byte `place` of it. Precondition: nothing waits.
  void know(const KnownNames* names, bool here) noexcept {
    contest_.converter().judge().know(names, here);
  }
  /// Names are learnt on the way, from all that is pushed.
  void teach(DocumentNames& learner) noexcept {
    learner_ = &learner;
    contest_.teach(learner);
  }
  void move_to(std::uint64_t place) noexcept { place_ = place; }
  [[nodiscard]] std::uint64_t place() const noexcept { return place_ + waiting_.size(); }
  /// As Cascade::push(); the account is in the cascade's trace().
  void push(std::string_view text, bool last, ByteBuffer& out);
  [[nodiscard]] bool settled() const noexcept { return waiting_.empty() && exact_.settled(); }

 private:
  // All give how much of the text is decided.
  std::size_t convert(std::string_view text, bool last, ByteBuffer& out);
  std::optional<std::size_t> convert_first(std::string_view text, std::uint64_t place, bool last,
                                           ByteBuffer& out);
  std::size_t judge_first(std::string_view text, std::uint64_t place, bool last, ByteBuffer& out);

  Cascade& exact_;
  Contest contest_;
  DocumentNames* learner_ = nullptr;
  std::string waiting_;
  std::uint64_t place_ = 0;  // of waiting_ in the document
  // Of convert_first().
  ByteBuffer tried_;
  Trace tried_trace_;
  KeyLog log_;
  Contest::Mended mended_;
};

}  // namespace hanfix::convert::context
