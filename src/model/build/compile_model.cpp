/// \file  Compiles the counts and OpenCC's character tables into the image that the program embeds.
#include <cstdio>
#include <stdexcept>

#include "model/build/image_writer.hpp"
#include "model/symbols.hpp"

namespace hanfix::model::build {
namespace {

// Rows of the tables in the image. More text would fill more, and gain little: see docs.
constexpr std::size_t kHansBigrams = 330'000, kHansTrigrams = 620'000;
constexpr std::size_t kHantBigrams = 300'000, kHantTrigrams = 560'000;
// How often a line of Simplified text counts against one of Traditional text read as Simplified.
constexpr unsigned kOwnScript = 2, kOtherScript = 1;

int run(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("usage: compile_model HANS.tsv.zst HANT.tsv.zst OPENCC_FOLDER OUT\n", stderr);
    return 2;
  }
  const Counts hans = from_tsv(read_zstd(argv[1]));
  Counts hant = from_tsv(read_zstd(argv[2]));
  const Conversion conversion(argv[3]);
  const Inventory inventory(hans, hant, conversion);
  std::vector<char32_t> characters;
  for (const char32_t code : inventory.codes) {
    if (is_han(code)) characters.push_back(code);
  }
  const auto shares = image_shares(conversion, characters, hant.unigrams);
  // Traditional text says much about Simplified text too: its counts, character by character.
  Counts pool = pooled(hans, kOwnScript, mapped(hant, conversion.to_hans), kOtherScript);
  prune(pool, kHansBigrams, kHansTrigrams);
  prune(hant, kHantBigrams, kHantTrigrams);
  write_file(argv[4], write_image(inventory, conversion, shares, {estimate(pool), estimate(hant)}));
  return 0;
}

}  // namespace
}  // namespace hanfix::model::build

int main(int argc, char** argv) {
  try {
    return hanfix::model::build::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "compile_model: %s\n", error.what());
    return 1;
  }
}
