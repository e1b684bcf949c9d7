/// \file  Well-formed UTF-8 in, bytes of the output encoding out.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "encoding/encoder.hpp"
#include "encoding/substitutes.hpp"
#include "hanfix/diagnostic.hpp"
#include "hanfix/stage.hpp"

namespace hanfix {

struct EncodeOptions {
  Encoding to = Encoding::utf_8;
  /// Write a byte order mark: yes, no, or as the input had it. "As the input" keeps a mark where
  /// the output is the input's encoding, or UTF-16 or UTF-32; another gets none.
  std::optional<bool> bom = {};
  Unmappable unmappable = Unmappable::reference;
  Subset subset = Subset::whole;  ///< of `to`
  std::string_view name = {};     ///< what reports call it; empty: the name of `to`
};

/// What the encoder must know about the stream's beginning. The pipeline implements it with the
/// decoder and the position maps of the stages between.
class Origin {
 public:
  virtual ~Origin() = default;
  /// Whether there may be raw bytes behind any U+FFFD: false spares the search for them.
  [[nodiscard]] virtual bool has_raw() const = 0;
  /// The user's bytes behind the U+FFFD at `offset` of this stage's input, or empty. Empty also
  /// where they are not to be restored (input that was not UTF-8). Copied before the next call.
  [[nodiscard]] virtual std::string_view raw_at(std::uint64_t offset) const = 0;
  /// The encoding whose byte order mark the input began with.
  [[nodiscard]] virtual std::optional<Encoding> byte_order_mark_of() const = 0;
};

/// Encodes a stream. UTF-8 passes without a copy.
///
/// Offsets in reports (unmappable_character) are those of this stage's own input.
/// Memory  At most 3 input bytes, of a character that a chunk's end cuts.
class EncodeStage : public Stage {
 public:
  /// Both references are borrowed and must outlive the stage.
  EncodeStage(const EncodeOptions& options, const Origin& origin, DiagnosticSink& reports);

  void push(std::string_view chunk, Sink& out) override;
  void idle(Sink&) override {}
  void finish(Sink& out) override;
  [[nodiscard]] std::size_t retention() const noexcept override { return 3; }
  /// Input offset before which nothing is reported and no raw bytes are asked for any more.
  [[nodiscard]] std::uint64_t settled() const noexcept { return taken_; }

 private:
  void begin(Sink& out);
  void pass_on(std::string_view text, Sink& out);
  void encode(std::string_view text, Sink& out);
  void unmappable(std::string_view character);
  std::string stand_in(char32_t code);

  EncodeOptions options_;
  const Origin& origin_;
  DiagnosticSink& reports_;
  std::unique_ptr<Encoder> encoder_;          // null: UTF-8
  std::unique_ptr<Substitutes> substitutes_;  // null: not asked for
  bool begun_ = false;
  std::string held_;         // of a character that the last chunk cut
  std::uint64_t taken_ = 0;  // bytes of input dealt with
  std::string bytes_;        // what goes to the sink next
};

}  // namespace hanfix
