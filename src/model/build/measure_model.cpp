/// \file  How well the compiled model predicts text it has not seen: bits per Han character.
///
/// Every line is scored from its start, line break included in no figure; a Han character's cost
/// counts whatever its context is. Of sources that were trained on only the text set aside counts
/// (corpus.hpp), of others all.
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "base/utf8.hpp"
#include "model/build/corpus.hpp"
#include "model/build/counts.hpp"
#include "model/char_model.hpp"

namespace hanfix::model::build {
namespace {

struct Sum {
  double bits = 0, all_bits = 0;
  std::size_t han = 0, all = 0;

  void add(const Scorer& scorer, std::u32string_view line) {
    Scorer::Context at;
    for (const char32_t code : line) {
      const double cost = double(scorer.advance(at, symbol(code))) / kUnitsPerBit;
      all_bits += cost, ++all;
      if (is_han(code)) bits += cost, ++han;
    }
  }
  void print(const char* name) const {
    std::printf("%-34s %9zu %8.3f %8.3f", name, han, bits / double(han), all_bits / double(all));
  }
  Sum& operator+=(const Sum& other) {
    bits += other.bits, all_bits += other.all_bits, han += other.han, all += other.all;
    return *this;
  }
};

// Fitted and native-only figures beside the default mixture's.
void report(const char* name, Script script, const std::u32string& text, Sum& total) {
  Sum plain, native, fitted;
  const Mixture mixture = fit(script, text);
  const Scorer scorers[] = {Scorer(script), Scorer(script, Mixture{0}), Scorer(script, mixture)};
  Sum* sums[] = {&plain, &native, &fitted};
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(U'\n', at), text.size());
    const auto line = std::u32string_view(text).substr(at, end - at);
    for (std::size_t i = 0; i < 3; ++i) sums[i]->add(scorers[i], line);
    at = end + 1;
  }
  plain.print(name);
  if (script == Script::hant) {
    std::printf("   native %.3f, fitted %.3f (%d/256)", native.bits / double(native.han),
                fitted.bits / double(fitted.han), mixture.converted);
  }
  std::puts("");
  total += plain;
}

int run(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: measure_model CORPUS [hans|hant FILE]...   (FILE: UTF-8, may be .zst)\n",
               stderr);
    return 2;
  }
  std::printf("%-34s %9s %8s %8s\n", "text", "Han", "bits/Han", "bits/all");
  for (const Script script : {Script::hans, Script::hant}) {
    Sum total;
    for (const Source& source : sources(argv[1])) {
      if ((source.script() == "hans") != (script == Script::hans)) continue;
      std::u32string text;
      for_each_line(argv[1], source, [&](std::string_view line, bool measure) {
        if (measure || !source.ship) text += utf8::decode(line) + U'\n';
      });
      Sum own;
      report((source.path + (source.ship ? "" : " (unseen)")).c_str(), script, text, own);
      if (source.ship) total += own;
    }
    total.print(script == Script::hans ? "= hans, text set aside" : "= hant, text set aside");
    std::puts("");
  }
  for (int i = 2; i + 1 < argc; i += 2) {
    const std::string path = argv[i + 1];
    const bool packed = path.size() > 4 && path.substr(path.size() - 4) == ".zst";
    Sum ignored;
    report(path.substr(path.find_last_of('/') + 1).c_str(),
           std::strcmp(argv[i], "hans") == 0 ? Script::hans : Script::hant,
           utf8::decode(packed ? read_zstd(path) : read_file(path)), ignored);
  }
  return 0;
}

}  // namespace
}  // namespace hanfix::model::build

int main(int argc, char** argv) {
  try {
    return hanfix::model::build::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "measure_model: %s\n", error.what());
    return 1;
  }
}
