// Throughput of conversion and of telling the script, one thread, in input bytes.
//   HANFIX_BENCH_HANS, HANFIX_BENCH_HANT   files of Simplified and Traditional text; without them,
//                                          sentences of our own in a seeded order
// The same text through OpenCC in the same run: tools/compare_opencc --speed HANS HANT.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "convert/convert_stage.hpp"
#include "convert/variant.hpp"

namespace {

using namespace hanfix;
using namespace hanfix::convert;

class NullSink : public Sink {
 public:
  void write(std::string_view chunk) override { benchmark::DoNotOptimize(chunk.data()); }
};

std::string generated(bool traditional) {
  constexpr std::string_view kSentences[] = {
      "她的头发很长，一直垂到腰间，看上去非常漂亮。",
      "这个软件可以通过网络下载，安装以后请重新启动计算机。\n",
      "The server returned 404；请检查数据库的默认设置与内存使用情况。\n",
      "改革开放以来，我国的经济建设与社会发展取得了很大的成就。",
      "“什么时候回来？”他问道，手里还拿着那本旧书。\n",
      "    int main() { return 0; }  // 程序的入口\n",
      "皇后站在台阶后面，望着远处的云彩，心里只想着一件事情。",
  };
  std::mt19937 random(1);
  std::string text;
  while (text.size() < 4'000'000) text += kSentences[random() % std::size(kSentences)];
  return traditional ? convert::convert(*open_config("s2twp", false).value(), text) : text;
}

const std::string& corpus(bool traditional) {
  static std::string texts[2];
  std::string& text = texts[traditional ? 1 : 0];
  if (text.empty()) {
    const char* path = std::getenv(traditional ? "HANFIX_BENCH_HANT" : "HANFIX_BENCH_HANS");
    if (path == nullptr) return text = generated(traditional);
    std::ifstream in(path, std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(in), {});
  }
  return text;
}

void set_bytes(benchmark::State& state, const std::string& text) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

// Whole text in, whole text out, as OpenCC's Convert.
void BM_Convert(benchmark::State& state, const char* config, bool traditional) {
  const std::string& text = corpus(traditional);
  const auto chain = open_config(config, false);
  for (auto _ : state) {
    benchmark::DoNotOptimize(convert::convert(*chain.value(), text));
  }
  set_bytes(state, text);
}
BENCHMARK_CAPTURE(BM_Convert, s2t, "s2t", false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Convert, s2twp, "s2twp", false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Convert, t2s, "t2s", true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Convert, tw2sp, "tw2sp", true)->Unit(benchmark::kMillisecond);

// By context, in blocks as a file is read; and the same exactly, to compare with.
void BM_Context(benchmark::State& state, const char* config, bool traditional, bool context) {
  constexpr std::size_t kBlock = std::size_t{1} << 16;
  const std::string& text = corpus(traditional);
  const auto chain = open_config(config, false, context);
  for (auto _ : state) {
    const auto stage = make_convert_stage(chain.value());
    NullSink sink;
    for (std::size_t at = 0; at < text.size(); at += kBlock) {
      stage->push(std::string_view(text).substr(at, kBlock), sink);
      stage->trim(stage->positions().output_size());
    }
    stage->finish(sink);
  }
  set_bytes(state, text);
}
BENCHMARK_CAPTURE(BM_Context, s2t, "s2t", false, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Context, s2t_exact, "s2t", false, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Context, s2twp, "s2twp", false, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Context, s2twp_exact, "s2twp", false, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Context, t2s, "t2s", true, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Context, tw2sp, "tw2sp", true, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Context, tw2sp_exact, "tw2sp", true, false)->Unit(benchmark::kMillisecond);

// The same through the stage, with positions, in chunks of a pipe's size: what streaming costs.
void BM_Stage(benchmark::State& state, const char* config, bool traditional) {
  const std::string& text = corpus(traditional);
  const auto chain = open_config(config, false);
  const auto chunk = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    const auto stage = make_convert_stage(chain.value());
    NullSink sink;
    for (std::size_t at = 0; at < text.size(); at += chunk) {
      stage->push(std::string_view(text).substr(at, chunk), sink);
      stage->trim(stage->positions().output_size());
    }
    stage->finish(sink);
  }
  set_bytes(state, text);
}
BENCHMARK_CAPTURE(BM_Stage, s2twp, "s2twp", false)
    ->ArgName("chunk")
    ->Arg(64)
    ->Arg(4096)
    ->Arg(65536)
    ->Unit(benchmark::kMillisecond);

void BM_DetectVariant(benchmark::State& state, bool traditional) {
  const std::string text = corpus(traditional).substr(0, 65536);
  for (auto _ : state) benchmark::DoNotOptimize(detect_variant(text));
  set_bytes(state, text);
}
BENCHMARK_CAPTURE(BM_DetectVariant, hans, false);
BENCHMARK_CAPTURE(BM_DetectVariant, hant, true);

// What a call costs before its first byte.
void BM_OpenConfig(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(open_config("s2twp", false));
}
BENCHMARK(BM_OpenConfig);

}  // namespace

BENCHMARK_MAIN();
