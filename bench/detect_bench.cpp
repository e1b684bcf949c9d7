// What it costs to know which encoding a text is in: a call for 200 bytes (microseconds), and one
// for a full window of 64 KiB (megabytes a second). What a whole file costs, decoded, is in
// encoding_bench.
#include <benchmark/benchmark.h>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "encoding/detect.hpp"
#include "encoding/encode_stage.hpp"
#include "encoding/score.hpp"

namespace {

using namespace hanfix;

constexpr std::size_t kShort = 200;

std::string sample(const char* name) {
  std::ifstream file(std::string(HANFIX_SAMPLES "/") + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
std::string chinese() { return sample("story.clean.txt") + sample("news.clean.txt"); }
std::string japanese() {
  return "この日は雨がひどく降っていて、通りにはほとんど人がいなかった。彼は傘をさして石橋をゆっく"
         "り渡りながら、"
         "２０２４年の春の旅のことを考えていた。「また会えるだろうか」と彼女はその時たずねた。手紙"
         "は全部で三十七通、"
         "今も引き出しの中にあるが、一通も出していない。\n";
}
std::string english() { return "It rained hard that day, and hardly anyone was in the street.\n"; }

/// The text again and again, in `to`: at most `size` bytes, whole characters.
std::string encoded(const std::string& text, Encoding to, std::size_t size) {
  std::string bytes;
  const auto encoder = make_encoder(to);
  for (std::size_t at = 0; bytes.size() < size;) {
    if (at == text.size()) at = 0;
    std::size_t next = at + 1;
    while (next < text.size() && (text[next] & 0xC0) == 0x80) ++next;
    const std::string_view character = std::string_view(text).substr(at, next - at);
    std::string unit;
    if (to == Encoding::utf_8) {
      unit = character;
    } else {
      encoder->put(character, unit);
    }
    at = next;
    if (bytes.size() + unit.size() > size) break;
    bytes += unit;
  }
  return bytes;
}

void run(benchmark::State& state, const std::string& bytes, bool complete) {
  for (auto _ : state) {
    const Detection detection = detect(bytes, {.complete = complete});
    benchmark::DoNotOptimize(&detection);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
  state.SetLabel(std::string(name(detect(bytes, {.complete = complete}).encoding)));
}

void BM_Short(benchmark::State& state, std::string (*text)(), Encoding encoding) {
  run(state, encoded(text(), encoding, kShort), true);
}
void BM_Window(benchmark::State& state, std::string (*text)(), Encoding encoding) {
  run(state, encoded(text(), encoding, kDetectionWindow), false);
}
// Where a little Chinese is in much English: what is skipped should cost little.
void BM_WindowSparse(benchmark::State& state) {
  const std::string hanzi = encoded(chinese(), Encoding::gb18030, kShort);
  std::string bytes;
  for (std::size_t at = 0; bytes.size() + 2 * kShort < kDetectionWindow; ++at) {
    bytes += encoded(english(), Encoding::us_ascii, 2 * kShort);
    bytes += hanzi.substr(at % 20 * 4, 8);
  }
  run(state, bytes, false);
}

// Every byte of a window scored in every reading: what a text costs that leaves doubt to its end.
void BM_ScoreAll(benchmark::State& state, std::string (*text)(), Encoding encoding) {
  const std::string bytes = encoded(text(), encoding, kDetectionWindow);
  for (auto _ : state) {
    benchmark::DoNotOptimize(detection::score(bytes, false, {.all = true}));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}

BENCHMARK_CAPTURE(BM_Short, gbk, chinese, Encoding::gb18030)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_Short, big5, chinese, Encoding::big5_hkscs)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_Short, euc_tw, chinese, Encoding::euc_tw)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_Short, utf_8, chinese, Encoding::utf_8)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_Short, shift_jis, japanese, Encoding::shift_jis)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_Short, ascii, english, Encoding::us_ascii)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_Window, gbk, chinese, Encoding::gb18030)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_Window, big5, chinese, Encoding::big5_hkscs)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_Window, euc_tw, chinese, Encoding::euc_tw)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_Window, utf_8, chinese, Encoding::utf_8)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_Window, utf_16le, chinese, Encoding::utf_16le)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_Window, shift_jis, japanese, Encoding::shift_jis)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_Window, ascii, english, Encoding::us_ascii)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(BM_ScoreAll, gbk, chinese, Encoding::gb18030);
BENCHMARK_CAPTURE(BM_ScoreAll, big5, chinese, Encoding::big5_hkscs);
BENCHMARK_CAPTURE(BM_ScoreAll, euc_tw, chinese, Encoding::euc_tw);
BENCHMARK_CAPTURE(BM_ScoreAll, shift_jis, japanese, Encoding::shift_jis);
BENCHMARK(BM_WindowSparse)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
