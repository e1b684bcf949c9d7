/// \file  What a repair family is: one kind of damage, how to see it and how to undo it.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hanfix/diagnostic.hpp"
#include "hanfix/options.hpp"
#include "repair/rare_stretch.hpp"
#include "repair/signs.hpp"

namespace hanfix::repair {

/// Whether the U+FFFD at an offset of the stage's input stands for bytes that the decoder kept.
using HasBytes = std::function<bool(std::uint64_t offset)>;

/// A stretch of the stream that is judged together: whole lines, about 64 KiB at most twice that.
struct Block {
  std::string_view text;                ///< well-formed UTF-8, borrowed
  std::uint64_t offset;                 ///< of text[0] in the stage's input, in bytes
  bool ends_document = false;           ///< nothing follows
  const HasBytes* has_bytes = nullptr;  ///< null: none do
  OnDoubt on_doubt = OnDoubt::mark;     ///< what to write where bytes are gone
  RareStretches* rare = nullptr;        ///< of `text`, where others ask for them, too
};

/// Edits (ranges in the stage's input, ascending, disjoint) and remarks on one block.
struct Findings {
  std::vector<Edit> edits;
  std::vector<Diagnostic> diagnostics;
};

/// The remark on a block in which a search for lost bytes came to the end of its budget.
[[nodiscard]] inline Diagnostic out_of_budget(const Block& block) {
  return {DiagnosticCode::repair_declined,
          {block.offset, block.offset + block.text.size()},
          "too many lost bytes to search for all of them; some were left"};
}

/// One kind of damage in one document. Blocks come in stream order; what a block proves (which
/// characters a site annotates, that punctuation was replaced) is kept for the next 64 KiB.
class RepairFamily {
 public:
  virtual ~RepairFamily() = default;
  /// Text without any of these is not suspicious. All: they do not tell.
  [[nodiscard]] virtual Signs suspicious_signs(RepairMode) const { return sign::kAll; }
  /// True if the block might hold this damage. Runs over all text that has one of the signs:
  /// gigabytes a second, no allocation.
  [[nodiscard]] virtual bool suspicious(std::string_view text, RepairMode mode) const = 0;
  /// True if examine() begins with what suspicious() does, and does nothing where that is false: it
  /// is then not asked first.
  [[nodiscard]] virtual bool looks_itself() const { return false; }
  /// Whether plain ASCII can hold this damage (escapes). Lines of it, which otherwise pass at once,
  /// are then shown to suspicious() and come as blocks of their own. What is suspicious must stay
  /// so whatever follows.
  [[nodiscard]] virtual bool reads_ascii() const { return false; }
  /// Whether a suspicious line of ASCII, given with its line break, must be seen together with the
  /// next one: it ends in a soft line break.
  [[nodiscard]] virtual bool continues(std::string_view) const { return false; }
  /// In text without any of these is nothing to notice().
  [[nodiscard]] virtual Signs noticed_signs() const { return sign::kAll; }
  /// Sees all text that has one of these, whole lines but for very long ones, in stream order and
  /// before examine(): what the document is. As fast as suspicious().
  virtual void notice(std::string_view, std::uint64_t /*offset*/) {}
  /// Called for suspicious blocks only, or if it looks_itself() for all that have one of the signs.
  virtual void examine(const Block& block, RepairMode mode, Findings& findings) = 0;
};

/// When a family looks at text at all; where it does not, it costs nothing.
enum class Acts : std::uint8_t {
  always,
  /// In max mode, or where --families names it. Such damage cannot be told from a purpose that its
  /// writer may have had: a zero-width space, a compatibility ideograph.
  in_max,
  /// Only where --families names it: what it changes is as often how people write.
  when_named,
};

struct FamilyInfo {
  std::string_view name;
  std::string_view description;
  Acts acts;
  std::unique_ptr<RepairFamily> (*make)();
};

/// Every family, from families.def, in the order in which they look at a block.
[[nodiscard]] const std::vector<FamilyInfo>& families();

}  // namespace hanfix::repair
