// Tells the encoding of each file named on standard input, a line each, for
// tools/measure/measure_detect and bench/detect_peers: name TAB encoding TAB confidence TAB margin.
//   (no option)  one call of detect() on the file, or on the window of a larger one that a stream
//   would look at
//   --stage      what a DecodeStage decides that is pushed the file in pieces of 64 KiB
//   --explain    one column more: the detector's explanation
//   --time N     name TAB encoding TAB microseconds a call, the least of 5 rounds of N calls
#include <algorithm>
#include <chrono>
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
  DecodeStage stage(std::nullopt, reports);
  for (std::size_t at = 0; at < bytes.size(); at += 64 << 10) {
    stage.push(bytes.substr(at, 64 << 10), out);
    stage.trim(stage.positions().output_size());
  }
  stage.finish(out);
  return *stage.detection();
}

double microseconds(std::string_view bytes, long calls) {
  using Clock = std::chrono::steady_clock;
  double best = 1e300;
  for (int round = 0; round < 5; ++round) {
    const auto start = Clock::now();
    for (long i = 0; i < calls; ++i) {
      const Detection detection = detect_whole(bytes);
      asm volatile("" : : "r"(&detection) : "memory");  // the call is not optimised away
    }
    const std::chrono::duration<double, std::micro> took = Clock::now() - start;
    best = std::min(best, took.count() / static_cast<double>(calls));
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
    const Detection detection = stage ? detect_stream(bytes) : detect_whole(bytes);
    const std::string encoding(hanfix::name(detection.encoding));
    if (calls > 0) {
      std::printf("%s\t%s\t%.3f\n", name.c_str(), encoding.c_str(), microseconds(bytes, calls));
      continue;
    }
    std::printf("%s\t%s\t%.4f\t%.4f", name.c_str(), encoding.c_str(), detection.confidence,
                detection.margin);
    if (explain) std::printf("\t%s", detection.explanation.c_str());
    std::printf("\n");
  }
  return 0;
}
