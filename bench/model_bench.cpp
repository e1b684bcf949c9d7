// How fast text is scored: the cost of a mixture, of Traditional text, of a search's single steps.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "base/utf8.hpp"
#include "model/char_model.hpp"

namespace hanfix::model {
namespace {

// A million characters that follow each other as in text, but never twice in the same way, so that
// the tables do not stay in the cache: the likeliest of a few frequent ones. HANFIX_BENCH_TEXT
// names a UTF-8 file to use instead.
const std::u32string& text() {
  static const std::u32string made = [] {
    std::u32string out;
    if (const char* path = std::getenv("HANFIX_BENCH_TEXT")) {
      std::ifstream file(path, std::ios::binary);
      return utf8::decode(std::string{std::istreambuf_iterator<char>(file), {}});
    }
    constexpr unsigned kFrequent = 3000, kCandidates = 12;
    std::mt19937 random(1);
    const Tables& tables = Tables::embedded();
    const Scorer scorer(Script::hant);
    Scorer::Context at;
    while (out.size() < 1'000'000) {
      Symbol best = 1;
      int least = 1'000'000;
      for (unsigned i = 0; i < kCandidates; ++i) {
        const auto c = Symbol(1 + random() % kFrequent);
        Scorer::Context trial = at;
        const int cost = scorer.advance(trial, c);
        if (cost < least) least = cost, best = c;
      }
      (void)scorer.advance(at, best);
      out += tables.codes[best];
    }
    return out;
  }();
  return made;
}

void BM_TotalCost(benchmark::State& state, Script script, Mixture mixture) {
  const std::u32string& sample = text();
  const Scorer scorer(script, mixture);
  for (auto _ : state) benchmark::DoNotOptimize(scorer.total_cost(sample));
  state.SetItemsProcessed(state.iterations() * std::int64_t(sample.size()));
}
BENCHMARK_CAPTURE(BM_TotalCost, hans, Script::hans, Mixture{});
BENCHMARK_CAPTURE(BM_TotalCost, hant_native, Script::hant, Mixture{0});
BENCHMARK_CAPTURE(BM_TotalCost, hant_mixture, Script::hant, Mixture{});

// What a beam search does where it has no context at hand.
void BM_Cost(benchmark::State& state, Script script) {
  const std::u32string& sample = text();
  const Scorer scorer(script);
  std::vector<Symbol> symbols;
  for (const char32_t code : sample) symbols.push_back(symbol(code));
  for (auto _ : state) {
    std::int64_t sum = 0;
    for (std::size_t i = 2; i < symbols.size(); ++i) {
      sum += scorer.cost(symbols[i - 2], symbols[i - 1], symbols[i]);
    }
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * std::int64_t(sample.size()));
}
BENCHMARK_CAPTURE(BM_Cost, hans, Script::hans);
BENCHMARK_CAPTURE(BM_Cost, hant_mixture, Script::hant);

void BM_Fit(benchmark::State& state) {
  const auto window = std::u32string_view(text()).substr(0, 64 * 1024);
  for (auto _ : state) benchmark::DoNotOptimize(fit(Script::hant, window));
  state.SetItemsProcessed(state.iterations() * std::int64_t(window.size()));
}
BENCHMARK(BM_Fit);

}  // namespace
}  // namespace hanfix::model

BENCHMARK_MAIN();
