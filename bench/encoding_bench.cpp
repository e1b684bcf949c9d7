// What it costs to know and to decode a text: megabytes of input a second, detection included.
#include <benchmark/benchmark.h>

#include <string>

#include "encoding/decode_stage.hpp"
#include "encoding/encode_stage.hpp"

namespace {

using namespace hanfix;

struct NullSink : Sink {
  void write(std::string_view chunk) override { benchmark::DoNotOptimize(chunk.data()); }
};
struct NullReports : DiagnosticSink {
  void edit(const Edit&) override {}
  void diagnostic(const Diagnostic&) override {}
};
struct NoOrigin : Origin {
  [[nodiscard]] bool has_raw() const override { return false; }
  [[nodiscard]] std::string_view raw_at(std::uint64_t) const override { return {}; }
  [[nodiscard]] std::optional<Encoding> byte_order_mark_of() const override { return {}; }
};

constexpr std::size_t kSize = 8 << 20, kChunk = 64 << 10;

std::string text_of(std::string_view paragraph) {
  std::string text;
  while (text.size() < kSize) text += paragraph;
  return text;
}

std::string hans() {
  return text_of(
      "这一天的雨下得很大，街上几乎没有人。他打着伞，慢慢走过石桥，心里想着2024年春天的那次旅行。\n"
      "“我们还会再见面吗？”她当时这样问。如今信件都留在抽屉里（一共37封），没有一封寄出去。\n");
}
std::string hant() {
  return text_of(
      "這一天的雨下得很大，街上幾乎沒有人。他打著傘，慢慢走過石橋，心裡想著2024年春天的那次旅行。\n"
      "「我們還會再見面嗎？」她當時這樣問。如今信件都留在抽屜裡（一共37封），沒有一封寄出去。\n");
}
std::string ascii() {
  return text_of("It rained hard that day, and there was hardly anyone in the street.\n");
}

std::string encoded(const std::string& text, Encoding to) {
  if (to == Encoding::utf_8) return text;
  std::string bytes;
  const auto encoder = make_encoder(to);
  encoder->put(text, bytes);
  encoder->finish(bytes);
  return bytes;
}

void decode(benchmark::State& state, const std::string& bytes) {
  NullReports reports;
  NullSink out;
  for (auto _ : state) {
    DecodeStage stage({}, reports);
    for (std::size_t at = 0; at < bytes.size(); at += kChunk) {
      stage.push(std::string_view(bytes).substr(at, kChunk), out);
      stage.trim(stage.positions().output_size());
    }
    stage.finish(out);
    state.SetLabel(std::string(name(stage.detection()->encoding)));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}

void encode(benchmark::State& state, const std::string& text, Encoding to) {
  NullReports reports;
  NullSink out;
  const NoOrigin origin;
  for (auto _ : state) {
    EncodeStage stage({to}, origin, reports);
    for (std::size_t at = 0; at < text.size(); at += kChunk) {
      stage.push(std::string_view(text).substr(at, kChunk), out);
    }
    stage.finish(out);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void BM_DecodeUtf8(benchmark::State& state) { decode(state, hans()); }
void BM_DecodeAscii(benchmark::State& state) { decode(state, ascii()); }
void BM_DecodeGbk(benchmark::State& state) { decode(state, encoded(hans(), Encoding::gb18030)); }
void BM_DecodeBig5(benchmark::State& state) {
  decode(state, encoded(hant(), Encoding::big5_hkscs));
}
void BM_DecodeUtf16(benchmark::State& state) { decode(state, encoded(hans(), Encoding::utf_16le)); }
void BM_DecodeDamagedUtf8(benchmark::State& state) {
  std::string text = hans();
  for (std::size_t at = 1000; at < text.size(); at += 1000) text[at] = '\xFF';
  decode(state, text);
}
void BM_EncodeGbk(benchmark::State& state) { encode(state, hans(), Encoding::gb18030); }
void BM_EncodeBig5(benchmark::State& state) { encode(state, hant(), Encoding::big5_hkscs); }
// A short text: what the tables cost that have to be made first is paid once per process.
void BM_DetectSentence(benchmark::State& state) {
  const std::string bytes = encoded("今天的雨下得很大，我们明天再去吧。", Encoding::gb18030);
  for (auto _ : state) benchmark::DoNotOptimize(detect(bytes));
}

BENCHMARK(BM_DecodeUtf8);
BENCHMARK(BM_DecodeAscii);
BENCHMARK(BM_DecodeGbk);
BENCHMARK(BM_DecodeBig5);
BENCHMARK(BM_DecodeUtf16);
BENCHMARK(BM_DecodeDamagedUtf8);
BENCHMARK(BM_EncodeGbk);
BENCHMARK(BM_EncodeBig5);
BENCHMARK(BM_DetectSentence);

}  // namespace

BENCHMARK_MAIN();
