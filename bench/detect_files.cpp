// Tells the encoding of each file named on standard input, for tools/measure/measure_detect and
// bench/detect_peers. A line each: NAME TAB ENCODING TAB CONFIDENCE TAB MARGIN.
// no option:  a call of detect() on the file; on a window of a large one, as a stream has it
// --stage:    what a DecodeStage decides that is pushed the file in pieces of 64 KiB
// --explain:  a column more, the detector's explanation
// --time N:   NAME TAB ENCODING TAB microseconds of processor time a call, the least of 5 rounds
//             of N calls
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "encoding/decode_stage.hpp"
#include "encoding/detect.hpp"

namespace {

using namespace hanfix;

struct NullSink : Sink {
  void write(std::string_view) override {}
};
struct NullReports : DiagnosticSink {
  void edit(const Edit&) override {}
  void diagnostic(const Diagnostic&) override {}
};

Detection detect_whole(std::string_view bytes) {
  if (bytes.size() <= kDetectionWindow) return detect(bytes);
  const auto* const telling =
      std::find_if(bytes.begin(), bytes.end(), [](char c) { return c < 0; });
  std::size_t at = static_cast<std::size_t>(telling - bytes.begin());
  if (at < kDetectionWindow || at == bytes.size()) at = 0;  // a mark, a shift, UTF-16: in front
  const std::string_view window = bytes.substr(at, kDetectionWindow);
  return detect(window, {.complete = at + window.size() == bytes.size(), .at_start = at == 0});
}

Detection detect_stream(std::string_view bytes) {
  NullReports reports;
  NullSink out;
  DecodeStage stage({}, reports);
  for (std::size_t at = 0; at < bytes.size(); at += 64 << 10) {
    stage.push(bytes.substr(at, 64 << 10), out);
    stage.trim(stage.positions().output_size());
  }
  stage.finish(out);
  return *stage.detection();
}

/// Of this process, in microseconds: other work on the machine disturbs it little.
double processor_time() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) * 1e-3;
}

double microseconds(Detection (*call)(std::string_view), std::string_view bytes, long calls) {
  double best = 1e300;
  for (int round = 0; round < 5; ++round) {
    const double start = processor_time();
    for (long i = 0; i < calls; ++i) {
      const Detection detection = call(bytes);
      asm volatile("" : : "r"(&detection) : "memory");  // the call is not optimised away
    }
    best = std::min(best, (processor_time() - start) / static_cast<double>(calls));
  }
  return best;
}

}  // namespace

int main(int count, char** arguments) {
  bool stage = false, explain = false;
  long calls = 0;
  for (int i = 1; i < count; ++i) {
    if (std::strcmp(arguments[i], "--stage") == 0) {
      stage = true;
    } else if (std::strcmp(arguments[i], "--explain") == 0) {
      explain = true;
    } else if (std::strcmp(arguments[i], "--time") == 0 && i + 1 < count) {
      calls = std::atol(arguments[++i]);
    } else {
      std::fprintf(stderr, "usage: detect_files [--stage] [--explain] [--time N] < NAMES\n");
      return 2;
    }
  }
  for (std::string name; std::getline(std::cin, name);) {
    std::ifstream file(name, std::ios::binary);
    if (!file) {
      std::fprintf(stderr, "detect_files: %s: cannot be read\n", name.c_str());
      return 4;
    }
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const auto call = stage ? detect_stream : detect_whole;
    const Detection detection = call(bytes);
    const std::string encoding(hanfix::name(detection.encoding));
    if (calls > 0) {
      std::printf("%s\t%s\t%.3f\n", name.c_str(), encoding.c_str(),
                  microseconds(call, bytes, calls));
      continue;
    }
    std::printf("%s\t%s\t%.4f\t%.4f", name.c_str(), encoding.c_str(), detection.confidence,
                detection.margin);
    if (explain) std::printf("\t%s", detection.explanation.c_str());
    std::printf("\n");
  }
  return 0;
}
