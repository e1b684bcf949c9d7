/// \file  Runs the whole pipeline, and writes texts in other encodings.
#pragma once
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "hanfix/pipeline.hpp"
#include "support/streams.hpp"

namespace hanfix::test {

/// What a document gave: text, reports, and the summary as a line.
struct Outcome {
  std::string text;
  std::string reports;
  std::string summary;
  friend bool operator==(const Outcome&, const Outcome&) = default;
  friend std::ostream& operator<<(std::ostream& os, const Outcome& outcome) {
    return os << "\"" << outcome.text << "\"\n" << outcome.reports << outcome.summary;
  }
};

struct Details {
  Reports reports;
  Summary summary;
};

inline std::string to_line(const Summary& s) {
  return s.encoding + " " + std::to_string(s.confidence) + " variant=" + s.variant +
         " config=" + s.config + " edits=" + std::to_string(s.edits) +
         " malformed=" + std::to_string(s.malformed) + " lost=" + std::to_string(s.lost) +
         (s.changed ? " changed" : " same");
}

inline Outcome run(const Options& options, const Pieces& pieces, Details* details = nullptr) {
  Details own;
  Details& d = details != nullptr ? *details : own;
  d = {};
  StringSink sink;
  const auto pipeline = Pipeline::create(options, d.reports);
  EXPECT_TRUE(pipeline.ok());
  if (!pipeline.ok()) return {};
  for (const std::string_view piece : pieces) pipeline.value()->push(piece, sink);
  pipeline.value()->finish(sink);
  d.summary = pipeline.value()->summary();
  return {sink.text, d.reports.lines, to_line(d.summary)};
}

inline Outcome run(const Options& options, std::string_view input, Details* details = nullptr) {
  return run(options, Pieces{input}, details);
}

/// UTF-8 text in the encoding of ICU's converter `name`.
inline std::string to_bytes(std::string_view text, const char* name) {
  const auto units = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(name, &error),
                                                                     &ucnv_close);
  std::string out(static_cast<std::size_t>(units.length()) * 4 + 16, '\0');
  const int size =
      ucnv_fromUChars(converter.get(), out.data(), static_cast<std::int32_t>(out.size()),
                      units.getBuffer(), units.length(), &error);
  EXPECT_TRUE(U_SUCCESS(error)) << name;
  out.resize(static_cast<std::size_t>(size));
  return out;
}

/// Bytes of `encoding` (a hanfix name) as UTF-8, nothing else done.
inline std::string to_utf8(std::string_view bytes, const std::string& encoding) {
  Options options;
  options.from = encoding;
  options.repair = RepairMode::off;
  return run(options, bytes).text;
}

}  // namespace hanfix::test
