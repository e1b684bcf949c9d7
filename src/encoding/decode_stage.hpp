/// \file  Raw bytes in, well-formed UTF-8 out.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "base/mapped_stage.hpp"
#include "encoding/decoder.hpp"
#include "encoding/detect.hpp"

namespace hanfix {

/// Decodes a stream, after working out its encoding if none is given.
///
/// Auto        ASCII passes at once, but for the stream's first 16 bytes, which may be UTF-16.
///             From the first telling byte (0x80 or above, NUL, SO, `~{`, ESC before $ or ( )
///             up to 64 KiB are held; then, or on idle() or finish(), the encoding is decided
///             for the rest of the stream. A window that turns out to be ASCII decides nothing.
/// Malformed   bytes become U+FFFD, the bytes stay beside it (positions().raw_at), and
///             malformed_bytes is reported, in offsets of this stage's input. Not for binary
///             input, where they are what is expected.
/// BOM         is not text: it is consumed and remembered. With a fixed encoding only that
///             encoding's; a UTF-16 or UTF-32 mark may correct the byte order.
/// Memory      retention() is the window and a few bytes.
class DecodeStage : public MappedStage {
 public:
  /// No `encoding`: detect it. `reports` is borrowed and must outlive the stage.
  DecodeStage(std::optional<Encoding> encoding, DiagnosticSink& reports);

  void push(std::string_view chunk, Sink& out) override;
  void idle(Sink& out) override;
  void finish(Sink& out) override;
  [[nodiscard]] std::size_t retention() const noexcept override;
  [[nodiscard]] std::uint64_t settled() const noexcept override { return positions_.input_size(); }

  /// Null until it is decided; then constant. Complete after finish(). It is set before the first
  /// byte that depends on it is written.
  [[nodiscard]] const Detection* detection() const noexcept {
    return detection_ ? &*detection_ : nullptr;
  }
  /// The encoding whose byte order mark the stream began with. Known before anything is written.
  [[nodiscard]] std::optional<Encoding> byte_order_mark_of() const noexcept { return bom_; }
  [[nodiscard]] bool had_bom() const noexcept { return bom_.has_value(); }

 private:
  enum class Phase : std::uint8_t { opening, scanning, holding, decoding };

  void advance(bool last, Sink& out);
  bool open_fixed(bool last, UnitWriter& out);
  bool open_auto(bool last, bool idle, UnitWriter& out);
  std::size_t scan(std::string_view chunk, bool last, UnitWriter& out);
  void decide(bool last, UnitWriter& out);
  void commit(Detection detection, UnitWriter& out);
  void decode(std::string_view chunk, bool last, UnitWriter& out);
  UnitWriter writer(Sink& out);

  std::optional<Encoding> fixed_;
  DiagnosticSink& reports_;
  Phase phase_ = Phase::opening;
  std::optional<Detection> detection_;
  std::optional<Encoding> bom_;
  std::unique_ptr<Decoder> decoder_;
  std::string held_;      // opening, holding: from the window's start; else what is undecided
  bool at_start_ = true;  // held_ begins the stream
  std::string text_;      // UnitWriter's, kept for its capacity
};

}  // namespace hanfix
