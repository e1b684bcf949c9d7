// Any bytes through the Detector: nothing crashes, no cut changes the report, and every offset in
// it lies in the input, in order. Byte 0: how the document behind it is cut, and whether the
// encoding is given.
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include "fuzz_support.hpp"
#include "hanfix/detect.hpp"
#include "hanfix/options.hpp"

namespace {

using namespace hanfix;
using namespace hanfix::fuzz;

DetectReport run(const DetectOptions& options, std::string_view bytes, std::size_t step) {
  const auto made = Detector::create(options);
  require(made.ok());
  for (std::size_t at = 0; at < bytes.size(); at += step)
    made.value()->push(bytes.substr(at, step));
  return made.value()->finish();
}

std::string all_of(const DetectReport& r) {
  std::ostringstream text;
  text << r.encoding << r.bom << ' ' << r.confidence << ' ' << r.margin << ' ' << r.variant << '|'
       << r.declared << '|' << r.explanation << '|' << r.malformed << '|' << r.minority.script
       << ' ' << r.minority.count;
  for (const EncodingGuess& guess : r.candidates) text << ' ' << guess.encoding << guess.score;
  const ScriptCounts& n = r.counts;
  for (const std::uint64_t count :
       {n.han, n.simplified, n.traditional, n.japanese, n.kana, n.hangul, n.taiwan, n.hong_kong})
    text << ' ' << count;
  for (const std::uint64_t at : r.minority.positions) text << '@' << at;
  for (const ScriptRun& at : r.paragraphs) text << ' ' << at.start << '-' << at.end << at.variant;
  for (const std::string& family : r.damage) text << ' ' << family;
  for (const EncodingSwitch& at : r.switches) text << ' ' << at.offset << at.encoding;
  return text.str();
}

void require_order(const DetectReport& report, std::uint64_t size) {
  std::uint64_t last = 0;
  for (const std::uint64_t at : report.minority.positions) {
    require(at >= last && at < size);
    last = at;
  }
  last = 0;
  for (const ScriptRun& run : report.paragraphs) {
    require(run.start >= last && run.end >= run.start && run.end <= size);
    last = run.end;
  }
  last = 0;
  for (const EncodingSwitch& change : report.switches) {
    require(change.offset >= last && change.offset <= size);
    last = change.offset;
  }
  require(report.confidence >= 0 && report.confidence <= 1);
  require(report.minority.positions.size() <= report.minority.count);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  static const std::vector<Choice> all_encodings = encodings();
  DetectOptions options;
  if (data[0] >= 128) options.from = all_encodings[data[0] % all_encodings.size()].name;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const DetectReport whole = run(options, bytes, bytes.size() + 1);
  require(all_of(whole) == all_of(run(options, bytes, std::size_t{1} + data[0] % 32)));
  require_order(whole, bytes.size());
  return 0;
}
