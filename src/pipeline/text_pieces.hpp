/// \file  The repaired text for who wants to see it, in pieces that begin where reports point.
#pragma once
#include <cstdint>
#include <set>
#include <string_view>

#include "hanfix/diagnostic.hpp"
#include "pipeline/chain.hpp"

namespace hanfix {

/// Hands text that repair left alone to DiagnosticSink::text().
///
/// Memory: the borders of places that were reported and not yet reached, kMost at most; around
/// further ones the text is not cut.
class TextPieces {
 public:
  /// Both are borrowed: the link of the repair stage, and who wants the text.
  TextPieces(const Chain::Link& repair, DiagnosticSink& sink) : repair_(repair), sink_(sink) {}

  /// A place of the user's input that was reported.
  void note(ByteRange place);
  /// `offset`: of text[0] in the input of the repair stage, not settled yet. O(log text) look-ups
  /// in the position maps for each border in it.
  void kept(std::string_view text, std::uint64_t offset);

 private:
  static constexpr std::size_t kMost = 4096;

  const Chain::Link& repair_;
  DiagnosticSink& sink_;
  std::set<std::uint64_t> borders_;  // bytes of the user's input
};

}  // namespace hanfix
