// What a text costs from end to end: megabytes of input a second through the whole pipeline, in
// chunks of 64 KiB, as the program reads them.
//
// HANFIX_BENCH_TEXT names a file of clean UTF-8 text; without it, the clean samples are repeated.
// Repetition is kind to caches and branch predictors: for figures to be told, name a real file.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "hanfix/pipeline.hpp"

namespace {

using namespace hanfix;

constexpr std::size_t kSize = 8 << 20, kChunk = 64 << 10;

struct NullSink : Sink {
  void write(std::string_view chunk) override { benchmark::DoNotOptimize(chunk.data()); }
};
struct StringSink : Sink {
  std::string text;
  void write(std::string_view chunk) override { text += chunk; }
};
struct NullReports : DiagnosticSink {
  void edit(const Edit&) override {}
  void diagnostic(const Diagnostic&) override {}
};

std::string file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// One document; false if the options are wrong.
bool run(const Options& options, std::string_view text, Sink& out) {
  NullReports reports;
  auto pipeline = Pipeline::create(options, reports);
  if (!pipeline) return false;
  for (std::size_t at = 0; at < text.size(); at += kChunk) {
    pipeline.value()->push(text.substr(at, kChunk), out);
  }
  pipeline.value()->finish(out);
  return true;
}

// In what follows std::string("…") keeps GCC 12 from a false -Wrestrict (its bug 105651).
Options with(void (*change)(Options&)) {
  Options options;
  change(options);
  return options;
}

const std::string& clean_text() {
  static const std::string text = [] {
    std::string once;
    if (const char* path = std::getenv("HANFIX_BENCH_TEXT")) {
      once = file(path);
    } else {
      for (const char* name : {"/news.clean.txt", "/story.clean.txt", "/forum.clean.txt"}) {
        once += file(std::string(HANFIX_SAMPLES).append(name));
      }
    }
    std::string repeated = once;
    while (!once.empty() && repeated.size() < kSize) repeated += once;
    return repeated;
  }();
  return text;
}

const std::string& simplified_text() {
  static const std::string text = [] {
    StringSink out;
    run(with([](Options& o) { o.to = std::string("s"), o.repair = RepairMode::off; }), clean_text(),
        out);
    return out.text;
  }();
  return text;
}

// A line of either script after the other.
const std::string& mixed_text() {
  static const std::string text = [] {
    std::string lines;
    std::string_view one = clean_text(), other = simplified_text();
    while (!one.empty() && !other.empty()) {
      for (std::string_view* rest : {&one, &other}) {
        const std::size_t size = std::min(rest->find('\n'), rest->size() - 1) + 1;
        lines += rest->substr(0, size);
        rest->remove_prefix(size);
      }
    }
    return lines;
  }();
  return text;
}

const std::string& damaged_text() {
  static const std::string text = file(HANFIX_SAMPLES "/news.damaged.txt");
  return text;
}

void BM_Pipeline(benchmark::State& state, const std::string& (*text)(), void (*change)(Options&)) {
  const std::string& input = text();
  const Options options = with(change);
  if (input.empty()) return state.SkipWithError("there is no text");
  NullSink out;
  for (auto _ : state) {
    if (!run(options, input, out)) return state.SkipWithError("the options are wrong");
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(input.size()));
}

void keep(Options&) {}

BENCHMARK_CAPTURE(BM_Pipeline, pass, clean_text, [](Options& o) {
  o.from = std::string("utf-8"), o.repair = RepairMode::off;
})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Pipeline, detect_repair, clean_text, keep)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Pipeline, detect_repair_hans, simplified_text, keep)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Pipeline, detect_repair_max, clean_text, [](Options& o) {
  o.repair = RepairMode::max;
})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Pipeline, to_s, clean_text, [](Options& o) {
  o.to = std::string("s");
})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Pipeline, to_s_stays, simplified_text, [](Options& o) {
  o.to = std::string("s");
})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Pipeline, to_s_mixed, mixed_text, [](Options& o) {
  o.to = std::string("s");
})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Pipeline, s2t, simplified_text, [](Options& o) {
  o.config = std::string("s2t");
})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Pipeline, s2twp, simplified_text, [](Options& o) {
  o.config = std::string("s2twp");
})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Pipeline, damaged, damaged_text, keep)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
