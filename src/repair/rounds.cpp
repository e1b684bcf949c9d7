#include "repair/rounds.hpp"

#include <algorithm>
#include <optional>

#include "base/utf8.hpp"
#include "repair/rewrite.hpp"

namespace hanfix::repair {
namespace {

constexpr int kRounds = 3;

class Rounds {
 public:
  Rounds(const Block& block, Signs signs, RepairMode mode)
      : block_(block), signs_(signs), rare_(block.text), mode_(mode) {}

  // Whether the family changed the text.
  bool examine(const ActiveFamily& active) {
    // Where bytes are kept is known of the original text.
    const HasBytes moved = [this](std::uint64_t offset) {
      const std::size_t at = local({offset, offset}).start;
      return (*block_.has_bytes)(
          range(rewrite_->origin({at, at + utf8::kReplacement.size()})).start);
    };
    Block now = block_;
    if (rewrite_) {
      now.text = rewrite_->text();
      if (block_.has_bytes != nullptr) now.has_bytes = &moved;
    }
    now.rare = &rare_;
    if (!sign::any_of(active.family->suspicious_signs(mode_), signs_)) return false;
    if (!active.family->looks_itself() && !active.family->suspicious(now.text, mode_)) return false;
    Findings found;
    active.family->examine(now, mode_, found);
    for (Diagnostic& diagnostic : found.diagnostics) {
      diagnostic.family = active.name;
      if (rewrite_) diagnostic.range = range(rewrite_->origin(local(diagnostic.range)));
      out_.diagnostics.push_back(std::move(diagnostic));
    }
    if (found.edits.empty()) return false;
    // The usual case, one family: its edits are the answer.
    if (!rewrite_ && first_.empty()) {
      first_ = found.edits;
      rewrite_.emplace(block_.text);
    } else {
      several_ = true;
    }
    std::vector<Change> changes;
    for (const Edit& edit : found.edits) {
      changes.push_back({local(edit.range), edit.after, proofs_.size()});
      proofs_.push_back({edit.family, edit.confidence});
    }
    rewrite_->apply(changes);
    signs_ = signs_in(rewrite_->text());
    rare_ = RareStretches(rewrite_->text());
    return true;
  }

  Findings finish() {
    if (!several_) {
      out_.edits = std::move(first_);
      return std::move(out_);
    }
    for (const Rewrite::Piece& piece : rewrite_->pieces()) {
      const Span& from = piece.original;
      const Span& to = piece.current;
      const std::string_view before = block_.text.substr(from.start, from.end - from.start);
      const std::string_view after =
          std::string_view(rewrite_->text()).substr(to.start, to.end - to.start);
      if (before == after) continue;
      const Proof& proof = proofs_[piece.label];
      out_.edits.push_back(
          {range(from), proof.family, std::string(before), std::string(after), proof.confidence});
    }
    return std::move(out_);
  }

 private:
  struct Proof {
    std::string family;
    double confidence;
  };

  [[nodiscard]] Span local(ByteRange range) const {
    return {static_cast<std::size_t>(range.start - block_.offset),
            static_cast<std::size_t>(range.end - block_.offset)};
  }
  [[nodiscard]] ByteRange range(Span span) const {
    return {block_.offset + span.start, block_.offset + span.end};
  }

  Block block_;
  Signs signs_;         // of the text as it is now
  RareStretches rare_;  // so
  RepairMode mode_;
  Findings out_;
  std::vector<Edit> first_;
  std::optional<Rewrite> rewrite_;
  std::vector<Proof> proofs_;
  bool several_ = false;
};

}  // namespace

Findings examine_in_rounds(const std::vector<ActiveFamily>& families, const Block& block,
                           Signs signs, RepairMode mode) {
  Rounds rounds(block, signs, mode);
  // A family need not see again what it has left itself: it works until it is done.
  std::vector<bool> due(families.size(), true);
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t i = 0; i < families.size(); ++i) {
      if (!due[i]) continue;
      due[i] = false;
      if (!rounds.examine(families[i])) continue;
      for (std::size_t other = 0; other < families.size(); ++other) {
        if (other != i) due[other] = true;
      }
    }
  }
  return rounds.finish();
}

}  // namespace hanfix::repair
