/// \file  The stage that finds damage and undoes it.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/mapped_stage.hpp"
#include "hanfix/diagnostic.hpp"
#include "hanfix/options.hpp"
#include "repair/rounds.hpp"

namespace hanfix::repair {

/// Cuts the stream into blocks at offsets that depend on the text alone, lets every family look at
/// each, and applies their edits.
///
/// Whole lines of plain ASCII go out at once; those that a family reads (escapes) as blocks of
/// their own, if the first 1 KiB of the line says so. From the first character that is not ASCII,
/// blocks end at the last line break before each further 64 KiB, so that the same text gives the
/// same blocks however it is fed; a line longer than that is cut between characters. idle() ends a
/// block early. Blocks that lie whole in one chunk are not copied, and go out from there if nothing
/// in them changes.
class RepairStage : public MappedStage {
 public:
  /// `reports` is borrowed. `only`: names of families; empty means all. Names are known to exist.
  /// `on_doubt`: empty means mark, or best in max mode.
  RepairStage(RepairMode mode, const std::vector<std::string>& only, DiagnosticSink& reports,
              std::optional<OnDoubt> on_doubt = {});

  /// Says where bytes are kept; asked during push() and finish(). Without it nowhere are any.
  void set_has_bytes(HasBytes has_bytes) { has_bytes_ = std::move(has_bytes); }

  /// Text that no repair changes, with its offset in the input; edits are reported in step with it.
  using Kept = std::function<void(std::string_view text, std::uint64_t offset)>;
  void set_kept(Kept kept) { kept_ = std::move(kept); }

  void push(std::string_view chunk, Sink& out) override;
  void idle(Sink& out) override;
  void finish(Sink& out) override;
  [[nodiscard]] std::size_t retention() const noexcept override;
  [[nodiscard]] std::uint64_t settled() const noexcept override { return offset_; }

  /// `family` looks at no further block. Callable from the sink of the reports.
  void retire(std::string_view family) {
    std::erase_if(families_, [&](const ActiveFamily& active) { return active.name == family; });
  }

 private:
  void pass_ascii(Sink& out);
  bool next_ascii_line(std::size_t window, Sink& out);
  void notice(std::string_view text, std::uint64_t offset, Signs signs);
  void notice_lines(std::string_view lines, Signs signs);
  [[nodiscard]] bool tells(std::string_view ascii) const;
  [[nodiscard]] bool tells(std::string_view ascii, Signs signs) const;
  [[nodiscard]] bool continues(std::string_view line) const;
  [[nodiscard]] std::string_view next_block(std::string_view text);
  void process_held(std::size_t size, bool ends_document, Sink& out);
  void process(std::string_view text, bool ends_document, Sink& out);
  void pass(std::string_view text, Sink& out);

  RepairMode mode_;
  OnDoubt on_doubt_;
  DiagnosticSink& reports_;
  std::vector<ActiveFamily> families_;
  std::string held_;            // input not yet written
  std::uint64_t offset_ = 0;    // of held_[0] in the input
  std::uint64_t boundary_ = 0;  // input offset at which the current block is due; 0: ASCII so far
  bool passing_ = false;        // ASCII: the rest of a long line is of no interest
  std::string output_;          // reused
  HasBytes has_bytes_;
  Kept kept_;
};

}  // namespace hanfix::repair
