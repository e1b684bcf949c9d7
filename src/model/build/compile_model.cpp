/// \file  Compiles the counts and OpenCC's character tables into the image that the program embeds.
#include <cstdio>
#include <stdexcept>

#include "model/build/prepare.hpp"

namespace hanfix::model::build {
namespace {

int run(int argc, char** argv) {
  if (argc != 6) {
    std::fputs("usage: compile_model HANS.tsv.zst HANT.tsv.zst WORDS.txt OPENCC_FOLDER OUT\n",
               stderr);
    return 2;
  }
  const Conversion conversion(argv[4]);
  const Prepared model = prepare(argv[1], argv[2], argv[3], conversion);
  write_file(argv[5], write_image(model.inventory, conversion, model.shares,
                                  {model.estimate_hans(), model.estimate_hant()}));
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
