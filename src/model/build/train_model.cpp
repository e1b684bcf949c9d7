/// \file  Counts the training text: CORPUS → model-hans.tsv, model-hant.tsv and their headers.
///
/// CORPUS holds SOURCES.md, a table whose last column says whether counts may be shipped, and the
/// folders it names. Text set aside for measuring (see held_out) is never counted.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "model/build/corpus.hpp"
#include "model/build/counts.hpp"
#include "model/build/estimate.hpp"

namespace hanfix::model::build {
namespace {

struct Settings {
  std::uint32_t bigram_cut = 2, trigram_cut = 3;
  std::size_t bigrams = 520'000, trigrams = 600'000;
  bool weighted = true;
};

void cut(Table& table, std::uint32_t least) {
  std::erase_if(table, [&](const Count& row) { return row.count < least; });
}

std::string header_text(const std::string& script, const std::vector<Source>& sources,
                        const Settings& settings, const Counts& counts) {
  std::string text =
      "Character n-gram counts, " + script +
      ".\n\n"
      "format:  model-" +
      script +
      ".tsv.zst: zstd; a line is one to three symbols, a tab and a count;\n"
      "         sorted by bytes. Symbols: Han characters and punctuation marks as themselves, "
      "others as\n"
      "         the representative of their class (src/model/symbols.hpp; \u23CE is a line's start "
      "or end).\n"
      "made by: tools/train_model (every 50th block of 20 lines of each source is left out)\n"
      "cut:     all unigrams; bigrams of count >= " +
      std::to_string(settings.bigram_cut) +
      " and trigrams of count >= " + std::to_string(settings.trigram_cut) +
      ",\n"
      "         of these the " +
      std::to_string(counts.bigrams.size()) + " bigrams and " +
      std::to_string(counts.trigrams.size()) +
      " trigrams that save most\n"
      "used by: the model compiler (src/model/build), which makes the table in the program\n"
      "origin:  counted in the text below; the number is how often each line counts\n";
  for (const Source& source : sources) {
    text += "  " + std::to_string(settings.weighted ? source.weight : 1) + "  " + source.path +
            ": " + source.origin + "; " + source.licence + "\n";
  }
  return text;
}

void train(const std::string& corpus, const std::string& out, const std::string& script,
           const Settings& settings) {
  Counter counter;
  std::vector<Source> used;
  for (const Source& source : sources(corpus)) {
    if (!source.ship || source.script() != script) continue;
    used.push_back(source);
    for_each_line(corpus, source, [&](std::string_view line, bool measure) {
      if (!measure) counter.add(line, settings.weighted ? source.weight : 1);
    });
  }
  Counts counts = counter.finish();
  cut(counts.bigrams, settings.bigram_cut);
  cut(counts.trigrams, settings.trigram_cut);
  std::printf("%s: %zu unigrams, %zu bigrams, %zu trigrams after the cut\n", script.c_str(),
              counts.unigrams.size(), counts.bigrams.size(), counts.trigrams.size());
  prune(counts, settings.bigrams, settings.trigrams);
  const std::string base = out + "/model-" + script;
  write_file(base + ".tsv", to_tsv(counts));
  write_file(base + ".txt", header_text(script, used, settings, counts));
  std::printf("%s: %zu bigrams, %zu trigrams kept\n", script.c_str(), counts.bigrams.size(),
              counts.trigrams.size());
}

int run(int argc, char** argv) {
  Settings settings;
  std::vector<std::string> folders;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    const auto number = [&] { return std::size_t(std::atoll(++i < argc ? argv[i] : "0")); };
    if (argument == "--bigram-cut") {
      settings.bigram_cut = std::uint32_t(number());
    } else if (argument == "--trigram-cut") {
      settings.trigram_cut = std::uint32_t(number());
    } else if (argument == "--bigrams") {
      settings.bigrams = number();
    } else if (argument == "--trigrams") {
      settings.trigrams = number();
    } else if (argument == "--unweighted") {
      settings.weighted = false;
    } else {
      folders.push_back(argument);
    }
  }
  if (folders.size() != 2) {
    std::fputs(
        "usage: train_model [--bigram-cut N] [--trigram-cut N] [--bigrams N] [--trigrams N]"
        " [--unweighted] CORPUS OUT\n",
        stderr);
    return 2;
  }
  train(folders[0], folders[1], "hans", settings);
  train(folders[0], folders[1], "hant", settings);
  return 0;
}

}  // namespace
}  // namespace hanfix::model::build

int main(int argc, char** argv) {
  try {
    return hanfix::model::build::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "train_model: %s\n", error.what());
    return 1;
  }
}
