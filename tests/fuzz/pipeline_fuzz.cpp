// Any bytes through the whole pipeline, with options and cuts that the bytes themselves choose:
// nothing crashes, no cut changes output, reports or summary, and where UTF-8 goes in and comes out
// without a conversion, the edits replay. Bytes 0 to 3: input encoding, repair mode and target,
// output encoding and byte order mark, how it is cut; then the document.
#include <cstdint>
#include <string>
#include <vector>

#include "fuzz_support.hpp"
#include "hanfix/pipeline.hpp"

namespace {

using namespace hanfix;
using namespace hanfix::fuzz;

struct Reports : DiagnosticSink {
  std::vector<Edit> edits;
  bool put_right = false;  // a character stood in a form that UTF-8 forbids
  std::string lines[3];    // in stream order per stage: decoding, repair, encoding
  void edit(const Edit& e) override {
    edits.push_back(e);
    line(lines[1], e.range, e.before + ">" + e.after + std::to_string(e.confidence));
  }
  void diagnostic(const Diagnostic& d) override {
    put_right = put_right || d.code == DiagnosticCode::nonstandard_utf8;
    const bool repair =
        d.code == DiagnosticCode::repair_declined || d.code == DiagnosticCode::text_lost;
    line(lines[d.code == DiagnosticCode::unmappable_character ? 2
               : repair                                       ? 1
                                                              : 0],
         d.range, to_string(d.code) + d.message);
  }
  static void line(std::string& to, ByteRange range, const std::string& text) {
    to += std::to_string(range.start) + "-" + std::to_string(range.end) + " " + text + "\n";
  }
};

template <class List>
const std::string& pick(const List& list, unsigned choice) {
  return list[choice % list.size()].name;
}

Options options_of(const std::uint8_t* data) {
  static const std::vector<Choice> all_encodings = encodings(), all_targets = targets(),
                                   all_configs = configs();
  static const char* const kOutputs[] = {"utf-8",    "utf-8",    "gb18030",     "big5-hkscs",
                                         "utf-16le", "utf-32be", "iso-2022-cn", "hz"};
  Options options;
  if (data[0] % 4 == 1) options.from = "utf-8";
  if (data[0] % 4 == 2) options.from = pick(all_encodings, data[0] / 4u);
  constexpr RepairMode kModes[] = {RepairMode::safe, RepairMode::max, RepairMode::max,
                                   RepairMode::off};
  options.repair = kModes[data[1] % 4];
  const unsigned conversion = data[1] / 4u;
  if (conversion % 4 == 1) options.to = pick(all_targets, conversion / 4);
  if (conversion % 4 == 2) options.config = pick(all_configs, conversion / 4);
  options.to_code = kOutputs[data[2] % 8];
  const unsigned output = data[2] % 8;
  if (data[2] / 8 % 4 == 1) options.bom = output != 3 && output < 6;  // the others have no mark
  if (data[2] / 8 % 4 == 2) options.bom = false;
  return options;
}

struct Outcome {
  std::string text, reports;
  std::vector<Edit> edits;
  bool put_right;
  Summary summary;
};

// In pieces of `step` bytes, with a pause before byte `pause`.
Outcome run(const Options& options, std::string_view bytes, std::size_t step, std::size_t pause) {
  Reports reports;
  Collect out;
  const auto made = Pipeline::create(options, reports);
  require(made.ok());
  Pipeline& pipeline = *made.value();
  const auto feed = [&](std::string_view part) {
    for (std::size_t at = 0; at < part.size(); at += step)
      pipeline.push(part.substr(at, step), out);
  };
  feed(bytes.substr(0, pause));
  if (pause < bytes.size()) pipeline.idle(out);
  feed(bytes.substr(pause));
  pipeline.finish(out);
  return {out.text, reports.lines[0] + reports.lines[1] + reports.lines[2], reports.edits,
          reports.put_right, pipeline.summary()};
}

bool equal(const Summary& a, const Summary& b) {
  return a.encoding == b.encoding && a.confidence == b.confidence && a.variant == b.variant &&
         a.config == b.config && a.declared == b.declared && a.edits == b.edits &&
         a.malformed == b.malformed && a.lost == b.lost && a.changed == b.changed;
}

void require_replay(std::string_view bytes, const Outcome& outcome) {
  std::string out;
  std::size_t at = 0;
  for (const Edit& edit : outcome.edits) {
    require(edit.range.start >= at && edit.range.end >= edit.range.start &&
            edit.range.end <= bytes.size());
    out.append(bytes.substr(at, static_cast<std::size_t>(edit.range.start) - at))
        .append(edit.after);
    at = static_cast<std::size_t>(edit.range.end);
  }
  require(out.append(bytes.substr(at)) == outcome.text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 4) return 0;
  const Options options = options_of(data);
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 4, size - 4);
  const std::size_t pause = data[3] >= 128 ? bytes.size() * (data[3] - 128u) / 128 : bytes.size();
  const Outcome whole = run(options, bytes, bytes.size() + 1, pause);
  const Outcome pieces = run(options, bytes, std::size_t{1} + data[3] % 32, pause);
  require(whole.text == pieces.text);
  require(whole.reports == pieces.reports);
  require(equal(whole.summary, pieces.summary));
  require(whole.summary.edits == whole.edits.size());
  if (whole.summary.encoding == "utf-8" && options.to_code == "utf-8" && options.to == "none" &&
      options.config.empty() && !options.bom && !whole.put_right) {
    require_replay(bytes, whole);
    require(whole.summary.changed == (whole.text != bytes));
  }
  return 0;
}
