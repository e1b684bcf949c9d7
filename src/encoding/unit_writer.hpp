/// \file  What a decoder writes to: text, positions and reports together.
#pragma once
#include <cstring>
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
    text_.resize(kBuffer);
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
  void character(char32_t code, std::uint32_t in_unit) { characters(code, 0, in_unit); }
  /// Two characters from the same `in_unit` bytes; `second` 0: one.
  void characters(char32_t first, char32_t second, std::uint32_t in_unit) {
    if (size_ + kLongest > text_.size()) flush_text();
    const std::size_t before = size_;
    put(first);
    if (second != 0) put(second);
    count(in_unit, static_cast<std::uint32_t>(size_ - before), 1);
  }
  /// Bytes of input that are no text: a byte order mark, a shift sequence.
  void skipped(std::uint32_t bytes) { count(bytes, 0, 1); }
  /// Bytes that are no character: U+FFFD, the bytes beside it, and a report.
  void malformed(std::string_view raw);

  /// A character in a form (told in words) that the encoding does not allow: read and reported.
  void nonstandard(char32_t code, std::string_view raw, std::string_view form);

  /// Everything so far is in the sink and in the positions.
  void flush() {
    flush_run();
    flush_text();
  }

 private:
  static constexpr std::size_t kCopyBelow = 512;
  static constexpr std::size_t kBuffer = 32 << 10;
  static constexpr std::size_t kLongest = 8;  // bytes of two characters

  // Precondition: bytes.size() <= kCopyBelow.
  void append(std::string_view bytes) {
    if (size_ + bytes.size() > text_.size()) flush_text();
    std::memcpy(text_.data() + size_, bytes.data(), bytes.size());
    size_ += bytes.size();
  }
  // utf8::append, without asking for room at every byte.
  void put(char32_t code) {
    char* out = text_.data() + size_;
    if (code < 0x80) {
      out[0] = static_cast<char>(code);
      size_ += 1;
    } else if (code < 0x800) {
      out[0] = static_cast<char>(0xC0 | code >> 6);
      out[1] = static_cast<char>(0x80 | (code & 0x3F));
      size_ += 2;
    } else if (code < 0x10000) {
      out[0] = static_cast<char>(0xE0 | code >> 12);
      out[1] = static_cast<char>(0x80 | (code >> 6 & 0x3F));
      out[2] = static_cast<char>(0x80 | (code & 0x3F));
      size_ += 3;
    } else {
      out[0] = static_cast<char>(0xF0 | code >> 18);
      out[1] = static_cast<char>(0x80 | (code >> 12 & 0x3F));
      out[2] = static_cast<char>(0x80 | (code >> 6 & 0x3F));
      out[3] = static_cast<char>(0x80 | (code & 0x3F));
      size_ += 4;
    }
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
    if (size_ == 0) return;
    sink_.write({text_.data(), size_});
    size_ = 0;
  }

  std::string& text_;  // room, of which the first size_ bytes are taken
  std::size_t size_ = 0;
  PositionMap& positions_;
  Sink& sink_;
  DiagnosticSink* reports_;
  Encoding encoding_;
  std::uint32_t in_unit_ = 0, out_unit_ = 0;
  std::uint64_t units_ = 0;
};

}  // namespace hanfix
