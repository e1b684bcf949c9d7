// What it costs to look: a short text through detect() alone and through the Detector, whose
// overhead is the difference; and megabytes a second of long texts.
#include <benchmark/benchmark.h>

#include <fstream>
#include <iterator>
#include <string>

#include "encoding/detect.hpp"
#include "hanfix/detect.hpp"

namespace {

using namespace hanfix;

constexpr std::size_t kShort = 200, kLong = 8 << 20;

std::string sample(const char* name) {
  std::ifstream stream(std::string(HANFIX_SAMPLES) + "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// The first 200 bytes: what a search engine asks for each of its snippets.
std::string opening(const char* name) { return sample(name).substr(0, kShort); }

std::string repeated(const char* name) {
  const std::string once = sample(name);
  std::string text;
  while (text.size() < kLong) text += once;
  return text;
}

void BM_DetectShort(benchmark::State& state, const char* name) {
  const std::string text = opening(name);
  for (auto _ : state) benchmark::DoNotOptimize(detect(text));
}
void BM_DetectorShort(benchmark::State& state, const char* name) {
  const std::string text = opening(name);
  for (auto _ : state) benchmark::DoNotOptimize(detect_text(text));
}
void BM_DetectorLong(benchmark::State& state, const char* name) {
  const std::string text = repeated(name);
  for (auto _ : state) benchmark::DoNotOptimize(detect_text(text));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

BENCHMARK_CAPTURE(BM_DetectShort, utf_8, "news.clean.txt");
BENCHMARK_CAPTURE(BM_DetectorShort, utf_8, "news.clean.txt");
BENCHMARK_CAPTURE(BM_DetectShort, gb18030, "hair.gbk.txt");
BENCHMARK_CAPTURE(BM_DetectorShort, gb18030, "hair.gbk.txt");
BENCHMARK_CAPTURE(BM_DetectShort, damaged_big5, "forum.big5.damaged.txt");
BENCHMARK_CAPTURE(BM_DetectorShort, damaged_big5, "forum.big5.damaged.txt");
BENCHMARK_CAPTURE(BM_DetectorLong, utf_8, "news.clean.txt");
BENCHMARK_CAPTURE(BM_DetectorLong, gb18030, "hair.gbk.txt");
BENCHMARK_CAPTURE(BM_DetectorLong, damaged_utf_8, "news.damaged.txt");

}  // namespace

BENCHMARK_MAIN();
