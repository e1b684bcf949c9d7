/// \file  Raw bytes in, well-formed UTF-8 out.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/mapped_stage.hpp"
#include "encoding/decoder.hpp"
#include "encoding/detect.hpp"
#include "encoding/line_judge.hpp"

namespace hanfix {

struct DecodeOptions {
  std::optional<Encoding> from = {};      ///< null: detect it
  std::vector<Encoding> candidates = {};  ///< detection answers only these; empty: any
  OnMixed on_mixed = OnMixed::segment;    ///< no effect with `from`
};

/// A place where a text changes its encoding.
struct EncodingChange {
  std::uint64_t offset;  ///< of the input: where the line begins
  Encoding encoding;     ///< from there on
};

/// Decodes a stream, after working out its encoding if none is given.
///
/// Auto        ASCII passes at once, but for the stream's first 16 bytes, which may be UTF-16.
///             From the first telling byte (0x80 or above, NUL, SO, `~{`, ESC before $ or ( )
///             bytes are held. At 512 bytes, 2, 8, 32 and 64 KiB, on idle() and on finish() they
///             are looked at; where the answer is decisive, and in the end anyway, the encoding is
///             decided. A window that turns out to be ASCII decides nothing.
/// Mixed       After that each line is looked at again (LineJudge) if the encoding is UTF-8 or one
///             of Coding::table; a line is held until it ends or is 64 KiB long. Each change is
///             reported as encoding_changed and kept in changes().
/// Malformed   bytes become U+FFFD, the bytes stay beside it (positions().raw_at), and
///             malformed_bytes is reported, in offsets of this stage's input. Not for binary
///             input, where they are what is expected.
/// BOM         is not text: it is consumed and remembered. With a fixed encoding only that
///             encoding's; a UTF-16 or UTF-32 mark may correct the byte order.
/// Memory      retention() is the window and a few bytes.
class DecodeStage : public MappedStage {
 public:
  /// `reports` is borrowed and must outlive the stage.
  DecodeStage(DecodeOptions options, DiagnosticSink& reports);

  void push(std::string_view chunk, Sink& out) override;
  void idle(Sink& out) override;
  void finish(Sink& out) override;
  [[nodiscard]] std::size_t retention() const noexcept override;
  [[nodiscard]] std::uint64_t settled() const noexcept override { return positions_.input_size(); }

  /// Null until it is decided; then constant, but that its encoding is the first line's, if that is
  /// another one. Complete after finish(). It is set before the first byte that depends on it is
  /// written.
  [[nodiscard]] const Detection* detection() const noexcept {
    return detection_ ? &*detection_ : nullptr;
  }
  /// The encoding whose byte order mark the stream began with. Known before anything is written.
  [[nodiscard]] std::optional<Encoding> byte_order_mark_of() const noexcept { return bom_; }
  [[nodiscard]] bool had_bom() const noexcept { return bom_.has_value(); }
  /// The encoding that is decoded now: the detected one, or what the text has changed to. Settled
  /// before a report about bytes in it is made. us_ascii as long as nothing is decided.
  [[nodiscard]] Encoding current() const noexcept { return current_; }
  /// Where the encoding changed (in mode strict: would have): the first kChangesKept places.
  [[nodiscard]] const std::vector<EncodingChange>& changes() const noexcept { return changes_; }
  [[nodiscard]] std::uint64_t change_count() const noexcept { return change_count_; }
  static constexpr std::size_t kChangesKept = 1000;

 private:
  enum class Phase : std::uint8_t { opening, scanning, holding, decoding };

  bool open_fixed(bool last, UnitWriter& out);
  bool open_auto(bool last, bool idle, UnitWriter& out);
  std::size_t scan(std::string_view chunk, bool last, UnitWriter& out);
  void look(UnitWriter& out);
  void decide(bool last, UnitWriter& out);
  void settle(Detection detection, bool last, UnitWriter& out);
  void commit(Detection detection, UnitWriter& out);
  void decode(std::string_view chunk, bool last, UnitWriter& out);
  void decode_straight(std::string_view chunk, bool last, UnitWriter& out);
  void decode_lines(std::string_view chunk, bool last, bool idle, UnitWriter& out);
  std::size_t take_lines(std::string_view text, bool last, bool idle, UnitWriter& out);
  void judge(std::string_view line, bool complete, UnitWriter& out);
  UnitWriter writer(Sink& out);

  DecodeOptions options_;
  DiagnosticSink& reports_;
  Phase phase_ = Phase::opening;
  std::optional<Detection> detection_;
  std::optional<Encoding> bom_;
  std::unique_ptr<Decoder> decoder_;
  std::string held_;      // opening, holding: from the window's start; else what is undecided
  bool at_start_ = true;  // held_ begins the stream
  std::size_t look_at_;   // holding: the size at which held_ is looked at next
  Encoding current_ = Encoding::us_ascii;
  std::optional<LineJudge> lines_;  // decoding: null where no change is looked for
  std::uint64_t decided_at_ = 0;    // offset in the input
  bool line_open_ = false;          // the line has been judged already and goes on
  std::vector<EncodingChange> changes_;
  std::uint64_t change_count_ = 0;
  std::string text_;  // UnitWriter's, kept for its capacity
};

}  // namespace hanfix
