/// \file  What a decoder writes to: text, positions and reports together.
#pragma once
#include <string>
#include <string_view>

#include "base/position_map.hpp"
#include "base/utf8.hpp"
#include "encoding/encoding.hpp"
#include "hanfix/diagnostic.hpp"
#include "hanfix/stage.hpp"

namespace hanfix {

/// Collects decoded text, hands it to the sink in pieces, and records each unit's position.
/// Lives for one call of a stage; the destructor does not flush, call flush().
class UnitWriter {
 public:
  /// All are borrowed. `reports` null: malformed bytes are not reported.
  UnitWriter(std::string& buffer, PositionMap& positions, Sink& sink, DiagnosticSink* reports,
             Encoding encoding)
      : text_(buffer), positions_(positions), sink_(sink), reports_(reports), encoding_(encoding) {
    text_.clear();
  }

  /// From here on malformed bytes are reported as not being `encoding`.
  void encoding(Encoding encoding, DiagnosticSink* reports) {
    encoding_ = encoding;
    reports_ = reports;
  }
  /// Well-formed UTF-8 that is the same in the input: long runs go to the sink without a copy.
  void copied(std::string_view run) {
    if (run.empty()) return;
    count(1, 1, run.size());
    if (run.size() < kCopyBelow) {
      append(run);
    } else {
      flush_text();
      sink_.write(run);
    }
  }
  /// One character from `in_unit` bytes of input.
  void character(char32_t code, std::uint32_t in_unit) {
    const std::size_t before = text_.size();
    utf8::append(text_, code);
    count(in_unit, static_cast<std::uint32_t>(text_.size() - before), 1);
    if (text_.size() >= kFlushAt) flush_text();
  }
  /// Two characters from the same `in_unit` bytes.
  void characters(char32_t first, char32_t second, std::uint32_t in_unit) {
    const std::size_t before = text_.size();
    utf8::append(text_, first);
    utf8::append(text_, second);
    count(in_unit, static_cast<std::uint32_t>(text_.size() - before), 1);
  }
  /// Bytes of input that are no text: a byte order mark, a shift sequence.
  void skipped(std::uint32_t bytes) { count(bytes, 0, 1); }
  /// Bytes that are no character: U+FFFD, the bytes beside it, and a report.
  void malformed(std::string_view raw);

  /// Everything so far is in the sink and in the positions.
  void flush() {
    flush_run();
    flush_text();
  }

 private:
  static constexpr std::size_t kCopyBelow = 512;
  static constexpr std::size_t kFlushAt = 64 << 10;

  void append(std::string_view bytes) {
    text_.append(bytes);
    if (text_.size() >= kFlushAt) flush_text();
  }
  void count(std::uint32_t in_unit, std::uint32_t out_unit, std::uint64_t units) {
    if (in_unit != in_unit_ || out_unit != out_unit_) {
      flush_run();
      in_unit_ = in_unit;
      out_unit_ = out_unit;
    }
    units_ += units;
  }
  void flush_run() {
    positions_.mapped(in_unit_, out_unit_, units_);
    units_ = 0;
  }
  // The positions of what the sink receives are known before it does: a later stage may ask.
  void flush_text() {
    flush_run();
    if (text_.empty()) return;
    sink_.write(text_);
    text_.clear();
  }

  std::string& text_;
  PositionMap& positions_;
  Sink& sink_;
  DiagnosticSink* reports_;
  Encoding encoding_;
  std::uint32_t in_unit_ = 0, out_unit_ = 0;
  std::uint64_t units_ = 0;
};

}  // namespace hanfix
