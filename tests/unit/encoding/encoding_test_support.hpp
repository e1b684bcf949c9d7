/// \file  What the encoding tests share: collectors, vectors, ways to cut an input.
#pragma once
#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "encoding/decode_stage.hpp"
#include "encoding/encode_stage.hpp"

namespace hanfix {

struct StringSink : Sink {
  std::string text;
  void write(std::string_view chunk) override { text += chunk; }
};

struct Reports : DiagnosticSink {
  std::vector<Diagnostic> all;
  void edit(const Edit&) override {}
  void diagnostic(const Diagnostic& diagnostic) override { all.push_back(diagnostic); }
};

/// An encoder that stands right behind a decoder.
struct DirectOrigin : Origin {
  explicit DirectOrigin(const DecodeStage* from) : decoder(from) {}
  const DecodeStage* decoder;
  [[nodiscard]] bool has_raw() const override { return decoder && decoder->positions().has_raw(); }
  [[nodiscard]] std::string_view raw_at(std::uint64_t offset) const override {
    return decoder->positions().raw_at(offset);
  }
  [[nodiscard]] std::optional<Encoding> byte_order_mark_of() const override {
    return decoder ? decoder->byte_order_mark_of() : std::nullopt;
  }
};

inline std::string hex_of(std::string_view bytes) {
  std::string out;
  char digits[3];
  for (const char c : bytes) {
    std::snprintf(digits, sizeof digits, "%02X",
                  static_cast<unsigned>(static_cast<unsigned char>(c)));
    out += digits;
  }
  return out;
}

inline std::string unhex(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    out.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return out;
}

inline std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out.push_back(text[i]);
      continue;
    }
    const char c = text[++i];
    out.push_back(c == 'n' ? '\n' : c == 't' ? '\t' : c == '0' ? '\0' : c);
  }
  return out;
}

/// The rows of a tab-separated file in tests/data/encoding, without comments.
inline std::vector<std::vector<std::string>> read_rows(const std::string& file) {
  std::ifstream in(std::string(HANFIX_TEST_DATA "/encoding/") + file);
  EXPECT_TRUE(in) << file;
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string>& row = rows.emplace_back(1);
    for (const char c : line) {
      if (c == '\t') {
        row.emplace_back();
      } else {
        row.back().push_back(c);
      }
    }
  }
  return rows;
}

inline Encoding encoding_named(const std::string& text) {
  const Result<Encoding> found = find_encoding(text);
  EXPECT_TRUE(found.ok()) << text;
  return found.ok() ? found.value() : Encoding::utf_8;
}

/// `text` in an encoding that holds all of it.
inline std::string encoded(Encoding encoding, std::string_view text) {
  if (encoding == Encoding::utf_8) return std::string(text);
  std::string out;
  const std::unique_ptr<Encoder> encoder = make_encoder(encoding);
  EXPECT_EQ(encoder->put(text, out), text.size()) << name(encoding) << " lacks part of " << text;
  encoder->finish(out);
  return out;
}

/// Everything that came out of one run of a decoder.
struct Decoded {
  std::string text;
  std::string encoding;
  std::string reports;  // one line each
  std::string raws;     // input offset, colon, bytes; of every U+FFFD with raw bytes
  friend bool operator==(const Decoded&, const Decoded&) = default;
  friend std::ostream& operator<<(std::ostream& os, const Decoded& d) {
    return os << d.encoding << " \"" << d.text << "\"\n" << d.reports << d.raws;
  }
};

using Pieces = std::vector<std::string_view>;

inline Decoded decode_pieces(std::optional<Encoding> encoding, const Pieces& pieces) {
  Reports reports;
  StringSink sink;
  DecodeStage stage({.from = encoding}, reports);
  for (const std::string_view piece : pieces) stage.push(piece, sink);
  stage.finish(sink);
  Decoded out{sink.text, std::string(name(stage.detection()->encoding)), {}, {}};
  for (const Diagnostic& d : reports.all) {
    out.reports += std::to_string(d.range.start) + "-" + std::to_string(d.range.end) + " " +
                   to_string(d.code) + " " + d.message + "\n";
  }
  for (std::size_t at = out.text.find(utf8::kReplacement); at != std::string::npos;
       at = out.text.find(utf8::kReplacement, at + 3)) {
    const std::string_view raw = stage.positions().raw_at(at);
    if (raw.empty()) continue;
    if (!out.raws.empty()) out.raws += ' ';
    out.raws += std::to_string(stage.positions().to_input({at, at + 3}).start) + ":" + hex_of(raw);
  }
  EXPECT_EQ(stage.positions().output_size(), sink.text.size());
  std::size_t size = 0;
  for (const std::string_view piece : pieces) size += piece.size();
  EXPECT_EQ(stage.positions().input_size(), size);
  EXPECT_EQ(stage.settled(), size);
  return out;
}

/// Calls `visit` with the input in two pieces for every cut (up to 300 bytes), byte by byte, in
/// pieces of 17, and with seeded random cuts.
inline void for_each_cutting(std::string_view input,
                             const std::function<void(const Pieces&)>& visit) {
  if (input.size() <= 300) {
    for (std::size_t cut = 0; cut <= input.size(); ++cut) {
      visit({input.substr(0, cut), input.substr(cut)});
    }
  }
  for (const std::size_t step : {std::size_t{1}, std::size_t{17}, std::size_t{4096}}) {
    Pieces pieces;
    for (std::size_t at = 0; at < input.size(); at += step)
      pieces.push_back(input.substr(at, step));
    visit(pieces);
  }
  std::mt19937 random(20261123);
  for (int i = 0; i < 20; ++i) {
    Pieces pieces;
    for (std::size_t at = 0; at < input.size();) {
      const std::size_t size = std::size_t{1} + random() % (input.size() / 3 + 2);
      pieces.push_back(input.substr(at, size));
      at += std::min(size, input.size() - at);
    }
    visit(pieces);
  }
}

}  // namespace hanfix
