// Compiles OpenCC's text dictionaries and configurations into the image that the program embeds.
// usage: compile_image OPENCC_DATA_FOLDER IMAGE
//   OPENCC_DATA_FOLDER holds *.txt and config/*.json
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "convert/compiler/config_reader.hpp"
#include "convert/compiler/image_writer.hpp"
#include "convert/compiler/script_evidence.hpp"

namespace {

using namespace hanfix;
using namespace hanfix::convert::compiler;

int fail(const Error& error) {
  std::cerr << "compile_image: " << (error.path.empty() ? "" : error.path + ": ") << error.message;
  if (error.offset > 0) std::cerr << " (byte " << error.offset << ")";
  std::cerr << '\n';
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: compile_image OPENCC_DATA_FOLDER IMAGE\n";
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  DictionaryFolder dictionaries(folder);
  ImageWriter writer;

  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "config")) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    const auto plain = read_config(path, dictionaries, false);
    if (!plain) return fail(plain.error());
    const auto tofu = read_config(path, dictionaries, true);
    if (!tofu) return fail(tofu.error());
    writer.add_config(path.stem().string(), plain.value(), tofu.value());
  }

  const auto evidence = derive_script_evidence(dictionaries);
  if (!evidence) return fail(evidence.error());
  writer.set_evidence(evidence.value().words);
  writer.add_traits(evidence.value().characters);

  std::ofstream out(argv[2], std::ios::binary);
  const std::string image = writer.write();
  out.write(image.data(), static_cast<std::streamsize>(image.size()));
  out.close();
  if (!out) return fail({ErrorCode::unwritable_output, "cannot write the image", argv[2]});
  return 0;
}
