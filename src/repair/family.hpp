/// \file  What a repair family is: one kind of damage, how to see it and how to undo it.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hanfix/diagnostic.hpp"
#include "hanfix/options.hpp"

namespace hanfix::repair {

/// A stretch of the stream that is judged together: whole lines, about 64 KiB at most twice that.
struct Block {
  std::string_view text;       ///< well-formed UTF-8, borrowed
  std::uint64_t offset;        ///< of text[0] in the stage's input, in bytes
  bool ends_document = false;  ///< nothing follows
};

/// Edits (ranges in the stage's input, ascending, disjoint) and remarks on one block.
struct Findings {
  std::vector<Edit> edits;
  std::vector<Diagnostic> diagnostics;
};

/// One kind of damage in one document. Blocks come in stream order; what a block proves (which
/// characters a site annotates, that punctuation was replaced) is kept for the next 64 KiB.
class RepairFamily {
 public:
  virtual ~RepairFamily() = default;
  /// True if the block might hold this damage. Runs over all text: gigabytes a second, no
  /// allocation.
  [[nodiscard]] virtual bool suspicious(std::string_view text, RepairMode mode) const = 0;
  /// Whether plain ASCII can hold this damage (escapes). Lines of it, which otherwise pass at once,
  /// are then shown to suspicious() and come as blocks of their own. What is suspicious must stay
  /// so whatever follows.
  [[nodiscard]] virtual bool reads_ascii() const { return false; }
  /// Whether a suspicious line of ASCII, given with its line break, must be seen together with the
  /// next one: it ends in a soft line break.
  [[nodiscard]] virtual bool continues(std::string_view) const { return false; }
  /// Sees all text, whole lines but for very long ones, in stream order and before examine(): what
  /// the document is. As fast as suspicious().
  virtual void notice(std::string_view, std::uint64_t /*offset*/) {}
  /// Called for suspicious blocks only.
  virtual void examine(const Block& block, RepairMode mode, Findings& findings) = 0;
};

struct FamilyInfo {
  std::string_view name;
  std::string_view description;
  std::unique_ptr<RepairFamily> (*make)();
};

/// Every family, from families.def, in the order in which they look at a block.
[[nodiscard]] const std::vector<FamilyInfo>& families();

}  // namespace hanfix::repair
